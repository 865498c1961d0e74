//! Given, when, then.

use knowledge::decide::{Command, Event, Refusal, Release, State};
use knowledge::words::{Release as Imported, Source};
use ledger::Aggregate as _;
use words::{At, Digest};

const NOW: At = At::from_micros(1);

fn release(rows: u64) -> Imported {
    Imported {
        source: Source::Civic,
        version: "1".to_owned(),
        digest: Digest::of(b"a"),
        licence: "CC0-1.0".to_owned(),
        url: "https://example.org".to_owned(),
        rows,
        synthetic: true,
    }
}

fn state(current: bool) -> State {
    State {
        release: release(3),
        imported_at: NOW,
        current,
    }
}

#[test]
fn a_release_is_imported_once() {
    let imported = Event::Imported {
        release: release(3),
        at: NOW,
    };
    assert_eq!(
        Release::decide(None, Command::Import(release(3)), &NOW),
        Ok(vec![imported])
    );
    assert_eq!(
        Release::decide(Some(&state(true)), Command::Import(release(3)), &NOW),
        Ok(vec![])
    );
    assert_eq!(
        Release::decide(Some(&state(false)), Command::Import(release(3)), &NOW),
        Ok(vec![Event::Restored])
    );
}

#[test]
fn an_empty_release_is_refused() {
    assert_eq!(
        Release::decide(None, Command::Import(release(0)), &NOW),
        Err(Refusal::Empty)
    );
}

#[test]
fn another_release_takes_its_place() {
    let by = Command::Supersede {
        by: "civic-2".to_owned(),
    };
    let events = Release::decide(Some(&state(true)), by.clone(), &NOW).unwrap();
    let after = events
        .iter()
        .fold(Some(state(true)), Release::evolve)
        .unwrap();
    assert!(!after.current);
    assert_eq!(Release::decide(Some(&after), by.clone(), &NOW), Ok(vec![]));
    assert_eq!(Release::decide(None, by, &NOW), Err(Refusal::Unknown));
}

#[test]
fn every_released_event_decodes() {
    let golden = [
        include_str!("golden/imported.json"),
        include_str!("golden/superseded.json"),
        include_str!("golden/restored.json"),
    ];
    let decoded: Vec<Event> = golden
        .iter()
        .map(|g| serde_json::from_str(g).unwrap())
        .collect();
    for (text, event) in golden.iter().zip(&decoded) {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_value(event).unwrap(), value);
    }
}
