//! Somatic small variants: an explicit likelihood model over the candidates of a joint tumour/normal call.
//!
//! Candidates come from `freebayes --pooled-continuous -F 0.03 -C 3` on both alignments. For every alternate allele two
//! log-odds decide: in the tumour, the allele at its observed fraction against sequencing error; in the normal,
//! sequencing error against a heterozygous germline allele. What passes both is looked at for the artefacts that real
//! reads have: one strand only, poor mapping or base quality, all at one end of the reads.

mod filters;
mod likelihood;
mod run;

pub use filters::Filters;
pub use likelihood::{Evidence, normal_log_odds, tumour_log_odds};
pub use run::{Summary, call};

/// Thresholds of the model. The defaults are those of the measured recipe; nothing here is fitted to a data set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Least log10 odds for the allele in the tumour.
    pub min_tumour: f64,
    /// Least log10 odds against a germline allele in the normal.
    pub min_normal: f64,
    /// Rate at which a read shows a given wrong allele.
    pub error: f64,
    pub filters: Filters,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_tumour: 3.0,
            min_normal: 2.0,
            error: 0.004,
            filters: Filters::default(),
        }
    }
}
