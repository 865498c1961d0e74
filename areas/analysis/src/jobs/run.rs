//! One run of the pipeline. May be started again after a crash: the call cache answers for what was done.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use ledger::Failed;
use pipeline::{Outcome, Request};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use web::Platform;
use words::{Actor, Digest};

use super::{execute, facts, files};
use crate::{
    decide::{Command, Refusal, Results, Run, State},
    rules::{self, Measured, Profile},
    words::{Mode, Status},
};

/// How often a running job looks whether it was cancelled.
const LOOK: Duration = Duration::from_secs(2);

/// Runs the pipeline for a planned run.
pub(crate) async fn run(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let id = payload.get("run").and_then(Value::as_str);
    let state = load(
        &platform,
        id.context("failed to read the job: it names no run")?,
    )
    .await?;
    if !matches!(state.status, Status::Planned | Status::Running) {
        return files::wipe(&platform, &state.id).await;
    }
    match say(&platform, &state, Command::Start).await {
        Ok(_) => {}
        Err(Failed::Refused(_)) => {
            refused(say(&platform, &state, Command::Cancel).await)?;
            return files::wipe(&platform, &state.id).await;
        }
        Err(failed) => return Err(failed.into()),
    }
    let outcome = work(&platform, &state).await;
    close(&platform, &state, outcome).await
}

async fn load(platform: &Platform, id: &str) -> anyhow::Result<State> {
    let found = platform.ledger().load::<Run>(id).await?;
    Ok(found
        .with_context(|| format!("failed to find run {id}"))?
        .state)
}

async fn say(
    platform: &Platform,
    state: &State,
    command: Command,
) -> Result<State, Failed<Refusal>> {
    let facts = facts(platform, &state.case, &state.samples)
        .await
        .map_err(Failed::Store)?;
    execute(
        platform,
        &state.id,
        &state.case,
        command,
        &facts,
        Actor::system(),
    )
    .await
}

/// Somebody was faster (a withdrawal, a cancellation): that is fine.
fn refused(result: Result<State, Failed<Refusal>>) -> anyhow::Result<()> {
    match result {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(failed) => Err(failed.into()),
    }
}

/// Where the pipeline stopped: at an error of its own kind, or before it began.
enum Stopped {
    Pipeline(pipeline::Error),
    World(anyhow::Error),
}

async fn work(platform: &Platform, state: &State) -> Result<(Outcome, String), Stopped> {
    let directory = files::place(platform, &state.id);
    let samples = files::open(platform, &state.case, &state.samples, &directory)
        .await
        .map_err(Stopped::World)?;
    let cancel = CancellationToken::new();
    let (request, reference) =
        request(platform, state, &directory, samples, cancel.clone()).map_err(Stopped::Pipeline)?;
    let watching = tokio::spawn(watch(platform.clone(), state.id.clone(), cancel));
    let outcome = pipeline::analyse(request).await;
    watching.abort();
    outcome
        .map(|outcome| (outcome, reference))
        .map_err(Stopped::Pipeline)
}

/// Cancels the pipeline as soon as the ledger says that the run is not running any more.
async fn watch(platform: Platform, id: String, cancel: CancellationToken) {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Ok(Some(found)) = platform.ledger().load::<Run>(&id).await
            && found.state.status != Status::Running
        {
            cancel.cancel();
            return;
        }
    }
}

fn request(
    platform: &Platform,
    state: &State,
    directory: &Path,
    samples: Vec<pipeline::SampleReads>,
    cancel: CancellationToken,
) -> Result<(Request, String), pipeline::Error> {
    let settings = platform.settings();
    let base = settings.reference_dir.clone().unwrap_or_default();
    let chosen = rules::reference(&state.profile, state.mode, |file| base.join(file).is_file());
    let chosen = chosen.ok_or_else(|| pipeline::Error::Reference {
        path: base.clone(),
        why: pipeline::Said::new(
            format!(
                "プロファイル {} の参照配列がありません。一覧は catalog/analysis/references.toml にあります",
                state.profile
            ),
            format!(
                "no reference for the profile {} is there; catalog/analysis/references.toml lists them",
                state.profile
            ),
        ),
    })?;
    let optional =
        |file: &Option<String>| file.as_ref().map(|f| base.join(f)).filter(|p| p.is_file());
    let request = Request {
        mode: match state.mode {
            Mode::Germline => pipeline::Mode::Germline,
            Mode::Pair => pipeline::Mode::Pair,
            Mode::Trio => pipeline::Mode::Trio,
        },
        reference: base.join(&chosen.file),
        samples,
        regions: optional(&chosen.regions),
        truth: Vec::new(),
        confident: None,
        slices: optional(&chosen.slices),
        genes: optional(&chosen.genes),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        out_dir: directory.join("out"),
        cache_dir: Some(directory.join("work")),
        reference_cache: None,
        kumi_exe: settings.kumi_exe.clone(),
        tools: settings.tools_dir.iter().cloned().collect(),
        keep_work: true,
        backend: None,
        cancel,
        progress: Arc::new(|progress| tracing::debug!(?progress, "pipeline")),
    };
    Ok((request, chosen.id.clone()))
}

/// Seals what came out and lets the gates answer; or says why nothing came. Either way nothing stays readable,
/// except where a full disk stopped the run: then the queue starts it again and it goes on from there.
async fn close(
    platform: &Platform,
    state: &State,
    outcome: Result<(Outcome, String), Stopped>,
) -> anyhow::Result<()> {
    let command = match outcome {
        Ok((outcome, reference)) => Command::Finish(Box::new(
            results(platform, state, outcome, reference).await?,
        )),
        Err(Stopped::World(error)) => return Err(error),
        Err(Stopped::Pipeline(error @ pipeline::Error::DiskFull { .. })) => {
            return Err(error.into());
        }
        Err(Stopped::Pipeline(pipeline::Error::Cancelled)) => {
            return files::wipe(platform, &state.id).await;
        }
        Err(Stopped::Pipeline(error)) => {
            tracing::error!(run = %state.id, %error, "a run of the pipeline failed");
            let step = match &error {
                pipeline::Error::Step { step, .. } => step.clone(),
                _ => String::new(),
            };
            Command::Fail {
                code: error.code().to_owned(),
                step,
            }
        }
    };
    refused(say(platform, state, command).await)?;
    files::wipe(platform, &state.id).await
}

async fn results(
    platform: &Platform,
    state: &State,
    outcome: Outcome,
    reference: String,
) -> anyhow::Result<Results> {
    let outputs = files::seal(platform, state, &outcome.outputs).await?;
    let profile = Profile::of(&state.profile)
        .with_context(|| format!("failed to find the gate profile {}", state.profile))?;
    let gates = rules::judge(&Measured {
        qc: &outcome.qc,
        mode: state.mode,
        profile,
    });
    let qc: Option<Digest> = outputs
        .iter()
        .find(|o| o.name == "qc.json")
        .map(|o| o.digest.clone());
    Ok(Results {
        qc: qc.context("failed to find qc.json among the outputs")?,
        outputs,
        pipeline_digest: outcome.pipeline_digest,
        reference,
        tools: outcome.tools,
        gates,
    })
}
