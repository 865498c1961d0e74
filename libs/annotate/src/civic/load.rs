//! Reads the evidence table.

use std::path::Path;

use super::{Allele, Civic, Item, Kind, Level, Target};
use crate::chain::Chain;
use crate::disease::Located;
use crate::genes::Genes;
use crate::{Error, file};

const NEEDS: [&str; 12] = [
    "gene",
    "variant",
    "disease",
    "doid",
    "drugs",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "clinical_significance",
    "rating",
    "evidence_status",
    "evidence_id",
];

impl Civic {
    /// Reads accepted items. Places on GRCh37 are moved with the chain; without a chain they are left out.
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn read(path: &Path, chain: Option<&Chain>, genes: &Genes) -> Result<Self, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(path, &text, &NEEDS)?;
        let mut all = Self::default();
        for row in table
            .rows()
            .filter(|r| r.get("evidence_status") == "accepted")
        {
            if let Some(item) = item(&row, chain, genes) {
                all.by_gene.entry(item.gene.clone()).or_default().push(item);
            }
        }
        all.index();
        Ok(all)
    }
}

fn item(row: &file::Row<'_, '_>, chain: Option<&Chain>, genes: &Genes) -> Option<Item> {
    let id = row.get("evidence_id");
    let url = Some(row.get("evidence_civic_url")).filter(|u| !u.is_empty());
    Some(Item {
        id: format!("EID{id}"),
        gene: genes.symbol(row.get("gene")).to_owned(),
        variant: row.get("variant").to_owned(),
        target: Target::parse(row.get("variant")),
        allele: allele(row, chain),
        disease: row.get("disease").to_owned(),
        doid: row.get("doid").to_owned(),
        located: Located::Missed("not located yet".to_owned()),
        therapies: row
            .get("drugs")
            .split(',')
            .map(str::trim)
            .filter(|d| !d.is_empty())
            .map(str::to_owned)
            .collect(),
        interaction: row.get("drug_interaction_type").to_owned(),
        kind: kind(row.get("evidence_type"))?,
        supports: row.get("evidence_direction") == "Supports",
        level: level(row.get("evidence_level"))?,
        significance: row.get("clinical_significance").to_owned(),
        rating: row.get("rating").parse().ok(),
        origin: row.get("variant_origin").to_owned(),
        url: url.map_or_else(
            || format!("https://civicdb.org/links/evidence/{id}"),
            str::to_owned,
        ),
    })
}

/// Only base-exact alleles: ranges (exons, whole genes) are matched by what their name says.
fn allele(row: &file::Row<'_, '_>, chain: Option<&Chain>) -> Option<Allele> {
    let bases = |text: &str| !text.is_empty() && text.bytes().all(|b| b"ACGT".contains(&b));
    let (reference, alternate) = (row.get("reference_bases"), row.get("variant_bases"));
    if !bases(reference) || !bases(alternate) || row.get("start") != row.get("stop") {
        return None;
    }
    let chrom = format!("chr{}", row.get("chromosome").trim_start_matches("chr"));
    let pos = row.get("start").parse().ok()?;
    let (chrom, pos) = if row.get("reference_build") == "GRCh38" {
        (chrom, pos)
    } else {
        chain?.lift(&chrom, pos)?
    };
    Some(Allele {
        chrom,
        pos,
        reference: reference.to_owned(),
        alternate: alternate.to_owned(),
    })
}

fn kind(text: &str) -> Option<Kind> {
    match text {
        "Predictive" => Some(Kind::Predictive),
        "Diagnostic" => Some(Kind::Diagnostic),
        "Prognostic" => Some(Kind::Prognostic),
        "Predisposing" => Some(Kind::Predisposing),
        "Functional" => Some(Kind::Functional),
        _ => None,
    }
}

fn level(text: &str) -> Option<Level> {
    match text {
        "A" => Some(Level::A),
        "B" => Some(Level::B),
        "C" => Some(Level::C),
        "D" => Some(Level::D),
        "E" => Some(Level::E),
        _ => None,
    }
}
