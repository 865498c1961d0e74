//! The stretch of one indel record and what spanning reads show there.

use std::collections::BTreeMap;

use super::{LEAST_MISMATCHES, MOST_FLANK};
use crate::normalise::Edit;
use crate::vcf::Record;

/// Reads by the length they gained or lost, with the edit most of them were aligned with.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub lengths: BTreeMap<i64, u32>,
    pub edits: BTreeMap<i64, BTreeMap<Edit, u32>>,
}

impl Tally {
    pub fn reads(&self) -> u32 {
        self.lengths.values().sum()
    }
}

/// An indel record with its stretch.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub record: Record,
    /// One per alternate.
    pub edits: Vec<Edit>,
    pub start: usize,
    pub end: usize,
    /// Bases a read must show before and after the stretch.
    flanks: (usize, usize),
    /// One per sample of the calls.
    pub tallies: Vec<Tally>,
}

impl Window {
    /// `None` for records that are not plain indels, or whose alternates do not differ in length.
    pub fn of(record: &Record, sequence: &[u8]) -> Option<Self> {
        let bases = |index: usize| {
            record
                .alternates
                .get(index)
                .map(String::as_bytes)
                .unwrap_or_default()
        };
        if record.alternates.is_empty()
            || !(0..record.alternates.len()).all(|i| record.is_sequence(i))
        {
            return None;
        }
        let edits: Vec<Edit> = (0..record.alternates.len())
            .map(|i| Edit::new(record.start(), record.reference.as_bytes(), bases(i)))
            .collect();
        // An allele that also replaces bases is more than a length.
        if !edits
            .iter()
            .all(|edit| edit.is_insertion() || edit.is_deletion())
        {
            return None;
        }
        let mut growths: Vec<i64> = edits.iter().map(Edit::growth).chain([0]).collect();
        growths.sort_unstable();
        if growths.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        let reaches: Vec<(usize, usize)> = edits.iter().map(|edit| edit.reach(sequence)).collect();
        let start = reaches.iter().map(|reach| reach.0).min()?;
        let end = reaches.iter().map(|reach| reach.1).max()?;
        let growths = || edits.iter().map(Edit::growth);
        let before =
            growths().map(|growth| flank(growth, |i| base(sequence, start as i64 - 1 - i)));
        let after = growths().map(|growth| flank(growth, |i| base(sequence, end as i64 + i)));
        let flanks = (before.max().unwrap_or(0), after.max().unwrap_or(0));
        let tallies = vec![Tally::default(); record.samples.len()];
        Some(Self {
            record: record.clone(),
            edits,
            start,
            end,
            flanks,
            tallies,
        })
    }

    /// True when an alignment of `start..end` on the reference crosses the stretch with its flanks.
    pub fn is_spanned(&self, start: usize, end: usize) -> bool {
        start + self.flanks.0 <= self.start && end >= self.end + self.flanks.1
    }

    /// Counts a read of a sample by the edits its alignment has inside the stretch.
    pub fn count(&mut self, sample: usize, edits: &[Edit]) {
        let inside: Vec<&Edit> = edits
            .iter()
            .filter(|edit| edit.start >= self.start.saturating_sub(1) && edit.end <= self.end + 1)
            .collect();
        // An indel that reaches out of the stretch is another event: the read says nothing about this one.
        let crossing = edits
            .iter()
            .any(|e| e.start < self.end && e.end > self.start && !inside.contains(&e));
        if crossing {
            return;
        }
        let growth: i64 = inside.iter().map(|edit| edit.growth()).sum();
        let Some(tally) = self.tallies.get_mut(sample) else {
            return;
        };
        *tally.lengths.entry(growth).or_default() += 1;
        if let [edit] = inside.as_slice() {
            *tally
                .edits
                .entry(growth)
                .or_default()
                .entry((*edit).clone())
                .or_default() += 1;
        }
    }
}

fn base(sequence: &[u8], at: i64) -> Option<u8> {
    usize::try_from(at)
        .ok()
        .and_then(|at| sequence.get(at))
        .copied()
}

/// How many bases beside the stretch tell a haplotype with the indel from one without. `walk(i)` is the i-th base away
/// from the stretch; aligned without a gap, the haplotype has there what the reference has `growth` bases nearer.
fn flank(growth: i64, walk: impl Fn(i64) -> Option<u8>) -> usize {
    let wanted = LEAST_MISMATCHES + (7 + growth.unsigned_abs() as usize) / 5;
    let mut mismatches = 0;
    for i in 0..MOST_FLANK {
        mismatches += usize::from(walk(i as i64) != walk(i as i64 - growth));
        if mismatches >= wanted {
            return i + 1;
        }
    }
    MOST_FLANK
}
