//! Signing in, tokens, accounts and grants over HTTP.

use auth::code_at;
use serde_json::{Value, json};
use store::testing::both;
use web::testing::{Stage, platform};

const PASSWORD: &str = "a long enough password";

async fn account(stage: &Stage, admin: &str, login: &str) -> (String, String) {
    let person = format!("person.{login}");
    let new =
        json!({ "login": login, "name": "検査 太郎", "password": PASSWORD, "person": person });
    let (status, made) = stage.call("POST", "/api/accounts", Some(admin), new).await;
    assert_eq!(status, 201, "{made}");
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    (text("id"), text("totp"))
}

async fn sign_in(stage: &Stage, login: &str, password: &str, totp: &str) -> (u16, Value) {
    let code = code_at(totp, stage.platform.now()).unwrap();
    stage
        .call(
            "POST",
            "/api/session",
            None,
            json!({ "login": login, "password": password, "code": code }),
        )
        .await
}

#[tokio::test]
async fn from_a_new_account_to_its_first_decision() {
    for t in both().await {
        let stage = platform(t.db.clone(), vec![]).await;
        let admin = stage.sign_in("admin", None).await;
        let (id, totp) = account(&stage, &admin, "taro").await;
        let (status, session) = sign_in(&stage, "taro", PASSWORD, &totp).await;
        assert_eq!(status, 201, "{session}");
        let token = session["token"].as_str().unwrap();
        let (status, refused) = stage
            .call(
                "POST",
                "/api/accounts",
                Some(token),
                json!({ "login": "x", "name": "x", "password": PASSWORD }),
            )
            .await;
        assert_eq!(
            (status, refused["code"].as_str()),
            (403, Some("E-AUTH-DENIED")),
            "{refused}"
        );
        assert!(
            refused["detail"]["ja"]
                .as_str()
                .unwrap()
                .contains("アカウントを開設する")
        );
        let (status, _) = stage
            .call(
                "POST",
                &format!("/api/accounts/{id}/grants"),
                Some(&admin),
                json!({ "role": "patient" }),
            )
            .await;
        assert_eq!(status, 201);
        let (_, me) = stage
            .call("GET", "/api/session", Some(token), Value::Null)
            .await;
        assert_eq!(
            (me["name"].as_str(), &me["roles"]),
            (
                Some("検査 太郎"),
                &json!([{ "role": "patient", "site": null }])
            )
        );
        let (status, _) = stage
            .call("DELETE", "/api/session", Some(token), Value::Null)
            .await;
        assert_eq!(status, 204);
        let (status, gone) = stage
            .call("GET", "/api/session", Some(token), Value::Null)
            .await;
        assert_eq!(
            (status, gone["code"].as_str()),
            (401, Some("E-AUTH-INVALID"))
        );
    }
}

#[tokio::test]
async fn wrong_five_times_is_locked_in_both_languages() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let admin = stage.sign_in("admin", None).await;
    let (_, totp) = account(&stage, &admin, "taro").await;
    for _ in 0..5 {
        let (status, problem) = sign_in(&stage, "taro", "wrong password", &totp).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (401, Some("E-AUTH-WRONG"))
        );
    }
    let (status, problem) = sign_in(&stage, "taro", PASSWORD, &totp).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (429, Some("E-AUTH-LOCKED"))
    );
    assert!(
        problem["detail"]["ja"]
            .as_str()
            .unwrap()
            .contains("2026年4月3日（金） 09:15"),
        "{problem}"
    );
    assert!(
        problem["detail"]["en"]
            .as_str()
            .unwrap()
            .contains("3 Apr 2026 09:15")
    );
    stage.pass_seconds(901);
    assert_eq!(sign_in(&stage, "taro", PASSWORD, &totp).await.0, 201);
}

#[tokio::test]
async fn an_expired_token_says_so() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let token = stage.sign_in("curator", None).await;
    let (status, short) = stage
        .call("POST", "/api/tokens", Some(&token), json!({ "days": 2 }))
        .await;
    assert_eq!(status, 201);
    let (status, _) = stage
        .call("POST", "/api/tokens", Some(&token), json!({ "days": 91 }))
        .await;
    assert_eq!(status, 400);
    stage.pass_days(2);
    let (status, problem) = stage
        .call("GET", "/api/session", short["token"].as_str(), Value::Null)
        .await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (401, Some("E-AUTH-EXPIRED"))
    );
    assert!(
        problem["detail"]["en"]
            .as_str()
            .unwrap()
            .contains("expired")
    );
    let (status, problem) = stage.call("GET", "/api/session", None, Value::Null).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (401, Some("E-AUTH-NONE"))
    );
}

#[tokio::test]
async fn a_grant_ends_when_it_is_revoked_and_nobody_grants_to_himself() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let admin = stage.sign_in("admin", None).await;
    let taro = stage.sign_in_as("taro", "analyst", None, None).await;
    let (id, taro) = ("taro", taro.as_str());
    let grants = format!("/api/accounts/{id}/grants");
    let (_, given) = stage
        .call("POST", &grants, Some(&admin), json!({ "role": "admin" }))
        .await;
    let (status, problem) = stage
        .call("POST", &grants, Some(taro), json!({ "role": "security" }))
        .await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (409, Some("E-AUTH-ONESELF"))
    );
    let one = format!("{grants}/{}", given["id"].as_str().unwrap());
    assert_eq!(
        stage
            .call("DELETE", &one, Some(&admin), Value::Null)
            .await
            .0,
        204
    );
    let (status, _) = stage
        .call("POST", &grants, Some(taro), json!({ "role": "security" }))
        .await;
    assert_eq!(status, 403);
    let (status, again) = stage.call("DELETE", &one, Some(&admin), Value::Null).await;
    assert_eq!(
        (status, again["code"].as_str()),
        (409, Some("E-AUTH-NO-SUCH-GRANT"))
    );
}

#[tokio::test]
async fn a_participant_holds_no_role_of_staff() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let admin = stage.sign_in("admin", None).await;
    let (id, _) = account(&stage, &admin, "taro").await;
    let grants = format!("/api/accounts/{id}/grants");
    for role in [
        json!({ "role": "analyst" }),
        json!({ "role": "physician", "site": "site-a" }),
    ] {
        let (status, refused) = stage.call("POST", &grants, Some(&admin), role).await;
        assert_eq!(
            (status, refused["code"].as_str()),
            (409, Some("E-AUTH-PARTICIPANT-ONLY")),
            "{refused}"
        );
    }
}
