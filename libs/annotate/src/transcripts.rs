//! Transcript models from a GFF3 of MANE (or any GFF3 with gene, mRNA, exon and CDS).

use std::collections::HashMap;
use std::path::Path;

use vareffect::{Biotype, CdsSegment, Exon, Strand, TranscriptModel, TranscriptTier};

use crate::{Error, file};

#[derive(Default)]
struct Draft {
    chrom: String,
    minus: bool,
    gene: String,
    refseq: String,
    ensembl: String,
    protein: Option<String>,
    biotype: String,
    plus_clinical: bool,
    /// 0-based half-open.
    exons: Vec<(u64, u64)>,
    /// 0-based half-open with phase.
    cds: Vec<(u64, u64, u8)>,
}

/// Reads the transcripts of a GFF3.
///
/// # Errors
/// If the file cannot be read, or a line is not GFF3.
pub fn read(path: &Path) -> Result<Vec<TranscriptModel>, Error> {
    let text = file::text(path)?;
    let (mut genes, mut drafts, mut order) =
        (HashMap::new(), HashMap::<String, Draft>::new(), Vec::new());
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.starts_with('#') && !l.is_empty())
    {
        let bad = || Error::malformed(path, format!("line {} is not GFF3", number + 1));
        let fields: Vec<&str> = line.split('\t').collect();
        let [chrom, _, kind, start, end, _, strand, phase, attributes] = fields.as_slice() else {
            return Err(bad());
        };
        let start = start
            .parse::<u64>()
            .ok()
            .and_then(|s| s.checked_sub(1))
            .ok_or_else(bad)?;
        let end = end.parse::<u64>().map_err(|_| bad())?;
        let get = |key: &str| {
            attributes
                .split(';')
                .find_map(|a| a.strip_prefix(key)?.strip_prefix('='))
                .map(str::to_owned)
        };
        match *kind {
            "gene" => drop(genes.insert(
                get("ID").unwrap_or_default(),
                get("Name").unwrap_or_default(),
            )),
            "mRNA" | "transcript" | "ncRNA" | "lnc_RNA" => {
                let id = get("ID").ok_or_else(bad)?;
                let gene = get("Parent")
                    .and_then(|p| genes.get(&p).cloned())
                    .or_else(|| get("gene"))
                    .unwrap_or_default();
                let ensembl = get("transcript_id").unwrap_or_default();
                let draft = Draft {
                    chrom: (*chrom).to_owned(),
                    minus: *strand == "-",
                    gene,
                    refseq: get("refseq").unwrap_or_else(|| ensembl.clone()),
                    ensembl,
                    protein: get("protein"),
                    biotype: get("biotype").unwrap_or_else(|| "protein_coding".to_owned()),
                    plus_clinical: get("tag").is_some_and(|t| t.contains("Plus_Clinical")),
                    ..Draft::default()
                };
                order.push(id.clone());
                drafts.insert(id, draft);
            }
            "exon" | "CDS" => {
                let Some(draft) = get("Parent").and_then(|p| drafts.get_mut(&p)) else {
                    continue;
                };
                if *kind == "exon" {
                    draft.exons.push((start, end));
                } else {
                    draft.cds.push((start, end, phase.parse().unwrap_or(0)));
                }
            }
            _ => {}
        }
    }
    Ok(order
        .iter()
        .filter_map(|id| drafts.remove(id))
        .filter(|d| !d.exons.is_empty())
        .map(model)
        .collect())
}

/// Puts exons and coding segments in transcript order and numbers them.
fn model(mut draft: Draft) -> TranscriptModel {
    draft.exons.sort_unstable();
    draft.cds.sort_unstable();
    if draft.minus {
        draft.exons.reverse();
        draft.cds.reverse();
    }
    let exons = draft.exons.iter().zip(1..).map(|((start, end), n)| Exon {
        exon_number: n,
        genomic_start: *start,
        genomic_end: *end,
    });
    let within = |start: u64, end: u64| {
        draft
            .exons
            .iter()
            .position(|(s, e)| *s <= start && end <= *e)
    };
    let cds = draft.cds.iter().filter_map(|(start, end, phase)| {
        let exon_index = u16::try_from(within(*start, *end)?).ok()?;
        Some(CdsSegment {
            exon_index,
            genomic_start: *start,
            genomic_end: *end,
            phase: *phase,
        })
    });
    let strand = if draft.minus {
        Strand::Minus
    } else {
        Strand::Plus
    };
    let tier = if draft.plus_clinical {
        TranscriptTier::ManePlusClinical
    } else {
        TranscriptTier::ManeSelect
    };
    let ensembl = Some(draft.ensembl).filter(|e| !e.is_empty());
    TranscriptModel::new(
        draft.refseq,
        draft.gene,
        draft.chrom,
        strand,
        exons.collect(),
    )
    .with_cds_segments(cds.collect())
    .with_protein_accession(draft.protein)
    .with_ensembl_accession(ensembl)
    .with_biotype(Biotype::from_label(&draft.biotype))
    .with_tier(tier)
}
