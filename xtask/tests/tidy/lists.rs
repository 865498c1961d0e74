//! A file that no list names is never built and never tested.

use std::path::Path;

use crate::tree::{code, files, name, none, root};

fn is_root(path: &Path) -> bool {
    let stem = path
        .file_stem()
        .is_some_and(|s| s == "lib" || s == "main" || s == "mod");
    stem && !path.ends_with("mod.rs")
}

/// The files that may say `mod NAME;` for this one.
fn parents(path: &Path) -> Vec<std::path::PathBuf> {
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

#[test]
fn every_file_is_in_its_list() {
    let mut wrong = Vec::new();
    for folder in ["base", "libs", "areas", "app", "sim", "xtask"] {
        for path in files(&root().join(folder), ".rs") {
            let text = path.to_string_lossy();
            if is_root(&path)
                || text.contains("/examples/")
                || text.contains("/benches/")
                || text.ends_with("build.rs")
            {
                continue;
            }
            let own = if path.ends_with("mod.rs") {
                path.parent()
            } else {
                Some(path.as_path())
            };
            let stem = own
                .and_then(Path::file_stem)
                .unwrap_or_default()
                .to_string_lossy();
            let listed = parents(&path)
                .iter()
                .any(|p| code(p).contains(&format!("mod {stem};")));
            let single = path.parent().is_some_and(|d| d.ends_with("tests"));
            if !listed && !single {
                wrong.push(name(&path));
            }
        }
    }
    none(&wrong, "no list names these files");
}
