//! A file that comes over HTTP, written as it comes.

use std::path::Path;

use axum::{body::Body, http::StatusCode};
use futures::StreamExt as _;
use tokio::io::AsyncWriteExt as _;
use web::{Platform, Problem};
use words::text;

use crate::{jobs, words::ManifestFile};

/// Writes to a name of its own and renames at the end: a broken upload leaves no half file under the real name.
pub(super) async fn write(
    platform: &Platform,
    delivery: &str,
    file: &ManifestFile,
    body: Body,
) -> Result<u64, Problem> {
    let directory = jobs::staged(platform, delivery);
    let part = directory.join(format!("{}.{}.part", file.name, platform.new_id("up")));
    let written = stream(&directory, &part, file.bytes, body).await;
    let kept = match written {
        Ok(bytes) => tokio::fs::rename(&part, directory.join(&file.name))
            .await
            .map(|()| bytes)
            .map_err(broken),
        Err(problem) => Err(problem),
    };
    if kept.is_err() {
        // The part may not exist; the answer tells the vendor what happened either way.
        let _ = tokio::fs::remove_file(&part).await;
    }
    kept
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
