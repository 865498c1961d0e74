//! The wire: from the draft to the panel report, as its users call it.

use serde_json::{Value, json};
use web::testing::{Stage, platform};
use words::Digest;

use crate::fake::Fake;
use crate::panel::{all_present, plan};
use crate::sample;
use report::words::Kind;

struct Story {
    stage: Stage,
    analyst: String,
    curator: String,
    physician: String,
    chair: String,
}

impl Story {
    async fn begin(db: store::Db) -> (Self, std::sync::Arc<Fake>) {
        let fake = Fake::of(&sample::cancer(Kind::Analysis));
        let stage = platform(db, vec![report::area_with(fake.clone())]).await;
        let analyst = stage.sign_in("analyst", None).await;
        let curator = stage.sign_in("curator", None).await;
        let physician = stage.sign_in("physician", Some("hosp-a")).await;
        let chair = stage.sign_in_as("chair", "panel_chair", None, None).await;
        (
            Self {
                stage,
                analyst,
                curator,
                physician,
                chair,
            },
            fake,
        )
    }

    async fn post(&self, who: &str, path: &str, body: Value) -> (u16, Value) {
        self.stage.call("POST", path, Some(who), body).await
    }

    async fn get(&self, who: &str, path: &str) -> (u16, Value) {
        self.stage.call("GET", path, Some(who), Value::Null).await
    }

    async fn sign(&self, who: &str, id: &str, digest: &Value) -> (u16, Value) {
        let path = format!("/api/reports/{id}/sign");
        let of: Digest = serde_json::from_value(digest.clone()).unwrap_or_else(|e| panic!("{e}"));
        let purpose = if id.ends_with("analysis") {
            "analysis_report.sign"
        } else {
            "panel_report.sign"
        };
        let signature = self.stage.signature(who, purpose, id, &of).await;
        self.post(
            who,
            &path,
            json!({"digest": digest, "signature": signature}),
        )
        .await
    }

    /// Drafts and signs the analysis report.
    async fn analysis(&self) -> Value {
        let (status, draft) = self
            .post(
                &self.analyst,
                "/api/cases/0123-04-00057/reports/analysis",
                Value::Null,
            )
            .await;
        assert_eq!(status, 201, "{draft}");
        self.stage.settle().await;
        let bare = json!({"digest": draft["digest"]});
        let path = "/api/reports/0123-04-00057.analysis/sign";
        let (status, unsigned) = self.post(&self.curator, path, bare).await;
        assert_eq!(
            (status, &unsigned["code"]),
            (409, &json!("E-REPORT-UNSIGNED"))
        );
        let (status, signed) = self
            .sign(&self.curator, "0123-04-00057.analysis", &draft["digest"])
            .await;
        assert_eq!(status, 200, "{signed}");
        self.stage.settle().await;
        signed
    }

    /// Plans, opens, votes and decides; not closed.
    async fn panel(&self) {
        for (path, body) in [
            ("", serde_json::to_value(plan()).unwrap_or_default()),
            ("/open", json!({"presence": all_present()})),
            (
                "/votes",
                json!({"votes": all_present().iter().map(|p| json!({"account": p.account, "vote": "agree"})).collect::<Vec<_>>()}),
            ),
            (
                "/outcomes",
                json!({"outcomes": sample::outcomes(), "recommendation": {"ja": "承認薬を検討", "en": "consider an approved drug"}}),
            ),
        ] {
            let (status, answer) = self
                .post(
                    &self.chair,
                    &format!("/api/cases/0123-04-00057/panel{path}"),
                    body,
                )
                .await;
            assert!(status < 300, "{path}: {answer}");
        }
    }
}

#[tokio::test]
async fn from_the_draft_to_the_signed_panel_report_on_both_databases() {
    for t in store::testing::both().await {
        let (story, _) = Story::begin(t.db.clone()).await;
        let (status, early) = story
            .post(
                &story.physician,
                "/api/cases/0123-04-00057/reports/panel",
                Value::Null,
            )
            .await;
        assert_eq!((status, &early["code"]), (409, &json!("E-REPORT-ORDER")));
        let signed = story.analysis().await;
        assert_eq!(signed["state"], "signed");
        let (status, twice) = story
            .sign(&story.curator, "0123-04-00057.analysis", &signed["digest"])
            .await;
        assert_eq!(
            (status, &twice["code"]),
            (409, &json!("E-REPORT-SIGNED-TWICE"))
        );
        story.panel().await;
        let path = "/api/cases/0123-04-00057/panel/close";
        let bare = json!({"minutes": "議事録"});
        let (status, unsigned) = story.post(&story.chair, path, bare.clone()).await;
        assert_eq!(
            (status, &unsigned["code"]),
            (409, &json!("E-PANEL-UNSIGNED"))
        );
        assert!(unsigned["detail"]["ja"].is_string() && unsigned["detail"]["en"].is_string());
        let digest = Digest::of("\"議事録\"".as_bytes());
        let thing = "0123-04-00057.panel";
        let signature = story
            .stage
            .signature(&story.chair, "panel.close", thing, &digest)
            .await;
        let mut body = bare;
        body["signature"] = signature;
        let (status, closed) = story.post(&story.chair, path, body).await;
        assert_eq!(
            (status, &closed["state"]),
            (200, &json!("closed")),
            "{closed}"
        );
        story.stage.settle().await;
        // The reaction drafted the panel report; the hospital's physician signs it.
        let (_, draft) = story
            .get(&story.physician, "/api/reports/0123-04-00057.panel")
            .await;
        assert_eq!(draft["state"], "draft", "{draft}");
        let (status, signed) = story
            .sign(&story.physician, "0123-04-00057.panel", &draft["digest"])
            .await;
        assert_eq!(status, 200, "{signed}");
        story.stage.settle().await;
        let (_, lay) = story
            .get(&story.physician, "/api/reports/0123-04-00057.lay")
            .await;
        assert_eq!(lay["versions"][0]["pages"]["ja"], 2, "{lay}");
    }
}

#[tokio::test]
async fn the_printed_forms_are_sealed_and_come_back_whole() {
    let t = store::testing::sqlite().await;
    let (story, _) = Story::begin(t.db.clone()).await;
    let signed = story.analysis().await;
    let (status, pdf) = story
        .stage
        .fetch(
            "/api/reports/0123-04-00057.analysis/pdf?lang=ja",
            Some(&story.physician),
        )
        .await;
    assert_eq!(status, 200);
    assert!(pdf.starts_with(b"%PDF-"));
    let (status, fhir) = story
        .get(&story.physician, "/api/reports/0123-04-00057.analysis/fhir")
        .await;
    assert_eq!((status, &fhir["resourceType"]), (200, &json!("Bundle")));
    assert_eq!(fhir["entry"][0]["resource"]["status"], "final");
    let (_, content) = story
        .get(
            &story.curator,
            "/api/reports/0123-04-00057.analysis/content",
        )
        .await;
    assert!(
        content["summary"][1]["sources"]
            .as_array()
            .is_some_and(|s| !s.is_empty())
    );
    let seen = words::Digest::of(&serde_json::to_vec(&content).unwrap_or_default());
    assert_eq!(
        signed["digest"],
        seen.to_string(),
        "what is read is what is signed"
    );
    // No sentence and no gene in the ledger.
    let events = story
        .stage
        .platform
        .ledger()
        .events_after(0, 1000)
        .await
        .unwrap_or_else(|e| panic!("{e:?}"));
    for event in events.iter().filter(|e| e.kind == "report") {
        let text = event.payload.to_string();
        assert!(!text.contains("EGFR") && !text.contains("Leu858"), "{text}");
        assert!(
            event.consent.is_some() || event.event == "rendered",
            "{} rests on no consent",
            event.event
        );
    }
}

#[tokio::test]
async fn who_may_not_is_refused() {
    let t = store::testing::sqlite().await;
    let (story, fake) = Story::begin(t.db.clone()).await;
    let other = story.stage.sign_in("physician", Some("hosp-b")).await;
    story.analysis().await;
    let (status, _) = story
        .get(&other, "/api/reports/0123-04-00057.analysis")
        .await;
    assert_eq!(status, 403, "another hospital");
    let patient = story
        .stage
        .sign_in_patient(&words::PersonId::parse("p-1").unwrap_or_else(|e| panic!("{e}")))
        .await;
    let (status, _) = story
        .get(&patient, "/api/reports/0123-04-00057.analysis")
        .await;
    assert_eq!(status, 403, "patients read through disclosure only");
    fake.change(|case| case.consented = false);
    let (status, answer) = story
        .post(
            &story.chair,
            "/api/cases/0123-04-00057/panel",
            serde_json::to_value(plan()).unwrap_or_default(),
        )
        .await;
    assert_eq!(
        (status, &answer["code"]),
        (409, &json!("E-PANEL-NO-CONSENT"))
    );
}

#[tokio::test]
async fn a_panel_without_quorum_answers_in_both_languages() {
    let t = store::testing::sqlite().await;
    let (story, _) = Story::begin(t.db.clone()).await;
    story.analysis().await;
    let mut short = plan();
    short.members.retain(|m| m.account.as_str() != "m-path");
    let (_, planned) = story
        .post(
            &story.chair,
            "/api/cases/0123-04-00057/panel",
            serde_json::to_value(&short).unwrap_or_default(),
        )
        .await;
    assert_eq!(planned["unmet"][0]["role"], "pathologist", "{planned}");
    let there: Vec<_> = all_present()
        .into_iter()
        .filter(|p| p.account.as_str() != "m-path")
        .collect();
    story
        .post(
            &story.chair,
            "/api/cases/0123-04-00057/panel/open",
            json!({"presence": there}),
        )
        .await;
    let (status, answer) = story
        .post(
            &story.chair,
            "/api/cases/0123-04-00057/panel/close",
            json!({"minutes": "x"}),
        )
        .await;
    assert_eq!(
        (status, &answer["code"]),
        (409, &json!("E-PANEL-NO-QUORUM"))
    );
    assert!(
        answer["detail"]["ja"]
            .as_str()
            .is_some_and(|t| t.contains("病理")),
        "{answer}"
    );
    assert!(
        answer["detail"]["en"]
            .as_str()
            .is_some_and(|t| t.contains("pathologist"))
    );
}
