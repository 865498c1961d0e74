//! What a vendor says about a delivery.

use serde::{Deserialize, Serialize};
use words::{At, Digest, Text, text};

/// The manifest of a delivery: one specimen, one flow cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The order it answers.
    pub order: String,
    /// The specimen that was read.
    pub specimen: String,
    /// Serial number of the machine.
    pub instrument: String,
    /// Run number on that machine.
    pub run: String,
    /// The flow cell.
    pub flowcell: String,
    /// Letters per read.
    pub read_length: u32,
    /// Library kit, as a code.
    pub library_kit: String,
    /// When the FASTQ files were generated: the two weeks begin.
    pub generated_at: At,
    /// The files.
    pub files: Vec<ManifestFile>,
}

/// One file of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name.
    pub name: String,
    /// 1 or 2.
    pub mate: u8,
    /// Lane of the flow cell.
    pub lane: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: Digest,
    /// MD5, lower-case hexadecimal, if the vendor gives it.
    pub md5: Option<String>,
    /// Reads, if the vendor counted them.
    pub reads: Option<u64>,
    /// Letters, if the vendor counted them.
    pub bases: Option<u64>,
}

/// What is wrong with a manifest, before any file is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadManifest {
    /// A file name that does not follow the grammar.
    FileName(String),
    /// The mate number in the name is not that of the manifest.
    Mate(String),
    /// Two files of one name.
    Twice(String),
    /// No file, or a lane without both mates.
    NotPaired(String),
    /// A field that is not a code of letters, digits, `-`, `_` or `.`.
    Code(&'static str),
    /// Generated in the future.
    Future,
}

impl Manifest {
    /// Checks names and pairing; `now` bounds the time of generation.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, now: At) -> Result<(), BadManifest> {
        for (what, field) in [
            ("instrument", &self.instrument),
            ("run", &self.run),
            ("flowcell", &self.flowcell),
            ("library_kit", &self.library_kit),
        ] {
            if field.is_empty() || field.len() > 40 || !field.bytes().all(is_code) {
                return Err(BadManifest::Code(what));
            }
        }
        if self.generated_at > now {
            return Err(BadManifest::Future);
        }
        for (at, file) in self.files.iter().enumerate() {
            let mate =
                mate_of_name(&file.name).ok_or_else(|| BadManifest::FileName(file.name.clone()))?;
            if mate != file.mate {
                return Err(BadManifest::Mate(file.name.clone()));
            }
            if file.lane.is_empty() || !file.lane.bytes().all(|b| b.is_ascii_digit()) {
                return Err(BadManifest::Code("lane"));
            }
            if self
                .files
                .iter()
                .skip(at + 1)
                .any(|other| other.name == file.name)
            {
                return Err(BadManifest::Twice(file.name.clone()));
            }
        }
        self.pairs().map(drop)
    }

    /// The files as pairs of mates: same name but for the mate, same lane.
    ///
    /// # Errors
    /// If a file has no mate.
    pub fn pairs(&self) -> Result<Vec<(&ManifestFile, &ManifestFile)>, BadManifest> {
        let mut pairs = Vec::new();
        for first in self.files.iter().filter(|f| f.mate == 1) {
            let name = mate_name(&first.name);
            let second = self
                .files
                .iter()
                .find(|f| f.name == name && f.mate == 2 && f.lane == first.lane);
            pairs.push((
                first,
                second.ok_or_else(|| BadManifest::NotPaired(first.name.clone()))?,
            ));
        }
        let single = self
            .files
            .iter()
            .find(|f| f.mate == 2 && !pairs.iter().any(|(_, m)| m.name == f.name));
        match single {
            Some(file) => Err(BadManifest::NotPaired(file.name.clone())),
            None if pairs.is_empty() => Err(BadManifest::NotPaired(String::new())),
            None => Ok(pairs),
        }
    }
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
}

/// `SAMPLE[_Sn][_Lnnn]_Rm[_nnn].fastq.gz`: the mate number, or `None` if the name does not follow the grammar.
/// No name of this form leaves its directory.
fn mate_of_name(name: &str) -> Option<u8> {
    let stem = name
        .strip_suffix(".fastq.gz")
        .or_else(|| name.strip_suffix(".fq.gz"))?;
    let fits = name.len() <= 120
        && stem
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let stem = match stem.rsplit_once('_') {
        Some((rest, part)) if part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => stem,
    };
    match stem.rsplit_once('_') {
        Some((sample, "R1" | "1")) if fits && !sample.is_empty() => Some(1),
        Some((sample, "R2" | "2")) if fits && !sample.is_empty() => Some(2),
        _ => None,
    }
}

/// The name of the second mate's file for that of the first.
fn mate_name(first: &str) -> String {
    let (stem, ending) = first.split_at(first.find('.').unwrap_or(first.len()));
    let mut parts: Vec<&str> = stem.split('_').collect();
    let at = parts.iter().rposition(|p| *p == "R1" || *p == "1");
    if let Some(part) = at.and_then(|at| parts.get_mut(at)) {
        *part = if *part == "R1" { "R2" } else { "2" };
    }
    parts.join("_") + ending
}

impl BadManifest {
    /// For the vendor.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::FileName(name) => text!(
                ("ファイル名「{name}」が規則（検体名_Sn_Lnnn_R1_nnn.fastq.gz）に合いません。"),
                ("The file name {name:?} does not follow SAMPLE_Sn_Lnnn_R1_nnn.fastq.gz.")
            ),
            Self::Mate(name) => text!(
                ("ファイル名「{name}」のR1/R2が目録の記載と違います。"),
                ("R1/R2 in the file name {name:?} differs from the manifest.")
            ),
            Self::Twice(name) => text!(
                ("ファイル「{name}」が目録に2回あります。"),
                ("The manifest lists {name:?} twice.")
            ),
            Self::NotPaired(name) if name.is_empty() => text!(
                "目録にファイルがありません。",
                "The manifest lists no file."
            ),
            Self::NotPaired(name) => text!(
                ("ファイル「{name}」の相手（R1/R2）が同じレーンにありません。"),
                ("{name:?} has no mate (R1/R2) in the same lane.")
            ),
            Self::Code(field) => text!(
                ("目録の項目「{field}」が英数字の符号ではありません。"),
                ("The field {field:?} of the manifest is not a code of letters and digits.")
            ),
            Self::Future => text!(
                "FASTQの生成日時が未来になっています。",
                "The time of generation lies in the future."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_follow_the_grammar() {
        for (name, mate) in [
            ("SIM101T_S1_L001_R1_001.fastq.gz", 1),
            ("SIM101T_S1_L001_R2_001.fastq.gz", 2),
            ("TRIO201_child_R2.fastq.gz", 2),
            ("reads_1.fq.gz", 1),
        ] {
            assert_eq!(mate_of_name(name), Some(mate), "{name}");
        }
        for bad in [
            "",
            "a.fastq.gz",
            "_R1.fastq.gz",
            "../a_R1.fastq.gz",
            "a/b_R1.fastq.gz",
            "a_R1.fastq",
            "a_R3.fastq.gz",
            ".._R1.bam",
            "山_R1.fastq.gz",
            "a_R1.x.fastq.gz",
        ] {
            assert_eq!(mate_of_name(bad), None, "{bad}");
        }
        assert_eq!(
            mate_name("S_R1_S1_L001_R1_001.fastq.gz"),
            "S_R1_S1_L001_R2_001.fastq.gz"
        );
        assert_eq!(mate_name("reads_1.fq.gz"), "reads_2.fq.gz");
    }
}
