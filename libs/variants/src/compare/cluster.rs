//! Which variants have to be looked at together.

use super::Allele;

/// Variants whose possible spellings come closer than this stand in one cluster.
const GAP: usize = 30;

/// Neighbouring alleles of both sides.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    pub truth: Vec<Allele>,
    pub calls: Vec<Allele>,
}

/// Groups the alleles of one contig. The reach of an indel in a repeat (everywhere it could be written) counts, so that
/// two spellings of one event never fall into different clusters.
pub fn clusters(truth: &[Allele], calls: &[Allele], sequence: &[u8]) -> Vec<Cluster> {
    let place =
        |allele: &Allele, is_truth: bool| (allele.edit.reach(sequence), is_truth, allele.clone());
    let mut all: Vec<_> = truth
        .iter()
        .map(|a| place(a, true))
        .chain(calls.iter().map(|a| place(a, false)))
        .collect();
    all.sort_by_key(|((start, end), ..)| (*start, *end));
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut reached = 0;
    for ((start, end), is_truth, allele) in all {
        if clusters.is_empty() || start > reached + GAP {
            clusters.push(Cluster::default());
            reached = end;
        }
        reached = reached.max(end);
        if let Some(cluster) = clusters.last_mut() {
            if is_truth {
                cluster.truth.push(allele)
            } else {
                cluster.calls.push(allele)
            }
        }
    }
    clusters
}
