version 1.2

## No read lost, none added, none changed: the multiset of (name, sequence, qualities) in the CRAM is that of the lanes.
task conserve {
  input {
    String sample
    File cram
    File crai
    Array[File] lanes
    Directory reference
  }

  command <<<
    set -euo pipefail
    samtools view -T '~{reference}/reference.fa' '~{cram}' \
      | "$KUMI" step conserve --sample '~{sample}' --out '~{sample}.conservation.json' --lane '~{sep("' --lane '", lanes)}'
  >>>

  output {
    File report = "~{sample}.conservation.json"
  }

  requirements {
    container: "kumihimo/align:bwa-mem4-4.4.0_samtools-1.16.1"
    cpu: 1
    memory: "1 GiB"
  }
}
