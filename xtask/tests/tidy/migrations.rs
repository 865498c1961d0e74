//! A released migration is never edited: `xtask/migrations.sha256` holds every one that stands in the main line.

use std::{fs, path::Path, process::Command};

use crate::tree::{files, name, read};

const LIST: &str = "xtask/migrations.sha256";

fn all(root: &Path) -> Vec<String> {
    let folders = ["base", "areas"];
    let files = folders.iter().flat_map(|f| files(&root.join(f), ".sql"));
    files
        .map(|p| name(root, &p))
        .filter(|p| p.contains("/migrations/"))
        .collect()
}

fn digest(root: &Path, file: &str) -> String {
    let out = Command::new("sha256sum").arg(root.join(file)).output();
    let text = out.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let text = text.unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// The lines of the list: digest and file.
fn listed(root: &Path) -> Vec<(String, String)> {
    let pair = |l: &str| {
        l.split_once("  ")
            .map(|(d, f)| (d.to_owned(), f.to_owned()))
    };
    let lines = read(&root.join(LIST));
    lines
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(pair)
        .collect()
}

pub fn faults(root: &Path) -> Vec<String> {
    let listed = listed(root);
    let edited = listed
        .iter()
        .filter(|(known, file)| digest(root, file) != *known)
        .map(|(_, file)| format!("{file} was edited or removed; add a new migration instead"));
    let is_new = |file: &String| !listed.iter().any(|(_, f)| f == file);
    let new = all(root)
        .into_iter()
        .filter(is_new)
        .map(|file| format!("{file} is not in {LIST}: `UPDATE=1 cargo test -p xtask` adds it"));
    edited.chain(new).collect()
}

/// Adds what is new. A line that is there is never changed.
pub fn add_new(root: &Path) {
    let known = listed(root);
    let mut text = read(&root.join(LIST));
    for file in all(root) {
        if !known.iter().any(|(_, f)| *f == file) {
            text.push_str(&format!("{}  {file}\n", digest(root, &file)));
        }
    }
    fs::write(root.join(LIST), text).unwrap_or_else(|e| panic!("failed to write {LIST}: {e}"));
}
