//! The people whose steps have no page yet, over the API of a running demonstration: what technicians, the vendor and the
//! analyst do between the consent and the draft of the report. Pages for them come with the second half of the doors.

use std::{sync::Arc, time::Duration};

use reqwest::header::{LOCATION, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use sim::{Sample, Size, VendorKey};

use crate::{
    drive::{client::User, clinic, enrol, sequencing, specimen},
    server::{Programme, Server},
};

/// The seed of the demonstration's genome.
const SEED: u64 = 2026;

/// Everybody of a demonstration, over its API.
pub struct Crew<'a> {
    server: &'a Server,
}

/// A case that waits for something.
pub struct Case {
    pub id: String,
    /// Its person.
    pub person: String,
    /// The account of the person.
    pub patient: String,
}

impl<'a> Crew<'a> {
    pub fn of(programme: &'a Programme) -> Self {
        Self {
            server: &programme.server,
        }
    }

    /// Somebody, by account, through the door of the demonstration.
    pub async fn user(&self, account: &str) -> User {
        let base = &self.server.base;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let http = http.build().unwrap();
        let entered = http.post(format!("{base}/demo")).header(ORIGIN, base);
        let entered = entered.header("content-type", "application/x-www-form-urlencoded");
        let entered = entered
            .body(format!("account={account}"))
            .send()
            .await
            .unwrap();
        assert!(entered.headers().contains_key(LOCATION), "{account}");
        let cookies = entered.headers().get_all(SET_COOKIE).iter();
        let cookies: Vec<_> = cookies
            .filter_map(|c| c.to_str().ok()?.split(';').next())
            .collect();
        let issued = http.post(format!("{base}/api/tokens")).header(ORIGIN, base);
        let issued = issued.header("cookie", cookies.join("; "));
        let issued = issued.json(&json!({ "days": 1 })).send().await.unwrap();
        let issued: Value = issued.json().await.unwrap();
        let token = issued["token"].as_str();
        let token = token.unwrap_or_else(|| panic!("{account}: {issued}"));
        User::new(base, token.to_owned(), "one of the crew")
    }

    /// A cancer case, registered and consented, with its clinical items; the person has an account.
    pub async fn enrols(&self) -> Case {
        let (coordinator, physician) = (
            self.user("coordinator-a").await,
            self.user("physician-a").await,
        );
        let person = sim::people::born_in(2027, 7, 1955..1970, None);
        let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
        let registered = enrol::register(&coordinator, eligibility, &[("proband", person)]).await;
        let (id, members) = registered.unwrap();
        let person = members[0].person.clone();
        let form = enrol::Signs::Adult("icf-cancer-adult");
        enrol::consent(&coordinator, &id, &person, &form)
            .await
            .unwrap();
        clinic::cancer(&physician, &id, Some("LUAD")).await.unwrap();
        let patient = self.admits(&person).await;
        Case {
            id,
            person,
            patient,
        }
    }

    /// The administrator opens the account of a patient.
    pub async fn admits(&self, person: &str) -> String {
        let admin = self.user("admin").await;
        let new = json!({ "login": format!("login.{person}"), "name": "見本の患者さん", "person": person });
        let account = admin.post("/api/accounts", new).await.unwrap();
        let id = account["id"].as_str().unwrap().to_owned();
        let role = json!({ "role": "patient" });
        let to = format!("/api/accounts/{id}/grants");
        admin.post(&to, role).await.unwrap();
        id
    }

    /// Tubes are collected, carried to the vendor and accepted there.
    pub async fn carries(&self, case: &str, person: &str) -> Vec<String> {
        let (technician, vendor) = (self.user("technician-a").await, self.user("vendor").await);
        let mut tubes = Vec::new();
        for role in ["tumour", "normal"] {
            let tube = specimen::carry(&technician, &vendor, case, person, role).await;
            tubes.push(tube.unwrap());
        }
        tubes
    }

    /// Order, reads, run, its gates accepted: until the analysis report is drafted.
    pub async fn reads(&self, case: &str, tubes: &[String]) {
        let analyst = self.user("analyst").await;
        let key = VendorKey::in_dir(&self.server.dir().join("vendor-keys")).unwrap();
        let vendor = self.user("vendor").await.signing_with(Arc::new(key));
        let order = sequencing::order(&analyst, case).await.unwrap();
        let now = now();
        for (tube, sample) in tubes.iter().zip(self.samples()) {
            let delivered = sequencing::deliver(&vendor, &order, tube, &sample, now);
            delivered.await.unwrap();
        }
        self.comes_to(case, "primary_analysis").await;
        sequencing::accept_run(&analyst, case).await.unwrap();
        self.comes_to(case, "report_draft").await;
    }

    /// Waits for the work of the machine.
    async fn comes_to(&self, case: &str, state: &str) {
        let office = self.user("office").await;
        let path = format!("/api/cases/{case}/progress");
        for _ in 0..3_000 {
            let progress = office.get(&path).await.unwrap();
            let reached = progress["reached"].as_array();
            if reached.is_some_and(|r| r.iter().any(|s| s["state"] == state)) {
                return;
            }
            assert!(progress["state"] != "on_hold", "{progress}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("{case} did not come to {state}");
    }

    /// Waits until the newest version of a report is printed.
    pub async fn printed(&self, case: &str, kind: &str) {
        let curator = self.user("physician-a").await;
        for _ in 0..600 {
            let report = curator.get(&format!("/api/reports/{case}.{kind}")).await;
            let versions = report.as_ref().ok().and_then(|r| r["versions"].as_array());
            let newest = versions.and_then(|v| v.iter().max_by_key(|v| v["version"].as_i64()));
            let pages = newest.and_then(|v| v["pages"].as_object());
            if pages.is_some_and(|p| !p.is_empty()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("{case}.{kind} was not printed");
    }

    /// The reads of somebody whom the demonstration does not know, over its own reference: tumour, then normal.
    fn samples(&self) -> Vec<Sample> {
        let source = self.server.dir().join("source");
        let further = sim::Programme::further(&source, SEED, Size::Demo);
        further.unwrap().samples
    }
}

/// The time of the wall, as the program reads it.
#[expect(
    clippy::disallowed_methods,
    reason = "the program under test is another process with the same clock"
)]
fn now() -> words::At {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let micros = since.unwrap_or_default().as_micros();
    words::At::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}
