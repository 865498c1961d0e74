version 1.2

## Depth over the regions, or over the whole reference in windows.
task coverage {
  input {
    String sample
    File cram
    File crai
    Directory reference
    File? regions
  }

  command <<<
    set -euo pipefail
    MOSDEPTH_PRECISION=5 mosdepth -n -f '~{reference}/reference.fa' --by ~{if defined(regions) then "'~{regions}'" else "10000"} depth '~{cram}'
    "$KUMI" step coverage --summary depth.mosdepth.summary.txt \
      --dist depth.mosdepth.~{if defined(regions) then "region" else "global"}.dist.txt \
      --bins depth.regions.bed.gz --json '~{sample}.coverage.json' > /dev/null
  >>>

  output {
    File report = "~{sample}.coverage.json"
  }

  requirements {
    container: "kumihimo/coverage:mosdepth-0.3.3"
    cpu: 1
    memory: "2 GiB"
  }
}
