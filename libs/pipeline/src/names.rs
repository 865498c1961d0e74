//! Names of samples and lanes, from file names and the first read.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::Error;
use crate::said::Act;

/// `SIM101T_S1_L001_R1_001.fastq.gz` → `SIM101T`; `TRIO201_child_R1.fastq.gz` → `TRIO201_child`; else `None`.
pub fn sample_of(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let stem = [".gz", ".fastq", ".fq"]
        .iter()
        .fold(name, |stem, end| stem.strip_suffix(end).unwrap_or(stem));
    let parts: Vec<&str> = stem.split('_').collect();
    let keep = parts
        .iter()
        .position(|part| is_technical(part))
        .unwrap_or(parts.len());
    let kept = parts.get(..keep)?.join("_");
    let kept = kept.trim_start_matches(|c: char| !c.is_alphanumeric());
    (!kept.is_empty() && kept != "reads").then(|| clean(kept))
}

/// Sample index, lane, mate or chunk.
fn is_technical(part: &str) -> bool {
    matches!(part, "1" | "2" | "R1" | "R2")
        || ["S", "L"].iter().any(|p| {
            part.strip_prefix(p)
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
}

/// The name of a call as people read it, from the engine's id of it: workflow, alias and place in a scatter, without
/// the files they come from. `sample_workflow-sample-prepare--align_task-align-0` → `prepare.align-0`.
pub fn call_of(id: &str) -> String {
    let one = |part: &str| {
        let words: Vec<&str> = part.split('-').collect();
        let named = words.iter().rposition(|w| !is_number(w)).unwrap_or(0);
        words.get(named..).unwrap_or_default().join("-")
    };
    id.split("--").map(one).collect::<Vec<_>>().join(".")
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Letters, digits, `.`, `-` and `_`, beginning with a letter or digit, 64 at most: safe in headers, file names and shells.
///
/// # Errors
/// Both sentences, with the letters that are allowed.
pub fn checked(name: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    if begins && name.len() <= 64 && name.chars().all(good) {
        return Ok(name.to_owned());
    }
    Err(
        "検体名は英数字で始まる64文字以内とし、英数字と . - _ だけを使ってください / a sample name begins with a letter or digit, has 64 at most, and only letters, digits, '.', '-' and '_'"
            .to_owned(),
    )
}

/// Only letters that are safe in headers, file names and shells.
pub fn clean(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect()
}

/// Flow cell and lane of the first read, where its name has them.
pub struct Made {
    flowcell: String,
    lane: String,
    index: Option<String>,
}

/// Reads the first name of a FASTQ file.
pub fn made(file: &Path) -> Result<Option<Made>, Error> {
    let mut line = String::new();
    let open = File::open(file).map_err(Error::io(Act::Read, file))?;
    BufReader::new(MultiGzDecoder::new(open))
        .read_line(&mut line)
        .map_err(|e| {
            let file = file.display();
            Error::input(
                format!("{file} は gzip の FASTQ ではありません（{e}）"),
                format!("{file} is not a gzip FASTQ file: {e}"),
            )
        })?;
    let (name, comment) = line
        .trim_end()
        .split_once(' ')
        .unwrap_or((line.trim_end(), ""));
    let fields: Vec<&str> = name.split(':').collect();
    let (Some(flowcell), Some(lane), true) = (fields.get(2), fields.get(3), fields.len() >= 7)
    else {
        return Ok(None);
    };
    let index = comment
        .split(':')
        .nth(3)
        .filter(|i| !i.is_empty())
        .map(clean);
    Ok(Some(Made {
        flowcell: clean(flowcell),
        lane: clean(lane),
        index,
    }))
}

/// The read group line of lane number `number` of a sample. Ids carry the sample: two samples may share a lane.
pub fn read_group(sample: &str, number: usize, made: Option<&Made>) -> String {
    let (unit, index) = match made {
        Some(made) => (
            format!("{}.{}", made.flowcell, made.lane),
            made.index
                .as_deref()
                .map(|i| format!(".{i}"))
                .unwrap_or_default(),
        ),
        None => (format!("lane{number}"), String::new()),
    };
    format!(
        r"@RG\tID:{sample}.{unit}.{number}\tSM:{sample}\tLB:{sample}\tPL:ILLUMINA\tPU:{unit}{index}"
    )
}

/// Sample columns of a VCF, plain or gzip.
pub fn vcf_samples(file: &Path) -> Result<Vec<String>, Error> {
    let refuse = |ja: String, en: String| {
        let file = file.display();
        Error::input(
            format!("{file} を VCF として読めません：{ja}"),
            format!("{file} cannot be read as VCF: {en}"),
        )
    };
    let broken = |e: std::io::Error| refuse(e.to_string(), e.to_string());
    let mut opened = BufReader::new(File::open(file).map_err(Error::io(Act::Read, file))?);
    let zipped = opened
        .fill_buf()
        .map_err(broken)?
        .starts_with(&[0x1f, 0x8b]);
    let text: Box<dyn std::io::Read> = if zipped {
        Box::new(MultiGzDecoder::new(opened))
    } else {
        Box::new(opened)
    };
    for line in BufReader::new(text).lines() {
        let line = line.map_err(broken)?;
        if line.starts_with("#CHROM") {
            return Ok(line.split('\t').skip(9).map(str::to_owned).collect());
        }
        if !line.starts_with('#') {
            break;
        }
    }
    Err(refuse(
        "見出し行（#CHROM）がありません".to_owned(),
        "it has no header line".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_come_from_file_names() {
        let of = |name: &str| sample_of(Path::new(name));
        assert_eq!(
            of("SIM101T_S1_L001_R1_001.fastq.gz").as_deref(),
            Some("SIM101T")
        );
        assert_eq!(
            of("TRIO201_child_R1.fastq.gz").as_deref(),
            Some("TRIO201_child")
        );
        assert_eq!(of("reads_1.fq.gz"), None);
    }

    #[test]
    fn calls_have_one_name_fresh_or_cached() {
        for (id, name) in [
            (
                "sample_workflow-sample-prepare--align_task-align-0",
                "prepare.align-0",
            ),
            ("lift_task-lift-lift_sv", "lift_sv"),
            ("call_germline_task-call_germline-3", "call_germline-3"),
            ("call_germline-3", "call_germline-3"),
            (
                "sample_workflow-sample-prepare-1--read_qc_task-read_qc-0",
                "prepare-1.read_qc-0",
            ),
        ] {
            assert_eq!(call_of(id), name);
        }
    }

    #[test]
    fn a_name_that_would_be_hidden_or_run_is_refused() {
        assert_eq!(checked("SIM101T.2").as_deref(), Ok("SIM101T.2"));
        for name in ["", ".hidden", "-rf", "../x", "x y;rm", "検体"] {
            assert!(checked(name).is_err(), "{name}");
        }
    }

    #[test]
    fn read_groups_carry_the_sample() {
        let made = Made {
            flowcell: "F".to_owned(),
            lane: "2".to_owned(),
            index: None,
        };
        assert_eq!(
            read_group("A", 1, Some(&made)),
            r"@RG\tID:A.F.2.1\tSM:A\tLB:A\tPL:ILLUMINA\tPU:F.2"
        );
    }
}
