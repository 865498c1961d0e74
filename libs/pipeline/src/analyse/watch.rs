//! Listens to a run, and says afterwards what it cost and why it stopped.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::engine::{Stopped, TaskNews};
use crate::request::Listener;
use crate::said::Said;
use crate::step::read_qc;
use crate::{Error, Progress, StepTime, names, shell};

/// How many lines of a failed tool are quoted.
const QUOTED: usize = 12;

/// Passes news on and remembers what came from the call cache.
pub struct Watch {
    listener: Listener,
    cached: Mutex<Vec<String>>,
}

impl Watch {
    /// Tells the listener how much there is to do.
    pub fn new(listener: Listener, tasks: usize) -> Self {
        listener(Progress::Planned { tasks });
        Self {
            listener,
            cached: Mutex::default(),
        }
    }

    /// Passes one piece of news on.
    pub fn hear(&self, news: TaskNews) {
        let step = |id: &str| names::call_of(id);
        let progress = match news {
            TaskNews::Started { id } => Progress::Started { step: step(&id) },
            TaskNews::Failed { id } => Progress::Failed { step: step(&id) },
            TaskNews::Finished { id, cached } => {
                let step = step(&id);
                if cached && let Ok(mut list) = self.cached.lock() {
                    list.push(step.clone());
                }
                Progress::Finished { step, cached }
            }
        };
        (self.listener)(progress);
    }

    /// What ran in this directory, and what did not need to.
    pub fn steps(&self, directory: &Path) -> Vec<StepTime> {
        let mut steps = ran(directory);
        if let Ok(cached) = self.cached.lock() {
            steps.extend(cached.iter().map(|id| StepTime {
                name: id.clone(),
                cpu_s: 0.0,
                wall_s: 0.0,
                cached: true,
            }));
        }
        steps
    }
}

/// Reads the stopwatch of every task of a run.
pub fn ran(directory: &Path) -> Vec<StepTime> {
    let mut steps: Vec<StepTime> = attempts(directory)
        .into_iter()
        .filter_map(|(name, attempt)| {
            let (cpu_s, wall_s, _) = shell::read_times(&attempt)?;
            let round = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
            Some(StepTime {
                name,
                cpu_s: round(cpu_s),
                wall_s: round(wall_s),
                cached: false,
            })
        })
        .collect();
    steps.sort_by(|a, b| a.name.cmp(&b.name));
    steps
}

/// Turns what the engine says into what the user can act on: the task that failed first, in its own words.
pub fn explain(stopped: Stopped, directory: &Path, work: &Path) -> Error {
    let said = match stopped {
        Stopped::Cancelled => return Error::Cancelled,
        Stopped::Failed(said) => said,
    };
    let failed = |(name, attempt): (String, PathBuf)| match shell::read_times(&attempt) {
        Some((_, _, code)) if code != 0 => Some((modified(&attempt), name, attempt, code)),
        _ => None,
    };
    let first = attempts(directory)
        .into_iter()
        .filter_map(failed)
        .min_by_key(|f| f.0);
    let place = work.display().to_string();
    let Some((_, step, attempt, code)) = first else {
        let full = said.contains("No space left on device");
        return if full {
            Error::DiskFull {
                step: "engine".to_owned(),
                place,
            }
        } else {
            Error::Engine(said)
        };
    };
    let text =
        String::from_utf8_lossy(&fs::read(attempt.join("stderr")).unwrap_or_default()).into_owned();
    if text.contains("No space left on device") {
        return Error::DiskFull { step, place };
    }
    if let Some(line) = text
        .lines()
        .find_map(|l| l.split_once("reads were not conserved: "))
    {
        return Error::NotConserved(line.1.to_owned());
    }
    if let Some(fault) = text.lines().find_map(reads_at_fault) {
        return Error::Input(fault);
    }
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let tail = lines
        .get(lines.len().saturating_sub(QUOTED)..)
        .unwrap_or_default();
    Error::Step {
        step,
        code,
        stderr: tail.join("\n"),
    }
}

/// What the step that reads the FASTQ files found, in sentences.
fn reads_at_fault(line: &str) -> Option<Said> {
    let (_, json) = line.split_once(read_qc::AT_FAULT)?;
    let fault: readqc::Fault = serde_json::from_str(json).ok()?;
    let (ja, en) = fault.problem.sentences();
    let file = fault.file;
    Some(Said::new(
        format!("{file}：{ja}正しいファイルを指定し直してください。"),
        format!("{file}: {en} Give the right file and start again."),
    ))
}

fn modified(attempt: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(attempt.join("times"))
        .and_then(|m| m.modified())
        .ok()
}

/// Every attempt directory below, with the name of its call: `calls/A/calls/B/attempts/0` is `A.B`.
fn attempts(directory: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    walk(directory, "", &mut found);
    found
}

fn walk(directory: &Path, name: &str, found: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(directory.join("calls")) else {
        return;
    };
    for call in entries.flatten() {
        let own = call.file_name().to_string_lossy().into_owned();
        let name = if name.is_empty() {
            own
        } else {
            format!("{name}.{own}")
        };
        let attempts = fs::read_dir(call.path().join("attempts"))
            .into_iter()
            .flatten()
            .flatten();
        found.extend(attempts.map(|attempt| (name.clone(), attempt.path())));
        walk(&call.path(), &name, found);
    }
}
