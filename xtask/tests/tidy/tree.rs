//! Files of the repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders with sources of ours.
pub const FOLDERS: [&str; 6] = ["base", "libs", "areas", "app", "sim", "xtask"];

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

/// All Rust files of ours.
pub fn sources(root: &Path) -> Vec<PathBuf> {
    FOLDERS
        .iter()
        .flat_map(|folder| files(&root.join(folder), ".rs"))
        .collect()
}

/// Text of a file; empty if it is absent.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Text of a Rust file without line comments.
pub fn code(path: &Path) -> String {
    let keep = |l: &&str| !l.trim_start().starts_with("//");
    let text = read(path);
    text.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

/// As [`code`], without the tests at its end.
pub fn production(path: &Path) -> String {
    let code = code(path);
    let own = code.split("#[cfg(test)]\nmod ").next();
    own.unwrap_or_default().to_owned()
}

/// Folders of the areas, in the order of the flow as the root manifest lists them.
pub fn areas(root: &Path) -> Vec<String> {
    let member = |l: &str| {
        let after = l.trim().strip_prefix("\"areas/")?;
        Some(after.split('"').next()?.to_owned())
    };
    read(&root.join("Cargo.toml"))
        .lines()
        .filter_map(member)
        .collect()
}

/// Names a path from the root.
pub fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The name of a file without its ending.
pub fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
