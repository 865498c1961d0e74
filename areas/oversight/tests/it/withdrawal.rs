//! The story of a cancer case is stopped after every step: whatever would come next is refused from that second on, and
//! stays refused after every area heard of it.

use analysis::{
    decide::{Command, Decision, Facts, Results, Run},
    words::{Mode, Output, Owner, Sample, SampleRole, Status},
};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{Actor, CaseId, Context, Digest, PersonId};

use crate::upstream::{self, HOSPITAL, VENDOR};

/// The steps that people take, one after the other; then those that begin with the results of a run.
const STEPS: [&str; 13] = [
    "plan", "collect", "label", "ship", "receive", "accept", "order", "release", "analyse",
    "judge", "draft", "panel", "explain",
];

struct Story {
    stage: Stage,
    case: String,
    person: String,
    tube: String,
    order: String,
}

impl Story {
    async fn begin(db: store::Db) -> Self {
        let areas = vec![
            registry::area(),
            consent::area(),
            clinical::area(),
            specimen::area(),
            sequencing::area(),
            analysis::area(),
            knowledge::area(),
            interpretation::area(),
            report::area(),
            disclosure::area(),
            oversight::area(),
        ];
        let stage = web::testing::platform(db, areas).await;
        let (case, person) = upstream::case(&stage).await;
        upstream::consent(&stage, &case, &person).await;
        let office = stage.sign_in("office", None).await;
        let record = json!({ "domestic": true, "sop_summary_version": 1, "multi_factor": true, "own_qc": true,
            "accreditations": [{ "standard": "iso15189", "number": "RML-1", "valid_until": "2027-03-31" }] });
        let path = format!("/api/vendors/{VENDOR}");
        let (code, said) = stage.call("PUT", &path, Some(&office), record).await;
        assert_eq!(code, 200, "{said}");
        Self {
            stage,
            case,
            person,
            tube: "none".to_owned(),
            order: "none".to_owned(),
        }
    }

    async fn post(
        &self,
        role: &str,
        site: Option<&str>,
        path: String,
        body: Value,
    ) -> (u16, Value) {
        let who = self.stage.sign_in(role, site).await;
        self.stage.call("POST", &path, Some(&who), body).await
    }

    /// Takes a step as the person whose it is.
    async fn step(&mut self, step: &str) -> (u16, Value) {
        let (case, tube) = (self.case.clone(), self.tube.clone());
        let of_case = |what: &str| format!("/api/cases/{case}/{what}");
        let of_tube = |what: &str| format!("/api/tubes/{tube}/{what}");
        let (here, there) = (Some(HOSPITAL), Some(VENDOR));
        let (role, site, path, body) = match step {
            "plan" => (
                "technician",
                here,
                of_case("tubes"),
                json!({ "person": self.person, "role": "tumour", "material": "dna", "count": 1 }),
            ),
            "collect" => ("technician", here, of_tube("collect"), json!({})),
            "label" => (
                "technician",
                here,
                of_tube("label"),
                json!({ "scanned": tube }),
            ),
            "ship" => (
                "technician",
                here,
                of_tube("ship"),
                json!({ "scanned": tube, "to": VENDOR, "carrier": "C-A", "waybill": "1" }),
            ),
            "receive" => (
                "vendor",
                there,
                of_tube("receive"),
                json!({ "scanned": tube, "condition": "good", "seal_ok": true, "temp_min": 2.5, "temp_max": 6.0 }),
            ),
            "accept" => (
                "vendor",
                there,
                of_tube("accept"),
                json!({ "din": 8.1, "amount_ng": 1500 }),
            ),
            "order" => (
                "analyst",
                None,
                of_case("orders"),
                json!({ "vendor": VENDOR }),
            ),
            "release" => (
                "analyst",
                None,
                format!("/api/orders/{}/release", self.order),
                Value::Null,
            ),
            "analyse" => ("analyst", None, of_case("runs"), json!({})),
            "judge" => (
                "curator",
                None,
                of_case("findings/F001/judge"),
                json!({ "verdict": "accepted" }),
            ),
            "draft" => (
                "curator",
                None,
                of_case("reports/analysis"),
                json!({ "reason": null, "confirmations": {} }),
            ),
            "panel" => (
                "panel_chair",
                None,
                of_case("panel/close"),
                json!({ "minutes": "-" }),
            ),
            _ => (
                "physician",
                here,
                of_case("counselling"),
                json!({ "step": "requested" }),
            ),
        };
        let (code, said) = self.post(role, site, path, body).await;
        if step == "plan" && code < 300 {
            said["tubes"][0]["id"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut self.tube);
        }
        if step == "order" && code < 300 {
            said["id"]
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut self.order);
        }
        (code, said)
    }

    /// A run of the case comes as far as `status`.
    async fn run(&self, status: Status) {
        let person = PersonId::parse(self.person.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let case = CaseId::parse(self.case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let held = consent::facts::in_force(self.stage.platform.db(), &person).await;
        let held = held.ok().flatten().map(|c| c.reference);
        let facts = Facts {
            consents: held.into_iter().collect(),
            another: None,
        };
        let context = Context::new(self.stage.platform.now(), Actor::system()).on(&case);
        let sample = |role, specimen: &str| Sample {
            role,
            specimen: specimen.to_owned(),
            person: person.clone(),
            reads_digest: "0".to_owned(),
            files: vec![],
        };
        let plan = Command::Plan {
            id: "run-1".to_owned(),
            case: case.clone(),
            mode: Mode::Pair,
            samples: vec![
                sample(SampleRole::Tumour, "T"),
                sample(SampleRole::Normal, "N"),
            ],
            profile: "slice".to_owned(),
        };
        let accept = Decision {
            accept: true,
            reason: None,
        };
        let all = [
            (Status::Planned, plan),
            (Status::Running, Command::Start),
            (
                Status::GatesOpen,
                Command::Finish(Box::new(results(&person))),
            ),
            (Status::Accepted, Command::Decide(accept)),
        ];
        for (reached, command) in all {
            let ledger = self.stage.platform.ledger();
            let done = ledger
                .execute::<Run>("run-1", command, &facts, &context)
                .await;
            done.map(drop)
                .unwrap_or_else(|e| panic!("{reached:?}: {e:?}"));
            if reached == status {
                break;
            }
        }
    }
}

fn results(person: &PersonId) -> Results {
    let digest = Digest::of(b"qc");
    Results {
        outputs: vec![Output {
            name: "qc.json".to_owned(),
            digest: digest.clone(),
            blob: digest.clone(),
            bytes: 2,
            owner: Owner::Member {
                person: person.clone(),
            },
        }],
        pipeline_digest: "ab".to_owned(),
        reference: "r".to_owned(),
        tools: std::collections::BTreeMap::new(),
        gates: vec![],
        qc: digest,
    }
}

/// A parcel that arrives is taken in, so that it is not lost; it may only be destroyed. Nothing else moves.
fn refused(step: &str, code: u16) -> bool {
    matches!(code, 403 | 404 | 409 | 422) || (step == "receive" && code == 200)
}

#[tokio::test]
async fn nothing_moves_after_a_withdrawal_at_any_step() {
    for done in 0..=8 {
        for t in store::testing::both().await {
            let mut story = Story::begin(t.db.clone()).await;
            for step in STEPS.iter().take(done) {
                let (code, said) = story.step(step).await;
                assert!(code < 300, "{step}: {said}");
            }
            upstream::withdraw(&story.stage, &story.case, &story.person).await;
            all_refused(&mut story, done, "at T0").await;
            story.stage.settle().await;
            all_refused(&mut story, done, "after every area heard of it").await;
            verified(&story, done).await;
        }
    }
}

async fn all_refused(story: &mut Story, done: usize, when: &str) {
    for step in STEPS.iter().skip(done) {
        let (code, said) = story.step(step).await;
        assert!(
            refused(step, code),
            "{when}, withdrawn after {done} steps, {step} was answered with {code}: {said}"
        );
    }
}

async fn verified(story: &Story, done: usize) {
    let case = CaseId::parse(story.case.as_str()).unwrap_or_else(|e| panic!("{e}"));
    let tubes = specimen::facts::tubes(story.stage.platform.db(), &case).await;
    for tube in tubes.unwrap_or_else(|e| panic!("{e}")) {
        let found = story.stage.platform.ledger();
        let tube = found.load::<specimen::decide::Tube>(&tube.id).await;
        let tube = tube.unwrap_or_else(|e| panic!("{e}"));
        assert!(
            tube.is_some_and(|t| t.state.locked.is_some()),
            "locked from distribution after {done} steps"
        );
    }
}

#[tokio::test]
async fn a_run_is_unusable_wherever_it_stood() {
    for status in [
        Status::Planned,
        Status::Running,
        Status::GatesOpen,
        Status::Accepted,
    ] {
        for t in store::testing::both().await {
            let mut story = Story::begin(t.db.clone()).await;
            story.run(status).await;
            upstream::withdraw(&story.stage, &story.case, &story.person).await;
            let accept = json!({ "accept": true, "reason": "fit_for_purpose" });
            let decide = || {
                story.post(
                    "analyst",
                    None,
                    "/api/runs/run-1/decide".to_owned(),
                    accept.clone(),
                )
            };
            let (code, said) = decide().await;
            assert!(matches!(code, 403 | 409), "{status:?}: {said}");
            story.stage.settle().await;
            let case = CaseId::parse(story.case.as_str()).unwrap_or_else(|e| panic!("{e}"));
            let runs = analysis::facts::runs(&t.db, &case).await;
            let runs = runs.unwrap_or_else(|e| panic!("{e}"));
            assert!(
                runs.iter().all(|r| r.status == Status::Withdrawn),
                "{status:?}"
            );
            let (code, said) = decide().await;
            assert!(matches!(code, 403 | 409), "{status:?}: {said}");
            all_refused(&mut story, 8, "after the run ended").await;
        }
    }
}
