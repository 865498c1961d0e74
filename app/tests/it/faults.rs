//! Faults through the whole program: processes killed, people at once, tokens that ended, samples exchanged.
//! `docs/faults.md` lists where every fault is tested.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use reqwest::StatusCode;
use serde_json::{Value, json};
use sim::{Programme, Role, Set, Size};

use crate::{
    drive::{
        client::User,
        enrol,
        sequencing::{self, text},
        specimen,
        staff::Staff,
    },
    house::{House, tools, until},
};

/// A cancer case with consent and two accepted tubes. Answers case, tubes and order.
pub async fn ordered(staff: &Staff, number: u32) -> (String, Vec<String>, String) {
    let at = |name: &str| staff.user(name).unwrap();
    let (case, person) = enrolled(&at("coordinator-a"), number).await;
    let mut tubes = Vec::new();
    for role in ["tumour", "normal"] {
        let carried =
            specimen::carry(&at("technician-a"), &at("vendor"), &case, &person, role).await;
        tubes.push(carried.unwrap());
    }
    let order = sequencing::order(&at("analyst"), &case).await.unwrap();
    (case, tubes, order)
}

/// A registered and consented cancer patient.
async fn enrolled(coordinator: &User, number: u32) -> (String, String) {
    let person = sim::people::born_in(7, number, 1950..1970, None);
    let fit = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let (case, members) = enrol::register(coordinator, fit, &[("proband", person)])
        .await
        .unwrap();
    let person = members[0].person.clone();
    let signs = enrol::Signs::Adult("icf-cancer-adult");
    enrol::consent(coordinator, &case, &person, &signs)
        .await
        .unwrap();
    (case, person)
}

/// Delivers tumour and normal as they are called in the set.
async fn delivered(house: &House, staff: &Staff, number: u32, set: &Set) -> String {
    let (case, tubes, order) = ordered(staff, number).await;
    let vendor = staff.user("vendor").unwrap();
    for (tube, role) in tubes.iter().zip([Role::Tumour, Role::Normal]) {
        let sample = set.sample(role).unwrap();
        let now = house.platform.now();
        sequencing::deliver(&vendor, &order, tube, sample, now)
            .await
            .unwrap();
    }
    case
}

/// Waits until the gates of a case have answered.
async fn gates(analyst: &User, case: &str) -> Value {
    until("the gates", 300, async || {
        let qc = analyst.get(&format!("/api/cases/{case}/qc")).await.ok()?;
        (qc["status"] == "gates_open").then_some(qc)
    })
    .await
}

fn gate<'a>(qc: &'a Value, name: &str) -> &'a Value {
    let all = qc["gates"].as_array().unwrap();
    let found = all.iter().find(|g| g["gate"] == name);
    found.unwrap_or_else(|| panic!("no gate {name}: {qc}"))
}

#[tokio::test]
async fn exchanged_labels_are_a_hard_stop_that_nobody_accepts() {
    stopped(
        |programme| sim::bad::exchanged(&programme.cancer),
        "tumour_in_normal",
    )
    .await;
}

#[tokio::test]
async fn another_persons_normal_is_a_hard_stop_that_nobody_accepts() {
    let foreign = |p: &Programme| sim::bad::other_normal(&p.cancer, &p.third);
    stopped(foreign, "concordance").await;
}

/// Analyses a set: the gate must fail, no reason helps, and the run can only be rejected.
async fn stopped(make: impl Fn(&Programme) -> Set, name: &str) {
    if !tools() {
        return;
    }
    let source = tempfile::tempdir().unwrap();
    let programme = Programme::synthetic(source.path(), 11, Size::Demo).unwrap();
    let house = House::open(None, Some(source.path()), true).await;
    let staff = house.staff().await;
    let analyst = staff.user("analyst").unwrap();
    let case = delivered(&house, &staff, 1, &make(&programme)).await;
    let qc = gates(&analyst, &case).await;
    assert_eq!(gate(&qc, name)["answer"], "fail", "{}", qc["gates"]);
    let run = text(&qc, "run").unwrap();
    let path = format!("/api/runs/{run}/decide");
    for reason in ["fit_for_purpose", "confirmed_by_repeat"] {
        let accept = json!({ "accept": true, "reason": reason });
        let post = reqwest::Method::POST;
        let said = analyst.refused(post, &path, Some(accept)).await.unwrap();
        assert!(
            said.contains("409") && said.contains("E-ANALYSIS-SWAP"),
            "{said}"
        );
    }
    let reject = json!({ "accept": false, "reason": "sample_swap" });
    let rejected = analyst.post(&path, reject).await.unwrap();
    assert_eq!(rejected["status"], "rejected");
    assert!(house.verify().0);
}

#[tokio::test]
async fn a_cut_file_is_kept_aside_with_its_reason_and_a_whole_one_is_taken_after_it() {
    let source = tempfile::tempdir().unwrap();
    let programme = Programme::synthetic(source.path(), 12, Size::Small).unwrap();
    let house = House::open(None, None, true).await;
    let staff = house.staff().await;
    let (_, tubes, order) = ordered(&staff, 1).await;
    let vendor = staff.user("vendor").unwrap();
    let whole = programme.cancer.sample(Role::Tumour).unwrap();
    let now = house.platform.now();
    let mut manifest = whole
        .manifest(&order, &tubes[0], now.plus_days(-1))
        .unwrap();
    let files: Vec<&PathBuf> = whole.lanes.iter().flat_map(|l| [&l.r1, &l.r2]).collect();
    let cut = source.path().join("cut.fastq.gz");
    sim::bad::truncated(files[0], &cut).unwrap();
    let bytes = std::fs::read(&cut).unwrap();
    // the vendor's own sums are right: it was cut before they were made
    let told = manifest["files"][0].as_object_mut().unwrap();
    for counted in ["md5", "reads", "bases"] {
        told.remove(counted);
    }
    told.insert("bytes".to_owned(), json!(bytes.len()));
    told.insert("sha256".to_owned(), json!(words::Digest::of(&bytes)));
    let announced = vendor.announce(&manifest).await.unwrap();
    let id = text(&announced, "id").unwrap();
    for (number, file) in files.iter().enumerate() {
        let name = file.file_name().unwrap().to_string_lossy();
        let path = format!("/api/deliveries/{id}/files/{name}");
        let sent = if number == 0 { &cut } else { *file };
        vendor.put_file(&path, sent).await.unwrap();
    }
    until("the quarantine", 120, async || {
        let found = vendor.get(&format!("/api/deliveries/{id}")).await.unwrap();
        (found["status"] == "quarantined").then_some(())
    })
    .await;
    let path = format!("/api/deliveries/{id}/quarantine");
    let said = vendor.get(&path).await.unwrap();
    assert_eq!(said["reasons"][0]["check"], "gzip", "{said}");
    assert_eq!(
        said["kept"].as_array().unwrap().len(),
        files.len(),
        "{said}"
    );
    sequencing::deliver(&vendor, &order, &tubes[0], whole, now)
        .await
        .unwrap();
    assert!(house.verify().0);
}

#[tokio::test]
async fn two_technicians_at_once_and_a_token_that_ended() {
    let house = House::open(None, None, false).await;
    let staff = house.staff().await;
    let technician = staff.user("technician-a").unwrap();
    let (case, person) = enrolled(&staff.user("coordinator-a").unwrap(), 1).await;
    for _ in 0..5 {
        let plan = json!({ "person": person, "role": "normal", "material": "dna", "count": 1 });
        let planned = technician
            .post(&format!("/api/cases/{case}/tubes"), plan)
            .await
            .unwrap();
        let id = planned["tubes"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/tubes/{id}/collect");
        let again = house.user("coordinator-a", "coordinator").await;
        let (one, other) = tokio::join!(
            technician.post(&path, json!({})),
            again.post(&path, json!({}))
        );
        let refused: Vec<String> = [one, other]
            .into_iter()
            .filter_map(|r| r.err().map(|e| e.to_string()))
            .collect();
        assert_eq!(refused.len(), 1, "exactly one of two counts: {refused:?}");
        assert!(refused[0].contains("409"), "{refused:?}");
        let tube = technician.get(&format!("/api/tubes/{id}")).await.unwrap();
        let custody = tube["custody"].as_array().unwrap();
        assert_eq!(
            custody.iter().filter(|c| c["event"] == "collected").count(),
            1
        );
    }
    let ended = ended_token(&house, "technician-a").await;
    let answer = reqwest::Client::new()
        .get(format!("{}/api/cases/{case}", house.base))
        .bearer_auth(ended)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "E-AUTH-EXPIRED");
    assert!(problem["detail"]["ja"].is_string() && problem["detail"]["en"].is_string());
    assert!(house.verify().0);
}

async fn ended_token(house: &House, account: &str) -> String {
    let id = words::AccountId::parse(account).unwrap();
    let now = house.platform.now();
    let (from, to) = (now.plus_days(-2), now.plus_days(-1));
    let auth = house.platform.auth();
    auth.issue_token(&id, to, from).await.unwrap().secret
}
