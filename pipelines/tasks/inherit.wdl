version 1.2

## Where each allele of the proband comes from; new ones; two hits in one gene.
task inherit {
  input {
    File calls
    String proband
    String mother
    String father
    Directory reference
    File? genes
  }

  command <<<
    set -euo pipefail
    "$KUMI" step trio --calls '~{calls}' --reference '~{reference}/reference.fa' \
      --proband '~{proband}' --mother '~{mother}' --father '~{father}' ~{if defined(genes) then "--genes '~{genes}'" else ""} \
      --out trio.vcf.gz --json inheritance.json > /dev/null
    bcftools index -t trio.vcf.gz
  >>>

  output {
    File vcf = "trio.vcf.gz"
    File vcf_index = "trio.vcf.gz.tbi"
    File report = "inheritance.json"
  }

  requirements {
    container: "kumihimo/calls:bcftools-1.16"
    cpu: 1
    memory: "2 GiB"
  }
}
