//! Given events, how far has the case come?

use ledger::Recorded;
use oversight::rules::progress::progress;
use serde_json::{Value, json};
use words::{Actor, At};

pub fn event(seq: i64, kind: &str, id: &str, event: &str, payload: Value) -> Recorded {
    Recorded {
        seq,
        kind: kind.to_owned(),
        id: id.to_owned(),
        version: 1,
        event: event.to_owned(),
        payload,
        at: At::from_micros(1_775_000_000_000_000).plus_days(seq),
        actor: Actor::system(),
        case: None,
        consent: None,
        hash: String::new(),
    }
}

fn trio() -> Vec<Recorded> {
    let members =
        json!({ "members": [{ "person": "p1" }, { "person": "p2" }, { "person": "p3" }] });
    vec![event(1, "case", "c", "registered", members)]
}

#[test]
fn a_trio_has_consented_when_all_three_have() {
    let mut events = trio();
    for (n, who) in ["a", "b"].into_iter().enumerate() {
        events.push(event(
            2 + i64::try_from(n).unwrap_or(0),
            "consent",
            who,
            "activated",
            json!({}),
        ));
    }
    assert_eq!(progress(&events).state(), "registered");
    events.push(event(4, "consent", "c", "activated", json!({})));
    let progress = progress(&events);
    assert_eq!(progress.state(), "consented");
    assert_eq!(progress.next.map(|s| s.state), Some("specimen_collected"));
}

#[test]
fn tubes_are_received_when_every_planned_tube_was_accepted() {
    let mut events = trio();
    for tube in ["t1", "t2"] {
        events.push(event(2, "tube", tube, "planned", json!({})));
    }
    for tube in ["t1", "t2"] {
        events.push(event(3, "tube", tube, "collected", json!({})));
    }
    events.push(event(4, "tube", "t1", "accepted", json!({})));
    assert_eq!(progress(&events).state(), "specimen_collected");
    events.push(event(5, "tube", "t2", "accepted", json!({})));
    assert_eq!(progress(&events).state(), "specimen_received");
}

#[test]
fn quarantine_holds_the_case_until_a_delivery_is_accepted() {
    let mut events = trio();
    events.push(event(2, "delivery", "d1", "quarantined", json!({})));
    assert_eq!(progress(&events).state(), "on_hold");
    events.push(event(3, "delivery", "d2", "accepted", json!({})));
    let progress = progress(&events);
    assert_eq!(progress.state(), "registered");
    assert!(progress.troubles.iter().all(|t| t.solved));
}

#[test]
fn a_failed_annotation_is_a_failure_with_its_reason_until_it_is_tried_again() {
    let mut events = trio();
    let failure = json!({ "failure": { "code": "reference_mismatch", "file": "somatic.vcf.gz", "records": 120, "wrong": 3 } });
    events.push(event(2, "run", "r", "accepted", json!({})));
    events.push(event(3, "interpretation", "int.r", "failed", failure));
    let now = progress(&events);
    let Some(failed) = now.failed() else {
        panic!("it is a failure")
    };
    assert_eq!(
        (now.state(), failed.reason.as_str()),
        ("failed", "reference_mismatch")
    );
    assert!(failed.said.ja.contains("120件のうち3件") && failed.next.en.contains("another run"));
    let mut again = events.clone();
    again.push(event(4, "interpretation", "int.r", "retried", json!({})));
    assert_eq!(progress(&again).state(), "analysis_qc");
    events.push(event(4, "run", "r2", "accepted", json!({})));
    assert_eq!(progress(&events).state(), "analysis_qc");
}

#[test]
fn withdrawal_is_the_state_whatever_was_reached() {
    let mut events = trio();
    events.push(event(2, "order", "o", "released", json!({})));
    events.push(event(3, "case", "c", "withdrawn", json!({})));
    assert_eq!(progress(&events).state(), "withdrawn");
}

#[test]
fn the_reports_are_told_apart_by_their_kind() {
    let mut events = trio();
    events.push(event(
        2,
        "report",
        "0123-01-00001.analysis",
        "signed",
        json!({}),
    ));
    assert_eq!(progress(&events).state(), "report_signed");
    events.push(event(3, "report", "0123-01-00001.lay", "signed", json!({})));
    assert_eq!(progress(&events).state(), "report_signed");
    events.push(event(
        4,
        "report",
        "0123-01-00001.panel",
        "signed",
        json!({}),
    ));
    assert_eq!(progress(&events).state(), "panel_report_signed");
}
