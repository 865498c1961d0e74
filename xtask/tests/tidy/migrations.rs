//! A released migration is never edited: `xtask/migrations.sha256` holds what was released.

use std::{fs, process::Command};

use crate::tree::{name, none, root};

#[test]
fn released_migrations_are_unchanged() {
    let list = fs::read_to_string(root().join("xtask/migrations.sha256")).unwrap_or_default();
    let mut wrong = Vec::new();
    for line in list.lines().filter(|l| !l.starts_with('#')) {
        let Some((digest, file)) = line.split_once("  ") else {
            continue;
        };
        let path = root().join(file);
        let out = Command::new("sha256sum").arg(&path).output();
        let found = out
            .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
            .unwrap_or_default();
        if !found.starts_with(digest) {
            wrong.push(format!(
                "{} was edited after its release; add a new migration instead",
                name(&path)
            ));
        }
    }
    none(&wrong, "migrations are forward and never edited");
}
