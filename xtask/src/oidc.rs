//! The identity provider of the browser's story: oidc-provider of the npm registry, with everything it needs pinned by the
//! lock file beside the story, installed into the cache. It is a program of others (MIT), so it is never in the repository.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context as _;

use crate::shell::{cache, root, run, there};

/// Where the story and its lock file are.
const STORY: &str = "app/tests/browser/oidc";
const PACKAGE: &str = "oidc-provider";

/// Where its modules are kept: another version of the lock file is another folder.
pub fn modules() -> PathBuf {
    let package = std::fs::read_to_string(root().join(STORY).join("package.json"));
    let package = package.unwrap_or_default();
    let version = version(&package).unwrap_or("none");
    cache().join(format!("tools/share/{PACKAGE}-{version}"))
}

/// Installs it once. Without npm or a way to the registry the story is skipped and says so.
pub fn fetch() {
    if modules().is_dir() {
        return;
    }
    if !there("npm") {
        eprintln!("{PACKAGE} needs npm, which is not here");
        return;
    }
    if let Err(error) = installed(&modules()) {
        eprintln!("{PACKAGE} could not be installed: {error:#}");
    }
}

/// In a folder beside its place, and moved there when it is whole.
fn installed(to: &Path) -> anyhow::Result<()> {
    let half = to.with_extension("half");
    if half.is_dir() {
        std::fs::remove_dir_all(&half)?;
    }
    std::fs::create_dir_all(&half)?;
    for file in ["package.json", "package-lock.json"] {
        let from = root().join(STORY).join(file);
        std::fs::copy(&from, half.join(file)).with_context(|| from.display().to_string())?;
    }
    // whatever registry npm is configured with: the lock file names digests and no host; no script of a package runs
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&half))?;
    std::fs::rename(&half, to)?;
    Ok(())
}

/// The pinned version in `package.json`.
fn version(package: &str) -> Option<&str> {
    let (_, rest) = package.split_once(&format!("\"{PACKAGE}\": \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{STORY, root, version};

    #[test]
    fn the_version_is_pinned_and_the_lock_file_names_no_registry() {
        let package = r#"{ "dependencies": { "oidc-provider": "9.1.2" } }"#;
        assert_eq!(version(package), Some("9.1.2"));
        let file = |name: &str| {
            let read = std::fs::read_to_string(root().join(STORY).join(name));
            read.unwrap_or_else(|e| panic!("{name}: {e}"))
        };
        let own = file("package.json");
        let own = version(&own).unwrap_or_default();
        assert!(
            own.split('.').count() == 3 && own.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        );
        let lock = file("package-lock.json");
        assert!(lock.contains(&format!("\"version\": \"{own}\"")));
        assert!(!lock.contains("\"resolved\"") && lock.contains("\"integrity\""));
    }
}
