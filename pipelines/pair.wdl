version 1.2

import "sample.wdl" as sample_workflow
import "tasks/call_germline.wdl" as call_germline_task
import "tasks/candidates.wdl" as candidates_task
import "tasks/compare.wdl" as compare_task
import "tasks/gather_germline.wdl" as gather_germline_task
import "tasks/identity_pair.wdl" as identity_pair_task
import "tasks/lift.wdl" as lift_task
import "tasks/regenotype.wdl" as regenotype_task
import "tasks/sketch.wdl" as sketch_task
import "tasks/somatic.wdl" as somatic_task
import "tasks/sv_pair.wdl" as sv_pair_task
import "tasks/tmb.wdl" as tmb_task

## Tumour and normal of one person.
workflow pair {
  input {
    Sample tumour
    Sample normal
    String normal_sex = "unknown"
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

  call sample_workflow.sample as prepare_normal {
    of = normal,
    reference,
    regions,
    threads,
  }

  call sample_workflow.sample as prepare_tumour {
    of = tumour,
    reference,
    regions,
    threads,
  }

  scatter (shard in shards) {
    call call_germline_task.call_germline {
      crams = [prepare_normal.cram],
      crais = [prepare_normal.crai],
      reference,
      shard,
    }
    call call_germline_task.call_germline as call_both {
      crams = [prepare_tumour.cram, prepare_normal.cram],
      crais = [prepare_tumour.crai, prepare_normal.crai],
      reference,
      shard,
    }
    call candidates_task.candidates {
      tumour = prepare_tumour.cram,
      tumour_index = prepare_tumour.crai,
      normal = prepare_normal.cram,
      normal_index = prepare_normal.crai,
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
    crams = [prepare_normal.cram],
    crais = [prepare_normal.crai],
    reference,
  }

  call gather_germline_task.gather_germline as gather_both {
    gvcfs = call_both.gvcf,
    reference,
  }

  call somatic_task.somatic {
    shards = candidates.vcf,
    tumour = tumour.name,
    normal = normal.name,
    reference,
  }

  call sv_pair_task.sv_pair {
    tumour = prepare_tumour.cram,
    tumour_index = prepare_tumour.crai,
    normal = prepare_normal.cram,
    normal_index = prepare_normal.crai,
    tumour_sample = tumour.name,
    normal_sample = normal.name,
    reference,
  }

  call sketch_task.sketch as sketch_tumour {
    sample = tumour.name,
    calls = gather_both.vcf,
  }

  call sketch_task.sketch as sketch_normal {
    sample = normal.name,
    calls = gather_both.vcf,
  }

  call identity_pair_task.identity_pair {
    tumour = sketch_tumour.sketch,
    normal = sketch_normal.sketch,
    candidates = somatic.candidates,
    tumour_sample = tumour.name,
    normal_sample = normal.name,
    sex = normal_sex,
  }

  if (defined(genes)) {
    call tmb_task.tmb {
      calls = somatic.vcf,
      coding = select_first([genes]),
      callable = regions,
      reference,
    }
  }

  if (defined(slices)) {
    call lift_task.lift as lift_germline {
      calls = regenotype.vcf,
      slices = select_first([slices]),
      name = "germline",
    }
    call lift_task.lift as lift_somatic {
      calls = somatic.vcf,
      slices = select_first([slices]),
      name = "somatic",
    }
    call lift_task.lift as lift_sv {
      calls = sv_pair.vcf,
      slices = select_first([slices]),
      name = "sv",
    }
  }

  if (length(truth) > 0) {
    call compare_task.compare {
      calls = [somatic.vcf, sv_pair.vcf],
      truth,
      flags = truth_flags,
      reference,
      confident,
    }
  }

  output {
    Array[File] files = flatten([
      [somatic.vcf, somatic.vcf_index, sv_pair.vcf, sv_pair.vcf_index],
      [regenotype.vcf, regenotype.vcf_index, gather_germline.gvcf, gather_germline.gvcf_index],
      [prepare_tumour.cram, prepare_tumour.crai, prepare_normal.cram, prepare_normal.crai],
      select_all([lift_germline.vcf, lift_somatic.vcf, lift_sv.vcf]),
    ])
    Array[File] reports = flatten([
      prepare_tumour.reports,
      prepare_normal.reports,
      [identity_pair.report, somatic.report, sv_pair.report],
      select_all([tmb.report]),
    ])
    File? truth_report = compare.report
  }
}
