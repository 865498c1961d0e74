version 1.2

## The shards in reference order to one gVCF, and its variants to one VCF; both indexed.
task gather_germline {
  input {
    Array[File] gvcfs
    Directory reference
    Float min_quality = 10.0
  }

  command <<<
    set -euo pipefail
    bcftools concat -Ou '~{sep("' '", gvcfs)}' | bcftools sort -T sorting -Oz -o germline.g.vcf.gz -
    bcftools view -i 'GT="alt" && QUAL>=~{min_quality}' -Oz -o germline.vcf.gz germline.g.vcf.gz
    bcftools index -t germline.g.vcf.gz
    bcftools index -t germline.vcf.gz
  >>>

  output {
    File gvcf = "germline.g.vcf.gz"
    File gvcf_index = "germline.g.vcf.gz.tbi"
    File vcf = "germline.vcf.gz"
    File vcf_index = "germline.vcf.gz.tbi"
  }

  requirements {
    container: "kumihimo/calls:bcftools-1.16"
    cpu: 1
    memory: "2 GiB"
  }
}
