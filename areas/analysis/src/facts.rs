//! What neighbours may ask.

use std::collections::BTreeMap;

use ::store::{Db, Error};
use ::words::{CaseId, Digest};
use blob::KeyId;
use serde::{Deserialize, Serialize};
use web::Platform;

pub use crate::words::{GateResult, Mode, Output, Owner, Sample, SampleRole, Status};
use crate::{decide::State, store};

/// A run as neighbours see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunView {
    /// Its id.
    pub id: String,
    /// Which workflow.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// What it read.
    pub samples: Vec<Sample>,
    /// Digest of the WDL files that ran.
    pub pipeline_digest: String,
    /// Name and digest of the reference.
    pub reference: String,
    /// Tools and versions.
    pub tools: BTreeMap<String, String>,
    /// Files, each sealed with the [`key`] of whose it is.
    pub outputs: Vec<Output>,
    /// What the gates said.
    pub gates: Vec<GateResult>,
}

/// One line of the provenance graph: this came from that, by this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Digest of the input.
    pub from: Digest,
    /// What it is.
    pub from_name: String,
    /// Digest of the output.
    pub to: Digest,
    /// What it is.
    pub to_name: String,
    /// The run.
    pub by: String,
}

/// The accepted run of a case. None after a withdrawal.
///
/// # Errors
/// If the store fails.
pub async fn accepted_run(db: &Db, case: &CaseId) -> Result<Option<RunView>, Error> {
    let runs = store::runs(db, case).await?;
    Ok(runs
        .into_iter()
        .rfind(|r| r.status == Status::Accepted)
        .map(|r| RunView::of(&r)))
}

/// Every run of a case; the one that stands last.
///
/// # Errors
/// If the store fails.
pub async fn runs(db: &Db, case: &CaseId) -> Result<Vec<RunView>, Error> {
    Ok(store::runs(db, case)
        .await?
        .iter()
        .map(RunView::of)
        .collect())
}

/// What an output is sealed with.
#[must_use]
pub fn key(case: &CaseId, owner: &Owner) -> KeyId {
    match owner {
        Owner::Case => KeyId::case(case),
        Owner::Member { person } => KeyId::member(case, person),
        Owner::Run { run } => KeyId::run(case, run),
    }
}

/// The content of `qc.json` of a run; `None` if it has none or was forgotten.
///
/// # Errors
/// If the object store fails.
pub async fn qc(
    platform: &Platform,
    case: &CaseId,
    run: &RunView,
) -> anyhow::Result<Option<serde_json::Value>> {
    let Some(output) = run.output("qc.json") else {
        return Ok(None);
    };
    if platform.blobs().is_forgotten(&key(case, &output.owner)) {
        return Ok(None);
    }
    let bytes = platform
        .blobs()
        .get(&key(case, &output.owner), &output.blob)
        .await?;
    Ok(Some(serde_json::from_slice(&bytes)?))
}

/// From every delivered file to every output of the runs of a case.
///
/// # Errors
/// If the store fails.
pub async fn provenance(db: &Db, case: &CaseId) -> Result<Vec<Edge>, Error> {
    Ok(store::runs(db, case)
        .await?
        .iter()
        .flat_map(edges)
        .collect())
}

fn edges(run: &State) -> Vec<Edge> {
    let outputs = run
        .results
        .as_ref()
        .map(|r| r.outputs.as_slice())
        .unwrap_or_default();
    let files = run
        .samples
        .iter()
        .flat_map(|s| s.files.iter().map(move |f| (s, f)));
    let pairs = files.flat_map(|(sample, file)| {
        outputs
            .iter()
            .filter(move |o| concerns(sample, o))
            .map(move |o| (sample, file, o))
    });
    let edge = |(sample, file, output): (&Sample, &Digest, &Output)| Edge {
        from: file.clone(),
        from_name: sample.specimen.clone(),
        to: output.digest.clone(),
        to_name: output.name.clone(),
        by: run.id.clone(),
    };
    pairs.map(edge).collect()
}

/// A CRAM comes from its own sample only; calls come from all.
fn concerns(sample: &Sample, output: &Output) -> bool {
    let own = output.name.ends_with(".cram") || output.name.ends_with(".cram.crai");
    !own || output.name.starts_with(&format!("{}.", sample.specimen))
}

impl RunView {
    fn of(state: &State) -> Self {
        let results = state.results.clone();
        Self {
            id: state.id.clone(),
            mode: state.mode,
            status: state.status,
            samples: state.samples.clone(),
            pipeline_digest: results
                .as_ref()
                .map(|r| r.pipeline_digest.clone())
                .unwrap_or_default(),
            reference: results
                .as_ref()
                .map(|r| r.reference.clone())
                .unwrap_or_default(),
            tools: results
                .as_ref()
                .map(|r| r.tools.clone())
                .unwrap_or_default(),
            gates: results
                .as_ref()
                .map(|r| r.gates.clone())
                .unwrap_or_default(),
            outputs: results.map(|r| r.outputs).unwrap_or_default(),
        }
    }

    /// The output of a name.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<&Output> {
        self.outputs.iter().find(|o| o.name == name)
    }
}
