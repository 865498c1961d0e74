//! What neighbours may ask.

use std::collections::BTreeMap;

use ::words::{CaseId, Text};
use registry::facts::CaseView;
use serde::{Deserialize, Serialize};
use web::Platform;

use crate::{
    decide::check::{self, Found, Known},
    store,
    words::{
        catalogue::{self, Item, Kind},
        codemap,
    },
};

/// One answer in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Id of the item, `cancer.background.ecog_ps`.
    pub item: String,
    /// Where in the section, `regimen[0].rx_line`.
    pub path: String,
    /// The item's label.
    pub label: Text,
    /// The answer as stored.
    pub value: String,
    /// The answer in words. A term shows its code; its label belongs to the knowledge release in use.
    pub display: Text,
    /// Terminology of a term: `hpo`, `oncotree`.
    pub system: Option<String>,
}

/// All answers of a case, in the order of the catalogue. Empty once the key of the case was destroyed.
///
/// # Errors
/// If the store or the key store fails, or the stored answers were altered.
pub async fn summary(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<Answer>> {
    let Some(view) = registry::facts::case(platform.db(), case).await? else {
        return Ok(vec![]);
    };
    let mut sheets: BTreeMap<String, serde_json::Value> = store::sheets(platform, case)
        .await?
        .into_iter()
        .map(|(s, a)| (s.section, a))
        .collect();
    let sections =
        catalogue::all().map_err(|e| anyhow::anyhow!("failed to read the catalogue: {e}"))?;
    let mut out = Vec::new();
    for section in sections.iter().filter(|s| s.domain == view.kind.code()) {
        if let Some(answers) = sheets.remove(&section.section) {
            out.extend(check::found(section, &answers).into_iter().map(Answer::of));
        }
    }
    Ok(out)
}

/// The first answer of an item, by its id or by the last part of it.
///
/// # Errors
/// As [`summary`].
pub async fn value(
    platform: &Platform,
    case: &CaseId,
    item: &str,
) -> anyhow::Result<Option<String>> {
    Ok(values(platform, case, item).await?.into_iter().next())
}

/// All answers of an item in repeating groups, by its id or by the last part of it.
///
/// # Errors
/// As [`summary`].
pub async fn values(platform: &Platform, case: &CaseId, item: &str) -> anyhow::Result<Vec<String>> {
    let all = summary(platform, case).await?;
    let same = |a: &Answer| a.item == item || a.item.rsplit('.').next() == Some(item);
    Ok(all.into_iter().filter(same).map(|a| a.value).collect())
}

/// HPO terms found present in the patient (rare disease).
///
/// # Errors
/// As [`summary`].
pub async fn phenotypes(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<String>> {
    let all = summary(platform, case).await?;
    let present = |a: &Answer| {
        let presence = a.path.replace("pheno_hpo", "pheno_present");
        all.iter()
            .any(|b| b.path == presence && b.value == "present")
    };
    Ok(all
        .iter()
        .filter(|a| a.item == "rare.history.pheno_hpo" && present(a))
        .map(|a| a.value.clone())
        .collect())
}

/// What conditions may ask beside the section itself: switches of the registration and plain answers of the other sections.
pub(crate) async fn known(
    platform: &Platform,
    case: &CaseView,
    section: &str,
) -> anyhow::Result<Known> {
    let mut known = Known::new();
    if let Some(person) = case.proband() {
        let day = case.registered_at.day();
        if let Some(age) = registry::facts::age_on(platform, person, day).await? {
            known.insert("age_at_registration".to_owned(), age.to_string());
        }
        if let Some(sex) = registry::facts::sex(platform, person).await? {
            known.insert("sex".to_owned(), sex);
        }
    }
    for (state, answers) in store::sheets(platform, &case.id).await? {
        if state.section != section
            && let Some(found) = catalogue::section(case.kind.code(), &state.section)
        {
            let plain = check::found(found, &answers)
                .into_iter()
                .filter(|f| f.item.group.is_empty());
            known.extend(plain.map(|f| (f.item.key().to_owned(), f.value)));
        }
    }
    Ok(known)
}

impl Answer {
    fn of(found: Found) -> Self {
        Self {
            item: found.item.id.clone(),
            path: found.path,
            label: found.item.label.clone(),
            display: display(found.item, &found.value),
            value: found.value,
            system: found.item.system.clone(),
        }
    }
}

fn display(item: &Item, value: &str) -> Text {
    let plain = || Text::made(value, value);
    match item.kind {
        Kind::Choice => item
            .codes
            .as_deref()
            .and_then(|c| codemap::label(c, value))
            .cloned()
            .unwrap_or_else(plain),
        Kind::Boolean if value == "true" => words::text!("はい", "yes"),
        Kind::Boolean => words::text!("いいえ", "no"),
        Kind::Integer | Kind::Decimal => match item.unit.as_deref() {
            Some("a") => Text::made(format!("{value}年・歳"), format!("{value} years")),
            Some(unit) => Text::made(format!("{value} {unit}"), format!("{value} {unit}")),
            None => plain(),
        },
        Kind::Text | Kind::Date | Kind::Month | Kind::Term => plain(),
    }
}
