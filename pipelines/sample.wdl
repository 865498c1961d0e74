version 1.2

import "tasks/align.wdl" as align_task
import "tasks/alignment_stats.wdl" as alignment_stats_task
import "tasks/conserve.wdl" as conserve_task
import "tasks/coverage.wdl" as coverage_task
import "tasks/duplicates.wdl" as duplicates_task
import "tasks/read_qc.wdl" as read_qc_task

## One lane of one sample.
struct Lane {
  String id
  String read_group
  File r1
  File r2
}

## One sample: its lanes as delivered.
struct Sample {
  String name
  Array[Lane] lanes
}

## From the delivered lanes of one sample to its CRAM and what is known about it.
workflow sample {
  input {
    Sample of
    Directory reference
    File? regions
    Int threads
  }

  scatter (lane in of.lanes) {
    call read_qc_task.read_qc {
      lane = lane.id,
      r1 = lane.r1,
      r2 = lane.r2,
    }
    call align_task.align {
      lane = lane.id,
      read_group = lane.read_group,
      r1 = lane.r1,
      r2 = lane.r2,
      reference,
      threads,
    }
  }

  call duplicates_task.duplicates {
    sample = of.name,
    bams = align.bam,
    reference,
    threads,
  }

  call conserve_task.conserve {
    sample = of.name,
    cram = duplicates.cram,
    crai = duplicates.crai,
    lanes = read_qc.report,
    reference,
  }

  call alignment_stats_task.alignment_stats {
    sample = of.name,
    cram = duplicates.cram,
    crai = duplicates.crai,
    reference,
  }

  call coverage_task.coverage {
    sample = of.name,
    cram = duplicates.cram,
    crai = duplicates.crai,
    reference,
    regions,
  }

  output {
    String name = of.name
    File cram = duplicates.cram
    File crai = duplicates.crai
    Array[File] reports = flatten([read_qc.report, [conserve.report, alignment_stats.report, coverage.report]])
  }
}
