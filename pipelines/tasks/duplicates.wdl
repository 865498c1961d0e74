version 1.2

## The lanes of one sample to one duplicate-marked CRAM with its index.
task duplicates {
  input {
    String sample
    Array[File] bams
    Directory reference
    Int threads
  }

  command <<<
    set -euo pipefail
    samtools merge -u -o - '~{sep("' '", bams)}' \
      | samtools markdup -@ ~{threads} -T marking -O cram,version=3.0 --reference '~{reference}/reference.fa' - '~{sample}.cram'
    samtools index '~{sample}.cram'
  >>>

  output {
    File cram = "~{sample}.cram"
    File crai = "~{sample}.cram.crai"
  }

  requirements {
    container: "kumihimo/align:bwa-mem4-4.4.0_samtools-1.16.1"
    cpu: threads
    memory: "4 GiB"
  }
}
