//! Who acts for a patient: who gave the consent that counts, as long as it was given for somebody who could not decide, and
//! nobody recalled it. Asked at every request; what cannot be answered is no.

use auth::{Acting, Represented};
use registry::facts::{CaseView, Relation};
use web::{Asks, Platform};
use words::{AccountId, CaseId, PersonId};

use crate::{
    facts::{self, ConsentView},
    rules::{
        asked_again::{self, Acts},
        permit::Purpose,
    },
    words::{Giver, Proxy, ProxyRelation},
};

/// The word of a relation, as it stands in records.
#[must_use]
pub fn relation_word(relation: ProxyRelation) -> String {
    let word = serde_json::to_value(relation).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// The consent of a patient that counts in a case, if a proxy gave it.
///
/// # Errors
/// If the store fails.
pub async fn given_by_proxy(
    platform: &Platform,
    case: &CaseId,
    patient: &PersonId,
) -> Result<Option<(ConsentView, Proxy)>, ::store::Error> {
    let all = facts::of_person(platform.db(), patient).await?;
    let here = all.into_iter().filter(|c| c.consent.record.case == *case);
    let latest = here.max_by_key(|c| (c.consent.status.in_force(), c.consent.submitted_at));
    Ok(latest.and_then(|view| {
        let record = &view.consent.record;
        let proxy = record.proxy.clone();
        let proxy = proxy.filter(|_| record.giver == Giver::Proxy)?;
        Some((view, proxy))
    }))
}

/// How an account acts for somebody in a case.
///
/// # Errors
/// If the store or the key store fails.
pub async fn represents(platform: &Platform, asks: &Asks) -> anyhow::Result<Represented> {
    let Some(case) = registry::facts::case(platform.db(), &asks.case).await? else {
        return Ok(Represented::No);
    };
    if case.proband() != Some(&asks.person) {
        return Ok(Represented::No);
    }
    let Some((view, proxy)) = given_by_proxy(platform, &asks.case, &asks.person).await? else {
        return Ok(Represented::No);
    };
    if !is_that_proxy(platform, asks, &case, &proxy).await? {
        return Ok(Represented::No);
    }
    if case.dead.contains(&asks.person) {
        return after_death(platform, &asks.person).await;
    }
    grown(platform, &asks.person, &view, &proxy).await
}

/// After a death nobody decides for the person any more; who did may read what is there if the person wished in life that
/// the family be told.
async fn after_death(platform: &Platform, person: &PersonId) -> anyhow::Result<Represented> {
    let told = facts::permits(platform.db(), person, Purpose::TellRelatives).await?;
    Ok(if told.granted {
        Represented::Partly
    } else {
        Represented::No
    })
}

/// Whether the account is of who gave the consent: a parent who takes part, or who was invited as a proxy for it.
async fn is_that_proxy(
    platform: &Platform,
    asks: &Asks,
    case: &CaseView,
    proxy: &Proxy,
) -> anyhow::Result<bool> {
    let acting = Acting {
        account: &asks.account,
        person: &asks.person,
        case: &asks.case,
    };
    if let Some(mandate) = platform.auth().mandate(&acting).await? {
        let same = mandate.relation == relation_word(proxy.relation);
        return Ok(same && mandate.in_force(platform.now()));
    }
    let relation = match proxy.relation {
        ProxyRelation::Mother => Relation::Mother,
        ProxyRelation::Father => Relation::Father,
        _ => return Ok(false),
    };
    Ok(case.member(relation) == Some(&asks.holder))
}

/// A child grows up: from the age of deciding the own voice counts, from majority on nobody else acts. Somebody who cannot
/// decide by the word of a court or a physician is spoken for at any age.
async fn grown(
    platform: &Platform,
    person: &PersonId,
    view: &ConsentView,
    proxy: &Proxy,
) -> anyhow::Result<Represented> {
    let then = view.consent.submitted_at.day();
    let age = registry::facts::age_on(platform, person, platform.now().day()).await?;
    let then = registry::facts::age_on(platform, person, then).await?;
    let (Some(age), Some(then)) = (age, then) else {
        // forgotten after a withdrawal: what is left are the papers of it
        let over = view.consent.withdrawn_at.is_some();
        return Ok(if over {
            Represented::Fully
        } else {
            Represented::No
        });
    };
    let again = view.consent.again.as_ref();
    Ok(match asked_again::acts(proxy, again, then, age) {
        Acts::No => Represented::No,
        Acts::Partly => Represented::Partly,
        Acts::Fully => Represented::Fully,
    })
}

/// Every account that acts for the patient of a case by a mandate, with how.
///
/// # Errors
/// If the store or the key store fails.
pub async fn proxies(
    platform: &Platform,
    case: &CaseId,
) -> anyhow::Result<Vec<(AccountId, auth::MandateState, Represented)>> {
    let mut all = Vec::new();
    for mandate in platform.auth().mandates_in(case).await? {
        let who = platform
            .auth()
            .who(&mandate.account, platform.now())
            .await?;
        let Some(holder) = who.and_then(|w| w.person) else {
            continue;
        };
        let asks = Asks {
            account: mandate.account.clone(),
            holder,
            case: case.clone(),
            person: mandate.person.clone(),
        };
        let acts = represents(platform, &asks).await?;
        all.push((mandate.account.clone(), mandate, acts));
    }
    Ok(all)
}
