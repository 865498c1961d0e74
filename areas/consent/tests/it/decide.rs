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
        Answers, Giver, IdentityCheck, Method, Place, Proxy, ProxyRelation, Record, Scope, Status,
        form, form::ItemKind,
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
        remote: None,
        supersedes: None,
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
        samples: true,
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
        identity_check: Some(IdentityCheck::FaceToFace),
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
                samples: true,
                again: None,
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

fn taking_back() -> Command {
    Command::TakeBack {
        identity_check: Some(IdentityCheck::Account),
    }
}

#[test]
fn a_withdrawal_is_taken_back_within_its_period_only() {
    let partly = decided(&given(), withdraw(&[Scope::Industry], None), &facts()).unwrap();
    let before = [given(), partly].concat();
    let all = decided(&before, withdraw(&[Scope::All], None), &facts()).unwrap();
    let ended = [before, all].concat();
    let at = |days| Facts {
        now: NOW.plus_days(days),
        ..facts()
    };
    let back = decided(&ended, taking_back(), &at(13)).unwrap();
    let after = state(&[ended.clone(), back].concat());
    assert!(after.status.in_force() && after.withdrawn_at.is_none());
    assert_eq!(
        after.ended,
        BTreeSet::from([Scope::Industry]),
        "what had been ended before stays ended"
    );
    let late = decided(&ended, taking_back(), &at(14)).unwrap_err();
    assert_eq!(late.code(), "E-CONSENT-COOLING-OFF-OVER");
    let nobody = Command::TakeBack {
        identity_check: None,
    };
    let unknown = decided(&ended, nobody, &at(1)).unwrap_err();
    assert_eq!(unknown, Refusal::NoIdentityCheck);
    let standing = decided(&given(), taking_back(), &facts()).unwrap_err();
    assert_eq!(standing, Refusal::NotWithdrawn);
}

#[test]
fn the_rest_of_the_period_may_be_waived() {
    let all = decided(&given(), withdraw(&[Scope::All], None), &facts()).unwrap();
    let ended = [given(), all].concat();
    let waive = || Command::Shorten {
        identity_check: Some(IdentityCheck::Account),
    };
    let later = Facts {
        now: NOW.plus_days(3),
        ..facts()
    };
    let waived = decided(&ended, waive(), &later).unwrap();
    let after = [ended, waived].concat();
    assert_eq!(state(&after).cooling_off_days, Some(3));
    assert!(decided(&after, waive(), &later).unwrap().is_empty());
    let late = decided(&after, taking_back(), &later).unwrap_err();
    assert_eq!(late.code(), "E-CONSENT-COOLING-OFF-OVER");
}

#[test]
fn nobody_withdraws_for_another_without_a_check_or_a_relation() {
    let by = |by, proxy, identity_check| Command::Withdraw {
        by,
        proxy,
        scopes: BTreeSet::from([Scope::All]),
        cooling_off_days: None,
        identity_check,
    };
    let checked = Some(IdentityCheck::FaceToFace);
    let other = |other_given| {
        Some(Proxy {
            relation: ProxyRelation::Other,
            other_given,
            authority: None,
        })
    };
    let guardian = Some(Proxy {
        relation: ProxyRelation::Guardian,
        other_given: false,
        authority: None,
    });
    for (command, answer) in [
        (by(Giver::Person, None, None), "E-CONSENT-NO-IDENTITY-CHECK"),
        (by(Giver::Proxy, None, checked), "E-CONSENT-NO-RELATION"),
        (
            by(Giver::Proxy, other(false), checked),
            "E-CONSENT-OTHER-RELATION",
        ),
        (by(Giver::Proxy, other(true), checked), "withdrawn"),
        (by(Giver::Proxy, guardian, checked), "withdrawn"),
        (by(Giver::Person, None, checked), "withdrawn"),
    ] {
        let said = match decided(&given(), command, &facts()) {
            Ok(_) => "withdrawn",
            Err(refusal) => refusal.code(),
        };
        assert_eq!(said, answer);
    }
}

#[test]
fn every_scope_ends_what_it_names_and_nothing_else() {
    let (joint, abroad) = (UserClass::Joint, true);
    let data = |by, abroad| Purpose::UseData { by, abroad };
    let academia = UserClass::Academia;
    let specimen = Purpose::UseSpecimen {
        by: academia,
        abroad: false,
    };
    let recontact = Purpose::Recontact {
        topic: "result".to_owned(),
    };
    let asked = [
        Purpose::Analysis,
        data(academia, false),
        data(joint, false),
        data(academia, abroad),
        specimen,
        recontact,
    ];
    let mut answers = answers("icf-rare-adult@1.0");
    for (code, answer) in [
        ("spec.scope", "academia"),
        ("recontact.allowed", "yes"),
        ("recontact.topics", "result"),
    ] {
        answers.insert(code.to_owned(), answer.to_owned());
    }
    for (scope, left) in [
        (None, "111111"),
        (Some(Scope::All), "000000"),
        (Some(Scope::Sharing), "100001"),
        (Some(Scope::Industry), "110111"),
        (Some(Scope::Overseas), "111011"),
        (Some(Scope::PublicDatabase), "111111"),
        (Some(Scope::Specimens), "111101"),
        (Some(Scope::Recontact), "111110"),
        (Some(Scope::FutureData), "011111"),
    ] {
        let ended = scope.into_iter().collect();
        let granted = |p| {
            if permit(&answers, &ended, p).granted {
                '1'
            } else {
                '0'
            }
        };
        let said: String = asked.iter().map(granted).collect();
        assert_eq!(said, left, "{scope:?}");
    }
}

#[test]
fn a_withdrawal_that_was_taken_back_destroys_nothing_and_may_be_made_again() {
    let opened = crate::golden::opened();
    let mut state = WithdrawalAggregate::evolve(None, &opened);
    let mut run = |command, now: At| {
        let events = WithdrawalAggregate::decide(state.as_ref(), command, &now)?;
        for event in &events {
            state = WithdrawalAggregate::evolve(state.take(), event);
        }
        Ok::<_, Refusal>(state.clone().unwrap())
    };
    let back = run(WithdrawalCommand::TakeBack, NOW.plus_days(1)).unwrap();
    assert!(!back.is_due(NOW.plus_days(20)));
    let refused = run(WithdrawalCommand::Certify, NOW.plus_days(20)).unwrap_err();
    assert_eq!(refused, Refusal::NotWithdrawn);
    let mut again = back.clone();
    (again.t0, again.taken_back_at) = (NOW.plus_days(30), None);
    let reopened = run(WithdrawalCommand::Open(Box::new(again)), NOW.plus_days(30)).unwrap();
    assert!(reopened.taken_back_at.is_none());
    let waived = run(WithdrawalCommand::Shorten, NOW.plus_days(31)).unwrap();
    assert!(waived.is_due(NOW.plus_days(31)));
}
