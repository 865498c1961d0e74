//! The accessibility checker of the browser's story: axe-core, one file of a package of the npm registry, pinned by
//! version and digest and kept in the cache. It is data of others (MPL-2.0), so it is never in the repository.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

use crate::shell::{cache, run};

const VERSION: &str = "4.10.3";
/// Of the package as the registry serves it.
const SHA256: &str = "0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292";
const REGISTRY: &str = "https://registry.npmjs.org";

/// Where the script is kept.
pub fn script() -> PathBuf {
    cache().join(format!("tools/share/axe-core-{VERSION}.min.js"))
}

/// Fetches it once. Without a way to the registry the story runs without it and says so.
pub fn fetch() {
    if script().is_file() {
        return;
    }
    if let Err(error) = fetched(&script()) {
        eprintln!("axe-core {VERSION} could not be fetched: {error:#}");
    }
}

fn fetched(to: &Path) -> anyhow::Result<()> {
    let dir = to.parent().context("the cache has no folder")?;
    std::fs::create_dir_all(dir)?;
    let package = dir.join(format!("axe-core-{VERSION}.tgz"));
    let from = format!("{}/axe-core/-/axe-core-{VERSION}.tgz", registry());
    run(Command::new("curl")
        .args(["-sSfL", "--retry", "2", "--max-time", "120", "-o"])
        .arg(&package)
        .arg(from))?;
    let said = Command::new("sha256sum").arg(&package).output()?;
    if !said.stdout.starts_with(SHA256.as_bytes()) {
        bail!(
            "{} is not the pinned package: remove it and look where it came from",
            package.display()
        );
    }
    let unpacked = Command::new("tar")
        .args(["-xzOf"])
        .arg(&package)
        .arg("package/axe.min.js")
        .output()?;
    if !unpacked.status.success() {
        bail!("{} could not be unpacked", package.display());
    }
    std::fs::write(to, unpacked.stdout)?;
    std::fs::remove_file(&package)?;
    Ok(())
}

/// The registry, or the mirror that the machine's owner set for npm.
fn registry() -> String {
    let set = ["npm_config_registry", "NPM_CONFIG_REGISTRY"];
    let named = set.iter().find_map(|name| std::env::var(name).ok());
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".npmrc"));
    let files = home.into_iter().chain([PathBuf::from("/etc/npmrc")]);
    let listed = files.filter_map(|file| std::fs::read_to_string(file).ok());
    let found = named.or_else(|| listed.filter_map(|text| listed_in(&text)).next());
    let found = found.unwrap_or_else(|| REGISTRY.to_owned());
    found.trim_end_matches('/').to_owned()
}

fn listed_in(npmrc: &str) -> Option<String> {
    let line = npmrc
        .lines()
        .find_map(|l| l.trim().strip_prefix("registry"))?;
    let value = line.trim_start().strip_prefix('=')?.trim();
    Some(value.trim_matches('"').to_owned()).filter(|v| v.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::listed_in;

    #[test]
    fn a_mirror_is_read_from_npmrc() {
        let text = "fund=false\nregistry = https://mirror.example/npm/\n";
        assert_eq!(
            listed_in(text).as_deref(),
            Some("https://mirror.example/npm/")
        );
        assert_eq!(listed_in("registryless=1\n"), None);
    }
}
