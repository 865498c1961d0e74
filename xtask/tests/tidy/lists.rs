//! A file that no list names is never built, never run and never tested.

use std::path::{Path, PathBuf};

use crate::tree::{FOLDERS, code, files, name, read, sources, stem};

fn is_root(path: &Path) -> bool {
    let own = matches!(stem(path).as_str(), "lib" | "main" | "build");
    own || ["examples", "benches", "tests"]
        .iter()
        .any(|d| path.parent().is_some_and(|p| p.ends_with(d)))
}

/// The files that may say `mod NAME;` for this one.
fn parents(path: &Path) -> Vec<PathBuf> {
    let own = if path.ends_with("mod.rs") {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    let dir = own.parent().unwrap_or(own);
    let beside = ["mod.rs", "lib.rs", "main.rs"].map(|f| dir.join(f));
    beside
        .into_iter()
        .chain([dir.with_extension("rs")])
        .collect()
}

/// Rust files that no `mod` names.
pub fn modules(root: &Path) -> Vec<String> {
    let listed = |path: &PathBuf| {
        let own = if path.ends_with("mod.rs") {
            path.parent().unwrap_or(path)
        } else {
            path
        };
        let says = format!("mod {};", stem(own));
        parents(path).iter().any(|p| code(p).contains(&says))
    };
    sources(root)
        .iter()
        .filter(|path| !is_root(path) && !listed(path))
        .map(|path| format!("{} is in no list", name(root, path)))
        .collect()
}

/// Tasks that no workflow imports, files that were not reviewed, and reviewed files that are gone.
pub fn tasks(root: &Path) -> Vec<String> {
    let home = root.join("pipelines");
    let (all, reviewed) = (files(&home, ".wdl"), read(&home.join("digests.tsv")));
    let imported: String = all.iter().map(|p| read(p)).collect();
    let mut wrong = Vec::new();
    for path in &all {
        let own = name(&home, path);
        if own.starts_with("tasks/") && !imported.contains(&format!("import \"{own}\"")) {
            wrong.push(format!("pipelines/{own} is imported by no workflow"));
        }
        if !reviewed.lines().any(|l| l.ends_with(&format!("\t{own}"))) {
            wrong.push(format!("pipelines/{own} is not in pipelines/digests.tsv"));
        }
    }
    let gone = reviewed
        .lines()
        .filter_map(|l| l.split('\t').nth(1))
        .filter(|own| !home.join(own).is_file());
    wrong.extend(gone.map(|own| format!("pipelines/{own} is reviewed but not there")));
    wrong
}

/// Files of the catalogue that no source names, by file name or, in lists of code, by their stem in quotes.
pub fn catalogue(root: &Path) -> Vec<String> {
    let text: String = sources(root).iter().map(|p| code(p)).collect();
    let is_named = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        text.contains(file.as_ref()) || text.contains(&format!("\"{}\"", stem(path)))
    };
    files(&root.join("catalog"), "")
        .iter()
        .filter(|path| !is_named(path))
        .map(|path| format!("{} is read by nothing", name(root, path)))
        .collect()
}

/// Unit tests in a crate that says it has none (`test = false`, which saves CI from building it twice): they would never run.
pub fn untested(root: &Path) -> Vec<String> {
    let manifests = FOLDERS
        .iter()
        .flat_map(|folder| files(&root.join(folder), "Cargo.toml"))
        .filter(|manifest| read(manifest).lines().any(|l| l == "test = false"));
    let dirs: Vec<PathBuf> = manifests
        .filter_map(|m| Some(m.parent()?.join("src")))
        .collect();
    let is_test = |l: &str| l.trim_start().starts_with("#[test]") || l.contains("::test]");
    dirs.iter()
        .flat_map(|src| files(src, ".rs"))
        .filter(|path| code(path).lines().any(is_test))
        .map(|path| {
            format!(
                "{} has tests, but its crate says `test = false`",
                name(root, &path)
            )
        })
        .collect()
}
