//! Candidates of a child and its parents: inheritance from the trio step, class of ClinVar, consequence, features.
//! Of a child without both parents inheritance is not assessable: then what changes a protein is a candidate too.

use annotate::rank::{self, Inheritance};
use knowledge::facts::Engine;
use variants::vcf::Reader;

use super::{Asked, kit};
use crate::rules::{level, sentence};
use crate::words::{Finding, Origin};

/// Said of how a variant came where the parents' reads are not there: they do not take part, or withdrew.
const ALONE: &str = "not_assessable";

/// Candidates that are shown.
const SHOWN: usize = 20;
/// A listed gene whose known features cover less than this share of the child's was not asked about.
const ASKED_SHARE: f64 = 0.3;

pub(super) fn read(
    engine: &Engine,
    asked: &Asked,
    file: &kit::File,
) -> anyhow::Result<(Vec<Finding>, u64)> {
    let mut reader = Reader::open(&file.path)?;
    let alone = file.name == "germline.vcf.gz";
    let (mut found, mut seen) = (Vec::new(), 0);
    while let Some(record) = reader.next().transpose()? {
        let plain = |index: &usize| record.passed() && record.is_sequence(*index);
        for (index, alternate) in record
            .alternates
            .iter()
            .enumerate()
            .filter(|(index, _)| plain(index))
        {
            seen += 1;
            let carried = |g: variants::vcf::Genotype| g.copies(index + 1) > 0;
            if alone && !record.genotype(0).is_none_or(carried) {
                continue;
            }
            let place = engine.annotator.place(&record.contig, record.pos);
            let known = engine
                .clinvar
                .find(&place.chrom, place.pos, &record.reference, alternate);
            let effects = engine.annotator.effects(
                &record.contig,
                record.pos,
                &record.reference,
                alternate,
            )?;
            let of_known = known.and_then(|k| effects.iter().find(|e| e.gene == k.gene));
            let Some(effect) = of_known.or(effects.first()) else {
                continue;
            };
            let (word, how) = inherited(
                record
                    .info("INH")
                    .unwrap_or(if alone { ALONE } else { "unclear" }),
                record.info("COMPHET"),
                &effect.gene,
            );
            let fits = alone || !matches!(how, Inheritance::OneParent | Inheritance::Unclear);
            if known.is_none() && !(fits && effect.changes_protein()) {
                continue;
            }
            let score = rank::score(
                effect,
                known,
                how,
                engine.hpo.fit(&effect.gene, &asked.features),
            );
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
            finding.features = kit::features(engine, &score.fit);
            finding.level = level::level(&seen_at, &asked.panel);
            finding.class = known.map(|k| sentence::class_words(k.class).1.to_owned());
            finding.secondary = listed && score.fit.share < ASKED_SHARE;
            finding.evidence = known.map(|k| kit::clinvar(engine, k)).into_iter().collect();
            finding.text = sentence::germline(&name, known.map(|k| k.class), Some(word.as_str()));
            finding.inheritance = Some(word);
            finding.score = Some(score);
            found.push(finding);
        }
    }
    let total = |f: &Finding| f.score.as_ref().map_or(0.0, annotate::rank::Score::total);
    found.sort_by(|a, b| total(b).total_cmp(&total(a)));
    found.truncate(SHOWN);
    Ok((found, seen))
}

/// The stable word and its meaning; a pair in one gene outweighs how one of it came.
fn inherited(said: &str, pair: Option<&str>, gene: &str) -> (String, Inheritance) {
    if pair.is_some_and(|p| p.split([',', '|']).any(|g| g == gene)) {
        return (
            "compound_heterozygous".to_owned(),
            Inheritance::CompoundHeterozygous,
        );
    }
    let how = match said {
        "de_novo" => Inheritance::DeNovo,
        "hom_recessive" => Inheritance::Homozygous,
        "x_linked" => Inheritance::XLinked,
        "maternal" | "paternal" | "either_parent" => Inheritance::OneParent,
        _ => Inheritance::Unclear,
    };
    (said.to_owned(), how)
}
