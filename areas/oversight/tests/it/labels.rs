//! Every event that an area can write has a name for people.

use std::path::Path;

use oversight::rules::labels::label;

/// Kinds by area; the golden files of an area name its events.
const KINDS: [(&str, &[&str]); 8] = [
    ("registry", &["case", "identity_opening", "person", "site"]),
    ("consent", &["consent", "session", "paper", "withdrawal"]),
    ("clinical", &["sheet"]),
    ("specimen", &["tube"]),
    ("sequencing", &["order", "delivery"]),
    ("analysis", &["run"]),
    ("interpretation", &["interpretation", "judgement"]),
    ("disclosure", &["disclosure", "thread", "receipt"]),
];

#[test]
fn every_event_of_a_case_has_a_name() {
    let areas = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seen = 0;
    for (area, kinds) in KINDS {
        let dir = areas.join(area).join("tests/it/golden");
        let files = std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
        for file in files.flatten() {
            let name = file.file_name().to_string_lossy().replace(".json", "");
            let split = name.split_once('.').or_else(|| name.split_once('_'));
            let kind = split
                .map(|(kind, _)| kind)
                .filter(|kind| kinds.contains(kind))
                .unwrap_or(kinds.first().copied().unwrap_or_default());
            // a file may say in its name what is special about it
            let text = std::fs::read_to_string(file.path()).unwrap_or_else(|e| panic!("{e}"));
            let json: serde_json::Value =
                serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let event = json["type"].as_str().unwrap_or_else(|| panic!("{name}"));
            if kind == "site" {
                continue; // of no case
            }
            let kind = match kind {
                "session" => "consent_session",
                "paper" => "consent_paper",
                kind => kind,
            };
            seen += 1;
            assert_ne!(label(kind, event).ja, format!("{kind}.{event}"), "{area}");
        }
    }
    assert!(seen > 50, "{seen}");
}
