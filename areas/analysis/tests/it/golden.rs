//! Every event that was ever released decodes, and means what it meant.

use std::{collections::BTreeSet, path::Path};

use analysis::{
    decide::{Event, Run},
    words::{Answer, Mode, Reason},
};
use ledger::Aggregate;

use crate::decide::{NOW, case, consent, gate, results, samples};

fn all() -> Vec<Event> {
    let id = || "run-1".to_owned();
    vec![
        Event::Planned {
            id: id(),
            case: case(),
            mode: Mode::Pair,
            samples: samples(),
            profile: "slice".to_owned(),
            consents: vec![consent()],
        },
        Event::Started,
        Event::Analysed {
            results: results(vec![gate(Answer::Pass, false)]),
        },
        Event::Failed {
            code: "E-PIPELINE-STEP".to_owned(),
            step: "prepare.align-0".to_owned(),
        },
        Event::Accepted {
            reason: Some(Reason::FitForPurpose),
        },
        Event::Rejected {
            reason: Reason::SampleSwap,
        },
        Event::Cancelled,
        Event::Superseded,
        Event::Withdrawn {
            id: id(),
            consent: "c-1".to_owned(),
            forget_at: NOW,
        },
        Event::Forgotten,
    ]
}

fn tag(event: &Event) -> &'static str {
    match event {
        Event::Planned { .. } => "planned",
        Event::Started => "started",
        Event::Analysed { .. } => "analysed",
        Event::Failed { .. } => "failed",
        Event::Accepted { .. } => "accepted",
        Event::Rejected { .. } => "rejected",
        Event::Cancelled => "cancelled",
        Event::Superseded => "superseded",
        Event::Withdrawn { .. } => "withdrawn",
        Event::Forgotten => "forgotten",
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
    assert_eq!(seen.len(), std::fs::read_dir(dir).unwrap().count());
    assert!(all().iter().fold(None, Run::evolve).is_some());
}
