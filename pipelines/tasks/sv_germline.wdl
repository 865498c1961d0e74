version 1.2

## Structural variants of one germline sample.
task sv_germline {
  input {
    File cram
    File crai
    String sample
    Directory reference
  }

  command <<<
    set -euo pipefail
    delly call -g '~{reference}/reference.fa' -o raw.bcf '~{cram}' >&2
    if [ -s raw.bcf ]; then bcftools view -Ov -o raw.vcf raw.bcf; else echo 'delly wrote no calls' >&2; exit 1; fi
    "$KUMI" step sv_germline --calls raw.vcf --sample '~{sample}' --out sv.vcf.gz --json sv.json > /dev/null
    bcftools index -t sv.vcf.gz
  >>>

  output {
    File vcf = "sv.vcf.gz"
    File vcf_index = "sv.vcf.gz.tbi"
    File report = "sv.json"
  }

  requirements {
    container: "kumihimo/sv:delly-1.1.6_bcftools-1.16"
    cpu: 1
    memory: "4 GiB"
  }
}
