//! Drafts of forms: kept while somebody types, for that account only.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use words::text;

use crate::{Caller, Platform, Problem};

pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default().routes(routes!(read, keep, keep_on_leaving, forget))
}

/// Names and values of the fields, in their order.
#[derive(Serialize, Deserialize, ToSchema)]
struct Draft {
    fields: Vec<(String, String)>,
}

async fn asked(platform: &Platform, caller: &Caller, form: &str) -> Result<(), Problem> {
    let own = Resource::new("draft", caller.account.as_str());
    caller.may(platform, "draft.keep", &own).await?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:".contains(&b);
    if form.len() > 120 || !form.bytes().all(plain) {
        return Err(Problem::bad_input(text!(
            "下書きの名前の書き方が違います。",
            "That is not the name of a draft."
        )));
    }
    Ok(())
}

/// Reads a draft of one's own; empty if there is none.
#[utoipa::path(get, path = "/api/drafts/{form}", params(("form" = String, Path)), responses((status = 200, body = Draft)),
    extensions(("x-action" = json!("draft.keep"))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path(form): Path<String>,
) -> Result<Json<Draft>, Problem> {
    asked(&platform, &caller, &form).await?;
    let kept = platform.auth().draft(&caller.account, &form).await?;
    let draft = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(Json(draft.unwrap_or(Draft { fields: Vec::new() })))
}

/// Keeps a draft, in place of an earlier one.
#[utoipa::path(put, path = "/api/drafts/{form}", params(("form" = String, Path)), request_body = Draft, responses((status = 204)),
    extensions(("x-action" = json!("draft.keep"))))]
async fn keep(
    State(platform): State<Platform>,
    caller: Caller,
    Path(form): Path<String>,
    Json(draft): Json<Draft>,
) -> Result<StatusCode, Problem> {
    asked(&platform, &caller, &form).await?;
    let fields = serde_json::to_vec(&draft).unwrap_or_default();
    let now = platform.now();
    platform
        .auth()
        .keep_draft(&caller.account, &form, &fields, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// As `PUT`, for a page that is being left: browsers can only post then.
#[utoipa::path(post, path = "/api/drafts/{form}", params(("form" = String, Path)), request_body = Draft, responses((status = 204)),
    extensions(("x-action" = json!("draft.keep"))))]
async fn keep_on_leaving(
    platform: State<Platform>,
    caller: Caller,
    form: Path<String>,
    draft: Json<Draft>,
) -> Result<StatusCode, Problem> {
    keep(platform, caller, form, draft).await
}

/// Forgets a draft of one's own.
#[utoipa::path(delete, path = "/api/drafts/{form}", params(("form" = String, Path)), responses((status = 204)),
    extensions(("x-action" = json!("draft.keep"))))]
async fn forget(
    State(platform): State<Platform>,
    caller: Caller,
    Path(form): Path<String>,
) -> Result<StatusCode, Problem> {
    asked(&platform, &caller, &form).await?;
    platform.auth().drop_draft(&caller.account, &form).await?;
    Ok(StatusCode::NO_CONTENT)
}
