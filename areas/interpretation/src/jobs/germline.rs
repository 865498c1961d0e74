//! Germline variants that ClinVar supports as pathogenic or likely pathogenic; beside the question of a tumour they are held back.

use knowledge::facts::Engine;
use variants::vcf::Reader;

use super::{Asked, kit};
use crate::rules::{level, sentence};
use crate::words::{Finding, Origin};

pub(super) fn read(
    engine: &Engine,
    asked: &Asked,
    file: &kit::File,
) -> anyhow::Result<(Vec<Finding>, u64)> {
    let mut reader = Reader::open(&file.path)?;
    let (mut findings, mut seen) = (Vec::new(), 0);
    while let Some(record) = reader.next().transpose()? {
        for (index, alternate) in record
            .alternates
            .iter()
            .enumerate()
            .filter(|_| record.passed())
        {
            seen += 1;
            let carried = record.genotype(0).is_none_or(|g| g.copies(index + 1) > 0);
            let place = engine.annotator.place(&record.contig, record.pos);
            let Some(known) = engine
                .clinvar
                .find(&place.chrom, place.pos, &record.reference, alternate)
                .filter(|_| carried)
            else {
                continue;
            };
            let effects = engine.annotator.effects(
                &record.contig,
                record.pos,
                &record.reference,
                alternate,
            )?;
            let Some(effect) = effects
                .iter()
                .find(|e| e.gene == known.gene)
                .or(effects.first())
            else {
                continue;
            };
            let listed = engine.secondary.0.contains_key(&effect.gene);
            let seen_at = level::Seen {
                gene: &effect.gene,
                exome: true,
                depth: None,
                vaf: None,
                listed,
            };
            let name = kit::name(effect, &place, &format!("{}>{alternate}", record.reference));
            let mut finding = kit::begun(effect, place.clone(), &record, alternate, file);
            finding.origin = Origin::Germline;
            finding.calls = kit::calls(&reader.header.samples, &record, index);
            finding.level = level::level(&seen_at, &asked.panel);
            finding.class = Some(sentence::class_words(known.class).1.to_owned());
            finding.secondary = asked.cancer || listed;
            finding.evidence = vec![kit::clinvar(engine, known)];
            finding.text = sentence::germline(&name, Some(known.class), None);
            findings.push(finding);
        }
    }
    Ok((findings, seen))
}
