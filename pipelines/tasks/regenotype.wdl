version 1.2

## Genotypes of indels from the reads that span them: in a repeat, a read that ends inside it cannot show the other
## length and would be counted for the reference. Then left-aligned, one allele per record.
task regenotype {
  input {
    File calls
    Array[File] crams
    Array[File] crais
    Directory reference
  }

  command <<<
    set -euo pipefail
    bcftools query -i 'TYPE="indel"' -f '%CHROM\t%POS0\t%END\n' '~{calls}' > indels.bed
    reads=()
    for cram in '~{sep("' '", crams)}'; do
      sam="$(basename "$cram").sam"
      if [ -s indels.bed ]; then
        samtools view -h -M -L indels.bed -T '~{reference}/reference.fa' -o "$sam" "$cram"
      else
        samtools view -H -T '~{reference}/reference.fa' -o "$sam" "$cram"
      fi
      reads+=(--reads "$sam")
    done
    "$KUMI" step regenotype --calls '~{calls}' "${reads[@]}" --reference '~{reference}/reference.fa' \
      --out regenotyped.vcf --json regenotyped.json > /dev/null
    "$KUMI" step normalise --calls regenotyped.vcf --reference '~{reference}/reference.fa' --out germline.vcf.gz > /dev/null
    bcftools index -t germline.vcf.gz
    rm -f ./*.sam
  >>>

  output {
    File vcf = "germline.vcf.gz"
    File vcf_index = "germline.vcf.gz.tbi"
    File report = "regenotyped.json"
  }

  requirements {
    container: "kumihimo/calls:bcftools-1.16_samtools-1.16.1"
    cpu: 1
    memory: "2 GiB"
  }
}
