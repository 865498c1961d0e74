//! Verdicts without the world: who may say what, and when it stands.

use interpretation::decide::judging::{Judge, Judged, Judging, JudgingEvent, NotJudged, Proposal};
use interpretation::facts::{Given, Origin, Reading, Stage, Verdict};
use ledger::Aggregate as _;
use words::{AccountId, At, CaseId, Digest};

fn proposal() -> Proposal {
    Proposal {
        stands: true,
        case: CaseId::parse("0123-04-00057").unwrap(),
        interpretation: "int.run-1".to_owned(),
        finding: "F001".to_owned(),
        tier: Some("I-A".to_owned()),
        class: None,
        level: 1,
        origin: Origin::Somatic,
    }
}

fn who(name: &str) -> AccountId {
    AccountId::parse(name).unwrap()
}

fn reading(tier: &str, reason: bool) -> Reading {
    Reading {
        verdict: Verdict::Accepted,
        tier: Some(tier.to_owned()),
        class: None,
        level: 1,
        origin: Origin::Somatic,
        sentence: None,
        reason: reason.then(|| Digest::of(b"why")),
    }
}

fn read(by: &str, reading: Reading) -> Judge {
    Judge::Read(Given {
        by: who(by),
        at: At::from_micros(1),
        reading,
    })
}

fn agree(by: &str) -> Judge {
    Judge::Agree {
        by: who(by),
        at: At::from_micros(2),
    }
}

/// Says one thing after another; the last answer counts.
fn said(commands: Vec<Judge>) -> Result<Option<Judged>, NotJudged> {
    let mut state = None;
    for command in commands {
        let events = Judging::decide(state.as_ref(), command, &proposal())?;
        state = events.iter().fold(state, Judging::evolve);
    }
    Ok(state)
}

fn stage(commands: Vec<Judge>) -> Result<Stage, NotJudged> {
    said(commands).map(|s| s.map_or(Stage::Open, |s| s.stage))
}

#[test]
fn a_verdict_stands_when_somebody_else_agrees() {
    let first = read("one", reading("I-A", false));
    assert_eq!(stage(vec![first.clone()]), Ok(Stage::First));
    assert_eq!(
        stage(vec![first.clone(), agree("one")]),
        Err(NotJudged::SamePerson)
    );
    let state = said(vec![first.clone(), agree("two")]).unwrap().unwrap();
    assert_eq!(state.stage, Stage::Decided);
    assert_eq!(state.second.unwrap().by, who("two"));
    assert_eq!(
        stage(vec![
            first.clone(),
            agree("two"),
            read("three", reading("I-A", false))
        ]),
        Err(NotJudged::Decided)
    );
    // the same person reading again stays the first reader
    let again = read("one", reading("I-B", true));
    let state = said(vec![first, again]).unwrap().unwrap();
    assert_eq!((state.stage, state.second), (Stage::First, None));
    assert_eq!(agree_alone(), Err(NotJudged::NothingWaits));
}

fn agree_alone() -> Result<Stage, NotJudged> {
    stage(vec![agree("one")])
}

#[test]
fn two_who_differ_settle_it_together_or_with_a_third() {
    let differ = || {
        vec![
            read("one", reading("I-A", false)),
            read("two", reading("III", true)),
        ]
    };
    assert_eq!(stage(differ()), Ok(Stage::Discussion));
    let and = |more: Vec<Judge>| stage(differ().into_iter().chain(more).collect());
    // one of the two proposes: nothing stands until the other agrees
    let proposed = read("one", reading("II-C", true));
    assert_eq!(and(vec![proposed.clone()]), Ok(Stage::Discussion));
    assert_eq!(
        and(vec![proposed.clone(), agree("one")]),
        Err(NotJudged::SamePerson)
    );
    assert_eq!(
        and(vec![proposed.clone(), agree("two")]),
        Ok(Stage::Decided)
    );
    assert_eq!(
        and(vec![proposed, read("two", reading("II-C", true))]),
        Ok(Stage::Decided)
    );
    // a third person ends it
    assert_eq!(
        and(vec![read("three", reading("II-D", true))]),
        Ok(Stage::Decided)
    );
}

#[test]
fn a_second_reading_that_differs_says_why() {
    let commands = vec![
        read("one", reading("II-C", true)),
        read("two", reading("I-A", false)),
    ];
    assert_eq!(stage(commands), Err(NotJudged::ReasonMissing));
}

#[test]
fn what_differs_from_the_rules_needs_a_reason_and_a_grade_that_fits() {
    assert_eq!(
        stage(vec![read("one", reading("I-B", false))]),
        Err(NotJudged::ReasonMissing)
    );
    assert_eq!(
        stage(vec![read("one", reading("V", true))]),
        Err(NotJudged::NoSuchGrade)
    );
    let mut rejected = reading("I-A", false);
    rejected.verdict = Verdict::Rejected;
    assert_eq!(
        stage(vec![read("one", rejected)]),
        Err(NotJudged::ReasonMissing)
    );
    let mut germline = reading("I-A", true);
    germline.origin = Origin::Germline;
    assert_eq!(
        stage(vec![read("one", germline)]),
        Err(NotJudged::GradeOfOther)
    );
    let mut level = reading("I-A", true);
    level.level = 4;
    assert_eq!(stage(vec![read("one", level)]), Err(NotJudged::NoSuchGrade));
}

#[test]
fn a_verdict_opens_again_with_a_reason_and_ends_with_the_consent() {
    let begun = || vec![read("one", reading("I-A", false)), agree("two")];
    let and = |last: Judge| stage(begun().into_iter().chain([last]).collect());
    let reopen = |reason| Judge::Reopen {
        at: At::from_micros(3),
        reason,
    };
    assert_eq!(and(reopen(None)), Err(NotJudged::ReasonMissing));
    assert_eq!(and(reopen(Some(Digest::of(b"new")))), Ok(Stage::Open));
    assert_eq!(
        stage(vec![reopen(Some(Digest::of(b"new")))]),
        Err(NotJudged::NotDecided)
    );
    let remark = Judge::Remark {
        by: who("one"),
        remark: Digest::of(b"x"),
    };
    assert_eq!(and(remark), Err(NotJudged::NoDiscussion));
    let gone = Judge::Withdraw {
        at: At::from_micros(4),
    };
    assert_eq!(and(gone.clone()), Ok(Stage::Withdrawn));
    let after = begun().into_iter().chain([gone, agree("three")]).collect();
    assert_eq!(stage(after), Err(NotJudged::Withdrawn));
}

#[test]
fn every_released_event_decodes() {
    let golden = [
        include_str!("golden/judgement_first_read.json"),
        include_str!("golden/judgement_second_read.json"),
        include_str!("golden/judgement_proposed.json"),
        include_str!("golden/judgement_remarked.json"),
        include_str!("golden/judgement_settled.json"),
        include_str!("golden/judgement_reopened.json"),
        include_str!("golden/judgement_withdrawn.json"),
    ];
    for text in golden {
        let event: JudgingEvent = serde_json::from_str(text).unwrap();
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }
}
