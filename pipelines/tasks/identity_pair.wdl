version 1.2

## Whether tumour and normal are of one person, each on its own label, and clean.
task identity_pair {
  input {
    File tumour
    File normal
    File candidates
    String tumour_sample
    String normal_sample
    String sex
  }

  command <<<
    set -euo pipefail
    "$KUMI" step identity_pair --tumour '~{tumour}' --normal '~{normal}' --candidates '~{candidates}' \
      --tumour-sample '~{tumour_sample}' --normal-sample '~{normal_sample}' --sex '~{sex}' --json identity.json > /dev/null
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
