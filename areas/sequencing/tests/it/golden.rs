//! Every event that was ever released decodes, and means what it meant.

use std::{collections::BTreeSet, path::Path};

use readqc::Problem;
use sequencing::{
    decide::{delivery, order},
    words::{Clock, Decision, Reason, SealedFile},
};
use serde::{Serialize, de::DeserializeOwned};
use specimen::words::Role;
use words::Digest;

use crate::given::{
    NOW, accepted, case, consent, files, item, manifest, name, person, profile, signed, tube,
    vendor,
};

fn orders() -> Vec<order::Event> {
    let items = vec![item(Role::Tumour), item(Role::Normal)];
    vec![
        order::Event::Drafted {
            case: case(),
            vendor: vendor(),
            vendor_version: 2,
            profile: profile(),
            items,
            consents: vec![consent()],
        },
        order::Event::Released {
            vendor_version: 2,
            consents: vec![consent()],
        },
        order::Event::DataAccepted {
            specimen: tube(Role::Tumour),
            delivery: "dl-1".to_owned(),
        },
        order::Event::Progressed {
            specimen: tube(Role::Tumour),
            stage: order::Stage::DataGenerated,
            generated_at: Some(NOW),
        },
        order::Event::Stopped {
            specimen: tube(Role::Tumour),
        },
        order::Event::Closed,
        order::Event::Completed {
            deliveries: vec!["dl-1".to_owned(), "dl-2".to_owned()],
        },
        order::Event::Cancelled {
            consent: "c-1".to_owned(),
        },
    ]
}

fn sealed() -> SealedFile {
    SealedFile {
        name: name(1),
        mate: 1,
        lane: "1".to_owned(),
        sha256: Digest::of(b"file"),
        blob: Digest::of(b"file"),
        bytes: 4,
        drs: None,
    }
}

fn reasons() -> Vec<Reason> {
    let file = || name(1);
    vec![
        Reason::Missing { file: file() },
        Reason::Size {
            file: file(),
            expected: 1,
            found: 2,
        },
        Reason::Sha256 {
            file: file(),
            found: "00".to_owned(),
        },
        Reason::Md5 {
            file: file(),
            found: "00".to_owned(),
        },
        Reason::Content {
            file: file(),
            problem: Problem::Truncated { offset: 7 },
        },
        Reason::Content {
            file: file(),
            problem: Problem::Unequal {
                r1: 3,
                r2: 2,
                line: 9,
            },
        },
        Reason::Origin {
            file: file(),
            expected: "M1:7:FCX:1".to_owned(),
            found: "M1:7:FCY:1".to_owned(),
        },
        Reason::Counts {
            file: file(),
            expected: 1,
            found: 2,
        },
        Reason::Duplicate {
            delivery: "dl-0".to_owned(),
        },
        Reason::Limit {
            measure: "q30".to_owned(),
            found: 0.5,
            limit: 0.8,
        },
    ]
}

fn deliveries() -> Vec<delivery::Event> {
    // Fixed bytes stand for the files: what a compressor writes may change with its version.
    let manifest = Box::new(manifest(&[b"first".to_vec(), b"second".to_vec()]));
    let accepted = delivery::Accepted {
        files: vec![sealed()],
        ..accepted()
    };
    vec![
        delivery::Event::Announced {
            id: "dl-1".to_owned(),
            case: case(),
            person: person(),
            role: Role::Tumour,
            vendor: vendor(),
            manifest,
            profile: profile(),
            source: delivery::Source::Incoming,
            consent: consent(),
            signed: None,
        },
        delivery::Event::FileArrived {
            file: name(1),
            bytes: 9,
        },
        delivery::Event::IntakeAsked {
            id: "dl-1".to_owned(),
        },
        delivery::Event::Accepted {
            accepted,
            clock: Clock::InTime,
            days: 3,
            consent: consent(),
        },
        delivery::Event::Quarantined {
            reasons: reasons(),
            files: vec![sealed()],
        },
        delivery::Event::Decided {
            decision: Decision::Topup,
        },
        delivery::Event::Merged {
            into: "dl-2".to_owned(),
        },
        delivery::Event::Refused {
            id: "dl-1".to_owned(),
            consent: "c-1".to_owned(),
        },
    ]
}

/// The compiler asks for every variant here.
fn order_tag(event: &order::Event) -> &'static str {
    match event {
        order::Event::Drafted { .. } => "order_drafted",
        order::Event::Released { .. } => "order_released",
        order::Event::DataAccepted { .. } => "order_data_accepted",
        order::Event::Progressed { .. } => "order_progressed",
        order::Event::Stopped { .. } => "order_stopped",
        order::Event::Closed => "order_closed",
        order::Event::Completed { .. } => "order_completed",
        order::Event::Cancelled { .. } => "order_cancelled",
    }
}

fn delivery_tag(event: &delivery::Event) -> &'static str {
    match event {
        delivery::Event::Announced { .. } => "delivery_announced",
        delivery::Event::FileArrived { .. } => "delivery_file_arrived",
        delivery::Event::IntakeAsked { .. } => "delivery_intake_asked",
        delivery::Event::Accepted { .. } => "delivery_accepted",
        delivery::Event::Quarantined { .. } => "delivery_quarantined",
        delivery::Event::Decided { .. } => "delivery_decided",
        delivery::Event::Merged { .. } => "delivery_merged",
        delivery::Event::Refused { .. } => "delivery_refused",
    }
}

fn decodes<E: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(tag: &str, event: &E) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/golden/{tag}.json"));
    if std::env::var_os("KUMI_NEW_GOLDEN").is_some() && !path.exists() {
        std::fs::write(&path, serde_json::to_string_pretty(event).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert_eq!(&serde_json::from_str::<E>(&text).unwrap(), event);
}

#[test]
fn golden_events_decode() {
    let mut seen = BTreeSet::new();
    for event in orders() {
        decodes(order_tag(&event), &event);
        seen.insert(order_tag(&event));
    }
    for event in deliveries() {
        decodes(delivery_tag(&event), &event);
        seen.insert(delivery_tag(&event));
    }
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden");
    assert_eq!(std::fs::read_dir(dir).unwrap().count(), seen.len());
    assert!(files().iter().all(|f| !f.is_empty()));
}

/// What came later to an event: it goes through JSON and back, and is absent where it was absent.
#[test]
fn later_fields_go_through_json_and_back() {
    let mut events = deliveries();
    for event in &mut events {
        match event {
            delivery::Event::Announced {
                signed: s,
                manifest,
                ..
            } => {
                *s = Some(signed());
                manifest.files[0].stated.q30 = Some(91.5);
                manifest.files[0].origin = Some(sequencing::words::Origin {
                    instrument: "M2".to_owned(),
                    run: "8".to_owned(),
                    flowcell: "FCY".to_owned(),
                });
            }
            delivery::Event::Accepted { accepted, .. } => {
                accepted.merged = vec!["dl-0".to_owned()];
                accepted.files[0].drs = Some("drs-1".to_owned());
            }
            delivery::Event::Quarantined { reasons, .. } => reasons.extend([
                Reason::Stated {
                    file: name(1),
                    measure: "q30".to_owned(),
                    expected: 91.5,
                    found: 80.0,
                },
                Reason::Malware {
                    file: name(1),
                    signature: "Eicar-Test-Signature".to_owned(),
                },
            ]),
            _ => {}
        }
        let text = serde_json::to_string(event).unwrap();
        assert_eq!(
            &serde_json::from_str::<delivery::Event>(&text).unwrap(),
            event
        );
    }
}
