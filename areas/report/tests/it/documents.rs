//! The pages of a report, as their readers post them: mending, amending, sharing, steps.

use serde_json::{Value, json};

use crate::desk::{CASE, Desk};

#[tokio::test]
async fn a_draft_is_mended_compared_signed_and_amended_and_readers_are_told() {
    for t in store::testing::both().await {
        let desk = Desk::begin(t.db.clone()).await;
        let id = format!("{CASE}.analysis");
        let to = format!("/reports/{id}");
        let counsellor = desk.stage.sign_in("counsellor", Some("hosp-a")).await;
        // Two people open the signed first version.
        assert_eq!(desk.page(&desk.physician, &to).await.0, 200);
        assert_eq!(desk.page(&counsellor, &to).await.0, 200);
        let again = desk.draft(json!({ "reason": "correction" })).await;
        assert_eq!(again["version"], 2, "{again}");
        let (_, content) = desk
            .stage
            .call(
                "GET",
                &format!("/api/reports/{id}/content"),
                Some(&desk.curator),
                Value::Null,
            )
            .await;
        let seen = content["summary"][1]["text"].clone();
        let number = content["subject"].as_array().map_or(0, Vec::len) + 1;
        let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let mending = |ja: &str| {
            [
                ("sentence", number.to_string()),
                ("seen.ja", word(&seen["ja"])),
                ("seen.en", word(&seen["en"])),
                ("text.ja", ja.to_owned()),
                ("text.en", "Mended by hand.".to_owned()),
            ]
        };
        let (status, said) = desk
            .post(
                &desk.curator,
                &format!("{to}/sentences"),
                &mending("手で直した文。<b>太字</b>"),
            )
            .await;
        assert_eq!(status, 303, "{said}");
        let (status, late) = desk
            .post(
                &desk.curator,
                &format!("{to}/sentences"),
                &mending("遅れた文。"),
            )
            .await;
        assert_eq!(status, 409);
        assert!(late.contains("E-REPORT-SENTENCE-CHANGED") && late.contains("遅れた文。"));
        let (_, page) = desk.page(&desk.curator, &to).await;
        assert!(page.contains("手直し") && page.contains("&lt;b&gt;") && !page.contains("<b>太字"));
        assert!(
            page.contains(word(&seen["ja"]).split('　').next_back().unwrap_or("?")),
            "what was drafted is kept"
        );
        let (_, diff) = desk
            .page(&desk.curator, &format!("{to}/compare?from=1&to=2"))
            .await;
        assert!(diff.contains("手で直した文。") && diff.contains("<del>"));
        let (status, pdf) = desk
            .stage
            .fetch(&format!("{to}/preview"), Some(&desk.curator))
            .await;
        assert_eq!((status, pdf.starts_with(b"%PDF-")), (200, true));
        desk.sign("analysis").await;
        let told = told(&desk, "physician.hosp-a").await;
        assert_eq!(told, [(id.clone(), 2)]);
        assert_eq!(self::told(&desk, "counsellor.hosp-a").await.len(), 1);
        let (_, old) = desk.page(&desk.physician, &format!("{to}?version=1")).await;
        assert!(old.contains("第2版に置き換えられました"));
        assert_eq!(
            self::told(&desk, "physician.hosp-a").await.len(),
            1,
            "the old one is not the news"
        );
        assert_eq!(desk.page(&desk.physician, &to).await.0, 200);
        assert!(
            self::told(&desk, "physician.hosp-a").await.is_empty(),
            "seen"
        );
        // Given to the counsellor, on the record.
        let (status, said) = desk
            .post(&desk.physician, &format!("{to}/share"), &[])
            .await;
        assert_eq!(status, 303, "{said}");
        assert_eq!(self::told(&desk, "counsellor.hosp-a").await.len(), 2);
        let events = desk.stage.platform.ledger().events_after(0, 1000).await;
        let events = events.unwrap_or_else(|e| panic!("{e:?}"));
        for name in ["edited", "amended", "shared"] {
            assert!(
                events.iter().any(|e| e.kind == "report" && e.event == name),
                "{name}"
            );
        }
        for event in events.iter().filter(|e| e.kind == "report") {
            assert!(
                !event.payload.to_string().contains("手で直した"),
                "no sentence in the ledger"
            );
        }
    }
}

/// What an account is told, as report and version.
async fn told(desk: &Desk, account: &str) -> Vec<(String, i64)> {
    let account = words::AccountId::parse(account).unwrap_or_else(|e| panic!("{e}"));
    let all = report::facts::notices(desk.stage.platform.db(), &account).await;
    let all = all.unwrap_or_else(|e| panic!("{e:?}"));
    all.into_iter().map(|n| (n.report, n.version)).collect()
}

#[tokio::test]
async fn others_are_denied_whether_it_exists_or_not() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    let other = desk.stage.sign_in("physician", Some("hosp-b")).await;
    let technician = desk.stage.sign_in("technician", Some("hosp-a")).await;
    for who in [&other, &technician] {
        for path in [
            format!("/reports/{CASE}.analysis"),
            format!("/reports/{CASE}.analysis/preview"),
            format!("/reports/{CASE}.analysis/compare?from=1&to=1"),
            "/reports/9999-04-00057.analysis".to_owned(),
            format!("/panels/{CASE}"),
            "/panels/9999-04-00057".to_owned(),
        ] {
            assert_eq!(desk.page(who, &path).await.0, 403, "{path}");
        }
        for path in [
            "plan", "open", "live", "votes", "opinion", "outcomes", "minutes", "close",
        ] {
            let (status, _) = desk.post(who, &format!("/panels/{CASE}/{path}"), &[]).await;
            assert_eq!(status, 403, "{path}");
        }
        for path in ["sentences", "draft", "sign", "share"] {
            let (status, _) = desk
                .post(who, &format!("/reports/{CASE}.analysis/{path}"), &[])
                .await;
            assert_eq!(status, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn results_are_returned_in_steps() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    let to = format!("/reports/{CASE}.analysis/draft");
    let fields = [
        ("reason", "further_levels".to_owned()),
        ("levels", "1".to_owned()),
    ];
    let (status, said) = desk.post(&desk.curator, &to, &fields).await;
    assert_eq!(status, 303, "{said}");
    let (_, report) = desk
        .stage
        .call(
            "GET",
            &format!("/api/reports/{CASE}.analysis"),
            Some(&desk.curator),
            Value::Null,
        )
        .await;
    assert_eq!(report["versions"][1]["level_max"], 1, "{report}");
    assert_eq!(report["versions"][0]["level_max"], 2);
    let again = desk
        .draft(json!({ "reason": "further_levels", "levels": 2 }))
        .await;
    assert_eq!(again["versions"][2]["level_max"], 2, "{again}");
}
