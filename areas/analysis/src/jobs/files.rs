//! From sealed objects to a directory that only lives as long as a run, and back.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use blob::KeyId;
use pipeline::{Role, SampleReads};
use web::Platform;
use words::{CaseId, Digest};

use crate::{
    decide::State,
    facts::key,
    rules,
    words::{Output, Sample, SampleRole},
};

/// Where a run keeps what is not encrypted.
pub(super) fn place(platform: &Platform, run: &str) -> PathBuf {
    platform.settings().data_dir.join("tmp").join(run)
}

/// Opens the reads of every sample; a file that is there already was opened before a crash.
pub(super) async fn open(
    platform: &Platform,
    case: &CaseId,
    samples: &[Sample],
    directory: &Path,
) -> anyhow::Result<Vec<SampleReads>> {
    let reads = directory.join("reads");
    tokio::fs::create_dir_all(&reads)
        .await
        .context("failed to make the directory of a run")?;
    let accepted = sequencing::facts::accepted(platform.db(), case).await?;
    let mut opened = Vec::new();
    for sample in samples {
        let set = accepted.iter().find(|s| s.specimen == sample.specimen);
        let set = set
            .with_context(|| format!("failed to find the accepted reads of {}", sample.specimen))?;
        let mut lanes: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut first = None;
        for (number, file) in set.files.iter().enumerate() {
            let to = reads.join(format!(
                "{}_{number:03}_R{}.fastq.gz",
                sample.specimen, file.mate
            ));
            if !to.exists() {
                platform
                    .blobs()
                    .get_file(&KeyId::member(case, &sample.person), &file.blob, &to)
                    .await?;
            }
            match (file.mate, first.take()) {
                (2, Some(mate)) => lanes.push((mate, to)),
                _ => first = Some(to),
            }
        }
        opened.push(SampleReads {
            role: role(sample.role),
            name: Some(sample.specimen.clone()),
            reads: lanes,
            sex: registry::facts::sex(platform, &sample.person).await?,
        });
    }
    Ok(opened)
}

fn role(role: SampleRole) -> Role {
    match role {
        SampleRole::Sample => Role::Sample,
        SampleRole::Tumour => Role::Tumour,
        SampleRole::Normal => Role::Normal,
        SampleRole::Proband => Role::Proband,
        SampleRole::Mother => Role::Mother,
        SampleRole::Father => Role::Father,
    }
}

/// Seals every output with the key of whose it is.
pub(super) async fn seal(
    platform: &Platform,
    run: &State,
    outputs: &[pipeline::Output],
) -> anyhow::Result<Vec<Output>> {
    let mut sealed = Vec::new();
    for output in outputs {
        let owner = rules::owner(&run.id, &run.samples, &output.name);
        let put = platform
            .blobs()
            .put_file(&key(&run.case, &owner), &output.path)
            .await?;
        let digest: Digest = serde_json::from_value(output.sha256.clone().into())?;
        anyhow::ensure!(
            put.digest == digest,
            "failed to seal {}: it changed while it was read",
            output.name
        );
        sealed.push(Output {
            name: output.name.clone(),
            digest,
            blob: put.digest,
            bytes: put.size,
            owner,
        });
    }
    Ok(sealed)
}

/// Removes everything that a run left unencrypted.
pub(super) async fn wipe(platform: &Platform, run: &str) -> anyhow::Result<()> {
    match tokio::fs::remove_dir_all(place(platform, run)).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("failed to wipe the directory of a run")
        }
        _ => Ok(()),
    }
}
