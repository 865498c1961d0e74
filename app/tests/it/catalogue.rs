//! A catalogue that is not there, or not whole, is said at once and with the way out.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path, process::Command};

use crate::house::{KUMI, catalog};

/// Starts a command elsewhere; it must end by itself. What it says.
fn started(args: &[&str], dir: &Path, catalogue: Option<&Path>) -> String {
    let mut command = Command::new(KUMI);
    command
        .args(args)
        .current_dir(dir)
        .env_remove("KUMI_CATALOG");
    if let Some(catalogue) = catalogue {
        command.env("KUMI_CATALOG", catalogue);
    }
    let done = command.output().unwrap();
    assert!(!done.status.success(), "{args:?}");
    let said = [done.stdout, done.stderr].concat();
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn a_missing_folder_or_file_is_named_with_the_way_to_point_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let broken = dir.path().join("broken");
    let copied = Command::new("cp")
        .arg("-r")
        .args([&catalog(), &broken])
        .status();
    assert!(copied.unwrap().success());
    fs::remove_file(broken.join("interpretation/panel-genes.toml")).unwrap();
    let commands: [&[&str]; 4] = [
        &["serve", "--listen=127.0.0.1:0"],
        &["worker"],
        &["demo", "--headless", "--listen=127.0.0.1:0"],
        &["doctor"],
    ];
    for args in commands {
        for (catalogue, lacks) in [
            (None, "catalog/analysis"),
            (
                Some(broken.as_path()),
                "broken/interpretation/panel-genes.toml",
            ),
        ] {
            let said = started(args, dir.path(), catalogue);
            for part in [
                "E-CATALOGUE-MISSING",
                lacks,
                "見つかりません",
                "is missing",
                "--catalog",
                "KUMI_CATALOG",
            ] {
                assert!(said.contains(part), "{args:?} {part}: {said}");
            }
        }
    }
    assert!(
        !dir.path().join("kumihimo-data").exists(),
        "nothing was begun"
    );
}
