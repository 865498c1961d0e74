version 1.2

## Mutational burden over the coding sequence that was looked at.
task tmb {
  input {
    File calls
    File coding
    File? callable
    Directory reference
  }

  command <<<
    set -euo pipefail
    "$KUMI" step tmb --calls '~{calls}' --coding '~{coding}' --reference '~{reference}/reference.fa' \
      ~{if defined(callable) then "--callable '~{callable}'" else ""} --json tmb.json > /dev/null
  >>>

  output {
    File report = "tmb.json"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "1 GiB"
  }
}
