//! What the reads say base by base, and for the two alleles of a variant.

use std::io;

use noodles::sam::alignment::{RecordBuf, record::cigar::op::Kind};

use super::{read, touches};

/// Reads with a lower mapping quality are not counted.
const MIN_MAPPING: u8 = 20;

/// One base of the reference and what reads have there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    /// 1-based.
    pub pos: u64,
    /// A, C, G, T.
    pub bases: [u32; 4],
    /// Deleted.
    pub deleted: u32,
    /// An insertion follows.
    pub inserted: u32,
}

impl Column {
    /// Reads here.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.bases.iter().sum::<u32>() + self.deleted
    }

    /// Reads with this base.
    #[must_use]
    pub fn of(&self, base: u8) -> u32 {
        letter(base).map_or(0, |i| self.bases.get(i).copied().unwrap_or(0))
    }
}

/// Reads for and against a variant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Support {
    /// With the variant, forward strand.
    pub forward: u32,
    /// With the variant, reverse strand.
    pub reverse: u32,
    /// Without it.
    pub reference: u32,
    /// With something else.
    pub other: u32,
}

impl Support {
    /// All that span the place.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.forward + self.reverse + self.reference + self.other
    }

    /// With the variant.
    #[must_use]
    pub fn variant(&self) -> u32 {
        self.forward + self.reverse
    }
}

/// Columns of a range and the support of one variant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pile {
    /// In order.
    pub columns: Vec<Column>,
    /// For the variant asked about.
    pub support: Support,
    /// Reads counted.
    pub reads: u32,
}

/// A variant as a VCF writes it, on GRCh38.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    pos: u64,
    reference: &'a [u8],
    alternate: &'a [u8],
}

/// Counts the reads of a kept BAM from `from` to `to` around a variant.
///
/// # Errors
/// If the bytes are not a BAM.
pub fn pile(
    kept: &[u8],
    (chrom, from, to): (&str, u64, u64),
    (pos, reference, alternate): (u64, &str, &str),
) -> io::Result<Pile> {
    let (header, records) = read(kept)?;
    let columns = (from..=to).map(|pos| Column {
        pos,
        ..Column::default()
    });
    let mut pile = Pile {
        columns: columns.collect(),
        ..Pile::default()
    };
    let asked = Asked {
        pos,
        reference: reference.as_bytes(),
        alternate: alternate.as_bytes(),
    };
    let inside = records
        .iter()
        .filter(|r| counted(r) && touches(&header, r, chrom, from, to));
    for record in inside {
        pile.reads += 1;
        let walked = walk(record);
        add(&mut pile.columns, from, &walked);
        support(&mut pile.support, record, &walked, &asked);
    }
    Ok(pile)
}

fn counted(record: &RecordBuf) -> bool {
    let flags = record.flags();
    let unwanted = flags.is_unmapped()
        || flags.is_secondary()
        || flags.is_supplementary()
        || flags.is_duplicate()
        || flags.is_qc_fail();
    let clear = record
        .mapping_quality()
        .is_none_or(|q| u8::from(q) >= MIN_MAPPING);
    !unwanted && clear
}

/// One step of a read along the reference.
enum Step {
    Base(u64, u8),
    Deleted(u64),
    /// After the position: bases that the reference does not have.
    Inserted(u64, Vec<u8>),
}

fn walk(record: &RecordBuf) -> Vec<Step> {
    let mut at = record
        .alignment_start()
        .map_or(0, |p| usize::from(p) as u64);
    let bases: &[u8] = record.sequence().as_ref();
    let (mut read, mut steps) = (0_usize, Vec::new());
    for op in record.cigar().as_ref() {
        let length = op.len();
        match op.kind() {
            Kind::Match | Kind::SequenceMatch | Kind::SequenceMismatch => {
                for (base, pos) in bases.iter().skip(read).take(length).zip(at..) {
                    steps.push(Step::Base(pos, *base));
                }
                read += length;
                at += length as u64;
            }
            Kind::Insertion => {
                let inserted = bases.iter().skip(read).take(length).copied().collect();
                steps.push(Step::Inserted(at.saturating_sub(1), inserted));
                read += length;
            }
            Kind::Deletion => {
                steps.extend((at..at + length as u64).map(Step::Deleted));
                at += length as u64;
            }
            Kind::Skip => at += length as u64,
            Kind::SoftClip => read += length,
            Kind::HardClip | Kind::Pad => {}
        }
    }
    steps
}

fn letter(base: u8) -> Option<usize> {
    b"ACGT".iter().position(|b| b.eq_ignore_ascii_case(&base))
}

fn add(columns: &mut [Column], from: u64, steps: &[Step]) {
    for step in steps {
        let (Step::Base(pos, _) | Step::Deleted(pos) | Step::Inserted(pos, _)) = step;
        let index = pos.checked_sub(from).and_then(|i| usize::try_from(i).ok());
        let Some(column) = index.and_then(|i| columns.get_mut(i)) else {
            continue;
        };
        match step {
            Step::Base(_, base) => {
                if let Some(count) = letter(*base).and_then(|i| column.bases.get_mut(i)) {
                    *count += 1;
                }
            }
            Step::Deleted(_) => column.deleted += 1,
            Step::Inserted(..) => column.inserted += 1,
        }
    }
}

/// What the read spells from the first to the last base of the reference allele, insertions included; nothing if it does not
/// reach over the place.
fn spelled(steps: &[Step], asked: &Asked<'_>) -> Option<Vec<u8>> {
    let last = asked.pos + asked.reference.len() as u64 - 1;
    let (mut seen, mut out) = (0_u64, Vec::new());
    for step in steps {
        match step {
            Step::Base(pos, base) if (asked.pos..=last).contains(pos) => {
                seen += 1;
                out.push(base.to_ascii_uppercase());
            }
            Step::Deleted(pos) if (asked.pos..=last).contains(pos) => seen += 1,
            Step::Inserted(pos, bases) if (asked.pos..=last).contains(pos) => {
                out.extend(bases.iter().map(u8::to_ascii_uppercase));
            }
            _ => {}
        }
    }
    (seen == asked.reference.len() as u64).then_some(out)
}

fn support(support: &mut Support, record: &RecordBuf, steps: &[Step], asked: &Asked<'_>) {
    let Some(spelled) = spelled(steps, asked) else {
        return;
    };
    let count = if spelled.eq_ignore_ascii_case(asked.alternate) {
        if record.flags().is_reverse_complemented() {
            &mut support.reverse
        } else {
            &mut support.forward
        }
    } else if spelled.eq_ignore_ascii_case(asked.reference) {
        &mut support.reference
    } else {
        &mut support.other
    };
    *count += 1;
}
