//! Every area has the same rooms; a room may be missing, it may not have another name.

use std::{fs, path::Path};

use crate::tree::{areas, read};

const ROOMS: [&str; 10] = [
    "lib", "words", "decide", "rules", "react", "store", "jobs", "api", "pages", "facts",
];

pub fn faults(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for area in areas(root) {
        let src = root.join("areas").join(&area).join("src");
        for entry in fs::read_dir(&src).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !ROOMS.contains(&name.trim_end_matches(".rs")) {
                wrong.push(format!("areas/{area}/src/{name} is no room of ours"));
            }
        }
        let door = read(&src.join("lib.rs"));
        if door.lines().take_while(|l| l.starts_with("//!")).count() < 2 {
            wrong.push(format!(
                "areas/{area}/src/lib.rs does not say what it hears, tells and never does"
            ));
        }
    }
    wrong
}
