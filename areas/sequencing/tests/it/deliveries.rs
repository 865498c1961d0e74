use ledger::Aggregate;
use sequencing::{
    decide::delivery::{
        Command, Delivery, Event, Facts, INTAKE, Refusal, Source, State, Status, WIPE,
    },
    react,
    words::{BadManifest, Clock, Reason},
};
use specimen::words::Role;
use words::{Refusal as _, SiteId};

use crate::given::{NOW, accepted, announce, consent, delivery_facts, files, manifest, name};

fn run(state: Option<State>, command: Command, facts: &Facts) -> Result<Option<State>, Refusal> {
    let events = Delivery::decide(state.as_ref(), command, facts)?;
    Ok(events.iter().fold(state, Delivery::evolve))
}

fn announced(source: Source) -> Option<State> {
    run(None, announce(source), &delivery_facts()).unwrap()
}

#[test]
fn files_that_lie_there_are_taken_in_at_once() {
    let events = Delivery::decide(None, announce(Source::Incoming), &delivery_facts()).unwrap();
    let jobs: Vec<_> = events
        .iter()
        .flat_map(|e| Delivery::jobs("dl-1", e))
        .map(|j| j.kind)
        .collect();
    assert_eq!(jobs, [INTAKE]);
    assert_eq!(
        announced(Source::Incoming).unwrap().status,
        Status::Checking
    );
}

#[test]
fn uploads_are_taken_in_when_the_last_file_is_here() {
    let arrive = |mate| Command::Arrive {
        file: name(mate),
        bytes: 9,
    };
    let mut state = announced(Source::Upload);
    for mate in [1, 1, 2] {
        assert_eq!(state.as_ref().unwrap().status, Status::Announced);
        state = run(state, arrive(mate), &delivery_facts()).unwrap();
    }
    let state = state.unwrap();
    assert_eq!((state.status, state.arrived.len()), (Status::Checking, 2));
    let other = Command::Arrive {
        file: "other_R1.fastq.gz".to_owned(),
        bytes: 9,
    };
    assert!(matches!(
        run(announced(Source::Upload), other, &delivery_facts()),
        Err(Refusal::NotListed(_))
    ));
}

#[test]
fn what_needs_no_file_is_refused_before_any_is_taken() {
    let code = |change: &dyn Fn(&mut Facts)| {
        let mut facts = delivery_facts();
        change(&mut facts);
        run(None, announce(Source::Incoming), &facts)
            .unwrap_err()
            .code()
    };
    assert_eq!(code(&|f| f.order = None), "E-SEQUENCING-ORDER-UNKNOWN");
    assert_eq!(
        code(&|f| f.vendor = SiteId::parse("other").ok()),
        "E-SEQUENCING-OTHER-VENDOR"
    );
    assert_eq!(code(&|f| f.consent = None), "E-SEQUENCING-NO-CONSENT");
    assert_eq!(
        code(&|f| f
            .order
            .as_mut()
            .unwrap()
            .items
            .retain(|i| i.role == Role::Normal)),
        "E-SEQUENCING-SPECIMEN-UNKNOWN"
    );
    assert_eq!(
        code(&|f| f.order.as_mut().unwrap().items[0].delivery = Some("d".to_owned())),
        "E-SEQUENCING-ALREADY-DELIVERED"
    );
    assert_eq!(
        code(&|f| f.order.as_mut().unwrap().status = sequencing::decide::order::Status::Draft),
        "E-SEQUENCING-ORDER-STATUS"
    );
}

#[test]
fn a_manifest_is_checked_in_itself() {
    let good = manifest(&files());
    assert_eq!(good.check(NOW), Ok(()));
    let bad = |change: &dyn Fn(&mut sequencing::words::Manifest)| {
        let mut manifest = good.clone();
        change(&mut manifest);
        let bad = manifest.check(NOW).unwrap_err();
        assert!(!bad.text().ja.is_empty());
        bad
    };
    assert!(matches!(
        bad(&|m| m.files[0].name = "../../etc/passwd".to_owned()),
        BadManifest::FileName(_)
    ));
    assert!(matches!(
        bad(&|m| m.files[0].mate = 2),
        BadManifest::Mate(_)
    ));
    assert!(matches!(
        bad(&|m| m.files[1] = m.files[0].clone()),
        BadManifest::Twice(_)
    ));
    assert!(matches!(
        bad(&|m| m.files.truncate(1)),
        BadManifest::NotPaired(_)
    ));
    assert!(matches!(
        bad(&|m| m.files.clear()),
        BadManifest::NotPaired(_)
    ));
    assert!(matches!(
        bad(&|m| m.files[1].lane = "2".to_owned()),
        BadManifest::NotPaired(_)
    ));
    assert!(matches!(
        bad(&|m| m.flowcell = "F C".to_owned()),
        BadManifest::Code("flowcell")
    ));
    assert!(matches!(
        bad(&|m| m.generated_at = NOW.plus_days(1)),
        BadManifest::Future
    ));
}

#[test]
fn acceptance_needs_consent_and_tells_the_clock() {
    let accept = || Command::Accept(Box::new(accepted()));
    let mut facts = delivery_facts();
    let done = run(announced(Source::Incoming), accept(), &facts)
        .unwrap()
        .unwrap();
    assert_eq!(
        (done.status, done.clock),
        (Status::Accepted, Some(Clock::InTime))
    );
    assert!(run(Some(done), accept(), &facts).is_err(), "not twice");
    facts.now = NOW.plus_days(12);
    let late = Delivery::decide(announced(Source::Incoming).as_ref(), accept(), &facts).unwrap();
    assert!(
        matches!(&late[0], Event::Accepted { clock: Clock::Breached, days: 15, consent: c, .. } if *c == consent())
    );
    facts.consent = None;
    assert_eq!(
        run(announced(Source::Incoming), accept(), &facts),
        Err(Refusal::NoConsent)
    );
}

#[test]
fn quarantine_keeps_the_reasons() {
    let reasons = vec![Reason::Missing { file: name(1) }];
    let command = Command::Quarantine {
        reasons: reasons.clone(),
        files: vec![],
    };
    let state = run(announced(Source::Incoming), command, &delivery_facts())
        .unwrap()
        .unwrap();
    assert_eq!(
        (state.status, state.reasons),
        (Status::Quarantined, reasons)
    );
}

#[test]
fn a_withdrawal_refuses_what_is_pending_and_wipes_it() {
    let refuse = react::delivery_on_withdrawal("c-1");
    for source in [Source::Incoming, Source::Upload] {
        let events = Delivery::decide(
            announced(source).as_ref(),
            refuse.clone(),
            &delivery_facts(),
        )
        .unwrap();
        let jobs: Vec<_> = events
            .iter()
            .flat_map(|e| Delivery::jobs("dl-1", e))
            .map(|j| j.kind)
            .collect();
        assert_eq!(jobs, [WIPE]);
    }
    let done = run(
        announced(Source::Incoming),
        Command::Accept(Box::new(accepted())),
        &delivery_facts(),
    )
    .unwrap();
    assert_eq!(
        Delivery::decide(done.as_ref(), refuse, &delivery_facts()),
        Ok(vec![]),
        "what was accepted dies with the case key"
    );
}
