//! `kumi sim` at a small size, on both databases: every state is there, it verifies, and the same seed gives the same history.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, path::Path, process::Command};

use serde_json::Value;

use crate::house::KUMI;

/// One case of every way to end, and some more.
const CASES: &str = "30";

/// State words that a case of the programme can stand at. `analysis_qc` and `annotated` are not
/// among them: findings and the draft of the report follow by themselves.
const STATES: [&str; 21] = [
    "registered",
    "consented",
    "specimen_collected",
    "specimen_received",
    "ordered",
    "sequencing",
    "data_accepted",
    "primary_analysis",
    "report_draft",
    "report_signed",
    "panel_scheduled",
    "panel_done",
    "panel_report_signed",
    "confirm_ordered",
    "confirmed",
    "explained_to_patient",
    "follow_up",
    "failed",
    "on_hold",
    "withdrawn",
    "deceased",
];

fn kumi(args: &[&str]) -> String {
    let out = Command::new(KUMI).args(args).output().unwrap();
    let (said, complained) = (
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr),
    );
    assert!(out.status.success(), "kumi {args:?}: {said}{complained}");
    said.into_owned()
}

/// Makes a programme; answers what it said of itself.
fn made(dir: &Path, database: &str, seed: &str) -> Value {
    let dir = dir.to_str().unwrap();
    let args = ["sim", "--cases", CASES, "--seed", seed, "--dir", dir];
    let said = kumi(&[&args[..], &["--database", database]].concat());
    serde_json::from_str(&said).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_of_every_state_is_made_the_same_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut histories = Vec::new();
    for (n, t) in store::testing::both().await.iter().enumerate() {
        let own = dir.path().join(n.to_string());
        let said = made(&own, &t.url, "7");
        assert!(said["events"].as_i64().unwrap() > 1_000, "{said}");
        histories.push(said["history"].clone());
        let data = own.join("data");
        let keys = own.join("keys");
        let places = [
            "--data-dir",
            data.to_str().unwrap(),
            "--keys-dir",
            keys.to_str().unwrap(),
        ];
        kumi(&[&["verify", "--database", &t.url], &places[..]].concat());
        let sql = "SELECT DISTINCT state FROM oversight_standing";
        let rows = t.db.all(sql, vec![]).await.unwrap();
        let states: BTreeSet<String> = rows.iter().map(|r| r.text(0).unwrap()).collect();
        let missing: Vec<&str> = STATES
            .into_iter()
            .filter(|s| !states.contains(*s))
            .collect();
        assert!(missing.is_empty(), "missing {missing:?} among {states:?}");
    }
    assert_eq!(
        histories[0], histories[1],
        "the same seed gives the same history, whichever the database"
    );
}
