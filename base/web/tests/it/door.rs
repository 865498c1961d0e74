//! The door in a browser: sign-in page, cookie, language, sign-out, problems as pages.

use auth::{NewAccount, code_at};
use axum::{
    Router,
    body::Body,
    http::{Request, Response},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::testing::{Stage, platform};
use words::{AccountId, Actor, Lang, PersonId};

pub async fn send(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if method == "POST" {
        request = request.header("content-type", "application/x-www-form-urlencoded");
    }
    router
        .clone()
        .oneshot(request.body(Body::from(body.to_owned())).unwrap())
        .await
        .unwrap()
}

pub async fn text(response: Response<Body>) -> String {
    String::from_utf8(
        response
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes()
            .to_vec(),
    )
    .unwrap()
}

pub fn header(response: &Response<Body>, name: &str) -> String {
    response
        .headers()
        .get(name)
        .map(|v| v.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

async fn stage() -> (store::testing::TestDb, Stage, String) {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let new = NewAccount {
        id: AccountId::parse("ac-1").unwrap(),
        login: "hanako".to_owned(),
        name: "佐藤 由美".to_owned(),
        password: Some("a long enough password".to_owned()),
        person: PersonId::parse("person.hanako").ok(),
        lang: Lang::Ja,
    };
    let now = stage.platform.now();
    let opened = stage
        .platform
        .auth()
        .open_account(new, &Actor::system(), now)
        .await
        .unwrap();
    let code = code_at(&opened.totp, now).unwrap();
    (
        t,
        stage,
        format!("login=hanako&password=a+long+enough+password&code={code}&to=%2Fcases%2F1"),
    )
}

#[tokio::test]
async fn in_by_form_and_out_again() {
    let (_t, stage, form) = stage().await;
    let door = text(send(&stage.router, "GET", "/sign-in?to=/cases/1", &[], "").await).await;
    assert!(
        door.contains("lang=\"ja\"")
            && door.contains("サインイン")
            && door.contains("value=\"/cases/1\"")
    );
    let wrong = send(
        &stage.router,
        "POST",
        "/sign-in",
        &[],
        "login=hanako&password=x&code=1",
    )
    .await;
    assert_eq!(wrong.status(), 401);
    assert!(text(wrong).await.contains("いずれかが違います"));
    let entered = send(
        &stage.router,
        "POST",
        "/sign-in",
        &[("sec-fetch-site", "same-origin")],
        &form,
    )
    .await;
    assert_eq!(
        (
            entered.status().as_u16(),
            header(&entered, "location").as_str()
        ),
        (303, "/cases/1")
    );
    let cookie = header(&entered, "set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let out = send(
        &stage.router,
        "POST",
        "/sign-out",
        &[("cookie", &cookie)],
        "",
    )
    .await;
    assert_eq!(header(&out, "location"), "/sign-in");
    let again = send(
        &stage.router,
        "POST",
        "/sign-out",
        &[("cookie", &cookie)],
        "",
    )
    .await;
    assert_eq!(again.status(), 401);
}

#[tokio::test]
async fn nobody_is_sent_to_another_origin() {
    let (_t, stage, form) = stage().await;
    let forged = form.replace("%2Fcases%2F1", "%2F%2Fevil.example");
    let entered = send(&stage.router, "POST", "/sign-in", &[], &forged).await;
    assert_eq!(header(&entered, "location"), "/");
    for headers in [
        [("sec-fetch-site", "cross-site"), ("accept-language", "ja")],
        [("origin", "https://evil.example"), ("host", "kumi.example")],
    ] {
        let crossed = send(
            &stage.router,
            "POST",
            "/language",
            &headers,
            "lang=en&to=%2F",
        )
        .await;
        assert_eq!(crossed.status(), 403, "{headers:?}");
    }
    let own = [("origin", "https://kumi.example"), ("host", "kumi.example")];
    assert_eq!(
        send(&stage.router, "POST", "/language", &own, "lang=en&to=%2F")
            .await
            .status(),
        303
    );
}

#[tokio::test]
async fn the_language_lives_in_a_cookie() {
    let (_t, stage, _) = stage().await;
    let chosen = send(
        &stage.router,
        "POST",
        "/language",
        &[],
        "lang=en&to=%2Fsign-in",
    )
    .await;
    assert_eq!(header(&chosen, "location"), "/sign-in");
    assert!(header(&chosen, "set-cookie").starts_with("kumi_lang=en"));
    let door = text(
        send(
            &stage.router,
            "GET",
            "/sign-in",
            &[("cookie", "kumi_lang=en")],
            "",
        )
        .await,
    )
    .await;
    assert!(door.contains("lang=\"en\"") && door.contains("Sign in") && door.contains("日本語"));
    let lost = send(
        &stage.router,
        "GET",
        "/nowhere",
        &[("cookie", "kumi_lang=en")],
        "",
    )
    .await;
    assert_eq!(lost.status(), 404);
    assert!(
        text(lost)
            .await
            .contains("There is nothing at this address.")
    );
}

#[tokio::test]
async fn the_door_of_a_demonstration_is_shut_elsewhere() {
    let (_t, stage, _) = stage().await;
    assert_eq!(
        send(&stage.router, "GET", "/demo", &[], "").await.status(),
        404
    );
    assert_eq!(
        send(&stage.router, "POST", "/demo", &[], "account=ac-1")
            .await
            .status(),
        404
    );
    let t = store::testing::sqlite().await;
    let stage = web::testing::platform_with(t.db.clone(), vec![], |s| s.demo = true).await;
    stage.sign_in_as("ac-1", "analyst", None, None).await;
    assert_eq!(
        send(&stage.router, "GET", "/demo", &[], "").await.status(),
        200
    );
    let entered = send(&stage.router, "POST", "/demo", &[], "account=ac-1").await;
    assert!(entered.status() == 303 && header(&entered, "set-cookie").starts_with("kumi_session="));
    let nobody = send(&stage.router, "POST", "/demo", &[], "account=ac-2").await;
    assert_eq!(nobody.status(), 404);
}
