//! Files of the repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files below a folder with an ending, sorted; an absent folder has none.
pub fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                out.extend(files(&path, ending));
            }
        } else if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// Text of a file, without line comments if it is Rust.
pub fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let keep = |l: &&str| !l.trim_start().starts_with("//");
    text.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

/// Folders of the areas, in the order of the flow as the root manifest lists them.
pub fn areas() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let member = |l: &str| {
        Some(
            l.trim()
                .strip_prefix("\"areas/")?
                .split('"')
                .next()?
                .to_owned(),
        )
    };
    manifest.lines().filter_map(member).collect()
}

/// Names a path from the root.
pub fn name(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Fails with everything that is wrong, one per line.
pub fn none(wrong: &[String], law: &str) {
    assert!(wrong.is_empty(), "{law}\n{}", wrong.join("\n"));
}
