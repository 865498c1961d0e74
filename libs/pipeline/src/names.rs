//! Names of samples and lanes, from file names and the first read.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::Error;

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
    (!kept.is_empty() && kept != "reads").then(|| clean(&kept))
}

/// Sample index, lane, mate or chunk.
fn is_technical(part: &str) -> bool {
    matches!(part, "1" | "2" | "R1" | "R2")
        || ["S", "L"].iter().any(|p| {
            part.strip_prefix(p)
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
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
    let open = File::open(file).map_err(Error::io(format!("read {}", file.display())))?;
    BufReader::new(MultiGzDecoder::new(open))
        .read_line(&mut line)
        .map_err(|e| Error::Input(format!("{} is not a gzip FASTQ file: {e}", file.display())))?;
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
    let refuse =
        |why: String| Error::Input(format!("{} cannot be read as VCF: {why}", file.display()));
    let mut opened =
        BufReader::new(File::open(file).map_err(Error::io(format!("read {}", file.display())))?);
    let zipped = opened
        .fill_buf()
        .map_err(|e| refuse(e.to_string()))?
        .starts_with(&[0x1f, 0x8b]);
    let text: Box<dyn std::io::Read> = if zipped {
        Box::new(MultiGzDecoder::new(opened))
    } else {
        Box::new(opened)
    };
    for line in BufReader::new(text).lines() {
        let line = line.map_err(|e| refuse(e.to_string()))?;
        if line.starts_with("#CHROM") {
            return Ok(line.split('\t').skip(9).map(str::to_owned).collect());
        }
        if !line.starts_with('#') {
            break;
        }
    }
    Err(refuse("it has no header line".to_owned()))
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
