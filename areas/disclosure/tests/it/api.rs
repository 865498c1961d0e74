//! The wire: from the signed panel report to the report that the person opens.

use std::sync::Arc;

use serde_json::{Value, json};
use web::testing::{Stage, platform};
use words::Digest;

use disclosure::decide::Told;
use disclosure::words::{Attendee, Meeting};

use crate::fake::Fake;
use crate::sample;
use report::words::Kind;

pub const CASE: &str = "0123-04-00057";

pub struct Story {
    pub stage: Stage,
    pub fake: Arc<Fake>,
    pub physician: String,
    pub counsellor: String,
    pub patient: String,
}

fn members() -> Vec<Value> {
    let member = |name: &str, roles: &[&str], field: &str| {
        json!({"account": name, "roles": roles, "specialties": [field],
        "full_time": true, "wgs_ground": "wgs_paper", "attending": roles.contains(&"attending")})
    };
    vec![
        member("m-onc1", &["drug_therapy", "attending"], "respiratory"),
        member(
            "m-onc2",
            &[
                "drug_therapy",
                "genome_expert",
                "bioinformatician",
                "wgs_expert",
            ],
            "breast",
        ),
        member(
            "m-gen",
            &["genetics_physician", "genetic_counselling"],
            "genetics",
        ),
        member("m-path", &["pathologist"], "pathology"),
    ]
}

impl Story {
    /// As far as the signed panel report.
    pub async fn begin(db: store::Db) -> Self {
        let fake = Fake::of(&sample::cancer(Kind::Analysis));
        let areas = vec![
            registry::area(),
            consent::area(),
            report::area_with(fake.clone()),
            disclosure::area_with(fake.clone()),
        ];
        let stage = platform(db, areas).await;
        let curator = stage.sign_in("curator", None).await;
        let chair = stage.sign_in("panel_chair", None).await;
        let physician = stage.sign_in("physician", Some("hosp-a")).await;
        let counsellor = stage.sign_in("counsellor", Some("hosp-a")).await;
        let person = words::PersonId::parse("p-1").unwrap_or_else(|e| panic!("{e}"));
        let patient = stage.sign_in_patient(&person).await;
        let story = Self {
            stage,
            fake,
            physician,
            counsellor,
            patient,
        };
        story.ok(&curator, "reports/analysis", Value::Null).await;
        story.sign(&curator, "analysis").await;
        let plan = json!({"rule_set": "EP-WGS", "day": "2026-04-03", "mode": "realtime", "members": members(), "in_house": true});
        story.ok(&chair, "panel", plan).await;
        let all = members();
        let each = |more: &dyn Fn(&Value) -> Value| all.iter().map(more).collect::<Vec<_>>();
        story.ok(&chair, "panel/open", json!({"presence": each(&|m| json!({"account": m["account"], "interest": "none"}))})).await;
        story
            .ok(
                &chair,
                "panel/votes",
                json!({"votes": each(&|m| json!({"account": m["account"], "vote": "agree"}))}),
            )
            .await;
        story
            .ok(
                &chair,
                "panel/outcomes",
                json!({"outcomes": sample::outcomes()}),
            )
            .await;
        let digest = Digest::of("\"議事録\"".as_bytes());
        let thing = format!("{CASE}.panel");
        let signature = story
            .stage
            .signature(&chair, "panel.close", &thing, &digest);
        let minutes = json!({"minutes": "議事録", "signature": signature.await});
        story.ok(&chair, "panel/close", minutes).await;
        story.stage.settle().await;
        story.sign(&story.physician, "panel").await;
        story
    }

    async fn post(&self, who: &str, path: &str, body: Value) -> (u16, Value) {
        self.stage
            .call(
                "POST",
                &format!("/api/cases/{CASE}/{path}"),
                Some(who),
                body,
            )
            .await
    }

    pub async fn ok(&self, who: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(who, path, body).await;
        assert!(status < 300, "{path}: {status} {answer}");
        answer
    }

    async fn code(&self, who: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(who, path, body).await;
        assert_eq!(status, 409, "{path}: {answer}");
        answer["code"].clone()
    }

    /// Signs the newest version of a report and prints it.
    pub async fn sign(&self, who: &str, kind: &str) {
        let path = format!("/api/reports/{CASE}.{kind}");
        let (status, draft) = self.stage.call("GET", &path, Some(who), Value::Null).await;
        assert_eq!(status, 200, "{draft}");
        let purpose = if kind == "analysis" {
            "analysis_report.sign"
        } else {
            "panel_report.sign"
        };
        let (id, digest) = (
            format!("{CASE}.{kind}"),
            text(&draft["digest"]).parse::<Digest>(),
        );
        let digest = digest.unwrap_or_else(|e| panic!("{e}"));
        let signature = self.stage.signature(who, purpose, &id, &digest).await;
        let body = json!({"digest": digest, "signature": signature});
        let (status, answer) = self
            .stage
            .call("POST", &format!("{path}/sign"), Some(who), body)
            .await;
        assert_eq!(status, 200, "{answer}");
        self.stage.settle().await;
    }

    /// An explanation with the key of the one who gave it, over the report as it stands.
    pub async fn explanation(&self, who: &str) -> Value {
        let signature = self.explained_by(who, &told_by_oneself()).await;
        let mut body = told();
        body["signature"] = signature;
        body
    }

    /// The key of somebody, over what is told.
    pub async fn explained_by(&self, who: &str, told: &Told) -> Value {
        let path = format!("/api/reports/{CASE}.lay");
        let (_, lay) = self.stage.call("GET", &path, Some(who), Value::Null).await;
        let reference = format!("report:{CASE}.lay@{}", lay["version"]);
        let case = words::CaseId::parse(CASE).unwrap_or_else(|e| panic!("{e}"));
        let digest = told.digest(&case, &reference);
        let stage = &self.stage;
        stage
            .signature(who, "explanation.record", CASE, &digest)
            .await
    }

    pub async fn lay(&self, who: &str) -> (u16, Vec<u8>) {
        self.stage
            .fetch(&format!("/api/cases/{CASE}/lay"), Some(who))
            .await
    }
}

fn told() -> Value {
    json!({"meeting": "onsite", "attended": ["oneself"], "copy_given": true})
}

fn told_by_oneself() -> Told {
    Told {
        findings: None,
        meeting: Meeting::Onsite,
        attended: vec![Attendee::Oneself],
        copy_given: true,
        not_to_know: false,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::test]
async fn explained_by_a_person_and_only_then_opened_on_both_databases() {
    for t in store::testing::both().await {
        let story = Story::begin(t.db.clone()).await;
        assert_eq!(
            story.lay(&story.patient).await.0,
            409,
            "before anybody explained it"
        );
        story.sign(&story.physician, "lay").await;
        assert_eq!(
            story.code(&story.physician, "explanation", told()).await,
            "E-DISCLOSURE-UNCONFIRMED"
        );
        story
            .ok(
                &story.physician,
                "confirm/orders",
                json!({"finding": "f-egfr", "test": "companion_diagnostic"}),
            )
            .await;
        story
            .ok(
                &story.physician,
                "confirm/results",
                json!({"finding": "f-egfr", "confirmed": true}),
            )
            .await;
        assert_eq!(
            story.code(&story.physician, "explanation", told()).await,
            "E-DISCLOSURE-UNCOUNSELLED"
        );
        story
            .ok(
                &story.counsellor,
                "counselling",
                json!({"step": "done", "meeting": "onsite"}),
            )
            .await;
        assert_eq!(
            story.code(&story.physician, "explanation", told()).await,
            "E-DISCLOSURE-LAY-OUTDATED"
        );
        let again = json!({"reason": "confirmation", "confirmations": {"f-egfr": true}});
        story.ok(&story.physician, "reports/lay", again).await;
        story.stage.settle().await;
        story.sign(&story.physician, "lay").await;
        assert_eq!(
            story.lay(&story.patient).await.0,
            409,
            "signed is not explained"
        );
        assert_eq!(
            story.code(&story.physician, "explanation", told()).await,
            "E-DISCLOSURE-UNSIGNED"
        );
        let mut other = story.explanation(&story.physician).await;
        other["copy_given"] = json!(false);
        let (status, said) = story.post(&story.physician, "explanation", other).await;
        assert_eq!(status, 409, "the key answered for something else: {said}");
        assert_eq!(story.lay(&story.patient).await.0, 409);
        let signed = story.explanation(&story.physician).await;
        let explained = story.ok(&story.physician, "explanation", signed).await;
        let by = &explained["explained"]["signed"]["statement"];
        assert_eq!(by["purpose"], "explanation.record");
        let proof = web::prove(&story.stage.platform, &story.stage.areas).await;
        let flaws = proof.unwrap_or_else(|e| panic!("{e:?}")).flaws;
        assert!(flaws.is_empty(), "every signature holds: {flaws:?}");
        assert_eq!(explained["state"], "explained_to_patient");
        assert_eq!(explained["explained"]["lay_version"], 2);
        assert_eq!(explained["follow_up_due"], "2026-10-03");
        let (status, pdf) = story.lay(&story.patient).await;
        assert_eq!(status, 200);
        assert!(pdf.starts_with(b"%PDF-"));
        let path = format!("/api/cases/{CASE}/disclosure");
        let (_, now) = story
            .stage
            .call("GET", &path, Some(&story.physician), Value::Null)
            .await;
        assert!(now["opened_at"].is_i64(), "{now}");
        let next = story
            .ok(&story.physician, "follow-up", json!({"status": "alive"}))
            .await;
        assert_eq!(next["state"], "follow_up");
    }
}

#[tokio::test]
async fn other_peoples_reports_stay_closed() {
    let t = store::testing::sqlite().await;
    let story = Story::begin(t.db.clone()).await;
    let other = words::PersonId::parse("p-2").unwrap_or_else(|e| panic!("{e}"));
    let other = story.stage.sign_in_patient(&other).await;
    assert_eq!(story.lay(&other).await.0, 403);
    let elsewhere = story.stage.sign_in("physician", Some("hosp-b")).await;
    let (status, _) = story.post(&elsewhere, "explanation", told()).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn nothing_about_a_person_is_in_the_ledger() {
    let t = store::testing::sqlite().await;
    let story = Story::begin(t.db.clone()).await;
    story.fake.change(|c| {
        c.choices
            .insert("ror.secondary_now".to_owned(), "no".to_owned());
    });
    story
        .ok(
            &story.physician,
            "confirm/orders",
            json!({"finding": "f-egfr", "test": "sanger"}),
        )
        .await;
    let events = story
        .stage
        .platform
        .ledger()
        .events_after(0, 1000)
        .await
        .unwrap_or_else(|e| panic!("{e:?}"));
    let own: Vec<_> = events.iter().filter(|e| e.kind == "disclosure").collect();
    assert_eq!(own.len(), 1);
    assert!(
        own.iter()
            .all(|e| e.consent.is_some() && !e.payload.to_string().contains("EGFR"))
    );
}
