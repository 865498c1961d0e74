//! One spelling per allele: split, trimmed, left-aligned (Tan, Abecasis, Kang 2015).

mod edit;
mod file;
mod split;

use std::path::Path;

pub use edit::Edit;
pub use file::{Summary, normalise_file};
pub use split::split;

use crate::vcf::Record;
use crate::{Error, Reference};

/// Checks REF against the sequence. Bases the reference does not know (N and other ambiguity codes) match anything.
pub fn check_reference(record: &Record, sequence: &[u8], path: &Path) -> Result<(), Error> {
    let outside = |detail: String| Error::OutsideReference {
        path: path.to_path_buf(),
        line: record.line,
        contig: record.contig.clone(),
        pos: record.pos,
        detail,
    };
    let end = record.start() + record.reference.len();
    if record.pos == 0 && record.reference == "N" {
        return Ok(()); // a breakend before the first base
    }
    if record.pos == 0 || end > sequence.len() {
        return Err(outside(format!(
            " (the contig has {} bases)",
            sequence.len()
        )));
    }
    let expected = &sequence[record.start()..end];
    let same = |(known, found): (&u8, u8)| *known == found || !b"ACGT".contains(known);
    if expected.iter().zip(record.reference.bytes()).all(same) {
        return Ok(());
    }
    Err(Error::ReferenceMismatch {
        path: path.to_path_buf(),
        line: record.line,
        contig: record.contig.clone(),
        pos: record.pos,
        expected: String::from_utf8_lossy(expected).into_owned(),
        found: record.reference.clone(),
    })
}

/// The contig's sequence for a record, or an error that names the record.
pub fn sequence_of(
    reference: &mut Reference,
    record: &Record,
    path: &Path,
) -> Result<std::sync::Arc<Vec<u8>>, Error> {
    reference
        .sequence(&record.contig)
        .map_err(|error| match error {
            Error::UnknownContig { .. } => Error::OutsideReference {
                path: path.to_path_buf(),
                line: record.line,
                contig: record.contig.clone(),
                pos: record.pos,
                detail: " (no such contig)".to_owned(),
            },
            other => other,
        })
}

/// Brings a biallelic record to its one spelling; returns whether it changed. Symbolic alleles stay as they are.
pub fn align(record: &mut Record, sequence: &[u8]) -> bool {
    if record.alternates.len() != 1
        || !record.is_sequence(0)
        || record.alternates[0] == record.reference
    {
        return false;
    }
    let edit = Edit::new(
        record.start(),
        record.reference.as_bytes(),
        record.alternates[0].as_bytes(),
    );
    let (pos, reference, alternate) = edit.shifted_left(sequence).spelled(sequence);
    let changed =
        pos != record.pos || reference != record.reference || alternate != record.alternates[0];
    (record.pos, record.reference, record.alternates[0]) = (pos, reference, alternate);
    changed
}
