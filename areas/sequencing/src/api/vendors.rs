//! The office's records of vendors.

use auth::Resource;
use axum::{
    Json,
    extract::{Path, State},
};
use web::{Caller, Platform, Problem};
use words::{SiteId, text};

use super::wire::VendorOut;
use crate::{store, words::VendorRecord};

/// Files what the office knows about a vendor; every call makes a new version.
#[utoipa::path(put, path = "/api/vendors/{id}", request_body = VendorRecord,
    responses((status = 200, body = VendorOut), (status = 400, body = Problem)),
    extensions(("x-action" = json!("site.approve"))))]
pub(super) async fn file(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(record): Json<VendorRecord>,
) -> Result<Json<VendorOut>, Problem> {
    let actor = caller
        .may(
            &platform,
            "site.approve",
            &Resource::new("vendor", id.as_str()),
        )
        .await?;
    // The id becomes the name of the vendor's incoming directory.
    let site = SiteId::parse(id.as_str())
        .ok()
        .filter(|_| !id.starts_with('.'));
    let site = site.ok_or_else(|| {
        Problem::bad_input(text!(
            "事業者の番号が正しくありません。",
            "This is not the id of a site."
        ))
    })?;
    let now = platform.now();
    let version =
        store::file_vendor(platform.db(), &site, &record, actor.account.as_str(), now).await?;
    let lacks = record.lacks(now.day());
    Ok(Json(VendorOut { id, version, lacks }))
}
