version 1.2

## The shards in reference order to one gVCF, and its variants to one VCF.
task gather_germline {
  input {
    Array[File] gvcfs
    Directory reference
    Float min_quality = 10.0
  }

  command <<<
    set -euo pipefail
    bcftools concat -Ou '~{sep("' '", gvcfs)}' | bcftools sort -T sorting -Oz -o germline.g.vcf.gz -
    bcftools view -i 'GT="alt" && QUAL>=~{min_quality}' -Oz -o variants.vcf.gz germline.g.vcf.gz
    bcftools index -t germline.g.vcf.gz
  >>>

  output {
    File gvcf = "germline.g.vcf.gz"
    File gvcf_index = "germline.g.vcf.gz.tbi"
    File vcf = "variants.vcf.gz"
  }

  requirements {
    container: "kumihimo/calls:bcftools-1.16"
    cpu: 1
    memory: "2 GiB"
  }
}
