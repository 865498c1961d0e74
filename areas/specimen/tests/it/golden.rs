//! Every event that was ever released decodes, and means what it meant.

use std::{collections::BTreeSet, path::Path};

use ledger::Aggregate;
use specimen::{
    decide::{Destruction, Event, Tube},
    words::{Condition, Material, Nonconformity, OnTheWay, Role},
};
use words::PersonId;

use crate::decide::{NOW, account, case, consent, number, site, sop};

/// One of each; the compiler does not let a variant be forgotten in `tag`.
fn all() -> Vec<Event> {
    vec![
        Event::Planned {
            number: number(),
            case: case(),
            person: PersonId::parse("p-1").unwrap(),
            role: Role::Tumour,
            material: Material::Dna,
            site: site("hospital"),
            consent: consent(),
        },
        Event::Collected {
            sop: sop("collect"),
            consent: consent(),
        },
        Event::Labelled { sop: sop("label") },
        Event::ScannedOut {
            transfer: OnTheWay {
                from: site("hospital"),
                to: site("vendor"),
                scanned_out_by: account("nurse"),
                out_at: NOW,
            },
            carrier: "CARRIER-A".to_owned(),
            waybill: "4400-1".to_owned(),
            sop: sop("transport"),
            consent: consent(),
        },
        Event::ScannedIn {
            at_site: site("vendor"),
            scanned_in_by: account("receiver"),
            condition: Condition::Good,
            seal_ok: true,
            temp_min: Some(-800),
            temp_max: None,
            sop: sop("receipt"),
        },
        Event::Accepted {
            din: Some(81),
            amount_ng: Some(1_500),
            sop: sop("receipt"),
            consent: consent(),
        },
        Event::FoundNonconforming {
            class: Nonconformity::Quality,
        },
        Event::Locked {
            consent: "c-1".to_owned(),
            at: NOW,
        },
        Event::Unlocked {
            consent: "c-1".to_owned(),
        },
        Event::DestructionOrdered {
            order: Destruction {
                not_before: NOW.plus_days(14),
                due: NOW.plus_days(30),
            },
        },
        Event::Destroyed {
            witness: account("w"),
            sop: sop("destroy"),
        },
    ]
}

fn tag(event: &Event) -> &'static str {
    match event {
        Event::Planned { .. } => "planned",
        Event::Collected { .. } => "collected",
        Event::Labelled { .. } => "labelled",
        Event::ScannedOut { .. } => "scanned_out",
        Event::ScannedIn { .. } => "scanned_in",
        Event::Accepted { .. } => "accepted",
        Event::FoundNonconforming { .. } => "found_nonconforming",
        Event::Locked { .. } => "locked",
        Event::Unlocked { .. } => "unlocked",
        Event::DestructionOrdered { .. } => "destruction_ordered",
        Event::Destroyed { .. } => "destroyed",
    }
}

#[test]
fn golden_events_decode() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    let mut seen = BTreeSet::new();
    for event in all() {
        let path = dir.join(format!("{}.json", tag(&event)));
        if std::env::var_os("KUMI_NEW_GOLDEN").is_some() && !path.exists() {
            std::fs::write(&path, serde_json::to_string_pretty(&event).unwrap() + "\n").unwrap();
        }
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
        seen.insert(tag(&event));
    }
    let files = std::fs::read_dir(dir).unwrap().count();
    assert_eq!(seen.len(), files);
    assert!(all().iter().fold(None, Tube::evolve).is_some());
}
