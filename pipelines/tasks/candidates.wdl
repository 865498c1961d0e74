version 1.2

## One shard: every allele that tumour or normal might carry. What is somatic is decided by the somatic task.
task candidates {
  input {
    File tumour
    File tumour_index
    File normal
    File normal_index
    Directory reference
    File shard
  }

  command <<<
    set -euo pipefail
    freebayes -f '~{reference}/reference.fa' -t '~{shard}' --pooled-continuous -F 0.03 -C 3 \
      --min-base-quality 15 -m 20 --haplotype-length -1 '~{tumour}' '~{normal}' \
      | bcftools view -Oz -o shard.vcf.gz -
  >>>

  output {
    File vcf = "shard.vcf.gz"
  }

  requirements {
    container: "kumihimo/somatic:freebayes-1.3.6_bcftools-1.16"
    cpu: 1
    memory: "4 GiB"
  }
}
