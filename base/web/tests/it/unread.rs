//! What cannot be read is said in both languages, by the name of the field, and never in the words of a parser.

use axum::{Json, body::Body, extract::State, http::Request};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    Area, Caller, Platform, Problem,
    testing::{Stage, platform},
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Input {
    name: String,
    count: u32,
    kind: Kind,
    inner: Inner,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Cancer,
    Rare,
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Inner {
    list: Vec<String>,
}

#[utoipa::path(post, path = "/api/tests/input", responses((status = 200)), extensions(("x-action" = json!("home.read"))))]
async fn input(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<Input>,
) -> Result<Json<Value>, Problem> {
    let on = auth::Resource::new("home", "own");
    caller.may(&platform, "home.read", &on).await?;
    let kind = match input.kind {
        Kind::Cancer => 1,
        Kind::Rare => 2,
    };
    Ok(Json(json!([
        input.name,
        input.count,
        kind,
        input.inner.list
    ])))
}

async fn stage(t: &store::testing::TestDb) -> (Stage, String) {
    let api = OpenApiRouter::default().routes(routes!(input));
    let stage = platform(t.db.clone(), vec![Area::new("tests").api(api)]).await;
    let token = stage.sign_in("physician", Some("site-a")).await;
    (stage, token)
}

async fn send(stage: &Stage, token: &str, kind: &str, body: Vec<u8>) -> Value {
    let request = Request::post("/api/tests/input")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", kind)
        .body(Body::from(body))
        .unwrap();
    let response = stage.router.clone().oneshot(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

/// Both languages of a detail.
fn said(problem: &Value) -> (&str, &str) {
    let detail = &problem["detail"];
    (
        detail["ja"].as_str().unwrap(),
        detail["en"].as_str().unwrap(),
    )
}

#[tokio::test]
async fn every_fault_of_a_body_has_a_sentence_of_its_own() {
    let t = store::testing::sqlite().await;
    let (stage, token) = stage(&t).await;
    let good = r#"{"name":"a","count":1,"kind":"rare","inner":{"list":[]}}"#;
    let fine = send(&stage, &token, "application/json", good.into()).await;
    assert_eq!(fine, json!(["a", 1, 2, []]));
    let cases = [
        (
            "{\"name\":",
            400,
            "JSONとして読めません",
            "This is not JSON (line 1, column 8)",
        ),
        ("", 400, "JSONとして読めません", "This is not JSON"),
        (
            r#"{"count":1,"kind":"rare","inner":{"list":[]}}"#,
            422,
            "必要な項目 `name` がありません",
            "The field `name` is missing",
        ),
        (
            r#"{"name":"a","count":1,"kind":"rare","inner":{}}"#,
            422,
            "必要な項目 `inner.list` がありません",
            "The field `inner.list` is missing",
        ),
        (
            r#"{"name":1,"count":1}"#,
            422,
            "項目 `name` の形式が違います。文字列が必要です",
            "The field `name` is of the wrong kind: a text is expected",
        ),
        (
            r#"{"name":"a","count":"x"}"#,
            422,
            "項目 `count` の形式が違います。整数が必要です",
            "a whole number is expected",
        ),
        (
            r#"{"inner":{"list":3}}"#,
            422,
            "項目 `inner.list` の形式が違います。配列",
            "The field `inner.list` is of the wrong kind: a list",
        ),
        (
            r#"{"inner":3}"#,
            422,
            "項目 `inner` の形式が違います。オブジェクト",
            "an object ({ }) is expected",
        ),
        (
            r#"{"count":-1}"#,
            422,
            "項目 `count` の値を読み取れません",
            "The value of the field `count` cannot be read",
        ),
        (
            r#"{"nmae":"a"}"#,
            422,
            "`nmae` という項目はありません。使える項目：`name`、`count`",
            "There is no field `nmae`. Known fields: `name`, `count`",
        ),
        (
            r#"{"kind":"common"}"#,
            422,
            "項目 `kind` に `common` は使えません。使える値：`cancer`、`rare`",
            "`common` is not a value of the field `kind`. Known values: `cancer`, `rare`",
        ),
        (
            r#"{"name":"a","name":"b"}"#,
            422,
            "項目 `name` が二度あります",
            "is there twice",
        ),
        (
            "3",
            422,
            "送られたデータの形式が違います。オブジェクト",
            "What was sent is of the wrong kind: an object",
        ),
    ];
    for (body, status, ja, en) in cases {
        let problem = send(&stage, &token, "application/json", body.into()).await;
        assert_eq!(problem["status"], status, "{body}: {problem}");
        assert_eq!(problem["code"], "E-WEB-BAD-INPUT", "{body}");
        let found = said(&problem);
        assert!(
            found.0.starts_with(ja) && found.1.contains(en),
            "{body}: {found:?}"
        );
        for parser in ["deserialize", "expected a", "invalid type", "at line"] {
            assert!(
                !found.0.contains(parser) && !found.1.contains(parser),
                "{found:?}"
            );
        }
    }
}

#[tokio::test]
async fn wrong_kinds_methods_and_sizes_have_codes_of_their_own() {
    let t = store::testing::sqlite().await;
    let (stage, token) = stage(&t).await;
    let problem = send(&stage, &token, "text/plain", b"{}".to_vec()).await;
    assert_eq!(
        (&problem["status"], &problem["code"]),
        (&json!(415), &json!("E-WEB-CONTENT-TYPE"))
    );
    assert!(
        said(&problem).0.contains("`application/json` で"),
        "{problem}"
    );
    assert!(
        said(&problem).1.contains("as `application/json`"),
        "{problem}"
    );
    let large = vec![b' '; 9 * 1024 * 1024];
    let problem = send(&stage, &token, "application/json", large).await;
    assert_eq!(
        (&problem["status"], &problem["code"]),
        (&json!(413), &json!("E-WEB-TOO-LARGE"))
    );
    assert!(said(&problem).0.contains("8 MiB") && said(&problem).1.contains("8 MiB"));
    let (status, problem) = stage.call("PATCH", "/api/session", None, Value::Null).await;
    assert_eq!((status, &problem["code"]), (405, &json!("E-WEB-METHOD")));
    let found = said(&problem);
    for method in ["GET", "POST", "DELETE"] {
        assert!(
            found.0.contains(method) && found.1.contains(method),
            "{found:?}"
        );
    }
}
