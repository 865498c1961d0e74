//! Calls against truth, by haplotype instead of by spelling.
//!
//! The idea is that of vcfeval (Cleary et al. 2015): two sets of variants agree where replaying them on the reference
//! gives the same pair of haplotypes, however each was written. Variants near each other form a cluster; in every
//! cluster we look for the largest part of both sets that replays to equal haplotypes. What is left over in the truth
//! is a miss, what is left over in the calls is a false call.
//!
//! Counting is by the truth's spelling, in classes: a substitution of n bases counts as n SNVs; everything of unequal
//! length is an indel, from 50 bp on an SV. Structural variants without sequence are matched by breakpoints ([`sv`]).

mod allele;
mod cluster;
mod load;
mod replay;
mod score;
pub mod sv;

use std::path::{Path, PathBuf};

use crate::{Error, Reference, Regions};

pub use allele::{Allele, Class, Copies};
pub use cluster::clusters;
pub use replay::{Verdict, replay};
pub use score::{Counts, Disagreement, Report, Side};

/// How to compare.
#[derive(Clone, Debug)]
pub struct Options {
    /// Only variants inside are counted.
    pub confident: Option<Regions>,
    /// Alleles are present or absent; genotypes are not compared.
    pub somatic: bool,
    pub calls_sample: Option<String>,
    pub truth_sample: Option<String>,
    /// How far breakpoints may lie from the truth, in bases.
    pub sv_distance: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            confident: None,
            somatic: false,
            calls_sample: None,
            truth_sample: None,
            sv_distance: 10,
        }
    }
}

/// Compares files. Truth without sample columns is compared by allele, as with `somatic`.
pub fn compare(
    calls: &[PathBuf],
    truth: &[PathBuf],
    reference: &mut Reference,
    options: &Options,
) -> Result<Report, Error> {
    let pair = load::samples(calls, truth, options)?;
    let somatic = options.somatic || pair.truth.is_none();
    let truth = load::load(truth, pair.truth.as_deref(), somatic, reference)?;
    let calls = load::load(calls, pair.calls.as_deref(), somatic, reference)?;
    compare_sets(&truth, &calls, reference, options)
}

/// Compares sets that are already in memory.
pub fn compare_sets(
    truth: &load::Set,
    calls: &load::Set,
    reference: &mut Reference,
    options: &Options,
) -> Result<Report, Error> {
    let mut report = Report::new(truth, options);
    for contig in load::contigs(truth, calls) {
        let empty = Vec::new();
        let of = |set: &'_ load::Set| set.alleles.get(&contig).cloned().unwrap_or_default();
        let (known, made) = (of(truth), of(calls));
        if known.is_empty() && made.is_empty() {
            continue;
        }
        let sequence = reference.sequence(&contig)?;
        let lost = truth.lost.get(&contig).unwrap_or(&empty);
        for cluster in clusters(&known, &made, &sequence) {
            let verdict = replay(&cluster.truth, &cluster.calls, &sequence);
            report.add(&contig, &cluster, &verdict, lost, &sequence);
        }
    }
    report.match_structural(truth, calls);
    Ok(report.finished())
}

/// Reads one side; for tests and for callers that compare many times.
pub fn read_set(
    path: &Path,
    sample: Option<&str>,
    somatic: bool,
    reference: &mut Reference,
) -> Result<load::Set, Error> {
    load::load(&[path.to_path_buf()], sample, somatic, reference)
}

pub use load::Set;
