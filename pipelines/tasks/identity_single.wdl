version 1.2

## Contamination and sex of one sample.
task identity_single {
  input {
    File sketch
    String sex
  }

  command <<<
    set -euo pipefail
    "$KUMI" step identity_single --sample '~{sketch}' --sex '~{sex}' --json identity.json > /dev/null
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
