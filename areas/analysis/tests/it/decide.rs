//! What may happen to a run.

use std::collections::BTreeMap;

use analysis::{
    decide::{Command, Decision, Event, Facts, Refusal, Results, Run, State},
    words::{
        Answer, GateResult, Limit, Mode, NextStep, Output, Owner, Reason, Sample, SampleRole,
        Status,
    },
};
use ledger::Aggregate;
use words::{At, CaseId, ConsentRef, Digest, PersonId, text};

pub const NOW: At = At::from_micros(1_700_000_000_000_000);

pub fn case() -> CaseId {
    CaseId::parse("0123-04-00057").unwrap()
}

pub fn samples() -> Vec<Sample> {
    let sample = |role, specimen: &str| Sample {
        role,
        specimen: specimen.to_owned(),
        person: PersonId::parse("p-1").unwrap(),
        reads_digest: "rd1-2-00".to_owned(),
        files: vec![Digest::of(specimen.as_bytes())],
    };
    vec![
        sample(SampleRole::Tumour, "0123-04-00057-TD01-X"),
        sample(SampleRole::Normal, "0123-04-00057-ND01-Y"),
    ]
}

pub fn consent() -> ConsentRef {
    ConsentRef {
        id: "c-1".to_owned(),
        version: 2,
        form: "icf-1".to_owned(),
    }
}

pub fn facts() -> Facts {
    Facts {
        consents: vec![consent()],
        another: None,
    }
}

pub fn gate(answer: Answer, hard_stop: bool) -> GateResult {
    GateResult {
        gate: "concordance".to_owned(),
        subject: "pair".to_owned(),
        answer,
        value: Some(0.5),
        limit: Some(Limit {
            warn: 0.95,
            fail: 0.6,
        }),
        n: 73,
        reason: "within_limits".to_owned(),
        profile: "slice@1".to_owned(),
        text: text!("一致", "agrees"),
        next: NextStep::Continue,
        hard_stop,
    }
}

pub fn results(gates: Vec<GateResult>) -> Results {
    let digest = Digest::of(b"qc");
    Results {
        outputs: vec![Output {
            name: "qc.json".to_owned(),
            digest: digest.clone(),
            blob: digest.clone(),
            bytes: 2,
            owner: Owner::default(),
        }],
        pipeline_digest: "ab".to_owned(),
        reference: "GRCh38.slices".to_owned(),
        tools: BTreeMap::from([("samtools".to_owned(), "1.16.1".to_owned())]),
        gates,
        qc: digest,
    }
}

pub fn plan() -> Command {
    Command::Plan {
        id: "run-1".to_owned(),
        case: case(),
        mode: Mode::Pair,
        samples: samples(),
        profile: "slice".to_owned(),
    }
}

pub fn after(commands: Vec<Command>) -> Option<State> {
    commands.into_iter().fold(None, |state, command| {
        let events =
            Run::decide(state.as_ref(), command, &facts()).unwrap_or_else(|e| panic!("{e}"));
        events.iter().fold(state, Run::evolve)
    })
}

fn analysed(gates: Vec<GateResult>) -> Option<State> {
    after(vec![
        plan(),
        Command::Start,
        Command::Finish(Box::new(results(gates))),
    ])
}

fn judge(
    gates: Vec<GateResult>,
    accept: bool,
    reason: Option<Reason>,
) -> Result<Vec<Event>, Refusal> {
    Run::decide(
        analysed(gates).as_ref(),
        Command::Decide(Decision { accept, reason }),
        &facts(),
    )
}

#[test]
fn good_gates_are_accepted_without_a_reason() {
    assert_eq!(
        judge(
            vec![
                gate(Answer::Pass, false),
                gate(Answer::NotAssessable, false)
            ],
            true,
            None
        ),
        Ok(vec![Event::Accepted { reason: None }])
    );
}

#[test]
fn a_warning_or_failure_needs_a_reason() {
    for answer in [Answer::Warn, Answer::Fail] {
        assert_eq!(
            judge(vec![gate(answer, false)], true, None),
            Err(Refusal::NoReason)
        );
        let reason = Some(Reason::FitForPurpose);
        assert_eq!(
            judge(vec![gate(answer, false)], true, reason),
            Ok(vec![Event::Accepted { reason }])
        );
    }
}

#[test]
fn nobody_accepts_a_swap() {
    let refused = judge(
        vec![gate(Answer::Fail, true)],
        true,
        Some(Reason::FitForPurpose),
    );
    assert_eq!(refused, Err(Refusal::HardStop("concordance".to_owned())));
    assert!(
        judge(
            vec![gate(Answer::Fail, true)],
            false,
            Some(Reason::SampleSwap)
        )
        .is_ok()
    );
}

#[test]
fn nothing_runs_without_every_consent() {
    let none = Facts::default();
    assert_eq!(Run::decide(None, plan(), &none), Err(Refusal::NoConsent));
    assert_eq!(
        Run::decide(after(vec![plan()]).as_ref(), Command::Start, &none),
        Err(Refusal::NoConsent)
    );
}

#[test]
fn one_open_run_per_case() {
    let facts = Facts {
        another: Some("run-0".to_owned()),
        ..facts()
    };
    assert_eq!(
        Run::decide(None, plan(), &facts),
        Err(Refusal::AnotherRun("run-0".to_owned()))
    );
}

#[test]
fn a_killed_worker_takes_up_its_run_and_a_finished_run_does_not_start() {
    let running = after(vec![plan(), Command::Start]);
    assert_eq!(
        Run::decide(running.as_ref(), Command::Start, &facts()),
        Ok(vec![])
    );
    assert_eq!(
        Run::decide(analysed(vec![]).as_ref(), Command::Start, &facts()),
        Err(Refusal::Status(Status::GatesOpen))
    );
}

#[test]
fn a_withdrawal_makes_any_run_unusable_and_forgets_later() {
    let withdraw = || Command::Withdraw {
        consent: "c-1".to_owned(),
        forget_at: NOW.plus_days(14),
    };
    for before in [
        vec![plan()],
        vec![plan(), Command::Start],
        vec![
            plan(),
            Command::Start,
            Command::Finish(Box::new(results(vec![]))),
        ],
    ] {
        let state = after(before.into_iter().chain([withdraw()]).collect());
        assert_eq!(
            state.as_ref().map(|s| (s.status, s.forget_at)),
            Some((Status::Withdrawn, Some(NOW.plus_days(14))))
        );
        assert_eq!(
            Run::decide(state.as_ref(), withdraw(), &facts()),
            Ok(vec![])
        );
        assert_eq!(
            Run::decide(
                state.as_ref(),
                Command::Finish(Box::new(results(vec![]))),
                &facts()
            ),
            Err(Refusal::Status(Status::Withdrawn))
        );
        assert_eq!(
            Run::decide(state.as_ref(), Command::Forget, &facts()),
            Ok(vec![Event::Forgotten])
        );
    }
    assert_eq!(
        Run::decide(analysed(vec![]).as_ref(), Command::Forget, &facts()),
        Err(Refusal::Status(Status::GatesOpen))
    );
}

#[test]
fn every_refusal_speaks_both_languages() {
    for refusal in [
        Refusal::Unknown,
        Refusal::AlreadyPlanned,
        Refusal::AnotherRun("r".to_owned()),
        Refusal::ReadsMissing,
        Refusal::NoConsent,
        Refusal::Status(Status::Failed),
        Refusal::NoReason,
        Refusal::HardStop("concordance".to_owned()),
    ] {
        let text = words::Refusal::text(&refusal);
        assert!(
            !text.ja.is_empty()
                && !text.en.is_empty()
                && words::Refusal::code(&refusal).starts_with("E-ANALYSIS-")
        );
    }
}
