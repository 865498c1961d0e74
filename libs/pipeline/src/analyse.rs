//! One analysis from request to outcome.

mod plan;
mod settle;
mod truth;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use crate::provenance::{self, Made};
use crate::said::Act;
use crate::{Error, Outcome, Output, Request, engine, files, qc, reference, shell, source, tools};
use plan::Plan;
pub(crate) use settle::role_ja;
use watch::Watch;

/// Runs an analysis. Started again after a crash with the same output directory, it repeats only what was running.
///
/// # Errors
/// Says which input, tool or step is at fault; the work directory stays, so that the next start goes on from there.
pub async fn analyse(request: Request) -> Result<Outcome, Error> {
    let search = tools::directories(&request.tools);
    let versions = tools::versions(&search)?;
    let request = settle::settle(request)?;
    let listener = request.progress.clone();
    let prepared = {
        let (path, cache) = (request.reference.clone(), request.reference_cache.clone());
        let (search, listener) = (search.clone(), listener.clone());
        let work = move || reference::prepare(&path, cache.as_deref(), &search, &listener);
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|e| Error::Engine(e.to_string()))??
    };
    let work = work_directory(&request)?;
    shell::end_strays(&work);
    let plan = Plan::make(&request, &prepared.directory, &work)?;
    source::write_to(&work.join("pipelines"))?;
    let told = versions
        .iter()
        .map(|(tool, version)| format!("{tool}\t{version}\n"))
        .collect::<String>();
    let setting = engine::Setting {
        shell: shell::write(&work, &request.kumi_exe, &search, &work, &told)?,
        cache: Some(work.join("cache")),
        cpu: request.threads,
        backend: request.backend.clone(),
        cancel: request.cancel.clone(),
    };
    let directory = next_run(&work)?;
    let watch = Arc::new(Watch::new(listener, plan.tasks));
    let hear = {
        let watch = watch.clone();
        Arc::new(move |news| watch.hear(news))
    };
    let wdl = work.join("pipelines").join(plan.file);
    let answer = engine::run(&wdl, plan.inputs.clone(), &directory, &setting, hear).await;
    shell::end_strays(&work);
    let answer = answer.map_err(|stopped| watch::explain(stopped, &directory, &work))?;
    let mut outputs = place(&answer, &request.out_dir)?;
    let reports = paths(answer.get("reports"));
    let measured = qc::gather(request.mode, &plan.samples, &reports)?;
    let truth = answer
        .get("truth_report")
        .and_then(Value::as_str)
        .map(|p| qc::read(Path::new(p)))
        .transpose()?;
    outputs.push(write_json(&request.out_dir, "qc.json", &measured)?);
    let parameters = Value::Object(plan.inputs);
    let made = Made {
        request: &request,
        samples: &plan.samples,
        reference: &prepared.sha256,
        tools: &versions,
        parameters: &parameters,
        outputs: &outputs,
        backend: if request.backend.is_some() {
            "configured"
        } else {
            "local"
        },
    };
    let told = provenance::tell(&made)?;
    outputs.push(write_json(&request.out_dir, "provenance.json", &told)?);
    let steps = watch.steps(&directory);
    if !request.keep_work {
        files::remove(&work)?;
    }
    Ok(Outcome {
        outputs,
        qc: measured,
        truth,
        steps,
        pipeline_digest: source::digest(),
        tools: versions,
    })
}

/// Steps that a failed run got through, for its report.
pub fn steps_so_far(work: &Path) -> Vec<crate::StepTime> {
    let runs = fs::read_dir(work.join("runs"))
        .map(|d| d.flatten().count())
        .unwrap_or_default();
    watch::ran(
        &work
            .join("runs")
            .join(format!("{}", runs.saturating_sub(1))),
    )
}

fn work_directory(request: &Request) -> Result<PathBuf, Error> {
    files::directory(&request.out_dir)?;
    let work = request
        .cache_dir
        .clone()
        .unwrap_or_else(|| request.out_dir.join(".work"));
    files::directory(&work)?;
    work.canonicalize().map_err(Error::io(Act::Find, &work))
}

/// Every start has a directory of its own; the call cache points into earlier ones.
fn next_run(work: &Path) -> Result<PathBuf, Error> {
    let runs = work.join("runs");
    files::directory(&runs)?;
    let count = fs::read_dir(&runs)
        .map_err(Error::io(Act::Read, &runs))?
        .count();
    let directory = runs.join(count.to_string());
    files::directory(&directory)?;
    Ok(directory)
}

fn paths(list: Option<&Value>) -> Vec<PathBuf> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(PathBuf::from)
        .collect()
}

fn place(answer: &Value, out: &Path) -> Result<Vec<Output>, Error> {
    let one = |from: PathBuf| {
        let name = from
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let to = out.join(&name);
        files::place(&from, &to)?;
        describe(name, to)
    };
    paths(answer.get("files")).into_iter().map(one).collect()
}

fn describe(name: String, path: PathBuf) -> Result<Output, Error> {
    let bytes = fs::metadata(&path)
        .map_err(Error::io(Act::Read, &path))?
        .len();
    Ok(Output {
        name,
        sha256: files::sha256(&path)?,
        bytes,
        path,
    })
}

fn write_json(out: &Path, name: &str, value: &Value) -> Result<Output, Error> {
    let path = out.join(name);
    files::write(&path, format!("{value:#}\n"))?;
    describe(name.to_owned(), path)
}
