version 1.2

## Calls against truth by haplotype, so that a difference of spelling is not an error.
task compare {
  input {
    Array[File] calls
    Array[File] truth
    String flags
    Directory reference
    File? confident
  }

  command <<<
    set -euo pipefail
    "$KUMI" step compare --calls '~{sep("' --calls '", calls)}' --truth '~{sep("' --truth '", truth)}' \
      --reference '~{reference}/reference.fa' ~{if defined(confident) then "--confident '~{confident}'" else ""} ~{flags} \
      --disagreements disagreements.tsv --json truth.json > /dev/null
  >>>

  output {
    File report = "truth.json"
    File disagreements = "disagreements.tsv"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "2 GiB"
  }
}
