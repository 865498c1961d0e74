//! The only module that names the workflow engine. Everything it needs is passed in; what it answers is JSON.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crankshaft_events::Event as TaskEvent;
use serde_json::{Map, Value};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;
use wdl_analysis::{Analyzer, Document};
use wdl_engine::config::{Config, FailureMode};
use wdl_engine::{
    CancellationContext, ContainerImageOverrides, Engine, EngineEvent, EvaluationError, Events,
    Inputs,
};

/// How many events may wait for a slow listener.
const WAITING: usize = 1 << 14;

/// What a task did. `name` is the name of the attempt, `id` that of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskNews {
    /// It runs.
    Started {
        /// The call.
        id: String,
    },
    /// It ended well; `cached` if an earlier result was taken.
    Finished {
        /// The call.
        id: String,
        /// Taken from the call cache.
        cached: bool,
    },
    /// It could not run or was stopped.
    Failed {
        /// The call.
        id: String,
    },
}

/// How to run.
pub struct Setting {
    /// Shell of the local back end.
    pub shell: PathBuf,
    /// Call cache; `None` turns it off.
    pub cache: Option<PathBuf>,
    /// Cores that tasks share.
    pub cpu: usize,
    /// TOML of another back end, laid over ours.
    pub backend: Option<String>,
    /// Stops everything.
    pub cancel: CancellationToken,
}

/// Why it did not run to its end.
#[derive(Debug)]
pub enum Stopped {
    /// Somebody cancelled.
    Cancelled,
    /// In the engine's words.
    Failed(String),
}

/// Runs the workflow of `source` and answers its outputs by name.
///
/// # Errors
/// If the document has errors, the inputs do not fit, or a task fails.
pub async fn run(
    source: &Path,
    inputs: Map<String, Value>,
    directory: &Path,
    setting: &Setting,
    listener: Arc<dyn Fn(TaskNews) + Send + Sync>,
) -> Result<Value, Stopped> {
    let document = document(source).await?;
    let (name, inputs) = match Inputs::parse_json_object(&document, inputs).map_err(words)? {
        Some((name, Inputs::Workflow(inputs))) => (name, inputs),
        _ => {
            return Err(Stopped::Failed(format!(
                "{} was given no workflow inputs",
                source.display()
            )));
        }
    };
    let engine = Engine::new(config(setting)?).await.map_err(words)?;
    let events = Events::default()
        .with_engine(WAITING)
        .with_crankshaft(WAITING);
    let hearing = tokio::spawn(hear(
        events.subscribe_engine(),
        events.subscribe_crankshaft(),
        listener,
    ));
    let cancellation = CancellationContext::new(FailureMode::Fast);
    let watching = tokio::spawn(watch(setting.cancel.clone(), cancellation.clone()));
    let evaluator =
        engine.create_v1_evaluator(events, cancellation, ContainerImageOverrides::default());
    let result = evaluator
        .evaluate_workflow(&document, &name, inputs, directory)
        .await;
    // The evaluator holds the senders: the listener ends when it is gone.
    drop(evaluator);
    watching.abort();
    let _ = hearing.await;
    match result {
        Ok(outputs) => serde_json::to_value(&outputs).map_err(|e| Stopped::Failed(e.to_string())),
        Err(EvaluationError::Canceled) => Err(Stopped::Cancelled),
        Err(_) if setting.cancel.is_cancelled() => Err(Stopped::Cancelled),
        Err(error) => Err(Stopped::Failed(error.to_string())),
    }
}

fn words(error: impl std::fmt::Display) -> Stopped {
    Stopped::Failed(format!("{error:#}"))
}

/// Analyses a file with all it imports.
async fn document(source: &Path) -> Result<Document, Stopped> {
    let analyzer = Analyzer::new(wdl_analysis::Config::default(), |(), _, _, _| async {});
    let address = wdl_analysis::path_to_uri(source);
    let address = address
        .ok_or_else(|| Stopped::Failed(format!("{} is not a whole path", source.display())))?;
    analyzer
        .add_document(address.clone())
        .await
        .map_err(words)?;
    let results = analyzer.analyze(()).await.map_err(words)?;
    let found = results
        .iter()
        .find(|r| r.document().uri().as_str() == address.as_str());
    let found =
        found.ok_or_else(|| Stopped::Failed(format!("{} was not analysed", source.display())))?;
    if let Some(error) = found.error() {
        return Err(words(error));
    }
    for result in &results {
        let errors = || {
            result
                .document()
                .diagnostics()
                .filter(|d| d.severity().is_error())
        };
        if let Some(diagnostic) = errors().next() {
            let error = EvaluationError::new(result.document().clone(), diagnostic.clone());
            return Err(Stopped::Failed(error.to_string()));
        }
    }
    Ok(found.document().clone())
}

fn config(setting: &Setting) -> Result<Config, Stopped> {
    let text = |path: &Path| Value::from(path.to_string_lossy().into_owned()).to_string();
    let cache = match &setting.cache {
        Some(cache) => format!("cache = \"on\"\ncache_dir = {}\n", text(cache)),
        None => "cache = \"off\"\n".to_owned(),
    };
    let ours = format!(
        "backend = \"default\"\nfail = \"fast\"\n\
         [task]\n{cache}digests = \"strong\"\nshell = {shell}\n\
         cpu_limit_behavior = \"try_with_max\"\nmemory_limit_behavior = \"try_with_max\"\n\
         [backends.default]\ntype = \"local\"\ncpu = {cpu}\n",
        shell = text(&setting.shell),
        cpu = setting.cpu.max(1),
    );
    let theirs = match &setting.backend {
        // Another back end starts its own shell, where ours does not exist.
        Some(backend) => format!(
            "{}\n{backend}",
            ours.split("[backends.default]").next().unwrap_or(&ours)
        ),
        None => ours,
    };
    Ok(Config::builder()
        .with_string_source(theirs)
        .try_build()
        .map_err(|e| Stopped::Failed(format!("{e:?}")))?
        .config)
}

async fn watch(cancel: CancellationToken, cancellation: CancellationContext) {
    cancel.cancelled().await;
    let _ = cancellation.cancel();
}

/// Joins the two streams: the engine says what is tried, the back end how it ended.
async fn hear(
    engine: Option<Receiver<EngineEvent>>,
    tasks: Option<Receiver<TaskEvent>>,
    listener: Arc<dyn Fn(TaskNews) + Send + Sync>,
) {
    let (Some(mut engine), Some(mut tasks)) = (engine, tasks) else {
        return;
    };
    let mut known = Known {
        calls: HashMap::new(),
        attempts: HashMap::new(),
        listener,
    };
    let (mut one, mut two) = (true, true);
    while one || two {
        // The engine speaks first about every attempt: hear it first.
        tokio::select! {
            biased;
            event = engine.recv(), if one => match event {
                Ok(event) => known.engine(event),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => one = false,
            },
            event = tasks.recv(), if two => match event {
                Ok(event) => known.task(event),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => two = false,
            },
        }
    }
}

struct Known {
    /// Attempt name to call id.
    calls: HashMap<String, String>,
    /// Number of the back end to call id.
    attempts: HashMap<u64, String>,
    listener: Arc<dyn Fn(TaskNews) + Send + Sync>,
}

impl Known {
    fn engine(&mut self, event: EngineEvent) {
        match event {
            EngineEvent::TaskInitializing { id, name, .. } => {
                self.calls.insert(name, id);
            }
            EngineEvent::ReusedCachedExecutionResult { id, .. } => {
                (self.listener)(TaskNews::Finished { id, cached: true })
            }
            _ => {}
        }
    }

    fn task(&mut self, event: TaskEvent) {
        match event {
            TaskEvent::TaskCreated { id, name, .. } => {
                let call = self.calls.get(&name).cloned().unwrap_or(name);
                self.attempts.insert(id, call);
            }
            TaskEvent::TaskStarted { id } => {
                if let Some(id) = self.attempts.get(&id).cloned() {
                    (self.listener)(TaskNews::Started { id });
                }
            }
            TaskEvent::TaskCompleted { id, exit_statuses } => {
                let good = exit_statuses.iter().all(std::process::ExitStatus::success);
                if let Some(id) = self.attempts.remove(&id) {
                    (self.listener)(if good {
                        TaskNews::Finished { id, cached: false }
                    } else {
                        TaskNews::Failed { id }
                    });
                }
            }
            TaskEvent::TaskFailed { id, .. }
            | TaskEvent::TaskCanceled { id }
            | TaskEvent::TaskPreempted { id } => {
                if let Some(id) = self.attempts.remove(&id) {
                    (self.listener)(TaskNews::Failed { id });
                }
            }
            _ => {}
        }
    }
}
