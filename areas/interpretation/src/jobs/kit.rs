//! What all readers of variants share: the files of a run, names, evidence.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::words::{CaseId, Digest, text};
use analysis::facts::{Output, key};
use annotate::civic::{Item, Specificity};
use annotate::clinvar::Record;
use annotate::tier::{Reading, weigh};
use annotate::{Effect, Place};
use anyhow::Context as _;
use knowledge::facts::{Engine, Source};
use web::Platform;

use crate::rules::sentence;
use crate::words::{Evidence, Finding, Origin, Provenance};

/// A file of the run, readable while this lives.
pub(super) struct File {
    pub path: PathBuf,
    pub name: String,
    pub digest: Digest,
}

/// The files by name; what lay unsealed is wiped when this is dropped.
pub(crate) struct Files {
    dir: PathBuf,
    files: BTreeMap<String, File>,
}

impl Files {
    pub(super) fn get(&self, name: &str) -> Option<&File> {
        self.files.get(name)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.dir) {
            tracing::warn!(%error, "a work directory could not be wiped");
        }
    }
}

const NAMES: [&str; 4] = [
    "somatic.vcf.gz",
    "germline.vcf.gz",
    "trio.vcf.gz",
    "sv.vcf.gz",
];

/// Unseals the variant files of a run into a directory of their own.
pub(super) async fn fetch(
    platform: &Platform,
    case: &CaseId,
    id: &str,
    outputs: &[Output],
) -> anyhow::Result<Files> {
    let dir = platform.settings().data_dir.join("work").join(id);
    // What a killed worker left is wiped first.
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    std::fs::create_dir_all(&dir).with_context(|| format!("failed to make {}", dir.display()))?;
    let mut files = Files {
        dir: dir.clone(),
        files: BTreeMap::new(),
    };
    for output in outputs.iter().filter(|o| NAMES.contains(&o.name.as_str())) {
        let path = dir.join(&output.name);
        platform
            .blobs()
            .get_file(&key(case, &output.owner), &output.blob, &path)
            .await?;
        let file = File {
            path,
            name: output.name.clone(),
            digest: output.digest.clone(),
        };
        files.files.insert(output.name.clone(), file);
    }
    Ok(files)
}

/// `EGFR p.Leu858Arg`, or the coding change, or the place: the notation of the finding's own fields.
pub(super) fn name(effect: &Effect, place: &Place, change: &str) -> String {
    // `NP_005219.2:p.Leu858Arg`: the accession stands in the facts
    let change_of = |hgvs: &Option<String>| {
        let change = hgvs.as_deref().and_then(|h| h.rsplit(':').next());
        change.filter(|c| !c.is_empty()).map(str::to_owned)
    };
    let how = change_of(&effect.hgvs_p)
        .or_else(|| change_of(&effect.hgvs_c))
        .unwrap_or_else(|| format!("{}:{} {change}", place.chrom, place.pos));
    format!("{} {how}", effect.gene).trim().to_owned()
}

/// The parts of a finding that every reader fills alike.
pub(super) fn begun(
    effect: &Effect,
    place: Place,
    record: &variants::vcf::Record,
    alternate: &str,
    file: &File,
) -> Finding {
    Finding {
        id: String::new(),
        level: 3,
        origin: Origin::Unknown,
        gene: effect.gene.clone(),
        hgvs_c: effect.hgvs_c.clone().unwrap_or_default(),
        hgvs_p: effect.hgvs_p.clone().unwrap_or_default(),
        chrom: place.chrom,
        pos: place.pos,
        reference: record.reference.clone(),
        alternate: alternate.to_owned(),
        consequence: effect.term().to_owned(),
        vaf: None,
        tier: None,
        tiered: None,
        class: None,
        inheritance: None,
        score: None,
        secondary: false,
        evidence: Vec::new(),
        text: ::words::Text::new("", ""),
        provenance: Provenance {
            file: file.name.clone(),
            digest: file.digest.clone(),
            record: format!(
                "{}:{} {}>{alternate}",
                record.contig, record.pos, record.reference
            ),
        },
        verdict: None,
    }
}

/// The class of ClinVar as evidence.
pub(super) fn clinvar(engine: &Engine, record: &Record) -> Evidence {
    let official = format!(
        "https://www.ncbi.nlm.nih.gov/clinvar/variation/{}/",
        record.id
    );
    Evidence {
        source: "ClinVar".to_owned(),
        release: release(engine, Source::Clinvar),
        item: record.id.clone(),
        url: engine.address(Source::Clinvar, &record.id, &official),
        text: sentence::clinvar(record),
        defining: true,
    }
}

/// Items of CIViC as evidence, the defining ones first, at most twenty others; each says why it was not counted, or why it was
/// although it speaks of the whole gene.
pub(super) fn civic(
    engine: &Engine,
    matches: &[(Specificity, &Item)],
    reading: &Reading<'_>,
    defining: &[String],
) -> Vec<Evidence> {
    let release = release(engine, Source::Civic);
    let said = |how: Specificity, item: &Item| {
        let said = sentence::civic(item);
        match sentence::weight(weigh(item, how, reading)) {
            Some(why) => text!(("{}。{}", said.ja, why.ja), ("{}. {}", said.en, why.en)),
            None => said,
        }
    };
    let one = |(how, item): &(Specificity, &Item)| Evidence {
        source: "CIViC".to_owned(),
        release: release.clone(),
        item: item.id.clone(),
        url: engine.address(Source::Civic, &item.id, &item.url),
        text: said(*how, item),
        defining: defining.contains(&item.id),
    };
    let (first, rest): (Vec<Evidence>, Vec<Evidence>) =
        matches.iter().map(one).partition(|e| e.defining);
    first.into_iter().chain(rest.into_iter().take(20)).collect()
}

fn release(engine: &Engine, source: Source) -> String {
    engine
        .release(source)
        .map(|r| r.version.clone())
        .unwrap_or_default()
}

/// The first number of a field of a sample, or of INFO.
pub(super) fn number(
    record: &variants::vcf::Record,
    sample: Option<usize>,
    key: &str,
) -> Option<f64> {
    let of_sample = sample
        .and_then(|s| record.numbers(s, key))
        .and_then(|n| n.first().copied());
    of_sample.or_else(|| record.info_number(key, 0))
}
