version 1.2

## One lane to one coordinate-sorted BAM with mate information. bwa-mem2's answers, from bwa-mem4;
## -K makes the result independent of the number of threads, -Y keeps supplementary reads whole.
task align {
  input {
    String lane
    String read_group
    File r1
    File r2
    Directory reference
    Int threads
  }

  command <<<
    set -euo pipefail
    bwa-mem4 mem -t ~{threads} -K 100000000 -Y -R '~{read_group}' '~{reference}/reference.fa' '~{r1}' '~{r2}' \
      | samtools fixmate -m -u - - \
      | samtools sort -@ ~{threads} -l 1 -T sorting -o '~{lane}.bam' -
  >>>

  output {
    File bam = "~{lane}.bam"
  }

  requirements {
    container: "kumihimo/align:bwa-mem4-4.4.0_samtools-1.16.1"
    cpu: threads
    memory: "4 GiB"
  }
}
