//! Classes that submitters gave germline variants, from a ClinVar VCF on GRCh38.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, file};

/// The class of a germline variant as ClinVar states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Likely pathogenic.
    LikelyPathogenic,
    /// Submitters say pathogenic and likely pathogenic.
    PathogenicOrLikely,
    /// Pathogenic.
    Pathogenic,
}

/// A record of ClinVar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// 1-based position on GRCh38.
    pub pos: u64,
    /// Reference bases.
    pub reference: String,
    /// Other bases.
    pub alternate: String,
    /// Variation id.
    pub id: String,
    /// Gene symbol.
    pub gene: String,
    /// Class.
    pub class: Class,
    /// Review stars, 0 to 4.
    pub stars: u8,
    /// Sequence Ontology terms of ClinVar itself.
    pub terms: Vec<String>,
    /// MONDO ids of the conditions.
    pub mondo: Vec<String>,
    /// Names of the conditions, in English.
    pub conditions: Vec<String>,
    /// Allele frequency in ExAC, if the file has it.
    pub frequency: Option<String>,
}

/// Records by place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ClinVar {
    by_chrom: HashMap<String, Vec<Record>>,
}

impl ClinVar {
    /// Reads pathogenic and likely pathogenic records of a VCF; others are left out.
    ///
    /// # Errors
    /// If the file cannot be read or a line is not a VCF record.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = file::text(path)?;
        let mut all = Self::default();
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.starts_with('#') && !l.is_empty())
        {
            let fields: Vec<&str> = line.split('\t').collect();
            let [chrom, pos, id, reference, alternate, _, _, info, ..] = fields.as_slice() else {
                return Err(Error::malformed(
                    path,
                    format!("line {} is not a VCF record", number + 1),
                ));
            };
            let pos = pos.parse().map_err(|_| {
                Error::malformed(path, format!("line {}: not a position", number + 1))
            })?;
            let chrom = if chrom.starts_with("chr") {
                (*chrom).to_owned()
            } else {
                format!("chr{chrom}")
            };
            if let Some(record) = record(pos, id, reference, alternate, info) {
                all.by_chrom.entry(chrom).or_default().push(record);
            }
        }
        all.by_chrom
            .values_mut()
            .for_each(|records| records.sort_by_key(|r| r.pos));
        Ok(all)
    }

    /// The record of an allele. Both sides must be left-aligned and as short as possible, as ClinVar publishes them.
    #[must_use]
    pub fn find(&self, chrom: &str, pos: u64, reference: &str, alternate: &str) -> Option<&Record> {
        let records = self.by_chrom.get(chrom)?;
        let from = records.partition_point(|r| r.pos < pos);
        let here = records.get(from..)?.iter().take_while(|r| r.pos == pos);
        here.into_iter()
            .find(|r| r.reference == reference && r.alternate == alternate)
    }

    /// All records, by chromosome.
    pub fn records(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.by_chrom
            .iter()
            .flat_map(|(chrom, records)| records.iter().map(move |r| (chrom.as_str(), r)))
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_chrom.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_chrom.is_empty()
    }
}

fn record(pos: u64, id: &str, reference: &str, alternate: &str, info: &str) -> Option<Record> {
    let get = |key: &str| {
        info.split(';')
            .find_map(|f| f.strip_prefix(key)?.strip_prefix('='))
            .unwrap_or("")
    };
    let class = class(get("CLNSIG"))?;
    let list = |text: &str, by: char| {
        text.split(by)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let spoken = |name: String| name.replace('_', " ");
    let genes = if get("GENE").is_empty() {
        get("GENEINFO")
    } else {
        get("GENE")
    };
    Some(Record {
        pos,
        reference: reference.to_owned(),
        alternate: alternate.to_owned(),
        id: id.to_owned(),
        gene: genes.split([',', ':', '|']).next().unwrap_or("").to_owned(),
        class,
        stars: stars(get("CLNREVSTAT")),
        terms: list(get("MC"), ',')
            .iter()
            .filter_map(|t| t.split('|').nth(1))
            .map(str::to_owned)
            .collect(),
        mondo: list(get("MONDO"), ','),
        conditions: list(get("CLNDN"), '|').into_iter().map(spoken).collect(),
        frequency: Some(get("AF_EXAC").to_owned()).filter(|f| !f.is_empty()),
    })
}

fn class(text: &str) -> Option<Class> {
    let first = text.split(['|', ',']).next().unwrap_or("");
    match first {
        "Pathogenic" => Some(Class::Pathogenic),
        "Pathogenic/Likely_pathogenic" => Some(Class::PathogenicOrLikely),
        "Likely_pathogenic" => Some(Class::LikelyPathogenic),
        _ => None,
    }
}

/// The stars that ClinVar shows for a review status.
fn stars(status: &str) -> u8 {
    match status {
        s if s.contains("practice_guideline") => 4,
        s if s.contains("expert_panel") => 3,
        s if s.contains("multiple_submitters") && s.contains("no_conflicts") => 2,
        s if s.contains("no_assertion") || s.contains("no_classification") => 0,
        s if s.contains("criteria_provided") => 1,
        _ => 0,
    }
}
