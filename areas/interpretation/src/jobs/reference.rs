//! Whether a file can be read, and was made on the imported genome: asked before anything is said about its variants.

use std::io::ErrorKind;

use annotate::Error;
use knowledge::facts::Engine;
use variants::vcf::{Reader, Record};

use super::kit::File;
use crate::decide::{Code, Failure};

/// Looks at every record of a file. `None` if all state the bases that the genome has.
///
/// # Errors
/// If the disk fails: that may be better next time, and is no answer about the file.
pub(super) fn check(engine: &Engine, file: &File) -> anyhow::Result<Option<Failure>> {
    match count(engine, file) {
        Ok(counts) => Ok(counts.failure(&file.name)),
        Err(Error::Variants(error)) if damaged(&error) => {
            Ok(Some(Failure::of(Code::Unreadable, Some(&file.name))))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Default)]
struct Counts {
    records: u64,
    other_bases: u64,
    outside: u64,
}

impl Counts {
    fn failure(&self, file: &str) -> Option<Failure> {
        let (code, wrong) = match (self.other_bases, self.outside) {
            (0, 0) => return None,
            (0, outside) => (Code::OutsideGenome, outside),
            (other, _) => (Code::ReferenceMismatch, other),
        };
        Some(Failure {
            code,
            file: Some(file.to_owned()),
            records: self.records,
            wrong,
        })
    }
}

fn count(engine: &Engine, file: &File) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for record in Reader::open(&file.path)? {
        let record = record?;
        counts.records += 1;
        if silent(&record) {
            continue;
        }
        match engine
            .annotator
            .has_reference(&record.contig, record.pos, &record.reference)
        {
            Ok(true) => {}
            Ok(false) => counts.other_bases += 1,
            Err(Error::Outside { .. }) => counts.outside += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(counts)
}

/// A structural variant may leave its base open; nothing is derived from it.
fn silent(record: &Record) -> bool {
    let symbolic = (0..record.alternates.len()).all(|i| !record.is_sequence(i));
    symbolic && record.reference.eq_ignore_ascii_case("N")
}

/// What the file holds is at fault, not the disk under it.
fn damaged(error: &variants::Error) -> bool {
    match error {
        variants::Error::Malformed { .. } => true,
        variants::Error::Read { source, .. } => matches!(
            source.kind(),
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof
        ),
        _ => false,
    }
}
