//! Given, when, then; and every rule against its own examples.

use std::collections::BTreeSet;

use consent::{
    decide::{
        Command, Consent, ConsentAggregate, Event, Facts, Refusal, WithdrawalAggregate,
        WithdrawalCommand,
    },
    rules::{
        self, Known, Verdict,
        permit::{Purpose, UserClass, permit},
    },
    words::{
        Answers, Giver, IdentityCheck, Method, Place, Record, Scope, Status, form, form::ItemKind,
    },
};
use ledger::Aggregate as _;
use registry::facts::{CaseStatus, Relation};
use words::{AccountId, At, CaseId, Digest, PersonId, Refusal as _};

pub const NOW: At = At::from_micros(1_775_174_400_000_000);

pub fn answers(form: &str) -> Answers {
    let form = form::find(form).unwrap();
    let answer = |item: &form::Item| match (item.kind, item.many) {
        (ItemKind::Mandatory, _) => "agree".to_owned(),
        (ItemKind::Choice, _) => item.options[0].code.clone(),
    };
    form.items
        .iter()
        .map(|i| (i.code.clone(), answer(i)))
        .collect()
}
pub fn record() -> Record {
    let form = form::find("icf-rare-adult@1.0").unwrap();
    Record {
        person: PersonId::parse("p-1").unwrap(),
        case: CaseId::parse("0123-02-00001").unwrap(),
        form: form.reference(),
        form_digest: form.digest.clone().unwrap(),
        giver: Giver::Person,
        proxy: None,
        assent: None,
        answers: answers("icf-rare-adult@1.0"),
        explained_by: AccountId::parse("doctor").unwrap(),
        explained_at: NOW,
        place: Place::Onsite,
        method: Method::EOnsite,
        identity_check: Some(IdentityCheck::FaceToFace),
        open_questions: 0,
        signature: Some(Digest::of(b"signature")),
    }
}
pub fn facts() -> Facts {
    Facts {
        now: NOW,
        actor: AccountId::parse("coordinator").unwrap(),
        case: Some(("rare", CaseStatus::Registered)),
        relation: Some(Relation::Proband),
        age: Some(40),
        in_force: None,
    }
}
pub fn decided(given: &[Event], command: Command, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let state = given.iter().fold(None, ConsentAggregate::evolve);
    ConsentAggregate::decide(state.as_ref(), command, facts)
}
pub fn given() -> Vec<Event> {
    decided(&[], Command::Give(Box::new(record())), &facts()).unwrap()
}
pub fn state(events: &[Event]) -> Consent {
    events.iter().fold(None, ConsentAggregate::evolve).unwrap()
}
pub fn withdraw(scopes: &[Scope], days: Option<i64>) -> Command {
    Command::Withdraw {
        by: Giver::Person,
        proxy: None,
        scopes: scopes.iter().copied().collect(),
        cooling_off_days: days,
    }
}

#[test]
fn every_rule_answers_its_examples() {
    for rule in &rules::RULES {
        for example in (rule.examples)() {
            let mut record = record();
            let mut known = Known {
                day: NOW.day(),
                age: Some(40),
                relation: Relation::Proband,
                domain: "rare",
                exists: false,
            };
            (example.change)(&mut record, &mut known);
            let answer = match (rule.judge)(&record, &known) {
                Verdict::Pass => "pass",
                Verdict::Declined(_) => "declined",
                Verdict::Refused(refusal) => refusal.code(),
            };
            assert_eq!(answer, example.answer, "{}: {}", rule.id, example.shows);
        }
    }
}

#[test]
fn forms_are_marked_models_in_both_languages() {
    for form in form::all().unwrap() {
        assert!(form.mark.ja.contains("見本") && form.status == "model");
        let codes: BTreeSet<_> = form.items.iter().map(|i| &i.code).collect();
        assert_eq!(codes.len(), form.items.len());
        assert!(
            form.items
                .iter()
                .all(|i| !i.text.ja.is_empty() && !i.text.en.is_empty())
        );
    }
}

#[test]
fn all_agreed_is_active_one_no_is_declined() {
    assert_eq!(state(&given()).status, Status::Active);
    let mut no = record();
    no.answers
        .insert("data_use".to_owned(), "disagree".to_owned());
    let events = decided(&[], Command::Give(Box::new(no)), &facts()).unwrap();
    assert_eq!(state(&events).status, Status::Declined);
    assert_eq!(
        decided(&events, withdraw(&[Scope::All], None), &facts()).unwrap_err(),
        Refusal::NotInForce
    );
}

#[test]
fn a_record_is_never_rewritten_but_a_choice_changes_at_once() {
    assert_eq!(
        decided(&given(), Command::Give(Box::new(record())), &facts()).unwrap_err(),
        Refusal::RecordStands
    );
    let change = |code: &str, answer: &str| {
        Command::Choose(Answers::from([(code.to_owned(), answer.to_owned())]))
    };
    let changed = decided(&given(), change("ror.secondary_now", "no"), &facts()).unwrap();
    let after = state(&[given(), changed].concat());
    assert_eq!(
        (
            after.status,
            after.record.answers["ror.secondary_now"].as_str()
        ),
        (Status::Amended, "no")
    );
    assert_eq!(
        decided(&given(), change("data_use", "disagree"), &facts()).unwrap_err(),
        Refusal::NotAChoice("data_use".to_owned())
    );
    let closed = state(
        &[
            given(),
            decided(&given(), change("recontact.allowed", "no"), &facts()).unwrap(),
        ]
        .concat(),
    );
    assert!(!closed.record.answers.contains_key("recontact.topics"));
}

#[test]
fn withdrawal_ends_all_or_some() {
    let all = decided(&given(), withdraw(&[Scope::All], Some(0)), &facts()).unwrap();
    let ended = [given(), all].concat();
    assert_eq!(state(&ended).status, Status::Withdrawn);
    assert_eq!(
        decided(&ended, withdraw(&[Scope::All], None), &facts()).unwrap_err(),
        Refusal::WithdrawnAlready
    );
    assert_eq!(
        decided(&given(), withdraw(&[], None), &facts()).unwrap_err(),
        Refusal::NoScope
    );
    assert_eq!(
        decided(&given(), withdraw(&[Scope::All], Some(15)), &facts()).unwrap_err(),
        Refusal::CoolingOffLength
    );
    let some = state(
        &[
            given(),
            decided(&given(), withdraw(&[Scope::Industry], None), &facts()).unwrap(),
        ]
        .concat(),
    );
    assert!(some.status.in_force());
    let may = |by| {
        permit(
            &some.record.answers,
            &some.ended,
            &Purpose::UseData { by, abroad: false },
        )
        .granted
    };
    assert!(may(UserClass::Academia) && !may(UserClass::Industry) && !may(UserClass::Joint));
}

#[test]
fn what_is_not_set_is_not_permitted() {
    let mut given = answers("icf-rare-adult@1.0");
    given.insert("ror.secondary_now".to_owned(), "not_set".to_owned());
    given.insert("spec.scope".to_owned(), "academia".to_owned());
    let ask = |purpose| permit(&given, &BTreeSet::new(), &purpose).granted;
    assert!(ask(Purpose::Analysis) && ask(Purpose::ReturnPrimary { later: false }));
    assert!(!ask(Purpose::ReturnSecondary { later: false }));
    assert!(ask(Purpose::UseSpecimen {
        by: UserClass::Academia,
        abroad: false
    }));
    assert!(!ask(Purpose::UseSpecimen {
        by: UserClass::Joint,
        abroad: false
    }));
    assert!(
        ask(Purpose::Recontact {
            topic: "result".to_owned()
        }) && !ask(Purpose::Recontact {
            topic: "news".to_owned()
        })
    );
}

#[test]
fn nothing_is_certified_within_the_cooling_off_period() {
    let opened = crate::golden::opened();
    let state = WithdrawalAggregate::evolve(None, &opened).unwrap();
    let certify =
        |now: At| WithdrawalAggregate::decide(Some(&state), WithdrawalCommand::Certify, &now);
    assert!(matches!(certify(NOW).unwrap_err(), Refusal::CoolingOff(_)));
    assert_eq!(certify(NOW.plus_days(14)).unwrap().len(), 1);
}
