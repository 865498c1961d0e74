//! Progress, history and the case page over HTTP, on both databases.

use serde_json::{Value, json};
use web::testing::Stage;

/// Every area that the pages ask.
pub fn areas() -> Vec<web::Area> {
    vec![
        registry::area(),
        consent::area(),
        clinical::area(),
        specimen::area(),
        sequencing::area(),
        analysis::area(),
        interpretation::area(),
        report::area(),
        disclosure::area(),
        oversight::area(),
    ]
}

async fn stage(db: store::Db) -> Stage {
    web::testing::platform(db, areas()).await
}

/// A registered cancer case.
pub async fn register(stage: &Stage) -> String {
    register_as(stage).await.0
}

/// A registered cancer case: its number and its proband.
pub async fn register_as(stage: &Stage) -> (String, String) {
    let office = stage.sign_in("office", None).await;
    let site = json!({ "id": "hospital-a", "kind": "hospital", "code": "0123",
        "name": { "ja": "見本病院", "en": "Sample Hospital" },
        "approvals": [{ "kind": "cancer", "system": "B", "from": "2023-04-01", "reference": "REF-1" }] });
    let (status, answer) = stage.call("POST", "/api/sites", Some(&office), site).await;
    assert!(status < 300, "{answer}");
    let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
    let case = json!({
        "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
        "members": [{ "relation": "proband", "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1970-05-01",
            "sex": "female", "patient_number": "0012345" }] });
    let (status, answer) = stage
        .call("POST", "/api/cases", Some(&coordinator), case)
        .await;
    assert!(status < 300, "{answer}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&answer["id"]), text(&answer["members"][0]["person"]))
}

#[tokio::test]
async fn a_registered_case_shows_its_cord_and_its_history() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let (status, progress) = stage
            .call(
                "GET",
                &format!("/api/cases/{case}/progress"),
                Some(&physician),
                Value::Null,
            )
            .await;
        assert_eq!(
            (status, &progress["state"], &progress["next"]),
            (200, &json!("registered"), &json!("consented"))
        );
        let (status, history) = stage
            .call(
                "GET",
                &format!("/api/cases/{case}/history"),
                Some(&physician),
                Value::Null,
            )
            .await;
        assert_eq!(
            (status, &history["events"][0]["event"]),
            (200, &json!("registered"))
        );
        let (status, page) = stage
            .page(&format!("/cases/{case}"), Some(&physician))
            .await;
        assert_eq!(status, 200);
        assert!(page.contains("<svg"), "{page}");
        let (status, history) = stage
            .page(&format!("/cases/{case}/history"), Some(&physician))
            .await;
        assert!(
            status == 200 && history.contains("case.registered"),
            "{history}"
        );
        assert!(
            page.contains("見本 花子") && page.contains("昭和45年5月1日"),
            "treating staff see who it is"
        );
        let analyst = stage.sign_in("analyst", None).await;
        let (status, page) = stage.page(&format!("/cases/{case}"), Some(&analyst)).await;
        assert!(
            status == 200 && !page.contains("花子") && !page.contains("ハナコ"),
            "nobody else does"
        );
        let (status, home) = stage.page("/", Some(&physician)).await;
        assert!(status == 200 && home.contains(&case));
    }
}

#[tokio::test]
async fn another_hospital_sees_nothing_and_learns_nothing() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        for path in [
            format!("/api/cases/{case}/progress"),
            "/api/cases/0999-01-00001/progress".to_owned(),
        ] {
            let (status, _) = stage.call("GET", &path, Some(&stranger), Value::Null).await;
            assert_eq!(status, 403, "{path}");
        }
        let (_, home) = stage.page("/", Some(&stranger)).await;
        assert!(!home.contains(&case));
    }
}

#[tokio::test]
async fn the_security_officer_sees_who_looked() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        stage
            .call(
                "GET",
                &format!("/api/cases/{case}/identity"),
                Some(&coordinator),
                Value::Null,
            )
            .await;
        let security = stage.sign_in("security", None).await;
        let (status, log) = stage
            .call(
                "GET",
                &format!("/api/accesses?case={case}"),
                Some(&security),
                Value::Null,
            )
            .await;
        assert_eq!(status, 200, "{log}");
        let read = log["accesses"]
            .as_array()
            .and_then(|all| all.iter().find(|a| a["action"] == "identity.read"));
        assert_eq!(
            read.map(|r| (&r["allowed"], &r["role"])),
            Some((&json!(true), &json!("coordinator"))),
            "{log}"
        );
        let (status, _) = stage
            .call("GET", "/api/accesses", Some(&coordinator), Value::Null)
            .await;
        assert_eq!(status, 403);
    }
}

#[tokio::test]
async fn a_part_is_left_out_for_whom_it_is_not() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let path = format!("/cases/{case}");
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let (_, page) = stage.page(&path, Some(&physician)).await;
        assert!(page.contains("55歳") && page.contains("女性"), "{page}");
        assert!(page.contains("まだ同意がありません"), "{page}");
        let curator = stage.sign_in("curator", None).await;
        let (status, page) = stage.page(&path, Some(&curator)).await;
        assert_eq!(status, 200);
        assert!(!page.contains("55歳") && page.contains("非表示"), "{page}");
        let technician = stage.sign_in("technician", Some("hospital-a")).await;
        let findings = format!("{path}/findings");
        let (_, page) = stage.page(&findings, Some(&technician)).await;
        assert!(page.contains("この役割では表示されません"), "{page}");
        assert!(!page.contains("所見はまだありません"), "{page}");
    }
}

#[tokio::test]
async fn the_security_officer_reviews_accesses_on_a_page_and_sees_no_case() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        stage
            .page(&format!("/cases/{case}"), Some(&physician))
            .await;
        let security = stage.sign_in("security", None).await;
        let (status, home) = stage.page("/", Some(&security)).await;
        assert!(status == 200 && home.contains("/access") && !home.contains(&case));
        let (status, page) = stage
            .page(&format!("/access?case={case}"), Some(&security))
            .await;
        assert_eq!(status, 200);
        assert!(
            page.contains("physician.hospital-a") && page.contains("本人情報"),
            "{page}"
        );
        let (_, page) = stage.page("/access?account=nobody", Some(&security)).await;
        assert!(page.contains("該当する記録はありません"), "{page}");
        let (status, _) = stage.page("/access", Some(&physician)).await;
        assert_eq!(status, 403);
    }
}

#[tokio::test]
async fn somebody_of_the_same_name_is_warned_of_only_where_names_are_shown() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let first = register(&stage).await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        let case = json!({
            "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
            "members": [{ "relation": "proband", "name": "三本 花子", "kana": "ﾐﾎﾝ ﾊﾅｺ", "birth_day": "1981-02-03",
                "sex": "female", "patient_number": "0099999" }] });
        let (status, second) = stage
            .call("POST", "/api/cases", Some(&coordinator), case)
            .await;
        assert!(status < 300, "{second}");
        let page = format!("/cases/{first}");
        let (_, seen) = stage.page(&page, Some(&coordinator)).await;
        let other = second["id"].as_str().unwrap_or("?");
        assert!(
            seen.contains("同姓同名") && seen.contains(&format!("/cases/{other}")),
            "{seen}"
        );
        let analyst = stage.sign_in("analyst", None).await;
        let (_, seen) = stage.page(&page, Some(&analyst)).await;
        assert!(!seen.contains("同姓同名"), "{seen}");
    }
}
