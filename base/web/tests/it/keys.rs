//! Passkeys, signatures, drafts and accounts over HTTP and as pages.

use auth::SoftKey;
use serde_json::{Value, json};
use store::testing::both;
use web::testing::{Stage, platform, platform_with, seeded};
use words::{AccountId, Digest};

async fn post(stage: &Stage, path: &str, token: Option<&str>, body: Value) -> (u16, Value) {
    stage.call("POST", path, token, body).await
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

/// The administrator opens an account and invites; the holder makes a key, leaves, and comes back with it.
#[tokio::test]
async fn from_an_invitation_to_a_session() {
    for t in both().await {
        let stage = platform(t.db.clone(), vec![]).await;
        let admin = stage.sign_in("admin", None).await;
        let new = json!({ "login": "jiro", "name": "検査 次郎" });
        let (status, made) = post(&stage, "/api/accounts", Some(&admin), new).await;
        assert_eq!(status, 201, "{made}");
        let id = AccountId::parse(made["id"].as_str().unwrap()).unwrap();
        let auth = stage.platform.auth();
        let by = words::Actor::system();
        let invited = auth.invite(&id, (7, false), &by, stage.platform.now());
        let letter = invited.await.unwrap();

        let (status, page) = stage.page(&format!("/invitations/{letter}"), None).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("jiro") && !page.contains("検査 次郎"),
            "{page}"
        );
        let key = SoftKey::new(&seeded("phone")).unwrap();
        let at = stage.platform.relying_party().unwrap();
        let asked = post(
            &stage,
            "/api/passkeys/invited",
            None,
            json!({ "code": letter }),
        )
        .await;
        assert_eq!(asked.0, 200, "{}", asked.1);
        let answer = json!({ "ceremony": asked.1["ceremony"], "code": letter, "label": "my phone",
            "credential": key.make(&asked.1["options"], &at.origin) });
        let done = post(&stage, "/api/passkeys/accepted", None, answer.clone()).await;
        assert_eq!(done.0, 200, "{}", done.1);
        let again = post(&stage, "/api/passkeys/accepted", None, answer).await;
        assert_eq!(code(&again), (409, "E-AUTH-QUESTION-OVER"));
        assert_eq!(
            stage.page(&format!("/invitations/{letter}"), None).await.0,
            404
        );

        let asked = post(
            &stage,
            "/api/passkeys/enter",
            None,
            json!({ "login": "jiro" }),
        )
        .await;
        assert!(
            asked.1["assertion"].is_null(),
            "only a demonstration answers itself"
        );
        let answer = json!({ "ceremony": asked.1["ceremony"], "to": "//evil.example",
            "credential": key.assert(&asked.1["options"], &at.origin) });
        let done = post(&stage, "/api/passkeys/entered", None, answer).await;
        assert_eq!((done.0, &done.1["to"]), (200, &json!("/")));
    }
}

#[tokio::test]
async fn what_is_signed_is_what_is_asked_for() {
    for t in both().await {
        let stage = platform(t.db.clone(), vec![]).await;
        let token = stage.sign_in("curator", None).await;
        let digest = Digest::of(b"the page");
        let input = stage.signature(&token, "report.sign", "r-1", &digest).await;
        let input: web::SignatureIn = web::SignatureIn::typed(&input.to_string()).unwrap();
        let auth = stage.platform.auth();
        let at = stage.platform.relying_party().unwrap();
        let account = AccountId::parse("curator.centre").unwrap();
        let about = (&account, "report.sign", "r-1", &digest);
        let answer = (input.ceremony.as_str(), &input.assertion);
        let signed = auth
            .signed(at, about, answer, stage.platform.now())
            .await
            .unwrap();
        assert_eq!(signed.statement.roles, ["curator"]);
        assert!(web::SignatureIn::typed("").is_err());
        let nobody = json!({ "purpose": "x", "thing": "y", "digest": digest });
        assert_eq!(post(&stage, "/api/signatures", None, nobody).await.0, 401);
    }
}

#[tokio::test]
async fn the_platform_answers_for_its_accounts_in_a_demonstration_only() {
    for demo in [true, false] {
        let t = store::testing::sqlite().await;
        let stage = platform_with(t.db.clone(), vec![], |s| s.demo = demo).await;
        let token = stage.sign_in("curator", None).await;
        let digest = Digest::of(b"x");
        // even an account that has a key in software gets no answer outside
        stage.signature(&token, "report.sign", "r-1", &digest).await;
        let asked = json!({ "purpose": "report.sign", "thing": "r-1", "digest": digest });
        let (_, asked) = post(&stage, "/api/signatures", Some(&token), asked).await;
        assert_eq!(asked["assertion"].is_object(), demo, "{asked}");
        let login = json!({ "login": "curator.centre" });
        let (_, asked) = post(&stage, "/api/passkeys/enter", None, login).await;
        assert_eq!(asked["assertion"].is_object(), demo, "{asked}");
        assert_eq!(stage.page("/demo", None).await.0 == 200, demo);
    }
}

#[tokio::test]
async fn a_draft_is_kept_for_its_account() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let (one, other) = (
        stage.sign_in("curator", None).await,
        stage.sign_in("analyst", None).await,
    );
    let draft = json!({ "fields": [["note", "<script>alert(1)</script>"]] });
    let path = "/api/drafts/thread:0123";
    assert_eq!(
        stage.call("PUT", path, Some(&one), draft.clone()).await.0,
        204
    );
    let get = async |token: &str| stage.call("GET", path, Some(token), Value::Null).await.1;
    assert_eq!(get(&one).await, draft);
    assert_eq!(get(&other).await, json!({ "fields": [] }));
    assert_eq!(
        stage.call("DELETE", path, Some(&one), Value::Null).await.0,
        204
    );
    assert_eq!(get(&one).await, json!({ "fields": [] }));
    assert_eq!(
        stage
            .call("PUT", "/api/drafts/a%00b", Some(&one), draft)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn accounts_are_the_administrators() {
    let t = store::testing::sqlite().await;
    let stage = platform(t.db.clone(), vec![]).await;
    let admin = stage.sign_in("admin", None).await;
    let curator = stage.sign_in("curator", None).await;
    stage.signature(&curator, "x", "y", &Digest::of(b"z")).await;
    let (status, page) = stage.page("/accounts", Some(&admin)).await;
    assert!(status == 200 && page.contains("curator.centre"), "{page}");
    let (status, page) = stage.page("/accounts/curator.centre", Some(&admin)).await;
    assert!(status == 200 && page.contains("/accounts/curator.centre/invite"));
    assert_eq!(stage.page("/accounts", Some(&curator)).await.0, 403);
    assert_eq!(stage.page("/accounts/nobody", Some(&curator)).await.0, 403);
    let (status, page) = stage.page("/devices", Some(&curator)).await;
    assert!(
        status == 200 && page.contains("/sign-out-everywhere"),
        "{page}"
    );
}
