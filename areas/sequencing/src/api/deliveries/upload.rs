//! A file that comes over HTTP, written as it comes.

use std::path::{Path, PathBuf};

use axum::{body::Body, http::StatusCode};
use futures::StreamExt as _;
use tokio::io::AsyncWriteExt as _;
use web::{Platform, Problem};
use words::text;

use crate::{jobs, words::ManifestFile};

/// A file that was received whole, under a name of its own: a broken upload leaves no half file under the real one.
pub(super) struct Part {
    path: PathBuf,
    real: PathBuf,
    bytes: u64,
}

/// Receives a file of a delivery.
pub(super) async fn receive(
    platform: &Platform,
    delivery: &str,
    file: &ManifestFile,
    body: Body,
) -> Result<Part, Problem> {
    let directory = jobs::staged(platform, delivery);
    let path = directory.join(format!("{}.{}.part", file.name, platform.new_id("up")));
    let real = directory.join(&file.name);
    match stream(&directory, &path, file.bytes, body).await {
        Ok(bytes) => Ok(Part { path, real, bytes }),
        Err(problem) => {
            Part {
                path,
                real,
                bytes: 0,
            }
            .discard()
            .await;
            Err(problem)
        }
    }
}

impl Part {
    /// Gives it its real name; answers with its size.
    pub async fn keep(self) -> Result<u64, Problem> {
        tokio::fs::rename(&self.path, &self.real)
            .await
            .map_err(broken)?;
        Ok(self.bytes)
    }

    /// Removes it. It may not exist; the vendor is told what happened either way.
    pub async fn discard(self) {
        let _ = tokio::fs::remove_file(&self.path).await;
    }
}

async fn stream(directory: &Path, part: &Path, limit: u64, body: Body) -> Result<u64, Problem> {
    tokio::fs::create_dir_all(directory).await.map_err(broken)?;
    let mut file = tokio::fs::File::create(part).await.map_err(broken)?;
    let (mut chunks, mut bytes) = (body.into_data_stream(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            Problem::bad_input(text!(
                "アップロードが途中で切れました。このファイルをもう一度送ってください。",
                "The upload broke off. Send this file again."
            ))
        })?;
        bytes += chunk.len() as u64;
        if bytes > limit {
            return Err(Problem::bad_input(text!(
                "ファイルが目録の大きさを超えています。保存していません。目録を確かめてください。",
                "The file is larger than its manifest says. It was not kept. Check the manifest."
            )));
        }
        file.write_all(&chunk).await.map_err(broken)?;
    }
    file.sync_all().await.map_err(broken)?;
    Ok(bytes)
}

fn broken(error: std::io::Error) -> Problem {
    if error.kind() == std::io::ErrorKind::StorageFull {
        let detail = text!(
            "保存先の空き容量がありません。ファイルは保存されていません。センターに連絡してください。",
            "The disk is full. The file was not kept. Please call the centre."
        );
        return Problem::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "E-SEQUENCING-DISK-FULL",
            detail,
        );
    }
    anyhow::Error::from(error)
        .context("failed to write an upload")
        .into()
}
