//! One cord per member of a family: each with the own part, and the words that say it.

use oversight::rules::{
    member::{has, of},
    progress::progress,
    steps::{STEPS, step},
};
use serde_json::{Value, json};

use crate::progress::event;

fn states(events: &[ledger::Recorded], person: &str) -> Vec<&'static str> {
    let whole = progress(events);
    let own = of(events, person, person == "p1", &whole);
    own.reached.iter().map(|r| r.step.state).collect()
}

fn family() -> Vec<ledger::Recorded> {
    let members = json!({ "members": [
        { "person": "p1", "relation": "proband" }, { "person": "p2", "relation": "mother" } ] });
    let tube = |person: &str| json!({ "person": person });
    let to = |tube: &str| json!({ "manifest": { "specimen": tube } });
    let read = |tube: &str| json!({ "specimen": tube });
    [
        ("case", "c", "registered", members),
        ("consent", "k1", "activated", json!({ "person": "p1" })),
        ("consent", "k2", "activated", json!({ "person": "p2" })),
        ("tube", "t1", "planned", tube("p1")),
        ("tube", "t2", "planned", tube("p2")),
        ("tube", "t1", "collected", Value::Null),
        ("tube", "t1", "accepted", Value::Null),
        ("tube", "t2", "collected", Value::Null),
        ("order", "o", "released", Value::Null),
        ("delivery", "d1", "announced", to("t1")),
        ("order", "o", "data_accepted", read("t1")),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, (kind, id, what, payload))| {
        event(i64::try_from(n).unwrap_or(0) + 1, kind, id, what, payload)
    })
    .collect()
}

#[test]
fn tubes_and_reads_are_a_persons_own() {
    let events = family();
    let child = [
        "registered",
        "consented",
        "specimen_collected",
        "specimen_received",
        "ordered",
        "sequencing",
        "data_accepted",
    ];
    assert_eq!(states(&events, "p1"), child);
    let mother = ["registered", "consented", "specimen_collected", "ordered"];
    assert_eq!(states(&events, "p2"), mother);
}

#[test]
fn trouble_withdrawal_and_death_stand_on_the_cord_of_whom_they_concern() {
    let mut events = family();
    events.push(event(12, "delivery", "d1", "quarantined", Value::Null));
    events.push(event(
        13,
        "consent",
        "k2",
        "withdrawn",
        json!({ "person": "p2" }),
    ));
    events.push(event(14, "case", "c", "died", json!({ "person": "p1" })));
    let whole = progress(&events);
    let (child, mother) = (
        of(&events, "p1", true, &whole),
        of(&events, "p2", false, &whole),
    );
    assert_eq!((child.troubles.len(), mother.troubles.len()), (1, 0));
    assert_eq!((child.died.is_some(), mother.died.is_some()), (true, false));
    assert_eq!((child.withdrawn, mother.withdrawn.is_some()), (None, true));
    // the run of the others is none of hers any more
    events.push(event(15, "run", "r", "analysed", Value::Null));
    assert!(!states(&events, "p2").contains(&"primary_analysis"));
    assert!(states(&events, "p1").contains(&"primary_analysis"));
}

#[test]
fn what_is_reported_and_explained_is_the_patients() {
    let mut events = family();
    events.push(event(12, "report", "c.analysis", "signed", Value::Null));
    assert!(states(&events, "p1").contains(&"report_signed"));
    assert!(!states(&events, "p2").contains(&"report_signed"));
    let report = |patient| step("report_signed").map(|s| has(s, patient));
    assert_eq!((report(true), report(false)), (Some(true), Some(false)));
    assert!(STEPS.iter().all(|s| has(s, true)));
}
