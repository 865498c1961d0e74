//! Releases over HTTP.

use auth::Resource;
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::text;

use crate::facts::{self, ReleaseView};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(read))
        .routes(routes!(import))
}

/// The releases in use.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ReleasesOut {
    releases: Vec<ReleaseView>,
}

/// A folder below the operator's folder of references.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
struct ImportIn {
    /// Names of folders, without `..`; empty for the folder itself.
    folder: String,
}

/// Lists the releases in use.
#[utoipa::path(get, path = "/api/knowledge", responses((status = 200, body = ReleasesOut)),
    extensions(("x-action" = json!("knowledge.read"))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<ReleasesOut>, Problem> {
    caller
        .may(
            &platform,
            "knowledge.read",
            &Resource::new("knowledge", "releases"),
        )
        .await?;
    Ok(Json(ReleasesOut {
        releases: facts::current(platform.db()).await?,
    }))
}

/// Imports a folder that the operator has put beside the references.
#[utoipa::path(post, path = "/api/knowledge/import", request_body = ImportIn,
    responses((status = 200, body = ReleasesOut), (status = 400, body = Problem)),
    extensions(("x-action" = json!("knowledge.import"))))]
async fn import(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<ImportIn>,
) -> Result<Json<ReleasesOut>, Problem> {
    let actor = caller
        .may(
            &platform,
            "knowledge.import",
            &Resource::new("knowledge", "releases"),
        )
        .await?;
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let base = platform.settings().reference_dir.clone();
    let (Some(base), true) = (
        base,
        input.folder.is_empty() || input.folder.split('/').all(plain),
    ) else {
        return Err(no_folder());
    };
    let folder = base.join(&input.folder);
    if !folder.is_dir() {
        return Err(no_folder());
    }
    Ok(Json(ReleasesOut {
        releases: crate::import(&platform, &folder, &actor).await?,
    }))
}

fn no_folder() -> Problem {
    Problem::bad_input(text!(
        "そのフォルダーは参照データの場所にありません。サーバー管理者が置いたフォルダーの名前を指定してください。",
        "There is no such folder among the references. Give the name of a folder that the operator has put there."
    ))
}
