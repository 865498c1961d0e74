//! Bad input and tools that fail: every answer names what is wrong, and nothing is lost.

use std::process::Command;

use pipeline::{Error, analyse};
use tempfile::tempdir;

use crate::make::{broken, pipe, request, tools};

#[tokio::test]
async fn a_run_goes_through_and_leaves_no_work() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let request = request(directory.path(), vec![]);
    let out = request.out_dir.clone();
    let outcome = analyse(request).await.unwrap_or_else(|e| panic!("{e}"));
    for name in [
        "germline.vcf.gz",
        "germline.g.vcf.gz",
        "sv.vcf.gz",
        "S.cram",
        "qc.json",
        "provenance.json",
    ] {
        assert!(out.join(name).is_file(), "{name}");
    }
    assert!(!out.join(".work").exists());
    assert_eq!(
        outcome.qc.pointer("/samples/sample/conservation/reads_out"),
        Some(&6000.into())
    );
    let told: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("provenance.json")).unwrap()).unwrap();
    assert_eq!(
        told.pointer("/pipeline/sha256").unwrap(),
        &serde_json::json!(pipeline::source::digest())
    );
    assert_eq!(told.get("inputs").unwrap().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_tool_that_crashes_is_quoted_and_the_rest_is_kept() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let mosdepth = broken(
        directory.path(),
        "mosdepth",
        "echo 'mosdepth: the moon is full' >&2; exit 3",
    );
    let mut asked = request(directory.path(), mosdepth);
    let error = analyse(asked.clone()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Step { step, code: 3, stderr } if step.contains("coverage") && stderr.contains("the moon is full")),
        "{error}"
    );
    assert!(asked.out_dir.join(".work").is_dir());
    asked.tools.clear();
    analyse(asked).await.unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test]
async fn a_full_disk_says_so() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let full = broken(
        directory.path(),
        "mosdepth",
        "echo 'write failed: No space left on device' >&2; exit 1",
    );
    let error = analyse(request(directory.path(), full)).await.unwrap_err();
    assert_eq!(error.code(), "E-PIPELINE-DISK");
    assert!(error.ja().contains("空き"));
}

#[tokio::test]
async fn reads_that_vanish_stop_the_run() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    // An aligner that forgets the last lines of its SAM.
    let real = pipeline::tools::check()
        .into_iter()
        .find(|t| t.tool == "bwa-mem4")
        .unwrap()
        .path
        .unwrap();
    let script = format!(
        "if [ \"$1\" = mem ]; then '{}' \"$@\" | head -n -4; else exec '{}' \"$@\"; fi",
        real.display(),
        real.display()
    );
    let forgetful = broken(directory.path(), "bwa-mem4", &script);
    let error = analyse(request(directory.path(), forgetful))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "E-PIPELINE-READS", "{error}");
}

#[tokio::test]
async fn a_wrong_or_missing_reference_is_named() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let mut missing = request(directory.path(), vec![]);
    missing.reference = directory.path().join("nowhere.fa.gz");
    let error = analyse(missing).await.unwrap_err();
    assert!(
        matches!(&error, Error::Reference { .. }) && error.to_string().contains("nowhere.fa.gz"),
        "{error}"
    );
    let mut wrong = request(directory.path(), vec![]);
    let regions = directory.path().join("regions.bed");
    std::fs::write(&regions, "chr7\t100\t200\n").unwrap();
    wrong.regions = Some(regions);
    let error = analyse(wrong).await.unwrap_err();
    assert!(error.to_string().contains("no contig chr7"), "{error}");
    let mut no_fasta = request(directory.path(), vec![]);
    no_fasta.reference = no_fasta.samples[0].reads[0].0.clone();
    assert_eq!(
        analyse(no_fasta).await.unwrap_err().code(),
        "E-PIPELINE-REFERENCE"
    );
}

#[tokio::test]
async fn a_truth_of_another_reference_is_named() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let mut asked = request(directory.path(), vec![]);
    let truth = directory.path().join("truth.vcf");
    let wrong = if crate::make::letters(100).as_bytes()[99] == b'A' {
        "C"
    } else {
        "A"
    };
    let text = format!(
        "##fileformat=VCFv4.2\n##contig=<ID=one>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\none\t100\t.\t{wrong}\tG\t.\tPASS\t.\tGT\t0/1\n"
    );
    std::fs::write(&truth, text).unwrap();
    asked.truth = vec![truth];
    let error = analyse(asked).await.unwrap_err();
    assert!(
        matches!(&error, Error::Input(_)) && error.to_string().contains("line 4 (one:100 REF"),
        "{error}"
    );
    assert!(error.ja().contains("4 行目"), "{}", error.ja());
    let steps = directory.path().join("out/.work/runs/0/calls");
    assert!(
        !steps.exists(),
        "nothing ran before the truth was looked at"
    );
}

#[tokio::test]
async fn one_file_in_two_places_is_refused_before_anything_runs() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let mut asked = request(directory.path(), vec![]);
    let again = directory.path().join("another_name_R2.fastq.gz");
    std::os::unix::fs::symlink(&asked.samples[0].reads[0].0, &again).unwrap();
    asked.samples[0].reads[0].1 = again;
    let error = analyse(asked).await.unwrap_err();
    assert_eq!(error.code(), "E-PIPELINE-INPUT");
    assert!(error.to_string().contains("given twice"), "{error}");
    assert!(error.ja().contains("2回"), "{}", error.ja());
}

#[tokio::test]
async fn swapped_mates_are_told_in_sentences() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let mut asked = request(directory.path(), vec![]);
    let (r1, r2) = asked.samples[0].reads[0].clone();
    asked.samples[0].reads[0] = (r2, r1);
    let error = analyse(asked).await.unwrap_err();
    assert!(matches!(&error, Error::Input(_)), "{error}");
    assert!(error.to_string().contains("swapped"), "{error}");
    assert!(error.ja().contains("取り違え"), "{}", error.ja());
}

#[tokio::test]
async fn a_truncated_lane_stops_at_its_own_step() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let asked = request(directory.path(), vec![]);
    let r2 = &asked.samples[0].reads[0].1;
    let bytes = std::fs::read(r2).unwrap();
    std::fs::write(r2, &bytes[..bytes.len() / 2]).unwrap();
    let error = analyse(asked).await.unwrap_err();
    assert!(
        matches!(&error, Error::Input(_)) && error.to_string().contains("s_R2.fastq.gz"),
        "{error}"
    );
}

/// Killed without warning while the coverage runs, then started again: what was done is taken from the call cache.
#[test]
fn a_killed_run_repeats_only_what_was_running() {
    if !tools() {
        return;
    }
    let directory = tempdir().unwrap();
    let asked = request(directory.path(), vec![]);
    let sleepy = broken(
        directory.path(),
        "mosdepth",
        "[ \"$1\" = --version ] && exit 0; touch \"$KUMI_RUN/reached\"; sleep 600",
    );
    let start = |tools: &std::path::Path| {
        let reads = &asked.samples[0].reads[0];
        let mut command = Command::new(pipe());
        command
            .args(["analyse", "germline", "--sample", "S", "--threads", "2"])
            .arg("--reads")
            .args([&reads.0, &reads.1]);
        command
            .arg("--reference")
            .arg(&asked.reference)
            .arg("--out")
            .arg(&asked.out_dir);
        let path = std::env::join_paths(
            [tools.to_owned()]
                .into_iter()
                .chain(pipeline::tools::directories(&[])),
        )
        .unwrap();
        command
            .env("KUMI_TOOLS", path)
            .env("HOME", directory.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null());
        command.spawn().unwrap()
    };
    let mut first = start(&sleepy[0]);
    let work = asked.out_dir.join(".work");
    for _ in 0..600 {
        if work.join("reached").exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(work.join("reached").exists());
    std::thread::sleep(std::time::Duration::from_secs(3));
    first.kill().unwrap();
    first.wait().unwrap();
    // The same tool, now awake: its place on the search path is the same, so the cache still answers.
    std::fs::remove_file(sleepy[0].join("mosdepth")).unwrap();
    let real = pipeline::tools::check()
        .into_iter()
        .find(|t| t.tool == "mosdepth")
        .unwrap()
        .path
        .unwrap();
    broken(
        directory.path(),
        "mosdepth",
        &format!(
            "[ \"$1\" = --version ] && exit 0; exec '{}' \"$@\"",
            real.display()
        ),
    );
    let said = start(&sleepy[0]).wait_with_output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["ok"], true, "{last}");
    let steps = last["steps"].as_array().unwrap();
    let again: Vec<&str> = steps
        .iter()
        .filter(|s| s["cached"] == false)
        .map(|s| s["name"].as_str().unwrap())
        .collect();
    // Calls wait for the whole preparation, so of what had begun only the coverage was running.
    let begun: Vec<&&str> = again
        .iter()
        .filter(|name| name.starts_with("prepare"))
        .collect();
    assert_eq!(begun, [&"prepare.coverage"]);
    assert_eq!(steps.len() - again.len(), 5, "ran again: {again:?}");
    let taken: Vec<&str> = steps.iter().filter_map(|s| s["name"].as_str()).collect();
    assert!(
        taken.contains(&"prepare.align-0") && taken.contains(&"prepare.duplicates"),
        "a step has one name, fresh or from the cache: {taken:?}"
    );
}
