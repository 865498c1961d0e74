version 1.2

import "tasks/nothing.wdl" as nothing_task

## Many tasks that do nothing, to measure the engine with our events on.
workflow overhead {
  input {
    Int tasks
  }

  scatter (number in range(tasks)) {
    call nothing_task.nothing { number }
  }

  output {
    Array[File] said = nothing.said
  }
}
