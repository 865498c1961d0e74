version 1.2

## One shard of the genome, all given samples together: variants and blocks of homozygous reference.
task call_germline {
  input {
    Array[File] crams
    Array[File] crais
    Directory reference
    File shard
  }

  command <<<
    set -euo pipefail
    bcftools mpileup -Ou -q 20 -d 2000 -a AD,DP,ADF,ADR,SP -g 5,15,30 \
      -f '~{reference}/reference.fa' -R '~{shard}' '~{sep("' '", crams)}' \
      | bcftools call -m -a GQ,GP -g 5,15,30 -Oz -o shard.g.vcf.gz
  >>>

  output {
    File gvcf = "shard.g.vcf.gz"
  }

  requirements {
    container: "kumihimo/calls:bcftools-1.16"
    cpu: 1
    memory: "2 GiB"
  }
}
