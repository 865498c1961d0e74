version 1.2

## The shards in reference order to one gVCF, and its variants to one VCF; both indexed.
##
## In tandem repeats a read that ends inside the repeat cannot show the other length and is counted for the reference.
## Such an indel looks heterozygous although every spanning read carries it: reference reads stand at the ends of reads
## (RPBZ) and are few. Those are set homozygous; PL and GP keep what the caller said.
task gather_germline {
  input {
    Array[File] gvcfs
    Directory reference
    Float min_quality = 10.0
  }

  command <<<
    set -euo pipefail
    bcftools concat -Ou '~{sep("' '", gvcfs)}' | bcftools sort -T sorting -Ou - \
      | bcftools +setGT -Oz -o germline.g.vcf.gz - -- -t q -n c:'1/1' \
        -i 'TYPE="indel" && N_ALT=1 && GT="het" && RPBZ<=-2.5 && FMT/AD[*:1]>=0.7*FMT/DP'
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
