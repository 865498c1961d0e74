//! The officer's pages: taking a right away, and the periodic review from its task to its print.

use serde_json::Value;
use web::testing::Stage;
use words::AccountId;

use crate::api::{areas, register};

async fn stage(db: store::Db) -> Stage {
    web::testing::platform(db, areas()).await
}

async fn get(stage: &Stage, path: &str, token: &str) -> String {
    let (status, page) = stage.page(path, Some(token)).await;
    assert_eq!(status, 200, "{path}: {page}");
    page
}

#[tokio::test]
async fn a_right_is_taken_at_a_page_and_the_next_request_is_refused() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let security = stage.sign_in("security", None).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        get(&stage, &format!("/cases/{case}"), &physician).await;
        let page = get(&stage, "/access/accounts/physician.hospital-a", &security).await;
        assert!(
            page.contains("担当医") && page.contains("hospital-a"),
            "{page}"
        );
        let path = "/access/accounts/physician.hospital-a/revoke";
        let (status, page) = stage
            .form(path, Some(&security), "grant=all&reason=+")
            .await;
        assert!(
            status == 409 && page.contains("E-AUTH-NO-REASON"),
            "{status}"
        );
        get(&stage, &format!("/cases/{case}"), &physician).await;
        for other in ["admin", "office"] {
            let token = stage.sign_in(other, None).await;
            let (status, _) = stage.form(path, Some(&token), "grant=all&reason=x").await;
            assert_eq!(status, 403, "{other}");
        }
        let (status, said) = stage
            .form(path, Some(&security), "grant=all&reason=left")
            .await;
        assert_eq!(status, 303, "{said}");
        let next = stage.call("GET", "/api/session", Some(&physician), Value::Null);
        assert_eq!(next.await.0, 401, "the next request is refused");
        let (status, page) = stage
            .page(&format!("/cases/{case}"), Some(&physician))
            .await;
        assert!(status == 303 && !page.contains(&case), "led to the door");
        let page = get(&stage, "/access/accounts/physician.hospital-a", &security).await;
        assert!(
            page.contains("left") && page.contains("security.centre"),
            "{page}"
        );
        let (status, page) = stage
            .form(
                "/access/accounts/security.centre/revoke",
                Some(&security),
                "grant=all&reason=x",
            )
            .await;
        let said = "自分自身の権限は変更できません";
        assert!(status == 409 && page.contains(said), "{status}");
        let (status, _) = stage
            .form(
                "/access/accounts/nobody/revoke",
                Some(&security),
                "grant=all&reason=x",
            )
            .await;
        assert_eq!(status, 404);
    }
}

/// The review that is open, and the digest that its signer sees.
async fn open(stage: &Stage) -> (String, words::Digest) {
    let reviews = stage.platform.auth().reviews().await;
    let mut reviews = reviews.unwrap_or_else(|e| panic!("{e:?}")).into_iter();
    let (id, review) = reviews.next().unwrap_or_else(|| panic!("no review"));
    let content = review.content();
    (id, content)
}

#[tokio::test]
async fn a_review_falls_due_is_held_and_signed_and_stays_to_be_read() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let security = stage.sign_in("security", None).await;
        let curator = stage.sign_in("curator", None).await;
        get(&stage, &format!("/cases/{case}/findings"), &curator).await;
        assert!(
            !get(&stage, "/", &security)
                .await
                .contains("task-access-review")
        );
        stage.pass_days(80);
        let home = get(&stage, "/", &security).await;
        assert!(
            home.contains("task-access-review") && home.contains("あと12日"),
            "{home}"
        );
        let (status, _) = stage.form("/access/reviews", Some(&curator), "").await;
        assert_eq!(status, 403);
        let (status, said) = stage.form("/access/reviews", Some(&security), "").await;
        assert_eq!(status, 303, "{said}");
        let (id, _) = open(&stage).await;
        let path = format!("/access/reviews/{id}");
        let page = get(&stage, &path, &security).await;
        assert!(
            page.contains("curator.centre") && page.contains("coordinator.hospital-a"),
            "{page}"
        );
        assert!(!page.contains("data-purpose"), "nothing to sign yet");

        let lines = stage.platform.auth().review_lines(&id).await;
        let lines = lines.unwrap_or_else(|e| panic!("{e:?}"));
        for (account, _) in &lines {
            if account.as_str() == "security.centre" {
                continue;
            }
            let mark = match account.as_str() {
                "curator.centre" => "revoke",
                _ => "keep",
            };
            let fields = format!("account={account}&mark={mark}&reason=reviewed");
            let (status, said) = stage
                .form(&format!("{path}/mark"), Some(&security), &fields)
                .await;
            assert_eq!(status, 303, "{account}: {said}");
        }
        let next = stage.call("GET", "/api/session", Some(&curator), Value::Null);
        assert_eq!(next.await.0, 401, "revoked in the review");
        let page = get(&stage, &path, &security).await;
        assert!(
            page.contains("data-purpose=\"access.sign\"") && page.contains("reviewed"),
            "{page}"
        );

        let (_, digest) = open(&stage).await;
        let signature = stage
            .signature(&security, "access.sign", &id, &digest)
            .await;
        let field = format!("signature={}", web::page::encode(&signature.to_string()));
        let (status, said) = stage
            .form(&format!("{path}/sign"), Some(&security), &field)
            .await;
        assert_eq!(status, 303, "{said}");
        let page = get(&stage, &path, &security).await;
        assert!(
            page.contains("id=\"signature\"") && !page.contains(&format!("{path}/mark")),
            "{page}"
        );
        assert!(
            !get(&stage, "/", &security)
                .await
                .contains("task-access-review")
        );
        let proof = web::prove(&stage.platform, &areas()).await;
        let proof = proof.unwrap_or_else(|e| panic!("{e:#}"));
        assert!(proof.flaws.is_empty(), "{:?}", proof.flaws);
        let changed = "UPDATE access_log SET account = 'somebody' WHERE seq = 3";
        let done = t.db.run(store::Write::new(changed, vec![])).await;
        done.unwrap_or_else(|e| panic!("{e:?}"));
        let proof = web::prove(&stage.platform, &areas()).await;
        let proof = proof.unwrap_or_else(|e| panic!("{e:#}"));
        assert!(
            proof.flaws[0].en.starts_with("line 3 of the access log"),
            "{:?}",
            proof.flaws
        );
    }
}

#[tokio::test]
async fn what_was_unusual_stands_on_the_page_of_the_account() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let security = stage.sign_in("security", None).await;
        let curator = stage.sign_in("curator", None).await;
        // the case has no work for a curator yet
        get(&stage, &format!("/cases/{case}/findings"), &curator).await;
        let id = AccountId::parse("curator.centre").unwrap_or_else(|e| panic!("{e}"));
        let now = stage.platform.now();
        let uses = stage
            .platform
            .auth()
            .uses(&id, now.plus_days(-1), now.plus_days(1))
            .await;
        assert!(!uses.unwrap_or_else(|e| panic!("{e:?}")).is_empty());
        stage.pass_seconds(60);
        let page = get(&stage, "/access/accounts/curator.centre", &security).await;
        assert!(
            page.contains("仕事のない症例") && page.contains("この役割の仕事がない"),
            "{page}"
        );
    }
}
