version 1.2

## One lane as delivered: counts, qualities, letters, pairing, and the digest of the multiset of its reads.
task read_qc {
  input {
    String lane
    File r1
    File r2
  }

  command <<<
    set -euo pipefail
    "$KUMI" step read-qc --r1 '~{r1}' --r2 '~{r2}' --lane '~{lane}' --out '~{lane}.read_qc.json'
  >>>

  output {
    File report = "~{lane}.read_qc.json"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "1 GiB"
  }
}
