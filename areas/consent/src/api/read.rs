//! Forms, records and receipts.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use blob::KeyId;
use web::{Caller, Platform, Problem};
use words::text;

use super::wire::{ConsentOut, ConsentsOut, FormOut, FormsOut};
use crate::{facts, store, words::form};

/// Lists the forms with their digests, old versions included.
#[utoipa::path(get, path = "/api/forms", responses((status = 200, body = FormsOut)),
    extensions(("x-action" = json!("home.read"))))]
pub(super) async fn forms(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<FormsOut>, Problem> {
    caller
        .may(&platform, "home.read", &Resource::new("form", "all"))
        .await?;
    let today = platform.now().day();
    let all = form::all().map_err(|e| anyhow::anyhow!("failed to read the forms: {e}"))?;
    let forms = all.iter().map(|form| FormOut {
        reference: form.reference(),
        sha256: form
            .digest
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        in_force: form.in_force_on(today),
        form: form.clone(),
    });
    Ok(Json(FormsOut {
        forms: forms.collect(),
    }))
}

/// Shows a consent.
#[utoipa::path(get, path = "/api/consents/{id}", responses((status = 200, body = ConsentOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn consent(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ConsentOut>, Problem> {
    let (view, case) = super::consent(&platform, &id).await?;
    caller
        .may(
            &platform,
            "consent.read",
            &super::resource(&case, &view.consent.record.person, &id),
        )
        .await?;
    Ok(Json(ConsentOut::of(&view)))
}

/// Lists the consents of a case; a participant sees the own ones.
#[utoipa::path(get, path = "/api/cases/{id}/consents", responses((status = 200, body = ConsentsOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn of_case(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<ConsentsOut>, Problem> {
    let case = super::case(&platform, &id).await?;
    let own = caller.person().cloned();
    let mut resource = registry::facts::resource_of(&case);
    if let Some(person) = own
        .as_ref()
        .filter(|p| case.members.iter().any(|m| m.person == **p))
    {
        resource = resource.of_person(person);
    }
    caller.may(&platform, "consent.read", &resource).await?;
    let mut views = facts::of_case(platform.db(), &case.id).await?;
    views.retain(|v| {
        own.as_ref()
            .is_none_or(|own| v.consent.record.person == *own)
    });
    Ok(Json(ConsentsOut {
        consents: views.iter().map(ConsentOut::of).collect(),
    }))
}

/// Answers the latest receipt as a PDF.
#[utoipa::path(get, path = "/api/consents/{id}/receipt", responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)),
    extensions(("x-action" = json!("consent.read"))))]
pub(super) async fn receipt(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let (view, case) = super::consent(&platform, &id).await?;
    let person = &view.consent.record.person;
    caller
        .may(
            &platform,
            "consent.read",
            &super::resource(&case, person, &id),
        )
        .await?;
    let not_yet = || {
        Problem::not_found(text!(
            "控えはまだ作成されていないか、撤回により削除されました。",
            "The receipt is not made yet, or was deleted after a withdrawal."
        ))
    };
    let (_, digest) = store::receipt(platform.db(), &id)
        .await?
        .ok_or_else(not_yet)?;
    let key = KeyId::person(person);
    if platform.blobs().is_forgotten(&key) {
        return Err(not_yet());
    }
    let pdf = platform.blobs().get(&key, &digest).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf))
}
