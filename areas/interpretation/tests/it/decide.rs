//! Given, when, then.

use interpretation::decide::{
    Code, Command, Event, Failure, Interpretation, Judgement, Outcome, Refusal, State, Status,
    Verdict,
};
use interpretation::react;
use ledger::Aggregate as _;
use words::{CaseId, Digest};

fn case() -> CaseId {
    CaseId::parse("0123-04-00057").unwrap()
}

fn outcome() -> Outcome {
    Outcome {
        digest: Digest::of(b"a"),
        findings: vec!["F001".to_owned(), "F002".to_owned()],
        held: vec!["F002".to_owned()],
        releases: vec!["civic-1".to_owned()],
        variants: 100,
        panel: "2026-11-21".to_owned(),
    }
}

fn after(events: &[Event]) -> Option<State> {
    events.iter().fold(None, Interpretation::evolve)
}

fn ready() -> State {
    let requested = Event::Requested {
        id: "int.run-1".to_owned(),
        case: case(),
        run: "run-1".to_owned(),
    };
    after(&[requested, Event::Ready { outcome: outcome() }]).unwrap()
}

fn judging(verdict: Verdict, tier: Option<&str>, reason: bool) -> Command {
    let judgement = Judgement {
        verdict,
        level: None,
        tier: tier.map(str::to_owned),
        reason: reason.then(|| Digest::of(b"why")),
    };
    Command::Judge {
        finding: "F001".to_owned(),
        judgement,
    }
}

#[test]
fn an_accepted_run_is_interpreted_once() {
    let command = react::on_run("accepted", "run-1", &case()).unwrap();
    let events = Interpretation::decide(None, command.clone(), &()).unwrap();
    assert_eq!(Interpretation::jobs("int.run-1", &events[0]).len(), 1);
    let state = after(&events);
    assert_eq!(
        Interpretation::decide(state.as_ref(), command, &()),
        Ok(vec![])
    );
    assert!(react::on_run("rejected", "run-1", &case()).is_none());
}

#[test]
fn a_changed_tier_needs_a_reason() {
    let state = ready();
    let say = |c| Interpretation::decide(Some(&state), c, &()).map(|e| e.len());
    assert_eq!(say(judging(Verdict::Accepted, None, false)), Ok(1));
    assert_eq!(
        say(judging(Verdict::Accepted, Some("II-C"), false)),
        Err(Refusal::ReasonMissing)
    );
    assert_eq!(say(judging(Verdict::Accepted, Some("II-C"), true)), Ok(1));
    assert_eq!(
        say(judging(Verdict::Accepted, Some("V"), true)),
        Err(Refusal::NoSuchGrade)
    );
    assert_eq!(
        say(judging(Verdict::Rejected, None, false)),
        Err(Refusal::ReasonMissing)
    );
}

fn requested() -> Event {
    Event::Requested {
        id: "int.run-1".to_owned(),
        case: case(),
        run: "run-1".to_owned(),
    }
}

fn failure() -> Failure {
    Failure {
        code: Code::ReferenceMismatch,
        file: Some("somatic.vcf.gz".to_owned()),
        records: 120,
        wrong: 3,
    }
}

#[test]
fn a_failure_is_recorded_once_and_tried_again_when_somebody_asks() {
    let say = |state: &Option<State>, c| Interpretation::decide(state.as_ref(), c, &());
    let waiting = after(&[requested()]);
    assert_eq!(say(&waiting, Command::Retry), Err(Refusal::NotFailed));
    let failed = say(&waiting, Command::Fail(failure())).unwrap();
    assert!(Interpretation::jobs("int.run-1", &failed[0]).is_empty());
    let state = failed.iter().fold(waiting, Interpretation::evolve);
    assert_eq!(state.as_ref().map(|s| s.status), Some(Status::Failed));
    assert_eq!(say(&state, Command::Fail(failure())), Ok(vec![]));
    assert_eq!(say(&state, Command::Finish(outcome())), Ok(vec![]));
    let again = say(&state, Command::Retry).unwrap();
    let job = Interpretation::jobs("int.run-1", &again[0]).remove(0);
    assert_eq!(job.key, "interpretation.annotate:int.run-1:1");
    let state = again.iter().fold(state, Interpretation::evolve);
    assert_eq!(say(&state, Command::Retry), Err(Refusal::NotFailed));
    let state = state.unwrap();
    assert_eq!((state.status, state.failure), (Status::Requested, None));
}

#[test]
fn a_rejected_finding_counts_unless_it_was_held_back() {
    let mut state = ready();
    for finding in ["F001", "F002"] {
        let judgement = Judgement {
            verdict: Verdict::Rejected,
            level: None,
            tier: None,
            reason: Some(Digest::of(b"why")),
        };
        state.judged.insert(finding.to_owned(), judgement);
    }
    assert_eq!(state.rejected(), 1);
}

#[test]
fn after_a_withdrawal_nothing_can_be_judged() {
    let command = react::on_withdrawal("withdrawn", "consent-1").unwrap();
    let events = Interpretation::decide(Some(&ready()), command.clone(), &()).unwrap();
    let state = events
        .iter()
        .fold(Some(ready()), Interpretation::evolve)
        .unwrap();
    assert_eq!(
        Interpretation::decide(Some(&state), judging(Verdict::Accepted, None, false), &()),
        Err(Refusal::Withdrawn)
    );
    assert_eq!(
        Interpretation::decide(Some(&state), command, &()),
        Ok(vec![])
    );
}

#[test]
fn every_released_event_decodes() {
    let golden = [
        include_str!("golden/requested.json"),
        include_str!("golden/ready.json"),
        include_str!("golden/failed.json"),
        include_str!("golden/retried.json"),
        include_str!("golden/judged.json"),
        include_str!("golden/withdrawn.json"),
    ];
    for text in golden {
        let event: Event = serde_json::from_str(text).unwrap();
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }
}
