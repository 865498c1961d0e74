//! Clinical information over HTTP.

mod wire;

use auth::{Holds, Resource};
use axum::{
    Json,
    extract::{Path, State},
};
use ledger::Along;
use registry::facts::CaseView;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, Context, text};

use crate::{
    decide::{Command, Facts, Refusal, Sheet, check},
    facts, store,
    words::catalogue,
};
use wire::{AnswerOut, CatalogueOut, ClinicalOut, SectionOut, SheetIn, SheetOut};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(catalogue_of))
        .routes(routes!(save))
        .routes(routes!(read))
}

/// Answers the catalogue of clinical items with their code lists.
#[utoipa::path(get, path = "/api/catalogue", responses((status = 200, body = CatalogueOut)),
    extensions(("x-action" = json!("home.read"))))]
async fn catalogue_of(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<CatalogueOut>, Problem> {
    caller
        .may(
            &platform,
            "home.read",
            &Resource::new("catalogue", "clinical"),
        )
        .await?;
    let sections =
        catalogue::all().map_err(|e| anyhow::anyhow!("failed to read the catalogue: {e}"))?;
    Ok(Json(CatalogueOut {
        sections: sections.iter().map(SectionOut::of).collect(),
    }))
}

/// Saves the answers of a section as a new revision; the earlier ones stay.
#[utoipa::path(put, path = "/api/cases/{id}/clinical/{section}", request_body = SheetIn,
    responses((status = 200, body = SheetOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("clinical.write"))))]
async fn save(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    Json(input): Json<SheetIn>,
) -> Result<Json<SheetOut>, Problem> {
    let case = case(&platform, &id).await?;
    let actor = caller
        .may(&platform, "clinical.write", &resource(&case))
        .await?;
    let section = catalogue::section(case.kind.code(), &name)
        .ok_or_else(|| Problem::refused(&Refusal::NoSection))?;
    let save = Save {
        answers: &input.answers,
        seen: input.revision,
        with_gaps: input.with_gaps,
    };
    let revision = record(&platform, actor, &case, section, save).await?;
    Ok(Json(SheetOut {
        section: name,
        revision,
        answers: input.answers,
    }))
}

/// What somebody wants to save.
pub(crate) struct Save<'a> {
    pub answers: &'a serde_json::Value,
    /// The revision that was seen.
    pub seen: Option<i64>,
    /// Answers that must be given may be missing.
    pub with_gaps: bool,
}

/// Saves the answers of a section for somebody who may: the new revision.
pub(crate) async fn record(
    platform: &Platform,
    actor: Actor,
    case: &CaseView,
    section: &'static catalogue::Section,
    save: Save<'_>,
) -> Result<i64, Problem> {
    let name = &section.section;
    let consent = match case.proband() {
        Some(person) => consent::facts::in_force_for(platform.db(), person, &case.id)
            .await?
            .map(|c| c.reference),
        None => None,
    };
    let Some(consent) = consent else {
        return Err(Problem::refused(&Refusal::NoConsent));
    };
    let known = facts::known(platform, case, name).await?;
    let facts = Facts {
        consent: Some(consent.clone()),
        faults: check::check(section, save.answers, &known),
    };
    let gaps = facts.faults.iter().filter(|f| f.gap).count() as u64;
    let sheet = format!("{}:{name}", case.id);
    let before = platform.ledger().load::<Sheet>(&sheet).await?;
    let (version, revision) = before.map_or((0, 0), |l| (l.version, l.state.revision));
    if save.seen.is_some_and(|seen| seen != revision) {
        return Err(ledger::Failed::<Refusal>::Stale.into());
    }
    let (sealed, bytes) = store::seal(platform, &case.id, save.answers)?;
    let now = platform.now();
    let command = Command::Save {
        case: case.id.clone(),
        section: name.clone(),
        catalogue: section
            .digest
            .clone()
            .unwrap_or_else(|| words::Digest::of(b"")),
        sealed,
        answered: check::found(section, save.answers).len() as u64,
        gaps: save.with_gaps.then_some(gaps),
    };
    let writes = vec![store::row(&case.id, name, revision + 1, now, bytes)];
    let along = Along {
        writes,
        expect: Some(version),
        ..Along::default()
    };
    let context = Context::new(now, actor).on(&case.id).resting_on(consent);
    platform
        .ledger()
        .execute_along::<Sheet>(&sheet, command, &facts, &context, along)
        .await?;
    Ok(revision + 1)
}

/// Answers all sections of a case, as stored and in words.
#[utoipa::path(get, path = "/api/cases/{id}/clinical", responses((status = 200, body = ClinicalOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("clinical.read"))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ClinicalOut>, Problem> {
    let case = case(&platform, &id).await?;
    caller
        .may(&platform, "clinical.read", &resource(&case))
        .await?;
    let sheets = store::sheets(&platform, &case.id).await?;
    let sheet = |(state, answers): (crate::decide::State, serde_json::Value)| SheetOut {
        section: state.section,
        revision: state.revision,
        answers,
    };
    let summary = facts::summary(&platform, &case.id).await?;
    Ok(Json(ClinicalOut {
        sections: sheets.into_iter().map(sheet).collect(),
        summary: summary.into_iter().map(AnswerOut::of).collect(),
    }))
}

pub(crate) fn resource(case: &CaseView) -> Resource {
    let mut resource = registry::facts::resource_of(case).holding(Holds::Clinical);
    resource.kind = "sheet";
    resource
}

async fn case(platform: &Platform, id: &str) -> Result<CaseView, Problem> {
    let unknown = || {
        Problem::not_found(text!(
            "この症例は登録されていません。",
            "There is no such case."
        ))
    };
    let id = CaseId::parse(id).map_err(|_| unknown())?;
    registry::facts::case(platform.db(), &id)
        .await?
        .ok_or_else(unknown)
}
