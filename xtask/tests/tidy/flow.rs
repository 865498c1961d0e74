//! Law 1: an area depends only on areas before it; base knows no area; libs know neither.

use std::{fs, path::Path};

use crate::tree::{areas, none, root};

/// Own dependencies of a crate (not those of its tests).
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let section = text
        .split("\n[")
        .find(|s| s.starts_with("dependencies]"))
        .unwrap_or_default();
    let key = |l: &str| Some(l.split_once(['=', '.'])?.0.trim().to_owned());
    section
        .lines()
        .skip(1)
        .filter(|l| !l.starts_with('#'))
        .filter_map(key)
        .collect()
}

fn crates(folder: &str) -> Vec<String> {
    let dirs = fs::read_dir(root().join(folder))
        .into_iter()
        .flatten()
        .flatten();
    dirs.map(|d| d.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn an_area_depends_only_on_areas_before_it() {
    let flow = areas();
    assert!(flow.len() > 5, "the root manifest lists the areas");
    let mut wrong = Vec::new();
    for (at, area) in flow.iter().enumerate() {
        for dependency in dependencies(&root().join("areas").join(area).join("Cargo.toml")) {
            if flow
                .iter()
                .position(|a| *a == dependency)
                .is_some_and(|other| other >= at)
            {
                wrong.push(format!(
                    "areas/{area} depends on {dependency}, which comes later"
                ));
            }
        }
    }
    none(&wrong, "the flow is a law (ARCHITECTURE.md, law 1)");
}

#[test]
fn base_and_libs_know_no_area() {
    let flow = areas();
    let base = crates("base");
    let mut wrong = Vec::new();
    for (folder, own) in [("base", &base), ("libs", &crates("libs"))] {
        for name in own {
            for dependency in dependencies(&root().join(folder).join(name).join("Cargo.toml")) {
                // two words of the house are plain enough for libs: texts in two languages and digests
                let platform =
                    folder == "libs" && base.contains(&dependency) && dependency != "words";
                if flow.contains(&dependency) || platform {
                    wrong.push(format!("{folder}/{name} depends on {dependency}"));
                }
            }
        }
    }
    none(&wrong, "base knows no area, libs know no platform");
}
