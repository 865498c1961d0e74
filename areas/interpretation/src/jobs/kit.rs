//! What all readers of variants share: the files of a run, names, evidence.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::words::{CaseId, Digest, text};
use analysis::facts::{Output, key};
use annotate::Effect;
use annotate::civic::{Item, Specificity};
use annotate::clinvar::Record;
use annotate::tier::{Reading, weigh};
use anyhow::Context as _;
use knowledge::facts::{Engine, Source};
use web::Platform;

use crate::rules::sentence;
use crate::words::{Call, Evidence, Feature, Finding, Origin, Provenance, Term};

/// A file of the run, readable while this lives.
pub(super) struct File {
    pub path: PathBuf,
    pub name: String,
    pub digest: Digest,
}

/// A directory of one's own for what is unsealed; wiped when this is dropped.
pub(crate) struct Place(PathBuf);

impl Place {
    /// Makes it; what a killed worker left is wiped first.
    pub(crate) fn make(platform: &Platform, name: &str) -> anyhow::Result<Self> {
        let dir = platform.settings().data_dir.join("work").join(name);
        if dir.exists() {
            std::fs::remove_dir_all(&dir)?;
        }
        std::fs::create_dir_all(&dir)
            .with_context(|| format!("failed to make {}", dir.display()))?;
        Ok(Self(dir))
    }

    /// The path of a file in it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// The files by name.
pub(crate) struct Files {
    _place: Place,
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

impl Drop for Place {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
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
    let place = Place::make(platform, id)?;
    let mut files = BTreeMap::new();
    for output in outputs.iter().filter(|o| NAMES.contains(&o.name.as_str())) {
        let path = place.join(&output.name);
        platform
            .blobs()
            .get_file(&key(case, &output.owner), &output.blob, &path)
            .await?;
        let file = File {
            path,
            name: output.name.clone(),
            digest: output.digest.clone(),
        };
        files.insert(output.name.clone(), file);
    }
    Ok(Files {
        _place: place,
        files,
    })
}

/// `EGFR p.Leu858Arg`, or the coding change, or the place: the notation of the finding's own fields.
pub(super) fn name(effect: &Effect, place: &annotate::Place, change: &str) -> String {
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
    place: annotate::Place,
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
        calls: Vec::new(),
        features: Vec::new(),
        verdict: None,
        judged: None,
    }
}

/// What the caller wrote of every sample for one of the alternates.
pub(super) fn calls(
    samples: &[String],
    record: &variants::vcf::Record,
    alternate: usize,
) -> Vec<Call> {
    let whole = |n: f64| format!("{:.0}", n.max(0.0)).parse().ok();
    let of = |(index, sample): (usize, &String)| {
        let counts = record.numbers(index, "AD");
        let depth = record.numbers(index, "DP");
        let depth = depth.and_then(|d| d.first().copied()).and_then(whole);
        let share = record
            .numbers(index, "VAF")
            .and_then(|v| v.first().copied());
        let of_share = share.zip(depth).and_then(|(s, d): (f64, u64)| {
            let depth: f64 = u32::try_from(d).ok()?.into();
            whole(s * depth)
        });
        let counted = counts.and_then(|c| c.get(alternate + 1).copied());
        Call {
            sample: sample.clone(),
            genotype: record.value(index, "GT").map(str::to_owned),
            depth,
            variant: counted.and_then(whole).or(of_share),
        }
    };
    samples.iter().enumerate().map(of).collect()
}

/// How features fit a gene, with their labels.
pub(super) fn features(engine: &Engine, fit: &annotate::hpo::Fit) -> Vec<Feature> {
    let term = |id: &str| {
        let known = engine.hpo.terms.get(engine.hpo.present(id));
        let en = known.map_or(id, |t| t.name.as_str());
        let ja = known.and_then(|t| t.ja.as_deref()).unwrap_or(en);
        Term {
            id: id.to_owned(),
            label: text!(("{ja}"), ("{en}")),
        }
    };
    let one = |part: &annotate::hpo::Part| Feature {
        asked: term(&part.asked),
        shared: part.shared.as_deref().map(term),
    };
    fit.parts.iter().map(one).collect()
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
        strength: Some(sentence::stars(record)),
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
        strength: Some(sentence::level(item)),
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
