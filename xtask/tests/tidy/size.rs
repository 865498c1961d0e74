//! A notice, not a failure: files that have grown past what one reads at a sitting.

use crate::tree::{code, files, name, root};

#[test]
fn long_files_are_named() {
    for folder in ["base", "libs", "areas", "app", "sim", "xtask"] {
        for path in files(&root().join(folder), ".rs") {
            let lines = code(&path).lines().count();
            if lines > 600 && !path.to_string_lossy().contains("/tests/") {
                println!("notice: {} has {lines} lines", name(&path));
            }
        }
    }
}
