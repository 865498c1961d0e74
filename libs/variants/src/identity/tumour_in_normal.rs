//! Tumour cells in the normal, and labels that were exchanged.

use std::path::Path;

use serde::Serialize;

use crate::Error;
use crate::normalise::split;
use crate::somatic::{Evidence, normal_log_odds, tumour_log_odds};
use crate::vcf::{Reader, Record};

const ERROR: f64 = 0.004;

/// What the candidates of a pair say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TumourInNormal {
    /// The normal's share of the tumour's allele fractions, 0 to 1, likeliest value.
    pub share: f64,
    /// log10 ratio against none.
    pub log_ratio: f64,
    /// Alleles of the tumour that the normal does not carry as germline.
    pub forward: u64,
    /// Alleles of the normal that the tumour does not have at all.
    pub backward: u64,
    /// There are more alleles the wrong way round.
    pub exchanged: bool,
}

/// Fewer alleles do not tell.
pub(super) const MIN_ALLELES: u64 = 5;

#[derive(Clone, Copy)]
struct Pair {
    tumour: Evidence,
    normal: Evidence,
}

/// Reads the candidates (joint call of both samples).
pub fn tumour_in_normal(
    candidates: &Path,
    tumour: &str,
    normal: &str,
) -> Result<TumourInNormal, Error> {
    let mut reader = Reader::open(candidates)?;
    let columns = (reader.sample(tumour)?, reader.sample(normal)?);
    let header = reader.header.clone();
    let mut pairs = Vec::new();
    while let Some(record) = reader.next().transpose()? {
        for allele in split(record, &header) {
            if let (Some(tumour), Some(normal)) =
                (reads(&allele, columns.0), reads(&allele, columns.1))
            {
                pairs.push(Pair { tumour, normal });
            }
        }
    }
    Ok(weigh(&pairs))
}

fn reads(record: &Record, sample: usize) -> Option<Evidence> {
    let counts = record.numbers(sample, "AD")?;
    let [reference, alternate] = counts.as_slice() else {
        return None;
    };
    Some(Evidence {
        alternate: *alternate,
        depth: reference + alternate,
    })
    .filter(|e| e.depth >= 10.0)
}

fn weigh(pairs: &[Pair]) -> TumourInNormal {
    let backward = backward(pairs);
    let strict = pairs
        .iter()
        .filter(|p| is_only_in(p.tumour, p.normal))
        .count() as u64;
    let forward: Vec<&Pair> = pairs.iter().filter(|p| is_forward(p)).collect();
    let at = |share: f64| {
        let one = |p: &&Pair| {
            p.normal
                .log_likelihood((share * p.tumour.fraction()).clamp(ERROR, 0.999))
        };
        forward.iter().map(one).sum::<f64>()
    };
    let none = at(0.0);
    let (share, best) = (0..=1000)
        .map(|step| f64::from(step) / 1000.0)
        .map(|share| (share, at(share)))
        .fold((0.0, none), |best, next| {
            if next.1 > best.1 + 1e-9 { next } else { best }
        });
    TumourInNormal {
        share,
        log_ratio: best - none,
        forward: forward.len() as u64,
        backward,
        exchanged: backward >= MIN_ALLELES && backward > 2 * strict,
    }
}

/// In the first sample beyond error, in the second not at all.
fn is_only_in(with: Evidence, without: Evidence) -> bool {
    tumour_log_odds(with, ERROR) >= 3.0
        && with.fraction() >= 0.05
        && with.fraction() <= 0.9
        && normal_log_odds(without, ERROR) >= 2.0
        && without.fraction() < 0.02
}

/// A somatic allele, possibly with some reads in the normal, but not as many as a germline allele has.
fn is_forward(pair: &Pair) -> bool {
    let observed = pair
        .normal
        .log_likelihood(pair.normal.fraction().max(ERROR));
    tumour_log_odds(pair.tumour, ERROR) >= 3.0
        && pair.tumour.fraction() >= 0.05
        && pair.normal.fraction() <= 0.25
        && pair.normal.fraction() < pair.tumour.fraction()
        && observed - pair.normal.log_likelihood(0.5) >= 2.0
}

/// Alleles only in the normal. A pure tumour that lost one copy of much of its genome lacks many heterozygous alleles of
/// its normal; such losses also leave the other allele alone (fraction near 1), and then heterozygous-looking alleles
/// are not counted.
fn backward(pairs: &[Pair]) -> u64 {
    let looks_het =
        |p: &&Pair| (0.3..=0.7).contains(&p.normal.fraction()) && p.normal.depth >= 15.0;
    let het = pairs.iter().filter(looks_het).count();
    let alone = pairs
        .iter()
        .filter(looks_het)
        .filter(|p| p.tumour.fraction() >= 0.98)
        .count();
    let losses = alone * 50 > het;
    let counted = pairs
        .iter()
        .filter(|p| is_only_in(p.normal, p.tumour) && !(losses && looks_het(p)));
    counted.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(tumour: (u32, u32), normal: (u32, u32)) -> Pair {
        let reads = |(alternate, depth): (u32, u32)| Evidence {
            alternate: f64::from(alternate),
            depth: f64::from(depth),
        };
        Pair {
            tumour: reads(tumour),
            normal: reads(normal),
        }
    }

    #[test]
    fn the_share_is_measured() {
        let clean: Vec<Pair> = (0..40).map(|_| pair((40, 120), (0, 30))).collect();
        assert!(weigh(&clean).share < 0.01);
        let mixed: Vec<Pair> = (0..40).map(|_| pair((40, 120), (3, 30))).collect();
        let found = weigh(&mixed);
        assert!(
            (found.share - 0.3).abs() < 0.05 && found.log_ratio > 2.0,
            "{found:?}"
        );
    }

    #[test]
    fn exchanged_labels_show() {
        let mut pairs: Vec<Pair> = (0..60).map(|_| pair((0, 30), (42, 120))).collect();
        pairs.extend((0..200).map(|_| pair((15, 30), (60, 120))));
        assert!(weigh(&pairs).exchanged);
        let right: Vec<Pair> = pairs
            .iter()
            .map(|p| Pair {
                tumour: p.normal,
                normal: p.tumour,
            })
            .collect();
        assert!(!weigh(&right).exchanged);
    }

    #[test]
    fn losses_of_a_pure_tumour_are_not_an_exchange() {
        let mut pairs: Vec<Pair> = (0..100).map(|_| pair((0, 60), (15, 30))).collect();
        pairs.extend((0..100).map(|_| pair((60, 60), (15, 30))));
        pairs.extend((0..10).map(|_| pair((30, 60), (0, 30))));
        assert!(!weigh(&pairs).exchanged);
    }
}
