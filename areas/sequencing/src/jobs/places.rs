//! Where files lie before they are sealed. Names come from a checked manifest: none of them can leave its directory.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use web::Platform;

use crate::{
    decide::delivery::{Source, State},
    words::ManifestFile,
};

/// The files of a delivery on disk.
pub(super) struct Found {
    /// Those that came.
    pub present: Vec<(ManifestFile, PathBuf)>,
    /// Names of those that did not.
    pub missing: Vec<String>,
}

/// Where an upload of a delivery is written.
pub(crate) fn staged(platform: &Platform, delivery: &str) -> PathBuf {
    platform.settings().data_dir.join("staging").join(delivery)
}

fn directory(platform: &Platform, delivery: &State) -> PathBuf {
    match delivery.source {
        Source::Upload => staged(platform, &delivery.id),
        Source::Incoming => platform
            .settings()
            .data_dir
            .join("incoming")
            .join(delivery.vendor.as_str()),
    }
}

/// Finds the files; anything but a plain file (a link, a directory) counts as not there.
pub(super) async fn find(platform: &Platform, delivery: &State) -> anyhow::Result<Found> {
    let directory = directory(platform, delivery);
    let mut found = Found {
        present: Vec::new(),
        missing: Vec::new(),
    };
    for file in &delivery.manifest.files {
        let path = directory.join(&file.name);
        match tokio::fs::symlink_metadata(&path).await {
            Ok(meta) if meta.is_file() => found.present.push((file.clone(), path)),
            Ok(_) => found.missing.push(file.name.clone()),
            Err(e) if e.kind() == ErrorKind::NotFound => found.missing.push(file.name.clone()),
            Err(e) => return Err(e).with_context(|| format!("failed to look at {}", file.name)),
        }
    }
    Ok(found)
}

/// Removes the unencrypted files of a delivery.
pub(crate) async fn wipe(platform: &Platform, delivery: &State) -> anyhow::Result<()> {
    let directory = directory(platform, delivery);
    for file in &delivery.manifest.files {
        gone(
            tokio::fs::remove_file(directory.join(&file.name)).await,
            &file.name,
        )?;
    }
    if delivery.source == Source::Upload {
        gone(
            tokio::fs::remove_dir_all(Path::new(&directory)).await,
            &delivery.id,
        )?;
    }
    Ok(())
}

fn gone(result: std::io::Result<()>, what: &str) -> anyhow::Result<()> {
    match result {
        Err(e) if e.kind() != ErrorKind::NotFound => {
            Err(e).with_context(|| format!("failed to wipe {what}"))
        }
        _ => Ok(()),
    }
}
