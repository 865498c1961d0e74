version 1.2

## Mapped, duplicate and insert-size figures of one sample.
task alignment_stats {
  input {
    String sample
    File cram
    File crai
    Directory reference
  }

  command <<<
    set -euo pipefail
    samtools stats --reference '~{reference}/reference.fa' '~{cram}' > stats.txt
    "$KUMI" step alignment-stats --sample '~{sample}' --stats stats.txt --out '~{sample}.alignment.json'
  >>>

  output {
    File report = "~{sample}.alignment.json"
  }

  requirements {
    container: "kumihimo/align:bwa-mem4-4.4.0_samtools-1.16.1"
    cpu: 1
    memory: "2 GiB"
  }
}
