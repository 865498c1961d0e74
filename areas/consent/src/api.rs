//! Consent over HTTP.

pub(crate) mod campaign;
pub(crate) mod capacity;
pub(crate) mod give;
mod read;
mod wire;
pub(crate) mod withdraw;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Platform, Problem};
use words::{PersonId, text};

use crate::{
    decide::{Facts, Refusal},
    facts::{self, ConsentView},
};
use registry::facts::CaseView;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(read::forms))
        .routes(routes!(give::give))
        .routes(routes!(read::consent))
        .routes(routes!(read::of_case))
        .routes(routes!(read::receipt))
        .routes(routes!(give::choose))
        .routes(routes!(withdraw::withdraw))
        .routes(routes!(withdraw::read))
        .routes(routes!(withdraw::certificate))
        .routes(routes!(withdraw::shorten))
        .routes(routes!(withdraw::take_back))
        .routes(routes!(campaign::campaign))
        .routes(routes!(capacity::capacity))
}

pub(crate) fn bad_id() -> Problem {
    Problem::bad_input(text!(
        "番号・符号は英数字と「-_.:@」で入力してください。",
        "Numbers and codes consist of letters, digits and \"-_.:@\"."
    ))
}

pub(crate) fn unknown() -> Problem {
    Problem::not_found(words::Refusal::text(&Refusal::Unknown))
}

pub(crate) async fn case(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let id = words::CaseId::parse(id).map_err(|_| unknown())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(unknown)
}

/// A consent with its case.
pub(crate) async fn consent(
    platform: &Platform,
    id: &str,
) -> Result<(ConsentView, CaseView), Problem> {
    let view = facts::consent(platform.db(), id)
        .await?
        .ok_or_else(unknown)?;
    let case = case(platform, view.consent.record.case.as_str()).await?;
    Ok((view, case))
}

pub(crate) fn resource(case: &CaseView, person: &PersonId, id: &str) -> auth::Resource {
    let mut resource = registry::facts::resource_of(case).of_person(person);
    resource.kind = "consent";
    id.clone_into(&mut resource.id);
    resource
}

/// What a decision needs from upstream.
pub(crate) async fn gather(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    actor: &words::Actor,
) -> Result<Facts, Problem> {
    let now = platform.now();
    let relation = case
        .members
        .iter()
        .find(|m| m.person == *person)
        .map(|m| m.relation);
    // of a parent who died nothing can be asked, though the case goes on
    let status = if case.dead.contains(person) {
        registry::facts::CaseStatus::Deceased
    } else {
        case.status
    };
    Ok(Facts {
        now,
        actor: actor.account.clone(),
        case: Some((case.kind.code(), status)),
        relation,
        age: registry::facts::age_on(platform, person, now.day()).await?,
        in_force: facts::standing(platform.db(), person, &case.id).await?,
        samples: samples(platform),
    })
}

/// Whether sample forms may be signed: in a demonstration, or where all data is synthetic.
pub(crate) fn samples(platform: &Platform) -> bool {
    platform.settings().demo || platform.settings().synthetic
}
