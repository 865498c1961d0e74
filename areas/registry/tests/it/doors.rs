//! The page of a new case as a coordinator uses it: errors beside their fields, namesakes, a number that is taken.

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::{page::encode, testing::Stage};

use crate::api::site;

/// Sends a form as a browser would: status, where it leads, and the page.
pub async fn send(
    stage: &Stage,
    path: &str,
    token: &str,
    fields: &[(&str, &str)],
) -> (u16, String, String) {
    let pairs = fields
        .iter()
        .map(|(k, v)| format!("{}={}", encode(k), encode(v)));
    let request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(pairs.collect::<Vec<_>>().join("&")))
        .unwrap();
    let response = stage.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let to = response.headers().get(header::LOCATION);
    let to = to.map_or("", |v| v.to_str().unwrap()).to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, to, String::from_utf8_lossy(&body).into_owned())
}

const CASE: [(&str, &str); 9] = [
    ("kind", "cancer"),
    ("name", "髙橋 花子"),
    ("kana", "たかはし はなこ"),
    ("birth", "S35.4.3"),
    ("sex", "female"),
    ("number", "００１２３"),
    ("enough_specimen", "yes"),
    ("refractory", "yes"),
    ("alive_and_treatable", "yes"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = CASE
        .iter()
        .filter(|(k, _)| changes.iter().all(|(c, _)| c != k));
    kept.chain(changes).copied().collect()
}

#[tokio::test]
async fn a_case_is_registered_through_the_page() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let token = stage.sign_in("coordinator", Some("hospital-a")).await;
        let (status, page) = stage.page("/register", Some(&token)).await;
        assert!(
            status == 200 && page.contains("根治の可能性が低い難治性のがん"),
            "{page}"
        );

        let wrong = with(&[
            ("birth", "H31.5.1"),
            ("kana", "髙橋"),
            ("name", "<script>x</script>"),
        ]);
        let (status, _, page) = send(&stage, "/register", &token, &wrong).await;
        assert_eq!(status, 422);
        assert!(page.contains("令和元年5月1日 ではありませんか"), "{page}");
        assert!(
            page.contains("&lt;script&gt;x") && !page.contains("<script>x"),
            "typed text stays, as text"
        );
        assert!(
            page.contains("value=\"００１２３\""),
            "nothing typed is lost"
        );

        let unmet: Vec<_> = CASE
            .iter()
            .filter(|(k, _)| *k != "refractory")
            .copied()
            .collect();
        let (status, _, page) = send(&stage, "/register", &token, &unmet).await;
        assert!(
            status == 409 && page.contains("E-REGISTRY-NOT-ELIGIBLE") && page.contains("髙橋 花子")
        );

        let (status, to, _) = send(&stage, "/register", &token, &CASE).await;
        assert_eq!((status, to.as_str()), (303, "/register/0123-01-00001"));
        let (_, page) = stage.page(&to, Some(&token)).await;
        assert!(page.contains("/cases/0123-01-00001/consents"), "{page}");
        let (_, page) = stage
            .page("/cases/0123-01-00001/identity", Some(&token))
            .await;
        assert!(
            page.contains("髙橋 花子")
                && page.contains("タカハシ　ハナコ")
                && page.contains("00123")
        );

        let (status, _, page) = send(&stage, "/register", &token, &CASE).await;
        assert!(
            status == 409 && page.contains("E-REGISTRY-DUPLICATE"),
            "{page}"
        );
        assert!(
            page.contains("href=\"/cases/0123-01-00001\""),
            "the way out"
        );
        let taken = with(&[
            ("name", "別人 太郎"),
            ("kana", "ベツジン タロウ"),
            ("sex", "male"),
        ]);
        let (status, _, page) = send(&stage, "/register", &token, &taken).await;
        assert!(
            status == 409 && page.contains("E-REGISTRY-NUMBER-TAKEN"),
            "{page}"
        );

        let same = with(&[("number", "900"), ("birth", "1980/1/1")]);
        let (status, _, page) = send(&stage, "/register", &token, &same).await;
        assert!(
            status == 409 && page.contains("同姓同名") && page.contains("0123-01-00001"),
            "{page}"
        );
        let mut checked = same;
        checked.push(("other_person", "yes"));
        let (status, to, _) = send(&stage, "/register", &token, &checked).await;
        assert_eq!((status, to.as_str()), (303, "/register/0123-01-00002"));

        let analyst = stage.sign_in("analyst", None).await;
        assert_eq!(stage.page("/register", Some(&analyst)).await.0, 403);
        assert_eq!(send(&stage, "/register", &analyst, &CASE).await.0, 403);
    }
}

#[tokio::test]
async fn a_family_is_registered_with_its_relations() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let office = stage.sign_in("office", None).await;
        let rare = serde_json::json!({ "kind": "rare", "system": "B", "from": "2026-01-01", "until": null, "reference": "c-2" });
        let body = serde_json::json!({ "id": "hospital-a", "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model" }, "approvals": [rare] });
        assert_eq!(
            stage
                .call("POST", "/api/sites", Some(&office), body)
                .await
                .0,
            201
        );
        let token = stage.sign_in("physician", Some("hospital-a")).await;
        let family = [
            ("kind", "rare"),
            ("name", "見本 一子"),
            ("kana", "ミホン イチコ"),
            ("birth", "令和2年5月5日"),
            ("sex", "female"),
            ("number", "77"),
            ("class", "undiagnosed"),
            ("met", "yes"),
            ("mother_name", "見本 母"),
            ("mother_kana", "ミホン ハハ"),
            ("mother_birth", "H2.1.1"),
        ];
        let (status, to, page) = send(&stage, "/register", &token, &family).await;
        assert_eq!(
            (status, to.as_str()),
            (303, "/register/0123-02-00001"),
            "{page}"
        );
        let id = words::CaseId::parse("0123-02-00001").unwrap();
        let case = registry::facts::case(&t.db, &id).await.unwrap().unwrap();
        let relations: Vec<_> = case.members.iter().map(|m| m.relation).collect();
        use registry::facts::Relation::{Mother, Proband};
        assert_eq!(relations, [Proband, Mother]);
    }
}
