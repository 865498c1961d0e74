//! Every event that was ever released decodes, and means what it meant.

use std::{collections::BTreeMap, path::Path};

use consent::{
    decide::{Event, Fate, Outcome, Reason, Report, Withdrawal, WithdrawalEvent},
    words::{Answers, Because, Giver, IdentityCheck, Scope},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::decide::{NOW, decided, facts, given, record, withdraw};

pub fn opened() -> WithdrawalEvent {
    let record = record();
    WithdrawalEvent::Opened {
        withdrawal: Box::new(Withdrawal {
            consent: "c-1".to_owned(),
            person: record.person,
            case: record.case,
            t0: NOW,
            by: Giver::Person,
            scopes: [Scope::All].into(),
            destroy_from: NOW.plus_days(14),
            reports: BTreeMap::new(),
            certified_at: None,
            taken_back_at: None,
        }),
    }
}

fn check<E: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    kind: &str,
    events: &[E],
) -> usize {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    for event in events {
        let json = serde_json::to_value(event).unwrap();
        let path = dir.join(format!("{kind}.{}.json", json["type"].as_str().unwrap()));
        if std::env::var_os("KUMI_NEW_GOLDEN").is_some() && !path.exists() {
            std::fs::write(&path, serde_json::to_string_pretty(&json).unwrap() + "\n").unwrap();
        }
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(&serde_json::from_str::<E>(&text).unwrap(), event);
    }
    events.len()
}

/// The oldest withdrawals do not say how identity was checked; they must still be read.
fn before_checks_were_recorded(event: &mut Event) {
    if let Event::Withdrawn { identity_check, .. } | Event::PartlyWithdrawn { identity_check, .. } =
        event
    {
        *identity_check = None;
    }
}

#[test]
fn golden_events_decode() {
    let mut events = given();
    events.push(Event::Declined {
        person: record().person,
        items: vec!["abroad".to_owned()],
    });
    let changes = Answers::from([("ror.secondary_now".to_owned(), "no".to_owned())]);
    events.push(Event::ChoicesChanged {
        answers: changes.clone(),
        changes,
        at: NOW,
    });
    events.extend(decided(&given(), withdraw(&[Scope::Industry], None), &facts()).unwrap());
    events.extend(decided(&given(), withdraw(&[Scope::All], Some(0)), &facts()).unwrap());
    events.iter_mut().for_each(before_checks_were_recorded);
    let person = record().person;
    events.push(Event::CoolingOffShortened {
        person: person.clone(),
        at: NOW,
        identity_check: IdentityCheck::Account,
    });
    events.push(Event::WithdrawalTakenBack {
        person,
        case: record().case,
        at: NOW,
        identity_check: IdentityCheck::FaceToFace,
    });
    events.push(Event::ReconsentRequired {
        person: record().person,
        because: Because::NewVersion {
            form: "icf-cancer-adult@1.1".to_owned(),
        },
        at: NOW,
    });
    events.push(Event::Superseded {
        by: "c-2".to_owned(),
        at: NOW,
    });
    let outcomes = vec![
        Outcome {
            what: "objects".to_owned(),
            count: 3,
            fate: Fate::Deleted,
        },
        Outcome {
            what: "ledger".to_owned(),
            count: 1,
            fate: Fate::Kept {
                reason: Reason::LegalHold,
            },
        },
    ];
    let reported = WithdrawalEvent::Reported {
        area: "consent".to_owned(),
        report: Report { at: NOW, outcomes },
    };
    let seen = check("consent", &events)
        + check(
            "withdrawal",
            &[
                opened(),
                reported,
                WithdrawalEvent::Shortened { at: NOW },
                WithdrawalEvent::TakenBack { at: NOW },
                WithdrawalEvent::Certified { at: NOW },
            ],
        );
    let seen =
        seen + check("session", &crate::session::every()) + check("paper", &crate::papers::every());
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    assert_eq!(std::fs::read_dir(dir).unwrap().count(), seen);
}
