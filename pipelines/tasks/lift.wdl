version 1.2

## Calls on cut-out contigs, told again in the positions of GRCh38.
task lift {
  input {
    File calls
    File slices
    String name
  }

  command <<<
    set -euo pipefail
    "$KUMI" step lift_slices --calls '~{calls}' --slices '~{slices}' --out '~{name}.grch38.vcf.gz' > /dev/null
  >>>

  output {
    File vcf = "~{name}.grch38.vcf.gz"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "1 GiB"
  }
}
