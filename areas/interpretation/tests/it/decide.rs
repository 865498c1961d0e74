//! Given, when, then.

use interpretation::decide::{
    Code, Command, Event, Failure, Interpretation, Kept, Outcome, Refusal, State, Status,
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
fn reads_are_kept_once_the_findings_are_there() {
    let kept = || Kept {
        samples: vec![],
        genome: Digest::of(b"genome"),
    };
    let say = |state: &Option<State>| {
        Interpretation::decide(state.as_ref(), Command::KeepReads(kept()), &())
    };
    assert_eq!(say(&after(&[requested()])), Err(Refusal::NotReady));
    let events = say(&Some(ready())).unwrap();
    let state = events.iter().fold(Some(ready()), Interpretation::evolve);
    assert_eq!(say(&state), Ok(vec![]));
    let ready = Event::Ready { outcome: outcome() };
    let job = Interpretation::jobs("int.run-1", &ready).remove(0);
    assert_eq!(job.key, "interpretation.reads:int.run-1");
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
fn after_a_withdrawal_nothing_can_be_done() {
    let command = react::on_withdrawal("withdrawn", "consent-1").unwrap();
    let events = Interpretation::decide(Some(&ready()), command.clone(), &()).unwrap();
    let state = events
        .iter()
        .fold(Some(ready()), Interpretation::evolve)
        .unwrap();
    assert_eq!(
        Interpretation::decide(Some(&state), Command::Retry, &()),
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
        include_str!("golden/reads_kept.json"),
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
