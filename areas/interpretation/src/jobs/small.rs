//! Small variants of a tumour: tiered by evidence.

use annotate::civic::Subject;
use annotate::tier::{Case, Reading, supports, tier};
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
    let tumour = reader.header.sample("TUMOUR");
    let (mut findings, mut seen) = (Vec::new(), 0);
    while let Some(record) = reader.next().transpose()? {
        if !record.passed() {
            continue;
        }
        let plain = |index: &usize| record.is_sequence(*index);
        for (index, alternate) in (0..record.alternates.len())
            .filter(plain)
            .filter_map(|i| Some((i, record.alternates.get(i)?)))
        {
            seen += 1;
            let effects = engine.annotator.effects(
                &record.contig,
                record.pos,
                &record.reference,
                alternate,
            )?;
            let Some(effect) = effects.first() else {
                continue;
            };
            let place = engine.annotator.place(&record.contig, record.pos);
            let subject = Subject {
                chrom: &place.chrom,
                pos: place.pos,
                reference: &record.reference,
                alternate,
                effect,
            };
            let matches = engine.civic.matches(&subject);
            let cancer_gene =
                engine.civic.knows(&effect.gene) || asked.panel.genes.contains(&effect.gene);
            let reading = Reading::of(effect, &engine.civic, &engine.suppressors);
            let case = Case {
                supports: supports(
                    &matches,
                    &reading,
                    asked.oncotree.as_deref(),
                    &engine.oncotree,
                ),
                coding: effect.changes_protein(),
                cancer_gene,
                frequency: None,
            };
            let tiered = tier(&case);
            let Some(word) = tiered.tier else { continue };
            let vaf = kit::number(&record, tumour, "VAF");
            // Reads seen at the place; a share without a depth is never panel-grade.
            let depth = kit::number(&record, tumour, "DP")
                .map(|d| d.max(0.0).round().to_string().parse().unwrap_or(0));
            let exome = effect.changes_protein() || !case.supports.is_empty();
            let seen_at = level::Seen {
                gene: &effect.gene,
                exome,
                depth,
                vaf: Some(vaf.unwrap_or(0.0)),
                listed: false,
            };
            let name = kit::name(effect, &place, &format!("{}>{alternate}", record.reference));
            let mut finding = kit::begun(effect, place.clone(), &record, alternate, file);
            finding.origin = Origin::Somatic;
            finding.level = level::level(&seen_at, &asked.panel);
            finding.vaf = vaf;
            finding.calls = kit::calls(&reader.header.samples, &record, index);
            finding.tier = Some(word.word().to_owned());
            finding.evidence = kit::civic(engine, &matches, &reading, &tiered.defining);
            finding.text = sentence::somatic(&name, word);
            finding.tiered = Some(tiered);
            findings.push(finding);
        }
    }
    Ok((findings, seen))
}
