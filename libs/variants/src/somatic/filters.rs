//! Reasons to doubt an allele that the reads support.

use crate::vcf::Record;

/// Limits of the sanity filters, chosen from how the artefacts arise, not from a data set.
#[derive(Clone, Copy, Debug)]
pub struct Filters {
    /// Reads with the allele in the tumour.
    pub min_alternate: f64,
    pub min_tumour_depth: f64,
    pub min_normal_depth: f64,
    pub min_fraction: f64,
    /// Share of normal reads with the allele, and of the tumour's fraction, from which it is taken for carried over.
    pub max_normal_fraction: f64,
    /// Mean mapping quality of the reads with the allele.
    pub min_mapping: f64,
    /// Mean base quality of the allele.
    pub min_base: f64,
    /// Phred-scaled probability that strands are divided like this by chance.
    pub max_strand: f64,
    /// Phred-scaled probability that the allele lies at one side of the reads by chance (SNVs).
    pub max_placement: f64,
}

impl Default for Filters {
    fn default() -> Self {
        Self {
            min_alternate: 3.0,
            min_tumour_depth: 8.0,
            min_normal_depth: 8.0,
            min_fraction: 0.02,
            max_normal_fraction: 0.1,
            min_mapping: 30.0,
            min_base: 18.0,
            max_strand: 60.0,
            max_placement: 100.0,
        }
    }
}

/// Reads that must all be on one strand to count as one-sided: with fewer it happens by chance too often.
const ONE_SIDED: f64 = 10.0;

/// Header lines of every reason.
pub(super) const LINES: [&str; 11] = [
    "##FILTER=<ID=PASS,Description=\"All filters passed\">",
    "##FILTER=<ID=weak_evidence,Description=\"Tumour log-odds below the limit\">",
    "##FILTER=<ID=germline,Description=\"Normal log-odds below the limit\">",
    "##FILTER=<ID=normal_reads,Description=\"The allele is also in the normal, beyond error\">",
    "##FILTER=<ID=low_count,Description=\"Too few tumour reads with the allele\">",
    "##FILTER=<ID=low_fraction,Description=\"Allele fraction below the limit\">",
    "##FILTER=<ID=low_depth,Description=\"Too few reads in tumour or normal\">",
    "##FILTER=<ID=mapping_quality,Description=\"Reads with the allele map poorly\">",
    "##FILTER=<ID=base_quality,Description=\"The allele has poor base qualities\">",
    "##FILTER=<ID=strand,Description=\"The allele stands on one strand only\">",
    "##FILTER=<ID=placement,Description=\"The allele stands at one end of the reads\">",
];

/// Strand, mapping, base and placement filters over the INFO of a candidate (split to one alternate).
pub(super) fn artefacts(record: &Record, limits: &Filters, is_snv: bool) -> Vec<&'static str> {
    let value = |key: &str| record.info_number(key, 0);
    let mut reasons = Vec::new();
    if value("MQM").is_some_and(|mapping| mapping < limits.min_mapping) {
        reasons.push("mapping_quality");
    }
    if let (Some(sum), Some(count)) = (value("QA"), value("AO"))
        && count > 0.0
        && sum / count < limits.min_base
    {
        reasons.push("base_quality");
    }
    if let (Some(forward), Some(reverse)) = (value("SAF"), value("SAR")) {
        let one_sided = forward.min(reverse) < 1.0 && forward + reverse >= ONE_SIDED;
        let others = value("SRF")
            .zip(value("SRR"))
            .is_none_or(|(f, r)| f.min(r) >= 0.1 * (f + r));
        if (one_sided && others) || value("SAP").is_some_and(|p| p > limits.max_strand) {
            reasons.push("strand");
        }
    }
    if is_snv && value("RPP").is_some_and(|p| p > limits.max_placement) {
        reasons.push("placement");
    }
    reasons
}
