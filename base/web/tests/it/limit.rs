//! Who asks too often is told to wait: by address where nobody is known yet, by account afterwards.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, State},
    http::{Request, Response},
    routing::get,
};
use tower::ServiceExt as _;
use web::{
    Area, Caller, Platform, Problem,
    testing::{Stage, platform, platform_with},
};

use crate::door::{header, text};

async fn from(
    stage: &Stage,
    address: &str,
    method: &str,
    path: &str,
    more: &[(&str, &str)],
    body: &str,
) -> Response<Body> {
    let address: SocketAddr = address.parse().unwrap();
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("accept", "text/html");
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    if method == "POST" {
        request = request.header("content-type", "application/json");
    }
    let mut request = request.body(Body::from(body.to_owned())).unwrap();
    request.extensions_mut().insert(ConnectInfo(address));
    stage.router.clone().oneshot(request).await.unwrap()
}

/// Asks until it is too much: after how many answers.
async fn until_too_often(
    stage: &Stage,
    address: &str,
    method: &str,
    path: &str,
    body: &str,
) -> usize {
    for n in 0..100 {
        let answer = from(stage, address, method, path, &[], body).await;
        if answer.status() == 429 {
            let seconds: u32 = header(&answer, "retry-after").parse().unwrap();
            assert!((1..=15 * 60).contains(&seconds));
            let said = text(answer).await;
            assert!(
                said.contains("E-WEB-TOO-OFTEN")
                    && said.contains("違うコード") == path.contains("invit"),
                "{said}"
            );
            return n;
        }
        assert!(answer.status().is_client_error(), "{}", answer.status());
    }
    panic!("{path}: no end");
}

#[tokio::test]
async fn guesses_from_one_address_end() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    // no login is named, so no account's own lock helps
    let guess = r#"{ "ceremony": "guess", "credential": {} }"#;
    assert_eq!(
        until_too_often(&stage, "10.0.0.1:1", "POST", "/api/passkeys/entered", guess).await,
        60
    );
    assert_eq!(
        until_too_often(
            &stage,
            "10.0.0.1:2",
            "GET",
            "/invitations/aaaa-bbbb-cccc-dddd",
            ""
        )
        .await,
        20
    );
    let letter = "/invitations/aaaa-bbbb-cccc-dddd/letter";
    assert_eq!(
        until_too_often(&stage, "10.0.0.1:3", "POST", letter, "").await,
        0,
        "one lock for all codes"
    );
    // the neighbour is not troubled, nor a whole network of the sixth version counted as many
    let neighbour = from(
        &stage,
        "10.0.0.2:1",
        "POST",
        "/api/passkeys/entered",
        &[],
        guess,
    )
    .await;
    assert_eq!(neighbour.status(), 409);
    assert_eq!(
        until_too_often(&stage, "[2001:db8::1]:1", "GET", "/invitations/x", "").await,
        20
    );
    assert_eq!(
        until_too_often(&stage, "[2001:db8::2]:1", "GET", "/invitations/x", "").await,
        0
    );
    stage.pass_seconds(15 * 60 + 1);
    let later = from(
        &stage,
        "10.0.0.1:1",
        "POST",
        "/api/passkeys/entered",
        &[],
        guess,
    )
    .await;
    assert_eq!(later.status(), 409, "after a while it is open again");
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_what_the_proxy_says_last() {
    let t = store::testing::sqlite().await;
    let stage = platform_with(t.db.clone(), vec![], |s| s.behind_proxy = true).await;
    let ask = async |said: &str| {
        let told = [("x-forwarded-for", said)];
        let answer = from(&stage, "127.0.0.1:1", "GET", "/invitations/x", &told, "");
        answer.await.status().as_u16()
    };
    for n in 0..20 {
        assert_eq!(
            ask(&format!("10.9.9.{n}, 10.0.0.1")).await,
            404,
            "the sender's own words do not count"
        );
    }
    assert_eq!(ask("10.8.8.8, 10.0.0.1").await, 429);
    assert_eq!(ask("10.0.0.1, 10.0.0.2").await, 404);
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    for n in 0..20 {
        let said = format!("10.0.0.{n}");
        from(
            &stage,
            "10.1.1.1:1",
            "GET",
            "/invitations/x",
            &[("x-forwarded-for", &said)],
            "",
        )
        .await;
    }
    let answer = from(
        &stage,
        "10.1.1.1:1",
        "GET",
        "/invitations/x",
        &[("x-forwarded-for", "10.7.7.7")],
        "",
    )
    .await;
    assert_eq!(
        answer.status(),
        429,
        "without a proxy nobody names the own address"
    );
}

async fn find(State(platform): State<Platform>, caller: Caller) -> Result<&'static str, Problem> {
    caller
        .may(&platform, "home.read", &auth::Resource::new("home", "own"))
        .await?;
    Ok("found")
}

#[tokio::test]
async fn an_account_does_not_search_or_try_doors_without_end() {
    let t = store::testing::sqlite().await;
    let area = Area::new("tests").pages(Router::new().route("/search", get(find)));
    let stage = platform_with(t.db.clone(), vec![area], |s| s.searches = 5).await;
    let (one, other) = (
        stage.sign_in("curator", None).await,
        stage.sign_in("analyst", None).await,
    );
    for _ in 0..5 {
        assert_eq!(stage.page("/search?q=x", Some(&one)).await.0, 200);
    }
    let (status, html) = stage.page("/search?q=x", Some(&one)).await;
    assert!(
        status == 429 && html.contains("検索が多すぎます"),
        "{status}"
    );
    assert_eq!(stage.page("/search?q=x", Some(&other)).await.0, 200);
    // numbers that are not there, or not for this account
    for n in 0..200 {
        let (status, _) = stage.page(&format!("/accounts/ac-{n}"), Some(&other)).await;
        assert_eq!(status, 403);
    }
    let (status, html) = stage.page("/accounts/ac-1", Some(&other)).await;
    assert!(
        status == 429 && html.contains("許可されていない対象"),
        "{status}"
    );
    assert_eq!(stage.page("/devices", Some(&one)).await.0, 200);
    stage.pass_seconds(61);
    assert_eq!(stage.page("/devices", Some(&other)).await.0, 200);
}
