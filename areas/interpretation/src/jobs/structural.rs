//! Structural variants of a tumour that touch a gene of the panel or of the evidence: level 3, research.

use std::collections::BTreeSet;

use annotate::structural::{Reach, Structural};
use annotate::{Effect, consequence::Gravity};
use knowledge::facts::Engine;
use variants::vcf::{Reader, Record};

use super::{Asked, kit};
use crate::rules::sentence;
use crate::words::{Finding, Origin};

pub(super) fn read(
    engine: &Engine,
    asked: &Asked,
    file: &kit::File,
) -> anyhow::Result<(Vec<Finding>, u64)> {
    let mut reader = Reader::open(&file.path)?;
    let (mut findings, mut seen, mut pairs) = (Vec::new(), 0, BTreeSet::new());
    while let Some(record) = reader.next().transpose()? {
        let Some(alternate) = record.alternates.first().filter(|_| record.passed()) else {
            continue;
        };
        seen += 1;
        let kind = record.info("SVTYPE").unwrap_or("BND").to_owned();
        let reach = reach(engine, &record, &kind, alternate)?;
        // Both ends of a breakend are written; they are one event.
        let mut ends: Vec<String> = [Some(&reach.near), reach.far.as_ref()]
            .into_iter()
            .flatten()
            .map(|p| format!("{}:{}", p.chrom, p.pos / 100))
            .collect();
        ends.sort();
        let known =
            |gene: &str| engine.civic.knows(gene) || asked.panel.genes.iter().any(|g| g == gene);
        let genes: BTreeSet<&str> = reach
            .genes
            .iter()
            .map(|g| g.gene.as_str())
            .filter(|g| known(g))
            .collect();
        if genes.is_empty() || !pairs.insert((kind == "BND", ends)) {
            continue;
        }
        let named = genes.iter().copied().collect::<Vec<_>>().join("・");
        let term = reach
            .genes
            .first()
            .and_then(|g| g.terms.first().copied())
            .unwrap_or_default();
        let mut finding = kit::begun(
            &touched(&genes, term),
            reach.near.clone(),
            &record,
            alternate,
            file,
        );
        finding.origin = Origin::Somatic;
        finding.calls = kit::calls(&reader.header.samples, &record, 0);
        finding.text = sentence::structural(&named, &kind);
        finding.alternate = reach.far.as_ref().map_or_else(
            || kind.clone(),
            |far| format!("{kind} {}:{}", far.chrom, far.pos),
        );
        findings.push(finding);
    }
    Ok((findings, seen))
}

fn reach(
    engine: &Engine,
    record: &Record,
    kind: &str,
    alternate: &str,
) -> Result<Reach, annotate::Error> {
    let number = |key: &str| record.info(key).and_then(|v| v.parse::<u64>().ok());
    let mate = record
        .info("CHR2")
        .zip(number("POS2"))
        .filter(|_| kind == "BND");
    engine.annotator.reach(&Structural {
        contig: &record.contig,
        pos: record.pos,
        kind,
        end: number("END"),
        alternate,
        mate,
    })
}

fn touched(genes: &BTreeSet<&str>, term: &'static str) -> Effect {
    Effect {
        gene: genes.iter().copied().collect::<Vec<_>>().join("/"),
        transcript: String::new(),
        terms: vec![term],
        gravity: Gravity::Modifier,
        hgvs_c: None,
        hgvs_p: None,
        residue: None,
        exon: None,
        nmd: false,
        mane_select: false,
        distance: None,
    }
}
