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
    let unique = |at: usize, id: &str| record.keys.iter().skip(at + 1).all(|k| k.id != id);
    let mut keys = record.keys.iter().enumerate();
    if !keys.all(|(at, k)| k.is_well_formed() && unique(at, &k.id)) {
        return Err(Problem::bad_input(text!(
            "署名の鍵は、重複しない名前、Ed25519公開鍵（16進64桁）、有効期間で登録してください。",
            "A key needs a name of its own, an Ed25519 public key (64 hexadecimal digits) and a period."
        )));
    }
    let now = platform.now();
    let version =
        store::file_vendor(platform.db(), &site, &record, actor.account.as_str(), now).await?;
    let lacks = record.lacks(now.day());
    Ok(Json(VendorOut { id, version, lacks }))
}
