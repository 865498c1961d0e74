//! Normalising a whole file, contig by contig.

use std::collections::HashSet;
use std::path::Path;

use serde::Serialize;

use super::{align, check_reference, sequence_of, split};
use crate::vcf::{Reader, Record, Writer};
use crate::{Error, Reference};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub records: u64,
    /// Records that had several alternates.
    pub split: u64,
    /// Alleles written in another place or spelling.
    pub moved: u64,
    pub duplicates: u64,
    pub written: u64,
}

/// Reads `calls`, writes `out`. The records of a contig must stand together; within it they may be in any order.
pub fn normalise_file(
    calls: &Path,
    reference: &mut Reference,
    out: &Path,
) -> Result<Summary, Error> {
    let mut reader = Reader::open(calls)?;
    let header = reader.header.clone();
    let mut writer = Writer::create(out, &header)?;
    let mut summary = Summary::default();
    let (mut block, mut closed): (Vec<Record>, HashSet<String>) = (Vec::new(), HashSet::new());
    while let Some(record) = reader.next().transpose()? {
        summary.records += 1;
        if let Some(last) = block.first().map(|r| r.contig.clone())
            && last != record.contig
        {
            flush(&mut block, &mut writer, &mut summary)?;
            closed.insert(last);
        }
        if closed.contains(&record.contig) {
            return Err(Error::malformed(
                calls,
                record.line,
                format!("the records of {} do not stand together", record.contig),
            ));
        }
        let sequence = sequence_of(reference, &record, calls)?;
        check_reference(&record, &sequence, calls)?;
        summary.split += u64::from(record.alternates.len() > 1);
        for mut allele in split(record, &header) {
            summary.moved += u64::from(align(&mut allele, &sequence));
            block.push(allele);
        }
    }
    flush(&mut block, &mut writer, &mut summary)?;
    writer.finish()?;
    Ok(summary)
}

fn flush(block: &mut Vec<Record>, writer: &mut Writer, summary: &mut Summary) -> Result<(), Error> {
    block.sort_by(|a, b| {
        (a.pos, &a.reference, &a.alternates).cmp(&(b.pos, &b.reference, &b.alternates))
    });
    let before = block.len();
    block.dedup_by(|b, a| {
        a.pos == b.pos
            && a.reference == b.reference
            && a.alternates == b.alternates
            && a.samples == b.samples
            && a.info == b.info
    });
    summary.duplicates += (before - block.len()) as u64;
    summary.written += block.len() as u64;
    block.drain(..).try_for_each(|record| writer.write(&record))
}
