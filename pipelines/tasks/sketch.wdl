version 1.2

## Allele counts of one sample at the sites of a call set: what its identity is compared by.
task sketch {
  input {
    String sample
    File calls
  }

  command <<<
    set -euo pipefail
    "$KUMI" step sketch --counts '~{calls}' --sample '~{sample}' --out '~{sample}.sketch.json' > /dev/null
  >>>

  output {
    File sketch = "~{sample}.sketch.json"
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "1 GiB"
  }
}
