//! What a vendor says about a delivery.

mod bad;
mod name;
mod read;

use serde::{Deserialize, Serialize};
use words::{At, Digest};

pub use bad::BadManifest;
use name::{mate_name, mate_of_name};
pub use read::{Form, read};
pub(crate) use read::{InstantIn, ManifestIn};

/// Files of one delivery, at the most.
const FILES: usize = 512;

/// The manifest of a delivery: one specimen, from one flow cell or several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The order it answers.
    pub order: String,
    /// The specimen that was read.
    pub specimen: String,
    /// Serial number of the machine, for files that name none.
    pub instrument: String,
    /// Run number on that machine, for files that name none.
    pub run: String,
    /// The flow cell, for files that name none.
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name.
    pub name: String,
    /// 1 or 2.
    pub mate: u8,
    /// Machine, run and flow cell, if not those of the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
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
    /// What the vendor measured, if it says so.
    #[serde(default, skip_serializing_if = "Stated::is_empty")]
    pub stated: Stated,
}

/// Where the reads of a file were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Serial number of the machine.
    pub instrument: String,
    /// Run number on that machine.
    pub run: String,
    /// The flow cell.
    pub flowcell: String,
}

/// What a vendor measured on a file, in per cent (0 to 100).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Stated {
    /// Letters of quality 30 and more.
    pub q30: Option<f64>,
    /// G and C among the letters that are not N.
    pub gc: Option<f64>,
    /// N.
    pub n_pct: Option<f64>,
    /// Reads with adapter.
    pub adapter_pct: Option<f64>,
    /// Estimated duplicates.
    pub dup_est: Option<f64>,
}

impl Stated {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Manifest {
    /// Checks names and pairing; `now` bounds the time of generation.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, now: At) -> Result<(), BadManifest> {
        self.check_codes()?;
        if self.files.len() > FILES {
            return Err(BadManifest::TooMany);
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

    fn check_codes(&self) -> Result<(), BadManifest> {
        let own = |file: &ManifestFile| file.origin.clone();
        let mut origins = vec![self.origin()];
        origins.extend(self.files.iter().filter_map(own));
        let codes = origins.iter().flat_map(|o| {
            [
                ("instrument", &o.instrument),
                ("run", &o.run),
                ("flowcell", &o.flowcell),
            ]
        });
        let kit = [("library_kit", &self.library_kit)];
        for (what, field) in codes.chain(kit) {
            if field.is_empty() || field.len() > 40 || !field.bytes().all(is_code) {
                return Err(BadManifest::Code(what));
            }
        }
        Ok(())
    }

    /// Machine, run and flow cell of files that name none.
    fn origin(&self) -> Origin {
        Origin {
            instrument: self.instrument.clone(),
            run: self.run.clone(),
            flowcell: self.flowcell.clone(),
        }
    }

    /// How the names of the reads of a file must begin: `instrument:run:flowcell:lane`.
    #[must_use]
    pub fn reads_begin(&self, file: &ManifestFile) -> String {
        let Origin {
            instrument,
            run,
            flowcell,
        } = file.origin.clone().unwrap_or_else(|| self.origin());
        format!("{instrument}:{run}:{flowcell}:{}", file.lane)
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
                .find(|f| f.name == name && f.mate == 2 && same_place(f, first));
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

fn same_place(one: &ManifestFile, other: &ManifestFile) -> bool {
    (&one.lane, &one.origin) == (&other.lane, &other.origin)
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)
}
