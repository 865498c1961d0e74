version 1.2

## Whether the three samples are child, mother and father.
task identity_trio {
  input {
    File proband
    File mother
    File father
    String proband_sex
    String mother_sex
    String father_sex
  }

  command <<<
    set -euo pipefail
    "$KUMI" step identity_trio --proband '~{proband}' --mother '~{mother}' --father '~{father}' \
      --proband-sex '~{proband_sex}' --mother-sex '~{mother_sex}' --father-sex '~{father_sex}' --json identity.json > /dev/null
  >>>

  output {
    File report = "identity.json"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "1 GiB"
  }
}
