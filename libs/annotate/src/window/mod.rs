//! Reads around a place: cut out of an aligned file, kept as a small BAM on positions of GRCh38, and counted.

mod cut;
mod pile;

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;

use noodles::bam;
use noodles::sam::{
    self,
    alignment::{RecordBuf, io::Write as _},
    header::record::value::{Map, map::ReferenceSequence},
};

pub use cut::{cut, merged};
pub use pile::{Column, Pile, Support, pile};

/// Reads kept of one window; deeper places are thinned to the first of them.
pub const READS: usize = 5_000;

/// A window of an aligned file, and where it lies on GRCh38.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Contig of the file.
    pub contig: String,
    /// First base, 1-based.
    pub from: u64,
    /// Last base.
    pub to: u64,
    /// Chromosome of GRCh38.
    pub chrom: String,
    /// The first base there.
    pub at: u64,
}

/// The reads of a kept BAM that touch a range, as a BAM of their own.
///
/// # Errors
/// If the bytes are not a BAM.
pub fn narrow(kept: &[u8], chrom: &str, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let (header, records) = read(kept)?;
    let inside: Vec<RecordBuf> = records
        .into_iter()
        .filter(|r| touches(&header, r, chrom, from, to))
        .collect();
    write(&header, &inside)
}

/// Header and records of a BAM in memory.
fn read(kept: &[u8]) -> io::Result<(sam::Header, Vec<RecordBuf>)> {
    let mut reader = bam::io::Reader::new(kept);
    let header = reader.read_header()?;
    let records = reader.record_bufs(&header).collect::<io::Result<_>>()?;
    Ok((header, records))
}

fn write(header: &sam::Header, records: &[RecordBuf]) -> io::Result<Vec<u8>> {
    let mut writer = bam::io::Writer::new(Vec::new());
    writer.write_header(header)?;
    for record in records {
        writer.write_alignment_record(header, record)?;
    }
    writer.try_finish()?;
    writer.into_inner().finish()
}

/// A header that names these chromosomes, each long enough for its windows.
fn header(lengths: &BTreeMap<String, u64>) -> sam::Header {
    let mut header = sam::Header::builder();
    for (name, length) in lengths {
        let length = usize::try_from(*length).ok().and_then(NonZero::new);
        let length = length.unwrap_or(NonZero::<usize>::MIN);
        let map = Map::<ReferenceSequence>::new(length);
        header = header.add_reference_sequence(name.as_str(), map);
    }
    header.build()
}

fn touches(header: &sam::Header, record: &RecordBuf, chrom: &str, from: u64, to: u64) -> bool {
    let on = record
        .reference_sequence_id()
        .and_then(|id| header.reference_sequences().get_index(id));
    let here = on.is_some_and(|(name, _)| AsRef::<[u8]>::as_ref(name) == chrom.as_bytes());
    let at = |p: Option<noodles::core::Position>| p.map_or(0, |p| usize::from(p) as u64);
    here && at(record.alignment_start()) <= to && at(record.alignment_end()) >= from
}
