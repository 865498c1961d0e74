version 1.2

## Does nothing: what a task costs by itself.
task nothing {
  input {
    Int number
  }

  command <<<
    : ~{number}
  >>>

  output {
    File said = stdout()
  }

  requirements {
    container: "kumihimo/kumi:0.1.0"
    cpu: 1
    memory: "64 MiB"
  }
}
