//! A notice, not a failure: files that have grown past what one reads at a sitting.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::tree::{name, production, root, sources};

/// Lines of production code above which a file is named.
const LONG: usize = 600;

pub fn long(root: &Path) -> Vec<String> {
    let is_test = |path: &&PathBuf| path.to_string_lossy().contains("/tests/");
    sources(root)
        .iter()
        .filter(|path| !is_test(path))
        .map(|path| (name(root, path), production(path).lines().count()))
        .filter(|(_, lines)| *lines > LONG)
        .map(|(file, lines)| format!("notice: {file} has {lines} lines of code"))
        .collect()
}

#[test]
fn long_files_are_named() {
    // past the test runner, which keeps to itself what a passing test prints
    let mut out = std::io::stderr();
    for notice in long(&root()) {
        writeln!(out, "{notice}").unwrap_or_else(|e| panic!("{e}"));
    }
}
