//! What surrounds every request: the guard, the headers, the document, the panic catcher.

use auth::{Holds, Resource};
use axum::{Json, extract::State, routing::get};
use maud::{Markup, html};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    Area, Caller, Platform, Problem, operations, page, testing::platform, unlisted_operations,
};
use words::{Lang, SiteId, text};

#[utoipa::path(get, path = "/api/tests/decided", responses((status = 200)), extensions(("x-action" = json!("clinical.read"))))]
async fn decided(State(platform): State<Platform>, caller: Caller) -> Result<Json<Value>, Problem> {
    let site = SiteId::parse("site-a").map_err(anyhow::Error::from)?;
    let actor = caller
        .may(
            &platform,
            "clinical.read",
            &Resource::new("sheet", "s-1")
                .at_site(&site)
                .holding(Holds::Clinical),
        )
        .await?;
    Ok(Json(json!({ "role": actor.role })))
}

#[utoipa::path(get, path = "/api/tests/forgotten", responses((status = 200)), extensions(("x-action" = json!("clinical.burn"))))]
async fn forgotten(caller: Caller) -> Json<Value> {
    Json(json!({ "secret": caller.account.as_str() }))
}

#[utoipa::path(get, path = "/api/tests/panics", responses((status = 200)))]
async fn panics() -> Json<Value> {
    panic!("a fault of ours");
}

async fn a_page(State(platform): State<Platform>, caller: Caller) -> Result<Markup, Problem> {
    caller
        .may(&platform, "home.read", &Resource::new("home", "own"))
        .await?;
    Ok(page::page(
        caller.lang(),
        &text!("仕事", "Work"),
        &caller,
        html! { h1 { "見出し" } },
    ))
}

async fn a_pdf(
    State(platform): State<Platform>,
) -> Result<impl axum::response::IntoResponse, Problem> {
    web::anyone(&platform, "openapi.read", &Resource::new("document", "own")).await?;
    Ok(([("content-type", "application/pdf")], "%PDF-1.7"))
}

fn area() -> Area {
    let api = OpenApiRouter::default()
        .routes(routes!(decided))
        .routes(routes!(forgotten))
        .routes(routes!(panics));
    let pages = axum::Router::new()
        .route("/tests/page", get(a_page))
        .route("/tests/pdf", get(a_pdf))
        .route("/tests/undecided", get(|| async { "secret" }));
    Area::new("tests").api(api).pages(pages)
}

#[tokio::test]
async fn an_answer_without_a_decision_never_leaves() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![area()]).await;
    let token = stage.sign_in("physician", Some("site-a")).await;
    let (status, answer) = stage
        .call("GET", "/api/tests/decided", Some(&token), Value::Null)
        .await;
    assert_eq!((status, &answer), (200, &json!({ "role": "physician" })));
    let (status, answer) = stage
        .call("GET", "/api/tests/forgotten", Some(&token), Value::Null)
        .await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (500, Some("E-WEB-BROKEN"))
    );
    let (status, html) = stage.page("/tests/undecided", Some(&token)).await;
    assert_eq!(status, 500);
    assert!(!html.contains("secret") && html.contains("システムの問題"));
}

#[tokio::test]
async fn the_same_question_from_another_site_is_denied_and_logged() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![area()]).await;
    let token = stage.sign_in("physician", Some("site-b")).await;
    let (status, problem) = stage
        .call("GET", "/api/tests/decided", Some(&token), Value::Null)
        .await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (403, Some("E-AUTH-DENIED"))
    );
    let log = stage
        .platform
        .auth()
        .accesses(&auth::Filter::default(), 10)
        .await
        .unwrap();
    assert_eq!(
        (log[0].action.as_str(), log[0].allowed, log[0].holds),
        ("clinical.read", false, Holds::Clinical)
    );
}

#[tokio::test]
async fn a_withdrawn_case_is_forbidden_whatever_the_asking_area_says() {
    let t = store::testing::sqlite().await;
    let knows =
        Area::new("knows").withdrawals(|_, case| async move { Ok(case.as_str() == "withdrawn-1") });
    let pages = axum::Router::new().route("/tests/finding/{case}", get(finding));
    let stage = platform(t.db.clone(), vec![knows, Area::new("tests").pages(pages)]).await;
    let token = stage.sign_in("curator", None).await;
    assert_eq!(
        stage.page("/tests/finding/active-1", Some(&token)).await,
        (200, "shown".to_owned())
    );
    assert_eq!(
        stage.page("/tests/finding/withdrawn-1", Some(&token)).await,
        (200, "hidden".to_owned())
    );
}

async fn finding(
    State(platform): State<Platform>,
    axum::extract::Path(case): axum::extract::Path<String>,
    caller: Caller,
) -> Result<&'static str, Problem> {
    let case = words::CaseId::parse(case).map_err(anyhow::Error::from)?;
    let on = Resource::new("finding", "f-1")
        .of_case(&case)
        .holding(Holds::Genomic);
    let seen = caller.sees(&platform, "finding.read", &on).await?;
    Ok(if seen.is_some() { "shown" } else { "hidden" })
}

#[tokio::test]
async fn a_panic_is_a_problem() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![area()]).await;
    let (status, problem) = stage
        .call("GET", "/api/tests/panics", None, Value::Null)
        .await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (500, Some("E-WEB-BROKEN"))
    );
}

#[tokio::test]
async fn a_page_carries_its_frame_and_its_policy() {
    use tower::ServiceExt as _;
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![area()]).await;
    let token = stage.sign_in("physician", Some("site-a")).await;
    let (status, html) = stage.page("/tests/page", Some(&token)).await;
    assert_eq!(status, 200);
    for part in [
        "合成データ",
        "担当医",
        "English",
        "サインアウト",
        "/assets/kumihimo.css",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let scripts = html.matches("<script").count();
    let ours = html.matches("<script src=\"/assets/").count();
    assert!(
        scripts == ours && !html.contains("style="),
        "nothing inline"
    );
    let (status, _) = stage.page("/tests/page", None).await;
    assert_eq!(status, 303, "who is not signed in is shown the door");
    let request = axum::http::Request::get("/assets/kumihimo.css")
        .body(axum::body::Body::empty())
        .unwrap();
    let asset = stage.router.clone().oneshot(request).await.unwrap();
    let policy = asset.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        asset.status() == 200
            && policy.starts_with("default-src 'self'")
            && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(asset.headers().contains_key("x-request-id"));
    let request = axum::http::Request::get("/tests/pdf")
        .body(axum::body::Body::empty())
        .unwrap();
    let pdf = stage.router.clone().oneshot(request).await.unwrap();
    let policy = pdf.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
}

#[tokio::test]
async fn the_document_names_every_action() {
    let t = store::testing::sqlite().await;
    let bare = platform(t.db.clone(), vec![]).await;
    assert_eq!(unlisted_operations(&bare.openapi), Vec::<String>::new());
    assert!(operations(&bare.openapi).contains(&(
        "POST /api/session".to_owned(),
        vec!["session.open".to_owned()]
    )));
    let (status, document) = bare
        .call("GET", "/api/openapi.json", None, Value::Null)
        .await;
    assert_eq!(
        (
            status,
            document["paths"]["/api/tokens"]["post"]["x-action"].as_str()
        ),
        (200, Some("token.issue"))
    );
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![area()]).await;
    let unlisted = unlisted_operations(&stage.openapi);
    assert_eq!(
        unlisted,
        [
            "GET /api/tests/forgotten (clinical.burn)",
            "GET /api/tests/panics (no x-action)"
        ]
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_a_problem_too() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let (status, problem) = stage
        .call("POST", "/api/session", None, json!({ "login": 1 }))
        .await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (422, Some("E-WEB-BAD-INPUT"))
    );
    let (status, problem) = stage.call("GET", "/api/nothing", None, Value::Null).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (404, Some("E-WEB-NOT-FOUND"))
    );
}

#[test]
fn pieces_speak_both_languages() {
    let empty = page::table(
        Lang::En,
        &text!("表", "Table"),
        &[],
        &[],
        &text!("今日はありません。", "Nothing today."),
    );
    assert!(empty.into_string().contains("Nothing today."));
    let status = page::status(Lang::Ja, page::Status::Problem, None).into_string();
    assert!(status.contains("<svg") && status.contains("要対応"));
}
