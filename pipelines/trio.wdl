version 1.2

import "sample.wdl" as sample_workflow
import "tasks/call_germline.wdl" as call_germline_task
import "tasks/compare.wdl" as compare_task
import "tasks/gather_germline.wdl" as gather_germline_task
import "tasks/identity_trio.wdl" as identity_trio_task
import "tasks/inherit.wdl" as inherit_task
import "tasks/lift.wdl" as lift_task
import "tasks/regenotype.wdl" as regenotype_task
import "tasks/sketch.wdl" as sketch_task
import "tasks/sv_germline.wdl" as sv_germline_task

## A child and both parents, called together.
workflow trio {
  input {
    Sample proband
    Sample mother
    Sample father
    String proband_sex = "unknown"
    String mother_sex = "unknown"
    String father_sex = "unknown"
    Directory reference
    Array[File]+ shards
    Int threads
    File? regions
    File? slices
    File? genes
    Array[File] truth = []
    String truth_flags = ""
    File? confident
  }

  scatter (person in [proband, mother, father]) {
    call sample_workflow.sample as prepare {
      of = person,
      reference,
      regions,
      threads,
    }
  }

  scatter (shard in shards) {
    call call_germline_task.call_germline {
      crams = prepare.cram,
      crais = prepare.crai,
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
    crams = prepare.cram,
    crais = prepare.crai,
    reference,
  }

  call inherit_task.inherit {
    calls = regenotype.vcf,
    proband = proband.name,
    mother = mother.name,
    father = father.name,
    reference,
    genes,
  }

  call sv_germline_task.sv_germline {
    cram = prepare.cram[0],
    crai = prepare.crai[0],
    sample = proband.name,
    reference,
  }

  scatter (person in [proband, mother, father]) {
    call sketch_task.sketch {
      sample = person.name,
      calls = regenotype.vcf,
    }
  }

  call identity_trio_task.identity_trio {
    proband = sketch.sketch[0],
    mother = sketch.sketch[1],
    father = sketch.sketch[2],
    proband_sex,
    mother_sex,
    father_sex,
  }

  if (defined(slices)) {
    call lift_task.lift as lift_germline {
      calls = regenotype.vcf,
      slices = select_first([slices]),
      name = "germline",
    }
    call lift_task.lift as lift_trio {
      calls = inherit.vcf,
      slices = select_first([slices]),
      name = "trio",
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
      [inherit.vcf, inherit.vcf_index, sv_germline.vcf, sv_germline.vcf_index],
      prepare.cram,
      prepare.crai,
      select_all([lift_germline.vcf, lift_trio.vcf]),
    ])
    Array[File] reports = flatten([
      flatten(prepare.reports),
      [identity_trio.report, inherit.report, sv_germline.report],
    ])
    File? truth_report = compare.report
  }
}
