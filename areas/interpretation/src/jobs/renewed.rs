//! What a newer release of a source says of the same variant, where the finding rests on an older one.

use std::collections::BTreeSet;

use annotate::civic::Subject;
use knowledge::facts::{Engine, ReleaseView, Source};
use web::Platform;
use words::{Text, text};

use crate::decide::State;
use crate::words::Finding;

/// One source that has a newer release.
pub(crate) struct Change {
    /// The source.
    pub source: String,
    /// Version of the newer release.
    pub version: String,
    /// What is other than in the finding; nothing if it says the same.
    pub said: Option<Text>,
}

/// Sources of evidence whose release in use is not the one that the finding rests on. Empty if it rests on the newest.
pub(crate) async fn changes(
    platform: &Platform,
    state: &State,
    finding: &Finding,
) -> anyhow::Result<Vec<Change>> {
    let used = state.outcome.as_ref().map_or(&[][..], |o| &o.releases);
    let current = knowledge::facts::current(platform.db()).await?;
    let evidence = |r: &&ReleaseView| matches!(r.word, Source::Civic | Source::Clinvar);
    let newer: Vec<ReleaseView> = current
        .iter()
        .filter(evidence)
        .filter(|r| !used.contains(&r.id))
        .cloned()
        .collect();
    if newer.is_empty() {
        return Ok(Vec::new());
    }
    let engine = knowledge::facts::engine(platform).await?;
    let one = |release: ReleaseView| Change {
        said: compare(&engine, release.word, finding),
        source: release.source,
        version: release.version,
    };
    Ok(newer.into_iter().map(one).collect())
}

fn compare(engine: &Engine, source: Source, finding: &Finding) -> Option<Text> {
    let name = if source == Source::Civic {
        "CIViC"
    } else {
        "ClinVar"
    };
    let before: BTreeSet<String> = finding
        .evidence
        .iter()
        .filter(|e| e.source == name)
        .map(|e| e.item.clone())
        .collect();
    let now = items(engine, source, finding);
    let list = |of: Vec<&String>| {
        let all: Vec<&str> = of.into_iter().map(String::as_str).collect();
        if all.is_empty() {
            "–".to_owned()
        } else {
            all.join(", ")
        }
    };
    // twenty items beside the defining ones were kept; what is missing because of that is no news
    let whole = before.len() < 20;
    let added: Vec<&String> = now.difference(&before).filter(|_| whole).collect();
    let gone: Vec<&String> = before.difference(&now).collect();
    if added.is_empty() && gone.is_empty() {
        return None;
    }
    let (added, gone) = (list(added), list(gone));
    Some(text!(
        ("増えた根拠：{added}。なくなった根拠：{gone}。"),
        ("New evidence: {added}. No longer there: {gone}.")
    ))
}

/// Ids of what a source says of the variant.
fn items(engine: &Engine, source: Source, finding: &Finding) -> BTreeSet<String> {
    let (chrom, pos) = (finding.chrom.as_str(), finding.pos);
    let (reference, alternate) = (finding.reference.as_str(), finding.alternate.as_str());
    if source == Source::Clinvar {
        let known = engine.clinvar.find(chrom, pos, reference, alternate);
        return known.into_iter().map(|k| k.id.clone()).collect();
    }
    let effects = engine
        .annotator
        .effects(chrom, pos, reference, alternate)
        .unwrap_or_default();
    let Some(effect) = effects
        .iter()
        .find(|e| e.gene == finding.gene)
        .or(effects.first())
    else {
        return BTreeSet::new();
    };
    let subject = Subject {
        chrom,
        pos,
        reference,
        alternate,
        effect,
    };
    let matches = engine.civic.matches(&subject);
    matches.into_iter().map(|(_, i)| i.id.clone()).collect()
}
