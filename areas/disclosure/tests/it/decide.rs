//! Given, when, then; and every event ever written decodes.

use std::collections::BTreeMap;

use disclosure::decide::{
    Command, Disclosure, Event, Facts, Lay, ReceiptEvent, Refusal, ThreadEvent, Told,
};
use disclosure::rules;
use disclosure::words::{Attendee, Counselling, Ground, Meeting, Urgency, six_months_after};
use ledger::Aggregate as _;
use report::facts::{ConfirmTest, Return};
use words::{Day, Refusal as _};

use crate::sample::{self, at, case, panel};

pub fn facts() -> Facts {
    Facts {
        now: at(),
        case: case(),
        account: "dr-1".to_owned(),
        role: "physician".to_owned(),
        panel: Some(panel()),
        panel_report_signed: true,
        lay: Some(lay(&[("f-egfr", true)])),
        choices: [("ror.secondary_now", "yes"), ("ror.relatives", "yes")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into(),
        others: BTreeMap::new(),
    }
}

fn lay(confirmations: &[(&str, bool)]) -> Lay {
    Lay {
        report: "0123-04-00057.lay".to_owned(),
        version: 2,
        printed: true,
        confirmations: confirmations
            .iter()
            .map(|(f, c)| ((*f).to_owned(), *c))
            .collect(),
    }
}

fn told(attended: &[Attendee]) -> Command {
    signed(telling(attended))
}

fn telling(attended: &[Attendee]) -> Told {
    Told {
        findings: None,
        meeting: Meeting::Onsite,
        attended: attended.to_vec(),
        copy_given: true,
        not_to_know: false,
    }
}

/// Signed over what it says, with the report of [`lay`].
fn signed(told: Told) -> Command {
    let digest = told.digest(&case(), &lay(&[]).reference());
    let signed = crate::sample::signed("explanation.record", &digest);
    Command::Explain(told, Some(signed))
}

fn order() -> Command {
    Command::Order {
        finding: "f-egfr".to_owned(),
        test: ConfirmTest::CompanionDiagnostic,
    }
}

fn answer(confirmed: bool) -> Command {
    Command::Answer {
        finding: "f-egfr".to_owned(),
        confirmed,
        report: None,
    }
}

fn counsel(step: Counselling) -> Command {
    Command::Counsel {
        step,
        meeting: None,
    }
}

fn given(commands: Vec<Command>, facts: &Facts) -> Option<Disclosure> {
    commands.into_iter().fold(None, |state, command| {
        let events =
            Disclosure::decide(state.as_ref(), command, facts).unwrap_or_else(|r| panic!("{r}"));
        events.iter().fold(state, Disclosure::evolve)
    })
}

fn refused(state: Option<&Disclosure>, command: Command, facts: &Facts) -> Refusal {
    match Disclosure::decide(state, command, facts) {
        Err(refusal) => refusal,
        Ok(events) => panic!("not refused: {events:?}"),
    }
}

fn ready() -> Vec<Command> {
    vec![order(), answer(true), counsel(Counselling::Done)]
}

#[test]
fn every_gate_keeps_its_examples() {
    for gate in rules::ALL {
        for (item, expected) in (gate.examples)() {
            assert_eq!((gate.judge)(&item), expected, "{:?}: {item:?}", gate.aim);
        }
    }
}

#[test]
fn a_finding_that_waits_for_its_test_is_not_explained() {
    let ordered = given(vec![order(), counsel(Counselling::Done)], &facts());
    for state in [None, ordered] {
        let refusal = refused(state.as_ref(), told(&[Attendee::Oneself]), &facts());
        assert_eq!(refusal, Refusal::Unconfirmed(vec!["f-egfr".to_owned()]));
        assert_eq!(refusal.cites(), "gate G1");
    }
}

#[test]
fn confirmed_and_counselled_it_is_explained_and_followed_up() {
    let state = given(
        [ready(), vec![told(&[Attendee::Oneself, Attendee::Partner])]].concat(),
        &facts(),
    );
    let state = state.unwrap_or_else(|| panic!("no state"));
    let explained = state
        .explained
        .clone()
        .unwrap_or_else(|| panic!("not explained"));
    assert_eq!(explained.findings, ["f-egfr", "f-brca2"]);
    assert_eq!(state.status(), "explained_to_patient");
    assert_eq!(
        state.follow_up_due.map(|d| d.to_string()),
        Some("2026-10-03".to_owned())
    );
}

#[test]
fn explicitly_not_confirmed_it_is_left_out() {
    let mut facts = facts();
    facts.lay = Some(lay(&[("f-egfr", false)]));
    let commands = vec![
        order(),
        answer(false),
        counsel(Counselling::Declined),
        told(&[Attendee::Oneself]),
    ];
    let state = given(commands, &facts).unwrap_or_else(|| panic!("no state"));
    assert_eq!(
        state.explained.map(|e| e.findings),
        Some(vec!["f-brca2".to_owned()])
    );
}

#[test]
fn a_secondary_finding_waits_for_counselling() {
    let state = given(vec![order(), answer(true)], &facts());
    let refusal = refused(state.as_ref(), told(&[Attendee::Oneself]), &facts());
    assert_eq!(refusal, Refusal::Uncounselled(vec!["f-brca2".to_owned()]));
}

#[test]
fn who_chose_not_to_know_is_told_nothing_and_asked_nothing() {
    let mut facts = facts();
    facts
        .choices
        .insert("ror.secondary_now".to_owned(), "no".to_owned());
    let state = given(
        vec![order(), answer(true), told(&[Attendee::Oneself])],
        &facts,
    )
    .unwrap_or_else(|| panic!("no state"));
    assert_eq!(
        state.explained.map(|e| e.findings),
        Some(vec!["f-egfr".to_owned()])
    );
    let open = given(vec![order(), answer(true)], &facts);
    let all = Told {
        findings: Some(vec!["f-brca2".to_owned()]),
        meeting: Meeting::Onsite,
        attended: vec![Attendee::Oneself],
        copy_given: true,
        not_to_know: false,
    };
    assert_eq!(
        refused(open.as_ref(), signed(all), &facts),
        Refusal::MayNotTell("f-brca2".to_owned())
    );
}

#[test]
fn relatives_are_there_only_if_agreed_and_if_they_want_to_know() {
    let mut without = facts();
    without.choices.remove("ror.relatives");
    let state = given(ready(), &facts());
    let refusal = refused(
        state.as_ref(),
        told(&[Attendee::Oneself, Attendee::Child]),
        &without,
    );
    assert_eq!(refusal, Refusal::RelativeNotAgreed(Attendee::Child));
    let mut parent = facts();
    let refuses = BTreeMap::from([("ror.primary_now".to_owned(), "no".to_owned())]);
    parent.others.insert("mother".to_owned(), refuses);
    let refusal = refused(
        state.as_ref(),
        told(&[Attendee::Proxy, Attendee::Mother]),
        &parent,
    );
    assert_eq!(refusal, Refusal::NotToKnow(Attendee::Mother));
    assert_eq!(
        refused(state.as_ref(), told(&[Attendee::Helper]), &facts()),
        Refusal::Nobody
    );
}

#[test]
fn the_paper_knows_the_answers_of_the_tests() {
    let mut facts = facts();
    facts.lay = Some(lay(&[]));
    let state = given(ready(), &facts);
    assert_eq!(
        refused(state.as_ref(), told(&[Attendee::Oneself]), &facts),
        Refusal::LayOutdated
    );
}

#[test]
fn the_report_opens_only_after_a_person_explained_it() {
    let patient = Facts {
        role: "patient".to_owned(),
        ..facts()
    };
    assert_eq!(
        refused(None, Command::OpenLay, &patient),
        Refusal::NotExplained
    );
    let before = given(ready(), &facts());
    assert_eq!(
        refused(before.as_ref(), Command::OpenLay, &patient),
        Refusal::NotExplained
    );
    let after = given(
        [ready(), vec![told(&[Attendee::Oneself])]].concat(),
        &facts(),
    );
    let opened = Disclosure::decide(after.as_ref(), Command::OpenLay, &patient);
    assert!(matches!(
        opened.as_deref(),
        Ok([Event::LayOpened { version: 2, .. }])
    ));
    assert_eq!(
        Disclosure::decide(after.as_ref(), Command::OpenLay, &facts()),
        Ok(vec![]),
        "staff leave no mark of opening"
    );
}

#[test]
fn only_what_the_panel_asked_for_is_tested_and_only_once_at_a_time() {
    let other = Command::Order {
        finding: "f-tp53".to_owned(),
        test: ConfirmTest::Sanger,
    };
    assert_eq!(
        refused(None, other, &facts()),
        Refusal::NotAsked("f-tp53".to_owned())
    );
    let ordered = given(vec![order()], &facts());
    assert_eq!(
        refused(ordered.as_ref(), order(), &facts()).code(),
        "E-DISCLOSURE-ORDERED-ALREADY"
    );
    assert_eq!(
        refused(None, answer(true), &facts()).code(),
        "E-DISCLOSURE-NOT-ORDERED"
    );
    let early = Facts {
        panel_report_signed: false,
        ..facts()
    };
    assert_eq!(refused(None, order(), &early), Refusal::TooEarly);
}

#[test]
fn after_a_withdrawal_nothing_is_told_unless_it_matters_for_care_and_is_wanted() {
    let stopped = given([ready(), vec![Command::Stop]].concat(), &facts());
    assert_eq!(
        refused(stopped.as_ref(), told(&[Attendee::Oneself]), &facts()),
        Refusal::Withdrawn
    );
    assert_eq!(stopped.as_ref().map(Disclosure::status), Some("withdrawn"));
    let wanted = given(
        [ready(), vec![Command::Stop, Command::WantCare(true)]].concat(),
        &facts(),
    );
    assert!(Disclosure::decide(wanted.as_ref(), told(&[Attendee::Oneself]), &facts()).is_ok());
    assert_eq!(
        Disclosure::decide(stopped.as_ref(), Command::Stop, &facts()),
        Ok(vec![]),
        "heard twice"
    );
}

#[test]
fn follow_up_comes_every_six_months_until_death() {
    let told = given(
        [ready(), vec![told(&[Attendee::Oneself])]].concat(),
        &facts(),
    );
    let follow = |status: &str| Command::FollowUp {
        status: status.to_owned(),
    };
    let alive = Disclosure::decide(told.as_ref(), follow("alive"), &facts()).unwrap_or_default();
    assert_eq!(alive.len(), 2);
    let deceased =
        Disclosure::decide(told.as_ref(), follow("deceased"), &facts()).unwrap_or_default();
    assert_eq!(deceased.len(), 1);
    assert_eq!(
        refused(told.as_ref(), follow("x"), &facts()).code(),
        "E-DISCLOSURE-STATUS"
    );
    for (day, later) in [
        ((2026, 8, 31), "2027-02-28"),
        ((2026, 1, 1), "2026-07-01"),
        ((2027, 8, 30), "2028-02-29"),
    ] {
        let day = Day::new(day.0, day.1, day.2).unwrap_or_else(|| panic!("a day"));
        assert_eq!(six_months_after(day).to_string(), later);
    }
}

#[test]
fn a_returned_finding_is_never_left_behind_a_gate_that_does_not_exist() {
    let family = sample::family(report::words::Kind::Lay).panel;
    let outcomes = panel()
        .outcomes
        .into_iter()
        .chain(family.map(|p| p.outcomes).unwrap_or_default());
    for outcome in outcomes.filter(|o| o.give_back != Return::No) {
        assert!(rules::ALL.iter().any(|g| g.aim == outcome.aim));
    }
}

/// Every variant has a golden file, and every golden file reads back to the same JSON.
#[test]
fn every_event_ever_written_decodes() {
    let names = [
        "confirm_ordered",
        "confirmed",
        "not_confirmed",
        "counselling_requested",
        "counselling_done",
        "counselling_declined",
        "explained",
        "lay_opened",
        "follow_up_due",
        "followed_up",
        "stopped",
        "care_wanted",
        "resumed",
        "counselling_scheduled",
        "counselling_summarised",
        "letter_written",
    ];
    decodes::<Event>("", &names);
    decodes::<ThreadEvent>(
        "thread.",
        &["note_written", "question_asked", "question_answered"],
    );
    decodes::<ReceiptEvent>("receipt.", &["receipt_issued"]);
    // what later versions add reads back as well
    for name in [
        "disclosure.counselling_requested",
        "disclosure.explained",
        "disclosure.explained_signed",
    ] {
        let text = golden(name);
        let event: Event = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let value: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(serde_json::to_value(event).unwrap_or_default(), value);
    }
}

fn golden(name: &str) -> String {
    let path = format!("{}/tests/it/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn decodes<E: serde::Serialize + serde::de::DeserializeOwned>(kind: &str, names: &[&str]) {
    for name in names {
        let text = golden(&format!("{kind}{name}"));
        let value: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(value["type"], *name);
        let event: E = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            serde_json::to_value(event).unwrap_or_default(),
            value,
            "{name}"
        );
    }
}

fn fold(events: &[Event]) -> Option<Disclosure> {
    events.iter().fold(None, Disclosure::evolve)
}

/// Does one thing after others.
fn then(state: Option<&Disclosure>, command: Command) -> Result<Option<Disclosure>, Refusal> {
    let events = Disclosure::decide(state, command, &facts())?;
    Ok(events.iter().fold(state.cloned(), Disclosure::evolve))
}

#[test]
fn counselling_is_asked_for_set_held_and_summed_up_in_this_order() {
    let slot = at().plus_days(3);
    let schedule = |slot| Command::Schedule {
        slot,
        meeting: Meeting::Video,
    };
    let ask = || Command::Ask {
        urgency: Urgency::Soon,
        ground: Ground::Heredity,
    };
    let held = || Command::Counsel {
        step: Counselling::Done,
        meeting: Some(Meeting::Video),
    };
    let summary = || Command::Summarise(sample::digest("summary"));
    assert_eq!(then(None, schedule(slot)), Err(Refusal::NotAskedFor));
    let asked = then(None, ask()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(then(asked.as_ref(), ask()), Err(Refusal::NothingNew));
    assert_eq!(then(asked.as_ref(), summary()), Err(Refusal::NotHeld));
    let late = then(asked.as_ref(), schedule(at().plus_days(-1)));
    assert_eq!(late, Err(Refusal::TimeIsOver));
    let set = then(asked.as_ref(), schedule(slot)).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(then(set.as_ref(), schedule(slot)), Err(Refusal::NothingNew));
    let again = then(set.as_ref(), schedule(slot.plus_days(1)));
    assert!(again.is_ok(), "the time may be changed");
    let held = then(set.as_ref(), held()).unwrap_or_else(|e| panic!("{e}"));
    let summed = then(held.as_ref(), summary()).unwrap_or_else(|e| panic!("{e}"));
    let talk = summed.map(|s| s.talk).unwrap_or_default();
    assert_eq!(talk.slot, Some(slot));
    assert_eq!(talk.urgency, Some(Urgency::Soon));
    assert_eq!(talk.summary, Some(sample::digest("summary")));
}

fn letter(to: Attendee, findings: &[&str]) -> Command {
    Command::Write {
        to,
        findings: findings.iter().map(|f| (*f).to_owned()).collect(),
        letter: sample::digest("letter"),
    }
}

#[test]
fn a_letter_to_relatives_waits_for_the_explanation_and_for_the_persons_word() {
    let refused =
        |state: Option<&Disclosure>, command| Disclosure::decide(state, command, &facts()).err();
    let early = refused(None, letter(Attendee::Sibling, &[]));
    assert_eq!(early, Some(Refusal::NotExplained));
    let golden: Event =
        serde_json::from_str(&golden("explained")).unwrap_or_else(|e| panic!("{e}"));
    let told = fold(&[golden]);
    assert_eq!(
        refused(told.as_ref(), letter(Attendee::Partner, &[])),
        Some(Refusal::NotKin(Attendee::Partner))
    );
    assert_eq!(
        refused(told.as_ref(), letter(Attendee::Sibling, &["f-brca2"])),
        Some(Refusal::MayNotTell("f-brca2".to_owned())),
        "what was not explained is not named"
    );
    let written = Disclosure::decide(
        told.as_ref(),
        letter(Attendee::Sibling, &["f-egfr"]),
        &facts(),
    );
    assert!(written.is_ok(), "{written:?}");
    let mut silent = facts();
    silent
        .choices
        .insert("ror.relatives".to_owned(), "no".to_owned());
    let named = Disclosure::decide(
        told.as_ref(),
        letter(Attendee::Sibling, &["f-egfr"]),
        &silent,
    );
    assert_eq!(named, Err(Refusal::RelativeNotAgreed(Attendee::Sibling)));
    let unnamed = Disclosure::decide(told.as_ref(), letter(Attendee::Sibling, &[]), &silent);
    assert!(
        unnamed.is_ok(),
        "a letter that names nothing may be handed over"
    );
}

#[test]
fn who_says_in_the_talk_not_to_want_to_know_is_not_told() {
    let command = signed(Told {
        not_to_know: true,
        ..telling(&[Attendee::Oneself])
    });
    let confirmed = then(None, order()).and_then(|s| then(s.as_ref(), answer(true)));
    let state = confirmed.unwrap_or_else(|e| panic!("{e}"));
    // the secondary finding waits for counselling; not wanted, it stops nothing and is not told
    let plain = Disclosure::decide(state.as_ref(), told(&[Attendee::Oneself]), &facts());
    assert!(matches!(plain, Err(Refusal::Uncounselled(_))), "{plain:?}");
    let events = Disclosure::decide(state.as_ref(), command, &facts());
    let events = events.unwrap_or_else(|e| panic!("{e}"));
    let Some(Event::Explained { explanation, .. }) = events.first() else {
        panic!("{events:?}");
    };
    assert!(explanation.not_to_know);
    assert_eq!(explanation.findings, ["f-egfr"]);
}
