//! Who saved a section when, and what stood in each field before.

use std::collections::BTreeMap;

use ::words::{At, CaseId};
use web::{Platform, Problem};

use crate::{
    rules::entry::{Typed, flat},
    store,
};

/// A save of a section.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Which section.
    pub section: String,
    /// Which revision.
    pub revision: i64,
    /// Who, by name.
    pub who: String,
    /// When.
    pub at: At,
}

/// A value that stood in a field, with who put it there.
#[derive(Debug, Clone)]
pub struct Was {
    /// The value; empty if it was taken away.
    pub value: String,
    /// Who, by name.
    pub who: String,
    /// When.
    pub at: At,
}

/// Every save of a case's sections, oldest first.
///
/// # Errors
/// If the store fails.
pub async fn saves(platform: &Platform, case: &CaseId) -> Result<Vec<Saved>, Problem> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Vec::new();
    for event in platform.ledger().events_of_case(case).await? {
        if event.kind != "sheet" {
            continue;
        }
        let account = &event.actor.account;
        if !names.contains_key(account.as_str()) {
            let profile = platform.auth().profile(account).await?;
            let name = profile.map_or_else(|| account.to_string(), |p| p.name);
            names.insert(account.to_string(), name);
        }
        let section = event.payload.get("section").and_then(|s| s.as_str());
        let revision = event.payload.get("revision").and_then(|r| r.as_i64());
        let (Some(section), Some(revision)) = (section, revision) else {
            continue;
        };
        out.push(Saved {
            section: section.to_owned(),
            revision,
            who: names.get(account.as_str()).cloned().unwrap_or_default(),
            at: event.at,
        });
    }
    Ok(out)
}

/// The revisions of a section as fields, and the values of every field by time.
pub struct Past {
    /// By revision.
    pub revisions: BTreeMap<i64, Typed>,
    /// By path, oldest first.
    pub values: BTreeMap<String, Vec<Was>>,
    /// The last save.
    pub last: Option<Saved>,
}

/// What was saved of a section so far.
///
/// # Errors
/// If the store or the key store fails.
pub async fn past(platform: &Platform, case: &CaseId, section: &str) -> Result<Past, Problem> {
    let saves = saves(platform, case).await?;
    let mut out = Past {
        revisions: BTreeMap::new(),
        values: BTreeMap::new(),
        last: saves.iter().rev().find(|s| s.section == section).cloned(),
    };
    let mut before = Typed::new();
    for one in store::revisions(platform, case, section).await? {
        let now = flat(&one.answers);
        let save = saves
            .iter()
            .find(|s| s.section == section && s.revision == one.revision);
        let paths = before
            .keys()
            .chain(now.keys().filter(|k| !before.contains_key(*k)));
        for path in paths {
            let value = |typed: &Typed| typed.get(path).cloned().unwrap_or_default();
            if value(&before) != value(&now) {
                out.values.entry(path.clone()).or_default().push(Was {
                    value: value(&now),
                    who: save.map(|s| s.who.clone()).unwrap_or_default(),
                    at: one.at,
                });
            }
        }
        out.revisions.insert(one.revision, now.clone());
        before = now;
    }
    Ok(out)
}
