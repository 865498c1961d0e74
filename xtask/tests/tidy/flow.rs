//! Law 1: an area depends only on areas before it; base knows no area; libs know neither.

use std::{fs, path::Path};

use crate::tree::{areas, read};

/// Own dependencies of a crate (not those of its tests).
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = read(manifest);
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

fn crates(root: &Path, folder: &str) -> Vec<String> {
    let dirs = fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .flatten();
    let mut names: Vec<String> = dirs
        .map(|d| d.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Dependencies of an area on itself or on what comes later, and areas that the map does not show.
pub fn backwards(root: &Path) -> Vec<String> {
    let flow = areas(root);
    let off = crates(root, "areas")
        .into_iter()
        .filter(|a| !flow.contains(a));
    let mut wrong: Vec<String> = off
        .map(|a| format!("areas/{a} is not in the map of Cargo.toml"))
        .collect();
    for (at, area) in flow.iter().enumerate() {
        for other in dependencies(&root.join("areas").join(area).join("Cargo.toml")) {
            let place = flow.iter().position(|a| *a == other);
            if place.is_some_and(|place| place >= at) {
                wrong.push(format!(
                    "areas/{area} depends on {other}, which comes later"
                ));
            }
        }
    }
    wrong
}

/// Dependencies of base on areas, and of libs on areas or base.
pub fn below(root: &Path) -> Vec<String> {
    let (flow, base) = (areas(root), crates(root, "base"));
    let mut wrong = Vec::new();
    for (folder, own) in [("base", &base), ("libs", &crates(root, "libs"))] {
        for name in own {
            for other in dependencies(&root.join(folder).join(name).join("Cargo.toml")) {
                // two words of the house are plain enough for libs: texts in two languages and digests
                let platform = folder == "libs" && base.contains(&other) && other != "words";
                if flow.contains(&other) || platform {
                    wrong.push(format!("{folder}/{name} depends on {other}"));
                }
            }
        }
    }
    wrong
}
