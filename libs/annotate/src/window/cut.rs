//! Out of a CRAM: the reads of some windows, without what would tell the instrument or reach beyond them.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

use noodles::core::{Position, Region, region::Interval};
use noodles::sam::{self, alignment::RecordBuf};
use noodles::{cram, fasta};

use super::{READS, Window, header, write};
use crate::Error;

/// Bases of a contig for the decoder.
struct Genome<G>(G);

impl<G: Fn(&str) -> Option<Vec<u8>> + Send + Sync> fasta::repository::Adapter for Genome<G> {
    fn get(&mut self, name: &[u8]) -> Option<io::Result<fasta::Record>> {
        let text = String::from_utf8_lossy(name);
        let bases = (self.0)(&text)?;
        let definition = fasta::record::Definition::new(name.to_vec(), None);
        Some(Ok(fasta::Record::new(definition, bases.into())))
    }
}

/// Reads the windows of a CRAM (its index lies beside it) into one BAM on positions of GRCh38. `genome` gives the bases of a
/// contig of the genome the reads were aligned to. Names of reads become numbers, tags go, mates elsewhere are not told.
///
/// # Errors
/// If the file cannot be read, or does not fit the genome.
pub fn cut<G>(path: &Path, genome: G, windows: &[Window]) -> Result<Vec<u8>, Error>
where
    G: Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static,
{
    cut_all(path, genome, windows).map_err(Error::io(path))
}

fn cut_all<G>(path: &Path, genome: G, windows: &[Window]) -> io::Result<Vec<u8>>
where
    G: Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static,
{
    let mut reader = cram::io::indexed_reader::Builder::default()
        .set_reference_sequence_repository(fasta::Repository::new(Genome(genome)))
        .build_from_path(path)?;
    let theirs = reader.read_header()?;
    let windows = merged(windows);
    let mut lengths: BTreeMap<String, u64> = BTreeMap::new();
    for w in &windows {
        let end = w.at + (w.to - w.from) + 100_000;
        let known = lengths.entry(w.chrom.clone()).or_default();
        *known = end.max(*known);
    }
    let ours = header(&lengths);
    let (mut kept, mut names) = (Vec::new(), HashMap::new());
    for window in &windows {
        let known = theirs
            .reference_sequences()
            .contains_key(window.contig.as_bytes());
        if !known {
            continue;
        }
        let region = Region::new(window.contig.clone(), interval(window));
        for record in reader.query(&theirs, &region)?.records().take(READS) {
            kept.extend(moved(record?, window, &ours, &mut names));
        }
    }
    kept.sort_by_key(|r| (r.reference_sequence_id(), r.alignment_start()));
    write(&ours, &kept)
}

fn interval(window: &Window) -> Interval {
    let at = |n: u64| {
        let n = usize::try_from(n).unwrap_or(usize::MAX);
        Position::new(n).unwrap_or(Position::MIN)
    };
    (at(window.from)..=at(window.to)).into()
}

/// The same alignment on GRCh38, with nothing but the alignment.
fn moved(
    mut record: RecordBuf,
    window: &Window,
    header: &sam::Header,
    names: &mut HashMap<Vec<u8>, usize>,
) -> Option<RecordBuf> {
    let id = header
        .reference_sequences()
        .get_index_of(window.chrom.as_bytes())?;
    let by = i64::try_from(window.at).ok()? - i64::try_from(window.from).ok()?;
    let shift = |p: Option<Position>| {
        let p = i64::try_from(usize::from(p?)).ok()? + by;
        usize::try_from(p).ok().and_then(Position::new)
    };
    let start = shift(record.alignment_start())?;
    let mate = shift(record.mate_alignment_start());
    let together = record.mate_reference_sequence_id() == record.reference_sequence_id();
    let next = names.len() + 1;
    let number = record
        .name()
        .map(|n| *names.entry(n.to_vec()).or_insert(next));
    *record.name_mut() = number.map(|n| format!("r{n}").into());
    *record.reference_sequence_id_mut() = Some(id);
    *record.alignment_start_mut() = Some(start);
    *record.mate_reference_sequence_id_mut() = Some(id).filter(|_| together && mate.is_some());
    *record.mate_alignment_start_mut() = mate.filter(|_| together);
    if !together {
        *record.template_length_mut() = 0;
    }
    record.data_mut().clear();
    Some(record)
}

/// Windows of one contig that touch become one, so that no read is kept twice.
#[must_use]
pub fn merged(windows: &[Window]) -> Vec<Window> {
    let mut sorted: Vec<Window> = windows.to_vec();
    sorted.sort_by(|a, b| (&a.contig, a.from).cmp(&(&b.contig, b.from)));
    let mut out: Vec<Window> = Vec::new();
    for next in sorted {
        match out.last_mut() {
            // a read may reach from one into the next
            Some(last) if last.contig == next.contig && next.from <= last.to + 1_000 => {
                last.to = last.to.max(next.to);
            }
            _ => out.push(next),
        }
    }
    out
}
