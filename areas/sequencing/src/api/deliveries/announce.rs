//! A manifest comes: permission, signature over its bytes, then what it says.

use auth::Resource;
use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
};
use ledger::Along;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Caller, Platform, Problem};
use words::{Actor, text};

use super::{execute_along, gather};
use crate::{
    api::wire::DeliveryOut,
    decide::{
        delivery::{Command, Refusal, Source},
        order::Order,
    },
    rules, store,
    words::{Form, Manifest, ManifestIn, Signed, read_manifest},
};

/// The header that carries `KEY:HEX`.
const SIGNATURE: &str = "x-manifest-signature";

/// How the files come.
#[derive(Deserialize, IntoParams)]
pub(in crate::api) struct How {
    /// `upload` if absent.
    source: Option<Source>,
}

/// Announces files by their manifest: JSON or CSV (by content type), signed by the vendor over the bytes of the body
/// (`X-Manifest-Signature: KEY:HEX`, Ed25519). With `?source=incoming` the files lie in the vendor's incoming directory and are taken in at once.
#[utoipa::path(post, path = "/api/deliveries", params(How),
    request_body(content((ManifestIn = "application/json"), (String = "text/csv"))),
    responses((status = 201, body = DeliveryOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("delivery.submit"))))]
pub(in crate::api) async fn announce(
    State(platform): State<Platform>,
    caller: Caller,
    Query(how): Query<How>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
    let id = platform.new_id("delivery");
    let mut resource = Resource::new("delivery", id.as_str());
    if let Some(site) = caller.site() {
        resource = resource.at_site(&site);
    }
    let actor = caller.may(&platform, "delivery.submit", &resource).await?;
    let form = form(&headers)?;
    let signed = signed(&platform, &actor, &headers, &body).await?;
    let manifest =
        read_manifest(&body, form).map_err(|bad| Problem::refused(&Refusal::Manifest(bad)))?;
    let facts = facts(&platform, &manifest, &actor).await?;
    let kept = store::keep_manifest(
        &id,
        form.code(),
        String::from_utf8_lossy(&body).into_owned(),
    );
    let command = Command::Announce {
        id: id.clone(),
        manifest: Box::new(manifest),
        source: how.source.unwrap_or(Source::Upload),
        signed,
    };
    let along = Along {
        writes: vec![kept],
        ..Along::default()
    };
    let state = execute_along(&platform, &id, command, facts, actor, along).await?;
    let out = DeliveryOut::of(&state, platform.now());
    Ok((StatusCode::CREATED, Json(out)))
}

fn form(headers: &HeaderMap) -> Result<Form, Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    match kind.and_then(|k| k.split(';').next()).map(str::trim) {
        Some("application/json") => Ok(Form::Json),
        Some("text/csv") => Ok(Form::Csv),
        _ => Err(Problem::bad_input(text!(
            "目録は application/json または text/csv で送ってください。",
            "Send the manifest as application/json or text/csv."
        ))),
    }
}

/// The signature is by a key of the vendor who is calling; nothing of an unsigned manifest is looked at.
async fn signed(
    platform: &Platform,
    actor: &Actor,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Signed, Problem> {
    let record = match &actor.site {
        Some(site) => store::vendor(platform.db(), site).await?,
        None => None,
    };
    let header = headers.get(SIGNATURE).and_then(|v| v.to_str().ok());
    rules::signed(record.as_ref(), header, body, platform.now().day())
        .map_err(|bad| Problem::refused(&Refusal::Signature(bad)))
}

async fn facts(
    platform: &Platform,
    manifest: &Manifest,
    actor: &Actor,
) -> Result<crate::decide::delivery::Facts, Problem> {
    let mut facts = gather(platform, &manifest.specimen, actor).await?;
    let order = platform.ledger().load::<Order>(&manifest.order).await?;
    facts.order = order.map(|o| o.state);
    facts.earlier = store::of_specimen(platform.db(), &manifest.order, &manifest.specimen).await?;
    Ok(facts)
}
