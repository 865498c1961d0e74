version 1.2

import "sample.wdl" as sample_workflow
import "tasks/call_germline.wdl" as call_germline_task
import "tasks/compare.wdl" as compare_task
import "tasks/gather_germline.wdl" as gather_germline_task
import "tasks/identity_single.wdl" as identity_single_task
import "tasks/lift.wdl" as lift_task
import "tasks/regenotype.wdl" as regenotype_task
import "tasks/sketch.wdl" as sketch_task
import "tasks/sv_germline.wdl" as sv_germline_task

## One germline sample.
workflow germline {
  input {
    Sample sample
    String sample_sex = "unknown"
    Directory reference
    Array[File]+ shards
    Int threads
    File? regions
    File? slices
    Array[File] truth = []
    String truth_flags = ""
    File? confident
  }

  call sample_workflow.sample as prepare {
    of = sample,
    reference,
    regions,
    threads,
  }

  scatter (shard in shards) {
    call call_germline_task.call_germline {
      crams = [prepare.cram],
      crais = [prepare.crai],
      reference,
      shard,
    }
  }

  call gather_germline_task.gather_germline {
    gvcfs = call_germline.gvcf,
    reference,
  }

  call regenotype_task.regenotype {
    calls = gather_germline.vcf,
    crams = [prepare.cram],
    crais = [prepare.crai],
    reference,
  }

  call sv_germline_task.sv_germline {
    cram = prepare.cram,
    crai = prepare.crai,
    sample = sample.name,
    reference,
  }

  call sketch_task.sketch {
    sample = sample.name,
    calls = regenotype.vcf,
  }

  call identity_single_task.identity_single {
    sketch = sketch.sketch,
    sex = sample_sex,
  }

  if (defined(slices)) {
    call lift_task.lift {
      calls = regenotype.vcf,
      slices = select_first([slices]),
      name = "germline",
    }
  }

  if (length(truth) > 0) {
    call compare_task.compare {
      calls = [regenotype.vcf],
      truth,
      flags = truth_flags,
      reference,
      confident,
    }
  }

  output {
    Array[File] files = flatten([
      [regenotype.vcf, regenotype.vcf_index, gather_germline.gvcf, gather_germline.gvcf_index],
      [sv_germline.vcf, sv_germline.vcf_index, prepare.cram, prepare.crai],
      select_all([lift.vcf]),
    ])
    Array[File] reports = flatten([prepare.reports, [identity_single.report, sv_germline.report]])
    File? truth_report = compare.report
  }
}
