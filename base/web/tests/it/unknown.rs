//! What does not exist answers like what may not be seen.

use auth::{Holds, Resource};
use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    Area, Caller, Platform, Problem,
    testing::{Stage, platform},
};
use words::{CaseId, SiteId, text};

/// The one case there is; it belongs to site-a.
const HERE: &str = "0001-01-00001";
/// A case of site-a whose consent was withdrawn.
const WITHDRAWN: &str = "0001-01-00002";
/// No case.
const NOWHERE: &str = "0001-01-99999";

/// Looks first and asks then, as handlers do.
#[utoipa::path(get, path = "/api/tests/things/{id}", responses((status = 200)), extensions(("x-action" = json!("clinical.read"))))]
async fn thing(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    if id.len() < 13 {
        return Err(Problem::bad_input(text!("番号が短い", "too short")));
    }
    if id == NOWHERE || !id.is_ascii() {
        return Err(Problem::not_found(text!("ありません", "There is none")));
    }
    let site = SiteId::parse("site-a").map_err(anyhow::Error::from)?;
    let case = CaseId::parse(id.as_str()).map_err(anyhow::Error::from)?;
    let on = Resource::new("sheet", id).of_case(&case).at_site(&site);
    caller
        .may(&platform, "clinical.read", &on.holding(Holds::Clinical))
        .await?;
    Ok(Json(json!({ "shown": true })))
}

async fn stage(t: &store::testing::TestDb) -> Stage {
    let withdrawals = Area::new("knows")
        .withdrawals(|_, case| async move { Ok(case.as_str() == WITHDRAWN) })
        .api(OpenApiRouter::default().routes(routes!(thing)));
    platform(t.db.clone(), vec![withdrawals]).await
}

async fn ask(stage: &Stage, token: &str, id: &str) -> (u16, Value) {
    let path = format!("/api/tests/things/{id}");
    stage.call("GET", &path, Some(token), Value::Null).await
}

#[tokio::test]
async fn another_site_cannot_tell_what_exists() {
    let t = store::testing::sqlite().await;
    let stage = stage(&t).await;
    for (role, site) in [
        ("physician", Some("site-b")),
        ("counsellor", Some("site-b")),
        ("technician", Some("site-a")),
        ("office", None),
        ("security", None),
    ] {
        let token = stage.sign_in(role, site).await;
        let here = ask(&stage, &token, HERE).await;
        assert_eq!(here.0, 403, "{role}: {here:?}");
        assert_eq!(here.1["code"], "E-AUTH-DENIED");
        for id in [NOWHERE, WITHDRAWN] {
            assert_eq!(ask(&stage, &token, id).await, here, "{role} {id}");
        }
    }
}

#[tokio::test]
async fn who_sees_all_reads_that_there_is_none() {
    let t = store::testing::sqlite().await;
    let stage = stage(&t).await;
    let curator = stage.sign_in("curator", None).await;
    assert_eq!(ask(&stage, &curator, HERE).await.0, 200);
    let (status, said) = ask(&stage, &curator, NOWHERE).await;
    assert_eq!(
        (status, said["detail"]["en"].as_str()),
        (404, Some("There is none"))
    );
    assert_eq!(ask(&stage, &curator, "short").await.0, 400);
    let (status, said) = ask(&stage, &curator, WITHDRAWN).await;
    assert_eq!((status, &said["cites"]), (403, &json!("withdrawn-read")));
    let own = stage.sign_in("physician", Some("site-a")).await;
    assert_eq!(ask(&stage, &own, WITHDRAWN).await.0, 200, "treating staff");
    assert_eq!(ask(&stage, &own, NOWHERE).await.0, 403);
    let (status, _) = ask(&stage, &own, "short").await;
    assert_eq!(status, 400, "what cannot be read is said to everybody");
}

#[tokio::test]
async fn probing_is_in_the_log_by_number_and_never_by_text() {
    let t = store::testing::sqlite().await;
    let stage = stage(&t).await;
    let token = stage.sign_in("physician", Some("site-b")).await;
    ask(&stage, &token, NOWHERE).await;
    ask(
        &stage,
        &token,
        "%E5%B1%B1%E5%B1%B1%E5%B1%B1%E5%B1%B1%E5%B1%B1",
    )
    .await;
    let log = stage.platform.auth();
    let log = log.accesses(&auth::Filter::default(), 10).await.unwrap();
    let mut things: Vec<&str> = log.iter().map(|e| e.thing.as_str()).collect();
    things.sort_unstable();
    assert_eq!(things, [NOWHERE, "?"]);
    assert!(log.iter().all(|e| !e.allowed && e.kind == "unknown"));
}

#[tokio::test]
async fn who_has_not_signed_in_is_asked_to() {
    let t = store::testing::sqlite().await;
    let stage = stage(&t).await;
    let path = format!("/api/tests/things/{NOWHERE}");
    let (status, _) = stage.call("GET", &path, None, Value::Null).await;
    assert_eq!(status, 401);
}
