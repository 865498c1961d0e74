version 1.2

## Our likelihood model over the candidates: tumour against error, normal against heterozygous.
task somatic {
  input {
    Array[File] shards
    String tumour
    String normal
    Directory reference
    Float min_tlod = 3.0
    Float min_nlod = 2.0
    Float error = 0.004
  }

  command <<<
    set -euo pipefail
    bcftools concat -Ou '~{sep("' '", shards)}' | bcftools sort -T sorting -Oz -o candidates.vcf.gz -
    "$KUMI" step somatic --candidates candidates.vcf.gz --reference '~{reference}/reference.fa' \
      --tumour '~{tumour}' --normal '~{normal}' --min-tlod ~{min_tlod} --min-nlod ~{min_nlod} --error ~{error} \
      --out somatic.vcf.gz --json somatic.json > /dev/null
    bcftools index -t somatic.vcf.gz
  >>>

  output {
    File candidates = "candidates.vcf.gz"
    File vcf = "somatic.vcf.gz"
    File vcf_index = "somatic.vcf.gz.tbi"
    File report = "somatic.json"
  }

  requirements {
    container: "kumihimo/somatic:freebayes-1.3.6_bcftools-1.16"
    cpu: 1
    memory: "2 GiB"
  }
}
