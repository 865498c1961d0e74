//! A parent withdraws from a family's case: nothing of the parent is left on the disk, and the child's case goes on.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use blob::KeyId;
use serde_json::{Value, json};
use sim::{Programme, Size};
use words::{CaseId, PersonId};

use crate::{
    drive::{
        enrol::{self, Member, Signs},
        sequencing::{self, text},
        specimen,
        staff::Staff,
    },
    house::{House, tools, until},
    programme::{holding, reads_of},
};

/// A family with consents. Answers the case, its members and the mother's consent.
async fn family(staff: &Staff) -> (String, Vec<Member>, String) {
    let coordinator = staff.user("coordinator-b").unwrap();
    let born = |number, years, sex| sim::people::born_in(9, number, years, sex);
    let (female, male) = (sim::people::Sex::Female, sim::people::Sex::Male);
    let people = [
        ("proband", born(1, 2016..2018, None)),
        ("mother", born(2, 1985..1990, Some(female))),
        ("father", born(3, 1985..1990, Some(male))),
    ];
    let fit =
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let (case, members) = enrol::register(&coordinator, fit, &people).await.unwrap();
    let mut mothers = String::new();
    for member in &members {
        let signs = match member.relation {
            "proband" => Signs::ForChild {
                form: "icf-rare-adult",
                assent: "assent-child",
            },
            _ => Signs::Adult("icf-parent"),
        };
        let given = enrol::consent(&coordinator, &case, &member.person, &signs).await;
        if member.relation == "mother" {
            mothers = given.unwrap();
        }
    }
    (case, members, mothers)
}

/// Tubes, order and reads of everybody.
async fn sequenced(house: &House, staff: &Staff, set: &sim::Set, case: &str, members: &[Member]) {
    let at = |name: &str| staff.user(name).unwrap();
    let mut tubes = Vec::new();
    for sample in &set.samples {
        let of = members.iter().find(|m| m.relation == sample.role.as_str());
        let person = &of.unwrap().person;
        let carried =
            specimen::carry(&at("technician-b"), &at("vendor"), case, person, "normal").await;
        tubes.push(carried.unwrap());
    }
    let order = sequencing::order(&at("analyst"), case).await.unwrap();
    for (tube, sample) in tubes.iter().zip(&set.samples) {
        let now = house.platform.now();
        sequencing::deliver(&at("vendor"), &order, tube, sample, now)
            .await
            .unwrap();
    }
}

/// Waits until the gates of another run than `before` have answered.
async fn gates(staff: &Staff, case: &str, before: Option<&str>) -> Value {
    let analyst = staff.user("analyst").unwrap();
    until("the gates", 300, async || {
        let qc = analyst.get(&format!("/api/cases/{case}/qc")).await.ok()?;
        let another = before.is_none_or(|b| qc["run"] != b);
        (another && qc["status"] == "gates_open").then_some(qc)
    })
    .await
}

#[tokio::test]
async fn a_parent_leaves_and_the_child_goes_on_alone() {
    if !tools() {
        return;
    }
    let source = tempfile::tempdir().unwrap();
    let programme = Programme::synthetic(source.path(), 13, Size::Demo).unwrap();
    let house = House::open(None, Some(source.path()), true).await;
    let staff = house.staff().await;
    let (case, members, consent) = family(&staff).await;
    sequenced(&house, &staff, &programme.rare, &case, &members).await;
    let trio = gates(&staff, &case, None).await;
    let first = text(&trio, "run").unwrap();

    let id = CaseId::parse(case.clone()).unwrap();
    let person = |relation: &str| {
        let of = members.iter().find(|m| m.relation == relation).unwrap();
        PersonId::parse(of.person.clone()).unwrap()
    };
    let (mother, father, child) = (person("mother"), person("father"), person("proband"));
    let sets = sequencing_reads(&house, &id).await;
    let reads = |of: &PersonId| sets.iter().find(|(p, _)| p == of).unwrap().1.clone();
    let blobs = house.platform.blobs();
    let own = KeyId::member(&id, &mother);
    assert!(blobs.get(&own, &reads(&mother)).await.is_ok());

    let coordinator = staff.user("coordinator-b").unwrap();
    let path = format!("/api/consents/{consent}/withdraw");
    let checked = json!({ "by": "self", "cooling_off_days": 0, "identity_check": "face_to_face" });
    coordinator.post(&path, checked).await.unwrap();
    let alone = gates(&staff, &case, Some(&first)).await;
    let samples = alone["qc"]["samples"].as_object().unwrap();
    assert_eq!(samples.len(), 1, "the child alone: {samples:?}");

    for gone in [own.clone(), KeyId::run(&id, &first)] {
        assert!(blobs.is_forgotten(&gone), "{gone}");
    }
    for stays in [&child, &father] {
        let key = KeyId::member(&id, stays);
        assert!(blobs.get(&key, &reads(stays)).await.is_ok());
    }
    let set = &programme.rare;
    let mothers = set.samples.iter().find(|s| s.role.as_str() == "mother");
    let folder: PathBuf = mothers.unwrap().lanes[0].r1.parent().unwrap().to_owned();
    let needles = reads_of(&folder, source.path());
    assert!(!holding(source.path(), &needles).is_empty());
    assert_eq!(holding(house.dir.path(), &needles), Vec::<PathBuf>::new());

    let path = format!("/api/consents/{consent}/withdrawal");
    let said = until("the certificate", 240, async || {
        let said = coordinator.get(&path).await.unwrap();
        let analysis = said["reports"]["analysis"].to_string();
        (said["certified_at"].is_string() && analysis.contains("remade")).then_some(said)
    })
    .await;
    let deleted = said["certificate"]["deleted"].to_string();
    for what in ["own_objects", "joint_files", "identity"] {
        assert!(deleted.contains(what), "{what}: {said}");
    }
    let kept = said["certificate"]["not_deleted"].to_string();
    assert!(
        kept.contains("case_records") && kept.contains("tubes"),
        "{said}"
    );
    let pdf = coordinator.bytes(&format!("{path}/certificate")).await;
    assert!(pdf.unwrap().starts_with(b"%PDF"));
    assert!(house.verify().0);
}

/// One file of everybody's accepted reads.
async fn sequencing_reads(house: &House, case: &CaseId) -> Vec<(PersonId, words::Digest)> {
    let sets = ::sequencing::facts::accepted(house.platform.db(), case).await;
    let first = |s: ::sequencing::facts::ReadSet| (s.person, s.files[0].blob.clone());
    sets.unwrap().into_iter().map(first).collect()
}
