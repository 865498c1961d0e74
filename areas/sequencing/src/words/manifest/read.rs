//! A manifest as it comes: JSON, or CSV with one row per file. Both say the same and are judged by the same rules.

use serde::Deserialize;
use utoipa::ToSchema;
use words::{At, Digest};

use super::{BadManifest, Manifest, ManifestFile, Origin, Stated};

/// How a manifest is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One JSON object.
    Json,
    /// A header line and one row per file; what is said once in JSON stands in every row.
    Csv,
}

/// Reads the bytes of a manifest.
///
/// # Errors
/// What cannot be read, with its place.
pub fn read(bytes: &[u8], form: Form) -> Result<Manifest, BadManifest> {
    let whole = match form {
        Form::Json => serde_json::from_slice::<ManifestIn>(bytes).map_err(|e| {
            BadManifest::Unreadable(format!("line {}, column {}", e.line(), e.column()))
        })?,
        Form::Csv => csv(bytes)?,
    };
    whole.manifest()
}

/// A manifest in JSON: one specimen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestIn {
    order: String,
    specimen: String,
    instrument: String,
    run: String,
    flowcell: String,
    read_length: u32,
    library_kit: String,
    /// RFC 3339, or microseconds since 1970, UTC.
    generated_at: InstantIn,
    files: Vec<FileIn>,
}

/// An instant, as people or as programs write it.
#[derive(Deserialize, ToSchema, PartialEq)]
#[serde(untagged)]
pub(crate) enum InstantIn {
    /// Microseconds since 1970, UTC.
    Micros(i64),
    /// RFC 3339.
    Text(String),
}

/// A file of a manifest. Measures are in per cent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FileIn {
    name: String,
    mate: u8,
    /// The machine, if not that of the manifest.
    instrument: Option<String>,
    /// The run, if not that of the manifest.
    run: Option<String>,
    /// The flow cell, if not that of the manifest.
    flowcell: Option<String>,
    lane: String,
    bytes: u64,
    sha256: String,
    md5: Option<String>,
    reads: Option<u64>,
    bases: Option<u64>,
    q30: Option<f64>,
    gc: Option<f64>,
    n_pct: Option<f64>,
    adapter_pct: Option<f64>,
    dup_est: Option<f64>,
}

/// A row of the CSV: the manifest and one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    order: String,
    specimen: String,
    instrument: String,
    run: String,
    flowcell: String,
    read_length: u32,
    library_kit: String,
    generated_at: String,
    name: String,
    mate: u8,
    lane: String,
    bytes: u64,
    sha256: String,
    md5: Option<String>,
    reads: Option<u64>,
    bases: Option<u64>,
    q30: Option<f64>,
    gc: Option<f64>,
    n_pct: Option<f64>,
    adapter_pct: Option<f64>,
    dup_est: Option<f64>,
}

fn csv(bytes: &[u8]) -> Result<ManifestIn, BadManifest> {
    let mut whole: Option<ManifestIn> = None;
    let mut rows = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    for (at, row) in rows.deserialize::<Row>().enumerate() {
        let row = row.map_err(|_| BadManifest::Unreadable(format!("row {}", at + 1)))?;
        match &mut whole {
            None => whole = Some(row.into()),
            Some(whole) => whole.add(row.into())?,
        }
    }
    whole.ok_or(BadManifest::NotPaired(String::new()))
}

impl From<Row> for ManifestIn {
    fn from(row: Row) -> Self {
        let file = FileIn {
            name: row.name,
            mate: row.mate,
            instrument: None,
            run: None,
            flowcell: None,
            lane: row.lane,
            bytes: row.bytes,
            sha256: row.sha256,
            md5: row.md5,
            reads: row.reads,
            bases: row.bases,
            q30: row.q30,
            gc: row.gc,
            n_pct: row.n_pct,
            adapter_pct: row.adapter_pct,
            dup_est: row.dup_est,
        };
        Self {
            order: row.order,
            specimen: row.specimen,
            instrument: row.instrument,
            run: row.run,
            flowcell: row.flowcell,
            read_length: row.read_length,
            library_kit: row.library_kit,
            generated_at: InstantIn::Text(row.generated_at),
            files: vec![file],
        }
    }
}

impl ManifestIn {
    /// Adds the files of a row; where it differs in machine, run or flow cell, its files carry that.
    fn add(&mut self, row: Self) -> Result<(), BadManifest> {
        for (what, same) in [
            ("order", self.order == row.order),
            ("specimen", self.specimen == row.specimen),
            ("read_length", self.read_length == row.read_length),
            ("library_kit", self.library_kit == row.library_kit),
            ("generated_at", self.generated_at == row.generated_at),
        ] {
            if !same {
                return Err(BadManifest::Differs(what));
            }
        }
        let origin = (&row.instrument, &row.run, &row.flowcell);
        let own = origin != (&self.instrument, &self.run, &self.flowcell);
        for mut file in row.files {
            if own {
                file.instrument = Some(row.instrument.clone());
                file.run = Some(row.run.clone());
                file.flowcell = Some(row.flowcell.clone());
            }
            self.files.push(file);
        }
        Ok(())
    }

    fn manifest(self) -> Result<Manifest, BadManifest> {
        let of_all = Origin {
            instrument: self.instrument,
            run: self.run,
            flowcell: self.flowcell,
        };
        let files = self.files.into_iter().map(|file| file.checked(&of_all));
        Ok(Manifest {
            files: files.collect::<Result<_, _>>()?,
            order: self.order,
            specimen: self.specimen,
            instrument: of_all.instrument,
            run: of_all.run,
            flowcell: of_all.flowcell,
            read_length: self.read_length,
            library_kit: self.library_kit,
            generated_at: self.generated_at.at().ok_or(BadManifest::Time)?,
        })
    }
}

impl FileIn {
    fn checked(self, of_all: &Origin) -> Result<ManifestFile, BadManifest> {
        let origin = Origin {
            instrument: self.instrument.unwrap_or(of_all.instrument.clone()),
            run: self.run.unwrap_or(of_all.run.clone()),
            flowcell: self.flowcell.unwrap_or(of_all.flowcell.clone()),
        };
        let hex = |text: &String| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let md5 = self.md5.filter(|text| !text.is_empty());
        let sha256: Option<Digest> = self.sha256.to_ascii_lowercase().parse().ok();
        let (Some(sha256), true) = (sha256, md5.as_ref().is_none_or(hex)) else {
            return Err(BadManifest::CheckSum(self.name));
        };
        Ok(ManifestFile {
            name: self.name,
            mate: self.mate,
            origin: (origin != *of_all).then_some(origin),
            lane: self.lane,
            bytes: self.bytes,
            sha256,
            md5: md5.map(|text| text.to_ascii_lowercase()),
            reads: self.reads,
            bases: self.bases,
            stated: Stated {
                q30: self.q30,
                gc: self.gc,
                n_pct: self.n_pct,
                adapter_pct: self.adapter_pct,
                dup_est: self.dup_est,
            },
        })
    }
}

impl Form {
    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

impl InstantIn {
    pub(crate) fn at(&self) -> Option<At> {
        match self {
            Self::Micros(micros) => Some(At::from_micros(*micros)),
            Self::Text(text) => {
                let time: jiff::Timestamp = text.parse().ok()?;
                Some(At::from_micros(time.as_microsecond()))
            }
        }
    }
}
