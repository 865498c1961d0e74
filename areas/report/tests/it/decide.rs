//! Given, when, then; and every event ever written decodes.

use std::collections::BTreeMap;

use ledger::Aggregate as _;
use report::decide::panel;
use report::decide::report::{Command, Draft, Event, Facts, Files, Reason, Refusal, Report, Stage};
use report::words::Kind;
use words::{Digest, Refusal as _};

use crate::sample::{at, case, digest};

fn facts() -> Facts {
    Facts {
        now: at(),
        consented: true,
        analysis_signed: false,
        panel_closed: false,
        panel_report_signed: false,
        openers: vec![],
    }
}

fn draft(of: &str) -> Draft {
    Draft {
        data: digest(of),
        basis: digest(&format!("basis of {of}")),
        findings: vec!["f-egfr".to_owned()],
        level_max: 1,
        releases: vec!["CIViC 2025-06-01".to_owned()],
        confirmations: BTreeMap::new(),
        rests_on: vec![],
        reason: Reason::First,
        levels: None,
    }
}

fn ask(kind: Kind, of: &str) -> Command {
    Command::Draft {
        case: case(),
        kind,
        draft: draft(of),
    }
}

fn sign(of: &Digest) -> Command {
    Command::Sign {
        digest: of.clone(),
        signer: ("curator-1".to_owned(), "curator".to_owned()),
        signed: Some(crate::sample::signed("analysis_report.sign", of)),
    }
}

/// Decides and applies; panics on a refusal.
fn after(state: Option<Report>, command: Command) -> Option<Report> {
    let events =
        Report::decide(state.as_ref(), command, &facts()).unwrap_or_else(|r| panic!("{r}"));
    events.iter().fold(state, Report::evolve)
}

fn refused(state: Option<&Report>, command: Command, facts: &Facts) -> Refusal {
    match Report::decide(state, command, facts) {
        Err(refusal) => refusal,
        Ok(events) => panic!("not refused: {events:?}"),
    }
}

#[test]
fn a_report_is_signed_once_and_says_who_did() {
    let drafted = after(None, ask(Kind::Analysis, "one"));
    let signed = after(drafted, sign(&digest("one")));
    let again = refused(signed.as_ref(), sign(&digest("one")), &facts());
    assert_eq!(again.code(), "E-REPORT-SIGNED-TWICE");
    assert!(again.text().ja.contains("curator-1") && again.text().en.contains("curator-1"));
}

#[test]
fn what_no_key_signed_is_not_signed() {
    let drafted = after(None, ask(Kind::Analysis, "one"));
    let bare = Command::Sign {
        digest: digest("one"),
        signer: ("curator-1".to_owned(), "curator".to_owned()),
        signed: None,
    };
    let refusal = refused(drafted.as_ref(), bare, &facts());
    assert_eq!(refusal.code(), "E-REPORT-UNSIGNED");
    assert!(refusal.text().ja.contains("パスキー") && refusal.text().en.contains("passkey"));
}

#[test]
fn signing_needs_the_content_the_signer_saw() {
    let first = after(None, ask(Kind::Analysis, "one"));
    let second = after(first, ask(Kind::Analysis, "two"));
    let refusal = refused(second.as_ref(), sign(&digest("one")), &facts());
    assert_eq!(
        refusal,
        Refusal::Changed {
            saw: digest("one"),
            stands: digest("two")
        }
    );
}

#[test]
fn a_new_version_supersedes_and_nothing_is_rewritten() {
    let first = after(
        after(None, ask(Kind::Analysis, "one")),
        sign(&digest("one")),
    );
    let both = after(
        after(first.clone(), ask(Kind::Analysis, "two")),
        sign(&digest("two")),
    );
    let versions = both.map(|r| r.versions).unwrap_or_default();
    let stages: Vec<_> = versions.iter().map(|v| v.stage).collect();
    assert_eq!(stages, [Stage::Superseded, Stage::Signed]);
    assert_eq!(versions[1].supersedes, Some(1));
    let before = first.map(|r| r.versions).unwrap_or_default();
    assert_eq!(
        (&versions[0].draft, &versions[0].signature),
        (&before[0].draft, &before[0].signature)
    );
}

#[test]
fn the_same_draft_is_not_made_twice() {
    let drafted = after(None, ask(Kind::Analysis, "one"));
    assert_eq!(after(drafted.clone(), ask(Kind::Analysis, "one")), drafted);
    let signed = after(drafted, sign(&digest("one")));
    let refusal = refused(signed.as_ref(), ask(Kind::Analysis, "one"), &facts());
    assert_eq!(refusal, Refusal::NothingNew(1));
}

#[test]
fn the_order_of_the_documents_is_kept() {
    let mut facts = facts();
    assert_eq!(
        refused(None, ask(Kind::Panel, "p"), &facts),
        Refusal::TooEarly(Kind::Panel)
    );
    facts.analysis_signed = true;
    assert_eq!(
        refused(None, ask(Kind::Panel, "p"), &facts),
        Refusal::TooEarly(Kind::Panel)
    );
    facts.panel_closed = true;
    assert!(Report::decide(None, ask(Kind::Panel, "p"), &facts).is_ok());
    assert_eq!(
        refused(None, ask(Kind::Lay, "l"), &facts),
        Refusal::TooEarly(Kind::Lay)
    );
    facts.panel_report_signed = true;
    assert!(Report::decide(None, ask(Kind::Lay, "l"), &facts).is_ok());
}

#[test]
fn without_consent_nothing_is_drafted_or_signed_and_drafts_fall() {
    let without = Facts {
        consented: false,
        ..facts()
    };
    assert_eq!(
        refused(None, ask(Kind::Analysis, "one"), &without),
        Refusal::NoConsent
    );
    let drafted = after(None, ask(Kind::Analysis, "one"));
    assert_eq!(
        refused(drafted.as_ref(), sign(&digest("one")), &without),
        Refusal::NoConsent
    );
    let dropped = after(drafted, Command::Drop);
    assert_eq!(dropped.map(|r| r.stage()), Some(Stage::Dropped));
}

#[test]
fn only_a_signed_version_gets_signed_files() {
    let drafted = after(None, ask(Kind::Analysis, "one"));
    let files = Files {
        fhir: Some(digest("fhir")),
        ..Files::default()
    };
    let render = |signed| Command::Render {
        version: 1,
        signed,
        files: files.clone(),
    };
    assert_eq!(
        refused(drafted.as_ref(), render(true), &facts()),
        Refusal::NotRenderable(1)
    );
    let rendered = after(drafted, render(false));
    let again = Report::decide(rendered.as_ref(), render(false), &facts());
    assert_eq!(again, Ok(vec![]), "the job may run twice");
}

/// Every variant has a golden file, and every golden file reads back to the same JSON.
#[test]
fn every_event_ever_written_decodes() {
    for name in [
        "drafted", "rendered", "signed", "edited", "amended", "shared", "dropped",
    ] {
        let (text, value) = golden(name);
        let event: Event = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            serde_json::to_value(event).unwrap_or_default(),
            value,
            "{name}"
        );
    }
    for name in [
        "planned",
        "opened",
        "voted",
        "moved_live",
        "called_live",
        "declared",
        "decided",
        "closed",
    ] {
        let (text, value) = golden(&format!("panel_{name}"));
        let event: panel::Event =
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            serde_json::to_value(event).unwrap_or_default(),
            value,
            "{name}"
        );
    }
}

fn golden(name: &str) -> (String, serde_json::Value) {
    let path = format!("{}/tests/it/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let value: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
    let tag = name.trim_start_matches("panel_");
    assert_eq!(value["type"], tag, "{path}");
    (text, value)
}
