//! The policies: sound, complete, and their matrix committed.

use std::{collections::BTreeSet, path::PathBuf, sync::LazyLock};

use auth::{Holds, Policies, matrix, role, roles};

/// Thousands of decisions: once for all tests.
static TABLE: LazyLock<String> = LazyLock::new(|| matrix(&Policies::embedded().unwrap()));

fn catalog() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalog")
}

#[test]
fn the_committed_matrix_is_the_one_of_the_policies() {
    let fresh = &*TABLE;
    let file = catalog().join("permissions.tsv");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == *fresh,
        "catalog/permissions.tsv is not what the policies say; run `UPDATE=1 cargo test -p auth` and review the diff"
    );
}

#[test]
fn every_policy_file_is_loaded() {
    let files = std::fs::read_dir(catalog().join("policies"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = files.filter(|f| f.ends_with(".cedar")).collect();
    let source = include_str!("../../src/policies.rs");
    for file in found {
        assert!(
            source.contains(&format!("policies/{file}")),
            "{file} is not in the list of policies.rs"
        );
    }
}

/// Asked so that the attempt is in the log; permitted to nobody.
const NEVER: [&str; 1] = ["finding.reads_whole"];

#[test]
fn every_action_is_granted_to_somebody_and_every_prohibition_explains_itself() {
    let policies = Policies::embedded().unwrap();
    let table = &*TABLE;
    for action in policies.actions() {
        let mine = format!("{}\t", action.name);
        let granted = table
            .lines()
            .filter(|l| l.starts_with(&mine))
            .any(|l| l.contains('○'));
        let never = NEVER.contains(&action.name.as_str());
        assert_eq!(granted, !never, "who may {}?", action.name);
    }
    for rule in policies.rules().filter(|r| r.forbids) {
        assert!(
            !rule.text.ja.is_empty() && !rule.text.en.is_empty(),
            "{} forbids without a text",
            rule.id
        );
    }
}

#[test]
fn roles_are_read_from_the_catalogue() {
    assert_eq!(roles().len(), 17);
    assert_eq!(role("physician").unwrap().label.ja, "担当医");
}

/// One cell of the matrix.
fn cell(action: &str, state: &str, owned: &str, role: &str) -> String {
    let table = &*TABLE;
    let head: Vec<&str> = table.lines().nth(1).unwrap().split('\t').collect();
    let at = head.iter().position(|h| *h == role).unwrap();
    let row = table.lines().map(|l| l.split('\t').collect::<Vec<_>>());
    let mut row = row.filter(|c| c.len() > 3 && c[0] == action && c[2] == state && c[3] == owned);
    row.next().unwrap()[at].to_owned()
}

#[test]
fn withdrawal_forbids_what_was_permitted_before() {
    assert_eq!(cell("finding.read", "active", "own", "curator"), "○");
    assert_eq!(cell("finding.read", "withdrawn", "own", "curator"), "×");
    assert_eq!(cell("finding.read", "withdrawn", "own", "physician"), "○");
    assert_eq!(cell("run.start", "withdrawn", "own", "analyst"), "×");
    assert_eq!(cell("consent.withdraw", "active", "own", "patient"), "○");
}

#[test]
fn roles_end_at_the_door_of_their_site() {
    assert_eq!(cell("identity.read", "active", "own", "physician"), "○");
    assert_eq!(cell("identity.read", "active", "other", "physician"), "-");
    assert_eq!(cell("lay.read", "active", "other", "patient"), "-");
    assert_eq!(cell("finding.read", "active", "own", "admin"), "×");
}

#[test]
fn no_role_of_the_platform_is_granted_anything() {
    let table = &*TABLE;
    assert!(
        table
            .lines()
            .skip(2)
            .all(|l| l.ends_with('-') || l.ends_with('×')),
        "the role system is the last column"
    );
}

#[test]
fn unknown_classes_count_as_the_strictest() {
    assert_eq!(Holds::of("no such class"), Holds::Genomic);
}
