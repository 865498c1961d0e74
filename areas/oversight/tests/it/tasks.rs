//! Given events, what waits for whom?

use oversight::{
    rules::{
        fold::{Fold, fold, mark},
        tasks::{KINDS, Place, kind},
    },
    words::Change,
};
use serde_json::{Value, json};
use words::At;

use crate::progress::event;

fn registered() -> ledger::Recorded {
    let case = json!({ "id": "0123-01-00001", "kind": "rare", "site": "hospital-a", "members": [
        { "person": "p1", "relation": "proband" }, { "person": "p2", "relation": "mother" } ] });
    event(
        1,
        "case",
        "0123-01-00001",
        "registered",
        json!({ "case": case }),
    )
}

fn open(fold: &Fold) -> Vec<String> {
    fold.open.keys().cloned().collect()
}

fn after(events: &[ledger::Recorded]) -> Vec<String> {
    open(&fold(events).0)
}

#[test]
fn everybody_registered_is_asked_for_consent_and_then_for_tubes() {
    let mut events = vec![registered()];
    assert_eq!(after(&events), ["consent_take/p1", "consent_take/p2"]);
    events.push(event(
        2,
        "consent",
        "c1",
        "activated",
        json!({ "person": "p1" }),
    ));
    assert_eq!(
        after(&events),
        ["consent_take/p2", "sheet_fill/", "tube_plan/p1"]
    );
    events.push(event(
        3,
        "sheet",
        "s",
        "saved",
        json!({ "section": "basic" }),
    ));
    events.push(event(
        4,
        "tube",
        "0123-01-00001-NX01-Y",
        "planned",
        json!({ "person": "p1" }),
    ));
    assert_eq!(
        after(&events),
        ["consent_take/p2", "tube_send/0123-01-00001-NX01-Y"]
    );
}

#[test]
fn a_parcel_waits_at_the_laboratory_it_was_sent_to() {
    let sent = json!({ "transfer": { "from": "hospital-a", "to": "vendor-x" } });
    let events = [
        registered(),
        event(2, "tube", "t", "planned", json!({ "person": "p1" })),
        event(3, "tube", "t", "scanned_out", sent),
    ];
    let (after_sending, _) = fold(&events);
    let task = after_sending.open.get("tube_receive/t");
    assert_eq!(task.map(|t| t.site.as_str()), Some("vendor-x"));
    let mut all = events.to_vec();
    all.push(event(
        4,
        "tube",
        "t",
        "scanned_in",
        json!({ "at_site": "vendor-x" }),
    ));
    let (there, _) = fold(&all);
    assert!(!there.open.contains_key("tube_receive/t") && there.open.contains_key("tube_accept/t"));
}

#[test]
fn two_weeks_of_sequencing_count_from_the_day_the_data_were_generated() {
    let drafted =
        json!({ "vendor": "vendor-x", "items": [{ "specimen": "s1" }, { "specimen": "s2" }] });
    let at = At::from_micros(1_780_000_000_000_000);
    let mut events = vec![
        registered(),
        event(2, "order", "o", "drafted", drafted),
        event(3, "order", "o", "released", json!({})),
    ];
    let released = fold(&events).0;
    let due = |fold: &Fold, key: &str| fold.open.get(key).map(|t| (t.site.clone(), t.due));
    let of_release = events[2].at.plus_days(14);
    assert_eq!(
        due(&released, "sequence/s1"),
        Some(("vendor-x".to_owned(), of_release))
    );
    let generated =
        json!({ "specimen": "s1", "stage": "data_generated", "generated_at": at.micros() });
    events.push(event(4, "order", "o", "progressed", generated));
    let generated = fold(&events).0;
    assert_eq!(
        due(&generated, "sequence/s1").map(|d| d.1),
        Some(at.plus_days(14))
    );
    assert_eq!(
        due(&generated, "sequence/s2").map(|d| d.1),
        Some(of_release)
    );
    events.push(event(
        5,
        "order",
        "o",
        "data_accepted",
        json!({ "specimen": "s1" }),
    ));
    events.push(event(6, "order", "o", "completed", json!({})));
    assert!(!after(&events).iter().any(|t| t.starts_with("sequence/")));
}

#[test]
fn a_withdrawal_ends_every_task_and_taking_it_back_brings_them_again() {
    let mut events = vec![registered()];
    events.push(event(
        2,
        "case",
        "c",
        "withdrawn",
        json!({ "person": "p1" }),
    ));
    assert_eq!(after(&events), Vec::<String>::new());
    // nothing new begins meanwhile
    events.push(event(3, "report", "c.analysis", "signed", json!({})));
    assert_eq!(after(&events), Vec::<String>::new());
    events.push(event(4, "case", "c", "restored", json!({ "person": "p1" })));
    assert_eq!(after(&events), ["consent_take/p1", "consent_take/p2"]);
    // only what is done with the person ends with the person
    events.push(event(5, "case", "c", "died", json!({})));
    assert_eq!(after(&events), ["consent_take/p2"]);
}

#[test]
fn after_a_death_research_goes_on_and_nothing_is_planned_with_the_patient() {
    let person = |seq, what| event(seq, "case", "c", what, json!({ "person": "p1" }));
    let mut events = vec![
        registered(),
        event(2, "consent", "k", "activated", json!({ "person": "p1" })),
        event(3, "consent", "m", "activated", json!({ "person": "p2" })),
    ];
    let before = after(&events);
    assert_eq!(before, ["sheet_fill/", "tube_plan/p1", "tube_plan/p2"]);
    events.push(person(4, "died"));
    assert_eq!(after(&events), ["sheet_fill/", "tube_plan/p2"]);
    // what is signed later is for research; nobody is to explain it to the patient
    events.push(event(5, "report", "c.analysis", "signed", json!({})));
    events.push(event(6, "report", "c.panel", "signed", json!({})));
    let now = after(&events);
    assert!(now.contains(&"panel_plan/".to_owned()), "{now:?}");
    assert!(!now.iter().any(|t| t.starts_with("explain")), "{now:?}");
    assert_eq!(fold(&events).0.progress.state(), "deceased");
    events.push(person(7, "death_corrected"));
    let again = after(&events);
    assert!(again.contains(&"tube_plan/p1".to_owned()), "{again:?}");
    assert_ne!(fold(&events).0.progress.state(), "deceased");
}

#[test]
fn who_is_to_be_asked_again_waits_in_the_inbox_until_answered() {
    let person = |seq, what| event(seq, "consent", "k", what, json!({ "person": "p1" }));
    let mut events = vec![
        registered(),
        person(2, "activated"),
        person(3, "reconsent_required"),
    ];
    assert!(after(&events).contains(&"consent_again/p1".to_owned()));
    events.push(event(
        4,
        "consent",
        "k2",
        "activated",
        json!({ "person": "p1" }),
    ));
    assert!(!after(&events).contains(&"consent_again/p1".to_owned()));
}

#[test]
fn a_parents_death_ends_what_was_planned_with_the_parent() {
    let died = json!({ "person": "p2" });
    let events = [registered(), event(2, "case", "c", "member_died", died)];
    assert_eq!(after(&events), ["consent_take/p1"]);
    assert_eq!(fold(&events).0.progress.died, None);
}

#[test]
fn a_parent_who_leaves_takes_the_own_tasks_along() {
    let events = [
        registered(),
        event(2, "case", "c", "member_removed", json!({ "person": "p2" })),
    ];
    assert_eq!(after(&events), ["consent_take/p1"]);
}

#[test]
fn members_of_a_panel_are_asked_one_by_one_until_it_closes() {
    let plan = json!({ "plan": { "day": "2026-05-01", "members": [{ "account": "m1" }, { "account": "m2" }] } });
    let mut events = vec![
        registered(),
        event(2, "report", "c.analysis", "signed", json!({})),
        event(3, "panel", "c.panel", "planned", plan),
        event(4, "panel", "c.panel", "voted", json!({ "member": "m1" })),
    ];
    let now = fold(&events).0;
    let vote = now.open.get("panel_vote/m2");
    assert_eq!(vote.map(|t| t.account.as_str()), Some("m2"));
    assert!(!now.open.contains_key("panel_vote/m1") && now.open.contains_key("panel_close/"));
    events.push(event(5, "panel", "c.panel", "closed", json!({})));
    assert!(
        after(&events)
            .iter()
            .all(|t| !t.starts_with("panel_vote") && !t.starts_with("report_read"))
    );
    assert!(after(&events).contains(&"panel_report_sign/".to_owned()));
}

#[test]
fn a_test_of_a_secondary_finding_is_asked_for_only_if_the_patient_wants_to_know() {
    let outcomes = json!({ "outcomes": [
        { "finding": "f1", "aim": "primary_now", "confirm_test": "sanger" },
        { "finding": "f2", "aim": "secondary_now", "confirm_test": "sanger" },
        { "finding": "f3", "aim": "primary_now", "confirm_test": null } ] });
    let decided = event(9, "panel", "c.panel", "decided", outcomes);
    let orders = |wish: Value| {
        let record =
            json!({ "record": { "person": "p1", "answers": { "ror.secondary_now": wish } } });
        let events = [
            registered(),
            event(2, "consent", "c1", "submitted", record),
            decided.clone(),
        ];
        let open = after(&events)
            .into_iter()
            .filter(|t| t.starts_with("confirm_order/"));
        open.collect::<Vec<_>>()
    };
    assert_eq!(orders(json!("no")), ["confirm_order/f1"]);
    assert_eq!(
        orders(json!("yes")),
        ["confirm_order/f1", "confirm_order/f2"]
    );
}

#[test]
fn a_follow_up_is_nobodys_work_before_its_month() {
    let due = json!({ "due": "2026-12-01" });
    let (fold, _) = fold(&[
        registered(),
        event(2, "disclosure", "d", "follow_up_due", due),
    ]);
    let task = fold
        .open
        .get("follow_up/")
        .cloned()
        .unwrap_or_else(|| panic!("it waits"));
    assert_eq!(task.due.day().to_string(), "2026-12-01");
    assert_eq!(task.due.days_since(task.since), 30);
}

#[test]
fn folding_in_pieces_gives_the_same_and_what_is_kept_can_be_read_again() {
    let events = [
        registered(),
        event(2, "consent", "c1", "activated", json!({ "person": "p1" })),
        event(3, "tube", "t", "planned", json!({ "person": "p1" })),
        event(4, "delivery", "d1", "quarantined", json!({})),
        event(
            5,
            "panel",
            "c.panel",
            "planned",
            json!({ "plan": { "day": "2026-05-01", "members": [] } }),
        ),
    ];
    let (whole, changes) = fold(&events);
    let (mut part, mut told) = (Fold::default(), Vec::new());
    for event in &events {
        told.extend(part.hear(event));
        let kept = serde_json::to_string(&part).unwrap_or_else(|e| panic!("{e}"));
        part = serde_json::from_str(&kept).unwrap_or_else(|e| panic!("{e}"));
    }
    let said = |fold: &Fold| serde_json::to_value(fold).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(said(&part), said(&whole));
    assert_eq!(told, changes);
    assert!(told.iter().any(|c| matches!(c, Change::Closed { .. })));
}

#[test]
fn every_kind_says_what_to_do_and_where() {
    let roles: Vec<&str> = auth::roles().iter().map(|r| r.id.as_str()).collect();
    for one in KINDS {
        assert!(
            kind(one.id).is_some_and(|k| std::ptr::eq(k, *one)),
            "{} is used twice",
            one.id
        );
        assert!(
            !one.roles.is_empty() && one.roles.iter().all(|r| roles.contains(r)),
            "{}",
            one.id
        );
        let to = (one.url)("0123-01-00001", "key");
        assert!(
            to.starts_with('/') || one.place == Place::Laboratory,
            "{} leads nowhere",
            one.id
        );
        assert_eq!(to.is_empty(), one.verb.ja.is_empty(), "{}", one.id);
        let centre = one
            .roles
            .iter()
            .all(|r| auth::role(r).is_some_and(|r| r.bound == auth::Bound::Centre));
        assert_eq!(centre, one.place == Place::Centre, "{}", one.id);
        assert!(one.days > 0, "{}", one.id);
    }
    assert_eq!(mark(), mark());
}

#[test]
fn every_file_of_the_rules_of_tasks_is_in_the_mark() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/tasks");
    let files = std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(files.flatten().count(), KINDS.len());
}
