//! The report level of a finding (three levels, spec analysis §5.4).

use crate::words::PanelGenes;

/// What a level is decided from.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Gene symbol.
    pub gene: &'a str,
    /// The variant is small and changes the protein, a splice site or a promoter.
    pub exome: bool,
    /// Reads at the place; none if the caller does not say.
    pub depth: Option<u64>,
    /// Share of reads; none for inherited variants.
    pub vaf: Option<f64>,
    /// The gene is on the list of secondary findings.
    pub listed: bool,
}

/// 1: what a panel would report. 2: the rest of the exome. 3: structural, non-coding.
#[must_use]
pub fn level(seen: &Seen<'_>, panel: &PanelGenes) -> u8 {
    if !seen.exome {
        return 3;
    }
    let deep = seen.vaf.is_none() || seen.depth.is_some_and(|d| d >= panel.min_depth);
    let clear = seen.vaf.is_none_or(|v| v >= panel.min_vaf);
    let read = panel.genes.iter().any(|g| g == seen.gene) || seen.listed;
    if read && deep && clear { 1 } else { 2 }
}
