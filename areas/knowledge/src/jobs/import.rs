//! Imports a folder: each source becomes a release with digest, licence and address; what was built is beside the data.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ledger::Failed;
use web::Platform;
use words::{Actor, Context, Digest};

use super::build::{artefact, build};
use super::find::{Found, add_reference, find};
use crate::decide::{Command, Release};
use crate::facts::ReleaseView;
use crate::store;
use crate::words::{Release as Imported, Source};

/// Imports every source that a folder has; returns the releases in use afterwards.
///
/// Doing it again with the same files changes nothing.
///
/// # Errors
/// If the folder has no source, a file is damaged (it is named), or the store fails. What was imported before stays in use.
pub async fn import(
    platform: &Platform,
    dir: &Path,
    actor: &Actor,
) -> anyhow::Result<Vec<ReleaseView>> {
    let mut found = find(dir)?;
    if let Some(reference) = &platform.settings().reference_dir {
        add_reference(&mut found, reference)?;
    }
    if found.is_empty() {
        bail!(
            "failed to find any known source in {}; the names of files are in docs of this area",
            dir.display()
        );
    }
    let root = platform.settings().data_dir.join("knowledge");
    let built = tokio::task::spawn_blocking(move || build_all(&found, &root)).await??;
    for release in built {
        record(platform, release, actor).await?;
    }
    Ok(crate::facts::current(platform.db()).await?)
}

fn build_all(
    found: &std::collections::BTreeMap<Source, Found>,
    root: &Path,
) -> anyhow::Result<Vec<Imported>> {
    found
        .iter()
        .map(|(source, one)| build_one(*source, one, root))
        .collect()
}

/// Builds into a directory of its own and renames it, so that a crash leaves nothing that looks whole.
fn build_one(source: Source, found: &Found, root: &Path) -> anyhow::Result<Imported> {
    let digest = digest(&found.files)?;
    let (place, about) = (
        root.join(format!("{}-{}", source.about().word, digest.short())),
        source.about(),
    );
    let said = place.join("release.json");
    if let Ok(bytes) = std::fs::read(&said)
        && place.join(artefact(source)).is_file()
    {
        return Ok(serde_json::from_slice(&bytes)?);
    }
    let draft = root.join(format!(".{}-{}", about.word, digest.short()));
    if draft.exists() {
        std::fs::remove_dir_all(&draft)?;
    }
    std::fs::create_dir_all(&draft)
        .with_context(|| format!("failed to make {}", draft.display()))?;
    let built = build(source, &found.files, &found.version, &draft)?;
    let or = |said: &str, other: &str| {
        if said.is_empty() {
            other.to_owned()
        } else {
            said.to_owned()
        }
    };
    let release = Imported {
        source,
        version: or(
            &found.version,
            &built.version.unwrap_or_else(|| digest.short().to_owned()),
        ),
        digest,
        licence: or(&found.licence, about.licence),
        url: if found.synthetic {
            or(&found.url, "urn:kumihimo:synthetic")
        } else {
            or(&found.url, about.url)
        },
        rows: built.rows,
        synthetic: found.synthetic,
    };
    std::fs::write(draft.join("release.json"), serde_json::to_vec(&release)?)?;
    if place.exists() {
        std::fs::remove_dir_all(&place)?;
    }
    std::fs::rename(&draft, &place)?;
    Ok(release)
}

/// Over the names and contents of the files, in order of their names.
fn digest(files: &[PathBuf]) -> anyhow::Result<Digest> {
    let mut lines: Vec<String> = Vec::new();
    for path in files {
        let bytes =
            std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        lines.push(format!("{name} {}\n", Digest::of(&bytes)));
    }
    lines.sort();
    Ok(Digest::of(lines.concat().as_bytes()))
}

async fn record(platform: &Platform, release: Imported, actor: &Actor) -> anyhow::Result<()> {
    let (id, source) = (release.id(), release.source);
    execute(platform, &id, Command::Import(release), actor).await?;
    for other in store::all(platform.db()).await? {
        let old = other.release.id();
        if other.release.source == source && other.current && old != id {
            execute(platform, &old, Command::Supersede { by: id.clone() }, actor).await?;
        }
    }
    Ok(())
}

async fn execute(
    platform: &Platform,
    id: &str,
    command: Command,
    actor: &Actor,
) -> anyhow::Result<()> {
    let (now, context) = (platform.now(), Context::new(platform.now(), actor.clone()));
    match platform
        .ledger()
        .execute::<Release>(id, command, &now, &context)
        .await
    {
        Ok(_) => Ok(()),
        Err(Failed::Refused(refusal)) => bail!("failed to import {id}: {refusal}"),
        Err(Failed::Stale) => bail!("failed to import {id}: somebody else acted first"),
        Err(Failed::Store(error)) => Err(error.into()),
    }
}
