//! Given, when, then.

use ledger::Aggregate as _;
use registry::{
    decide::{CaseAggregate, CaseCommand, CaseEvent, CaseFacts, Refusal},
    rules,
    words::{
        Approval, CaseKind, CaseStatus, Eligibility, ExceptionCategory, Member, RareClass,
        Relation, SiteOnDay, System, case_number,
    },
};
use words::{At, CaseId, Day, PersonId, SiteId};

pub const NOW: At = At::from_micros(1_775_174_400_000_000);

pub fn id() -> CaseId {
    CaseId::parse("0123-01-00001").unwrap()
}
pub fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}
pub fn approval(kind: CaseKind) -> Approval {
    Approval {
        kind: Some(kind),
        system: Some(System::A),
        from: Day::new(2026, 1, 1).unwrap(),
        until: Day::new(2026, 12, 31),
        reference: "c-1".to_owned(),
    }
}
pub fn facts() -> CaseFacts {
    let site = SiteOnDay {
        id: SiteId::parse("hospital-a").unwrap(),
        code: "0123".to_owned(),
        approvals: vec![approval(CaseKind::Cancer), approval(CaseKind::Rare)],
    };
    CaseFacts {
        now: NOW,
        site: Some(site),
        duplicate: None,
    }
}
pub fn cancer(met: bool, exception: Option<ExceptionCategory>) -> Eligibility {
    Eligibility::Cancer {
        enough_specimen: met,
        refractory: true,
        alive_and_treatable: true,
        exception,
    }
}
pub fn rare() -> Eligibility {
    Eligibility::Rare {
        class: RareClass::Undiagnosed,
        genetic_disease_diagnosed: false,
        exome_negative: false,
        treatment_development_expected: false,
        enough_cases: false,
        existing_tests_inconclusive: true,
    }
}
pub fn trio() -> Vec<Member> {
    let member = |id, relation| Member {
        person: person(id),
        relation,
    };
    vec![
        member("p-1", Relation::Proband),
        member("p-2", Relation::Mother),
        member("p-3", Relation::Father),
    ]
}
pub fn register(eligibility: Eligibility, members: Vec<Member>) -> CaseCommand {
    CaseCommand::Register {
        id: id(),
        project: "01".to_owned(),
        members,
        eligibility,
    }
}
fn alone() -> Vec<Member> {
    trio().into_iter().take(1).collect()
}
fn decided(
    given: &[CaseEvent],
    command: CaseCommand,
    facts: &CaseFacts,
) -> Result<Vec<CaseEvent>, Refusal> {
    let state = given.iter().fold(None, CaseAggregate::evolve);
    CaseAggregate::decide(state.as_ref(), command, facts)
}
fn status(events: &[CaseEvent]) -> CaseStatus {
    events
        .iter()
        .fold(None, CaseAggregate::evolve)
        .unwrap()
        .status
}

#[test]
fn every_rule_answers_its_examples() {
    for rule in &rules::RULES {
        for (case, answer) in (rule.examples)() {
            assert_eq!((rule.met)(&case), answer, "{}", rule.id);
        }
        assert!(!rule.says.ja.is_empty() && !rule.says.en.is_empty() && !rule.cites.is_empty());
    }
}

#[test]
fn three_conditions_register_and_a_missing_one_is_named() {
    let events = decided(&[], register(cancer(true, None), alone()), &facts()).unwrap();
    assert_eq!(status(&events), CaseStatus::Registered);
    let refused = decided(&[], register(cancer(false, None), alone()), &facts()).unwrap_err();
    assert!(matches!(refused, Refusal::NotEligible(missing) if missing.len() == 1));
}

#[test]
fn an_exception_waits_for_the_committee() {
    let asked = decided(
        &[],
        register(cancer(false, Some(ExceptionCategory::RareCancer)), alone()),
        &facts(),
    )
    .unwrap();
    assert_eq!(status(&asked), CaseStatus::AwaitingException);
    assert_eq!(
        decided(&asked, CaseCommand::Activate, &facts()).unwrap_err(),
        Refusal::NoReference
    );
    let approve = |category, reference: &str| CaseCommand::ApproveException {
        category,
        reference: reference.to_owned(),
    };
    assert_eq!(
        decided(&asked, approve(ExceptionCategory::Aya, "x"), &facts()).unwrap_err(),
        Refusal::OtherCategory
    );
    assert_eq!(
        decided(
            &asked,
            approve(ExceptionCategory::RareCancer, " "),
            &facts()
        )
        .unwrap_err(),
        Refusal::NoReference
    );
    let approved = decided(
        &asked,
        approve(ExceptionCategory::RareCancer, "c-9"),
        &facts(),
    )
    .unwrap();
    assert_eq!(status(&[asked, approved].concat()), CaseStatus::Registered);
}

#[test]
fn only_a_site_approved_for_that_field_on_that_day_registers() {
    let mut late = facts();
    late.now = NOW.plus_days(365);
    assert_eq!(
        decided(&[], register(rare(), trio()), &late).unwrap_err(),
        Refusal::SiteNotApproved(CaseKind::Rare)
    );
    let mut other = facts();
    other
        .site
        .as_mut()
        .unwrap()
        .approvals
        .retain(|a| a.kind == Some(CaseKind::Cancer));
    assert_eq!(
        decided(&[], register(rare(), trio()), &other).unwrap_err(),
        Refusal::SiteNotApproved(CaseKind::Rare)
    );
}

#[test]
fn duplicates_and_odd_families_are_refused() {
    let known = CaseFacts {
        duplicate: Some(id()),
        ..facts()
    };
    assert_eq!(
        decided(&[], register(rare(), trio()), &known).unwrap_err(),
        Refusal::Duplicate(id())
    );
    assert_eq!(
        decided(&[], register(cancer(true, None), trio()), &facts()).unwrap_err(),
        Refusal::ParentsInCancer
    );
    let mut same = trio();
    same[1].person = same[0].person.clone();
    assert_eq!(
        decided(&[], register(rare(), same), &facts()).unwrap_err(),
        Refusal::Members
    );
}

#[test]
fn a_parent_leaves_alone_and_the_proband_ends_the_case() {
    let registered = decided(&[], register(rare(), trio()), &facts()).unwrap();
    let left = decided(&registered, CaseCommand::Withdraw(person("p-2")), &facts()).unwrap();
    let case = registered
        .iter()
        .chain(&left)
        .fold(None, CaseAggregate::evolve)
        .unwrap();
    assert_eq!(
        (case.members.len(), case.removed.len(), case.status),
        (2, 1, CaseStatus::Registered)
    );
    let ended = decided(&registered, CaseCommand::Withdraw(person("p-1")), &facts()).unwrap();
    assert_eq!(status(&[registered, ended].concat()), CaseStatus::Withdrawn);
}

#[test]
fn numbers_have_their_shape() {
    assert_eq!(
        case_number("0123", "04", 57).unwrap().as_str(),
        "0123-04-00057"
    );
    for (facility, project, n) in [
        ("123", "04", 1),
        ("0123", "4", 1),
        ("0123", "04", 0),
        ("0123", "04", 100_000),
    ] {
        assert!(case_number(facility, project, n).is_none());
    }
}
