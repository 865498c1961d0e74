//! Every event that was ever released decodes, and means what it meant.

use std::path::Path;

use ledger::Aggregate as _;
use registry::{
    decide::{
        CaseAggregate, CaseEvent, CaseFacts, PersonCommand, PersonEvent, SiteEvent, person_commands,
    },
    words::{
        CaseKind, ExceptionCategory, SiteKind,
        death::{Death, Mistake, Source},
    },
};
use serde::{Serialize, de::DeserializeOwned};
use words::{AccountId, Day, Digest, SiteId, text};

use crate::decide::{approval, cancer, facts, person, rare, register, trio};

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

#[test]
fn golden_events_decode() {
    let day = Day::new(2026, 4, 3).unwrap();
    let one = |command, facts: &CaseFacts| {
        CaseAggregate::decide(None, command, facts)
            .unwrap()
            .remove(0)
    };
    let exception = ExceptionCategory::RareCancer;
    let registered = one(register(rare(), trio()), &facts());
    let parent = person_commands(&registered)
        .into_iter()
        .find_map(|(_, c)| match c {
            PersonCommand::Link(parent) => Some(parent),
            _ => None,
        });
    let seen = check(
        "case",
        &[
            one(
                register(
                    cancer(false, Some(exception)),
                    trio().into_iter().take(1).collect(),
                ),
                &facts(),
            ),
            registered,
            CaseEvent::ExceptionApproved {
                category: exception,
                reference: "c-9".to_owned(),
            },
            CaseEvent::Activated,
            CaseEvent::MemberRemoved {
                person: person("p-2"),
            },
            CaseEvent::Withdrawn {
                person: person("p-1"),
            },
            CaseEvent::MemberRestored {
                person: person("p-2"),
            },
            CaseEvent::Restored {
                person: person("p-1"),
            },
            CaseEvent::Died {
                on: Some(day),
                person: None,
            },
            CaseEvent::MemberDied {
                person: person("p-2"),
            },
            CaseEvent::DeathCorrected {
                person: person("p-2"),
            },
        ],
    ) + check(
        "person",
        &[
            PersonEvent::Entered {
                site: SiteId::parse("hospital-a").unwrap(),
                identity: None,
            },
            PersonEvent::Linked {
                parent: parent.unwrap(),
            },
            PersonEvent::Died { on: day },
            PersonEvent::DeathRecorded {
                death: Death {
                    source: Source::Family,
                    day: Some(Digest::of(b"sealed day")),
                    at: facts().now,
                    by: AccountId::parse("ac-1").unwrap(),
                },
            },
            PersonEvent::DeathCorrected {
                mistake: Mistake::Alive,
                recorded: Some(facts().now),
                at: facts().now,
                by: AccountId::parse("ac-1").unwrap(),
            },
        ],
    ) + check(
        "site",
        &[
            SiteEvent::Entered {
                kind: SiteKind::Hospital,
                code: "0123".to_owned(),
                name: text!("見本病院", "Model Hospital"),
            },
            SiteEvent::Approved {
                approval: approval(CaseKind::Cancer),
            },
            SiteEvent::ApprovalEnded {
                kind: Some(CaseKind::Cancer),
                last: day,
            },
        ],
    );
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    let files = std::fs::read_dir(dir).unwrap();
    let names = files.map(|f| f.unwrap().file_name().to_string_lossy().into_owned());
    let here = names.filter(|n| !n.starts_with("identity_opening."));
    assert_eq!(here.count(), seen);
}

#[test]
fn a_person_is_entered_with_the_digest_of_the_sealed_identity() {
    let identity = words::Digest::of(b"sealed");
    let json = serde_json::json!({ "type": "entered", "site": "hospital-a", "identity": identity });
    let event: PersonEvent = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), json);
    let entered = registry::decide::PersonAggregate::evolve(None, &event).unwrap();
    assert_eq!(entered.identity, Some(identity));
}

#[test]
fn openings_decode() {
    use registry::decide::OpeningEvent;
    let (by, at) = (
        words::AccountId::parse("analyst-a").unwrap(),
        words::At::from_micros(1_775_174_400_000_000),
    );
    let other = words::AccountId::parse("office-a").unwrap();
    check(
        "identity_opening",
        &[
            OpeningEvent::OpeningAsked {
                case: words::CaseId::parse("0123-01-00001").unwrap(),
                by: by.clone(),
                reason: registry::words::opening::Reason::Mixup,
                said: Some(words::Digest::of(b"sealed")),
                at,
            },
            OpeningEvent::OpeningApproved {
                by: other.clone(),
                at,
                until: at.plus_seconds(3600),
            },
            OpeningEvent::OpeningRefused {
                by: other.clone(),
                at,
            },
            OpeningEvent::OpeningUsed { at },
            OpeningEvent::OpeningEnded { by, at },
        ],
    );
}
