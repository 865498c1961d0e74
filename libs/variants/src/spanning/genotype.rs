//! The likeliest pair of alleles for the lengths that reads show.

use super::window::Tally;
use super::{ERROR, MIN_NEW_READS, MIN_NEW_SHARE};
use crate::normalise::Edit;

/// Genotype of one sample: allele indexes, PL in VCF order, reads per allele, and all spanning reads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Genotype {
    pub pair: (usize, usize),
    pub likelihoods: Vec<u32>,
    pub counts: Vec<u32>,
    pub reads: u32,
}

/// Lengths that the reads of a sample show often, that are no allele yet, each with the edit most reads have.
pub(super) fn unseen(tally: &Tally, growths: &[i64]) -> Vec<Edit> {
    let reads = f64::from(tally.reads());
    let often = |count: u32| count >= MIN_NEW_READS && f64::from(count) >= MIN_NEW_SHARE * reads;
    let lengths = tally
        .lengths
        .iter()
        .filter(|(growth, count)| !growths.contains(growth) && often(**count));
    lengths
        .filter_map(|(growth, _)| {
            let edits = tally.edits.get(growth)?;
            edits
                .iter()
                .max_by_key(|(_, count)| **count)
                .map(|(edit, _)| edit.clone())
        })
        .collect()
}

/// Weighs all pairs of alleles; `growths[0]` is the reference with 0.
pub(super) fn weigh(tally: &Tally, growths: &[i64]) -> Genotype {
    let shown = |length: i64, allele: usize| match (length - growths[allele]).abs() {
        0 => 1.0 - ERROR,
        1..=4 => ERROR / 4.0, // slippage by a unit
        _ => ERROR / 20.0,
    };
    let mut likelihoods = Vec::new();
    for second in 0..growths.len() {
        for first in 0..=second {
            let each = tally.lengths.iter().map(|(length, count)| {
                let chance = 0.5 * shown(*length, first) + 0.5 * shown(*length, second);
                f64::from(*count) * chance.log10()
            });
            likelihoods.push(((first, second), each.sum::<f64>()));
        }
    }
    let best = likelihoods
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(((0, 0), 0.0), |best| *best);
    let scaled = |value: f64| ((best.1 - value) * 10.0).round().clamp(0.0, 255.0) as u32;
    Genotype {
        pair: best.0,
        likelihoods: likelihoods
            .iter()
            .map(|(_, value)| scaled(*value))
            .collect(),
        counts: growths
            .iter()
            .map(|growth| tally.lengths.get(growth).copied().unwrap_or(0))
            .collect(),
        reads: tally.reads(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lengths: &[(i64, u32)]) -> Tally {
        Tally {
            lengths: lengths.iter().copied().collect(),
            ..Tally::default()
        }
    }

    #[test]
    fn spanning_reads_decide() {
        assert_eq!(weigh(&tally(&[(-10, 16)]), &[0, -10]).pair, (1, 1));
        assert_eq!(weigh(&tally(&[(-10, 7), (0, 9)]), &[0, -10]).pair, (0, 1));
        assert_eq!(weigh(&tally(&[(0, 20), (-2, 1)]), &[0, -2]).pair, (0, 0));
        assert_eq!(
            weigh(&tally(&[(10, 6), (-2, 8)]), &[0, -2, 10]).pair,
            (1, 2)
        );
    }

    #[test]
    fn a_length_of_several_reads_is_an_allele() {
        let mut tally = tally(&[(10, 6), (-2, 8), (-4, 1)]);
        let edit = Edit {
            start: 5,
            end: 5,
            bases: b"ACACACACAC".to_vec(),
        };
        tally.edits.entry(10).or_default().insert(edit.clone(), 6);
        assert_eq!(unseen(&tally, &[0, -2]), [edit]);
        assert!(unseen(&tally, &[0, -2, 10]).is_empty());
    }
}
