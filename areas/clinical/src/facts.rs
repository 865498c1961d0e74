//! What neighbours may ask.

use std::collections::BTreeMap;

use ::words::{CaseId, SiteId, Text};
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

/// A case whose clinical record is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incomplete {
    /// The case.
    pub case: CaseId,
    /// Sections that nobody has begun.
    pub not_begun: usize,
    /// Answers that must be given and are not there, in the sections that were saved.
    pub gaps: u64,
    /// The first section that needs work.
    pub section: String,
}

/// Active cases whose clinical record has gaps, by number: of one site if given. No answer is opened for it.
///
/// # Errors
/// If the store fails.
pub async fn incomplete(
    db: &::store::Db,
    site: Option<&SiteId>,
) -> anyhow::Result<Vec<Incomplete>> {
    let sections =
        catalogue::all().map_err(|e| anyhow::anyhow!("failed to read the catalogue: {e}"))?;
    let states = store::states(db, site).await?;
    let saved: BTreeMap<(&str, &str), u64> = states
        .iter()
        .map(|s| ((s.case.as_str(), s.section.as_str()), s.gaps.unwrap_or(0)))
        .collect();
    let mut out = Vec::new();
    for case in registry::facts::cases(db, site).await? {
        if case.status != registry::facts::CaseStatus::Active {
            continue;
        }
        let own = sections.iter().filter(|s| s.domain == case.kind.code());
        let of =
            |s: &&catalogue::Section| saved.get(&(case.id.as_str(), s.section.as_str())).copied();
        let needs: Vec<_> = own.filter(|s| of(s) != Some(0)).collect();
        if let Some(first) = needs.first() {
            out.push(Incomplete {
                not_begun: needs.iter().filter(|s| of(s).is_none()).count(),
                gaps: needs.iter().filter_map(of).sum(),
                section: first.section.clone(),
                case: case.id,
            });
        }
    }
    Ok(out)
}

/// The course of a case's illness as far as the clinic wrote it down.
///
/// # Errors
/// As [`summary`].
pub async fn course(
    platform: &Platform,
    case: &CaseId,
) -> anyhow::Result<crate::rules::timeline::Timeline> {
    Ok(crate::rules::timeline::read(
        &summary(platform, case).await?,
    ))
}

/// The family of a case as it is drawn: members and family history. No name is in it.
///
/// # Errors
/// As [`summary`].
pub async fn family(
    platform: &Platform,
    case: &CaseView,
) -> anyhow::Result<crate::rules::pedigree::Family> {
    use crate::rules::{pedigree::Place, relatives};
    use registry::facts::Relation;
    let mut members = Vec::new();
    for member in &case.members {
        let known = registry::facts::person(platform.db(), &member.person).await?;
        let sex = registry::facts::sex(platform, &member.person).await?;
        members.push(relatives::Member {
            place: match member.relation {
                Relation::Proband => Place::Proband,
                Relation::Mother => Place::Mother,
                Relation::Father => Place::Father,
            },
            sex: sex.unwrap_or_default(),
            dead: known.is_some_and(|p| p.is_dead()),
        });
    }
    let answers = summary(platform, &case.id).await?;
    let cancer = case.kind == registry::facts::CaseKind::Cancer;
    Ok(relatives::family(&members, &answers, cancer))
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

pub(crate) fn display(item: &Item, value: &str) -> Text {
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
