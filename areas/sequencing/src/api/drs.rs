//! Accepted files as GA4GH DRS objects (Data Repository Service 1.5): what they are, not what is in them.
//! There is no open address of reads: the access method names that access is granted elsewhere, and nobody has it here.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Caller, Platform, Problem};
use words::{Digest, text};

use super::{case, owned};
use crate::{
    decide::delivery::{Delivery, State as DeliveryState},
    store,
    words::{ManifestFile, SealedFile},
};

/// The one access method of an object.
const RESTRICTED: &str = "restricted";

/// A blob, as DRS 1.5 describes it.
#[derive(Serialize, ToSchema)]
pub(super) struct DrsObject {
    id: String,
    name: String,
    /// `drs://HOST/ID`.
    self_uri: String,
    /// Bytes.
    size: u64,
    /// When the FASTQ file was generated, RFC 3339.
    created_time: String,
    mime_type: &'static str,
    checksums: Vec<Checksum>,
    access_methods: Vec<AccessMethod>,
}

/// A check sum of the whole file.
#[derive(Serialize, ToSchema)]
pub(super) struct Checksum {
    checksum: String,
    /// `sha-256` or `md5`.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// How to get the bytes: not without a permission that is asked for elsewhere.
#[derive(Serialize, ToSchema)]
pub(super) struct AccessMethod {
    #[serde(rename = "type")]
    kind: &'static str,
    access_id: &'static str,
    authorizations: Authorizations,
}

/// What `/access` asks for.
#[derive(Serialize, ToSchema)]
pub(super) struct Authorizations {
    drs_object_id: String,
    supported_types: [&'static str; 1],
}

/// Describes an accepted file.
#[utoipa::path(get, path = "/ga4gh/drs/v1/objects/{id}", responses((status = 200, body = DrsObject), (status = 404, body = Problem)),
    extensions(("x-action" = json!("delivery.read"))))]
pub(super) async fn object(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DrsObject>, Problem> {
    let (delivery, file) = find(&platform, &caller, &id).await?;
    let line = line(&platform, &delivery, &file.name).await?;
    Ok(Json(describe(&platform, id, &file, line)))
}

/// Says no: reads leave by a decision on their use, which is not part of this address.
#[utoipa::path(get, path = "/ga4gh/drs/v1/objects/{id}/access/{access}", responses((status = 403, body = Problem)),
    extensions(("x-action" = json!("delivery.read"))))]
pub(super) async fn access(
    State(platform): State<Platform>,
    caller: Caller,
    Path(path): Path<(String, String)>,
) -> Result<Json<DrsObject>, Problem> {
    find(&platform, &caller, &path.0).await?;
    let detail = text!(
        "リードデータの取得は、この窓口では許可されません。利用審査を経て提供されます。",
        "Reads cannot be fetched from here; they are provided after a decision on their use."
    );
    Err(Problem::new(
        StatusCode::FORBIDDEN,
        "E-SEQUENCING-DRS-RESTRICTED",
        detail,
    ))
}

/// The delivery and file of an object, if the caller may see deliveries of its case.
async fn find(
    platform: &Platform,
    caller: &Caller,
    id: &str,
) -> Result<(DeliveryState, SealedFile), Problem> {
    let unknown = || {
        Problem::not_found(text!(
            "このDRSオブジェクトはありません。",
            "There is no such DRS object."
        ))
    };
    let (delivery, name) = store::object(platform.db(), id)
        .await?
        .ok_or_else(unknown)?;
    let delivery = super::deliveries::load(platform, &delivery).await?;
    let case = case(platform, delivery.case.as_str()).await?;
    let resource = owned("delivery", &delivery.id, &case, &delivery.vendor, caller);
    caller.may(platform, "delivery.read", &resource).await?;
    let file = delivery.files.iter().find(|f| f.name == name).cloned();
    Ok((delivery, file.ok_or_else(unknown)?))
}

/// What the manifest said of a file: that of this delivery, or of one that it topped up.
async fn line(
    platform: &Platform,
    delivery: &DeliveryState,
    name: &str,
) -> Result<Option<(String, ManifestFile)>, Problem> {
    let of = |d: &DeliveryState| {
        let line = d.manifest.files.iter().find(|f| f.name == name)?;
        Some((d.manifest.generated_at.rfc3339(), line.clone()))
    };
    if let Some(found) = of(delivery) {
        return Ok(Some(found));
    }
    for id in &delivery.merged {
        let earlier = platform.ledger().load::<Delivery>(id).await?;
        if let Some(found) = earlier.and_then(|d| of(&d.state)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn describe(
    platform: &Platform,
    id: String,
    file: &SealedFile,
    line: Option<(String, ManifestFile)>,
) -> DrsObject {
    let base = &platform.settings().base_url;
    let host = base
        .split_once("://")
        .map_or(base.as_str(), |(_, host)| host);
    let sha256 = |digest: &Digest| Checksum {
        checksum: digest.to_string(),
        kind: "sha-256",
    };
    let (created_time, line) = line.unzip();
    let md5 = line.and_then(|l| l.md5).map(|checksum| Checksum {
        checksum,
        kind: "md5",
    });
    DrsObject {
        self_uri: format!("drs://{host}/{id}"),
        name: file.name.clone(),
        size: file.bytes,
        created_time: created_time.unwrap_or_default(),
        mime_type: "application/gzip",
        checksums: [sha256(&file.sha256)].into_iter().chain(md5).collect(),
        access_methods: vec![AccessMethod {
            kind: "https",
            access_id: RESTRICTED,
            authorizations: Authorizations {
                drs_object_id: id.clone(),
                supported_types: ["BearerAuth"],
            },
        }],
        id,
    }
}
