//! What a task costs by itself: many that do nothing, through the same engine, shell, events and call cache as an analysis.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, json};
use tokio_util::sync::CancellationToken;

use crate::engine::{self, Setting, Stopped};
use crate::said::Act;
use crate::{Error, files, shell, source, tools};

/// What was measured.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// From start to end, without the analysis of the document.
    pub took: Duration,
    /// How many pieces of news were heard: two per task that ran, one per task from the cache.
    pub news: usize,
}

/// Runs `tasks` empty tasks below `directory`; a second call there is answered from the call cache.
///
/// # Errors
/// If the engine fails.
pub async fn measure(tasks: usize, directory: &Path) -> Result<Measured, Error> {
    files::directory(directory)?;
    let directory = directory
        .canonicalize()
        .map_err(Error::io(Act::Find, Path::new(".")))?;
    source::write_to(&directory.join("pipelines"))?;
    let kumi = std::env::current_exe().map_err(Error::io(Act::Find, Path::new("kumi")))?;
    let setting = Setting {
        shell: shell::write(&directory, &kumi, &tools::directories(&[]), &directory, "")?,
        cache: Some(directory.join("cache")),
        cpu: std::thread::available_parallelism().map_or(1, usize::from),
        backend: None,
        cancel: CancellationToken::new(),
    };
    let news = Arc::new(AtomicUsize::new(0));
    let heard = news.clone();
    let mut inputs = Map::new();
    inputs.insert("overhead.tasks".to_owned(), json!(tasks));
    let runs = std::fs::read_dir(&directory).map_or(0, |d| d.count());
    let start = Instant::now();
    let listener = Arc::new(move |_| {
        heard.fetch_add(1, Ordering::Relaxed);
    });
    let answer = engine::run(
        &directory.join("pipelines/overhead.wdl"),
        inputs,
        &directory.join(format!("run{runs}")),
        &setting,
        listener,
    )
    .await;
    let took = start.elapsed();
    match answer {
        Ok(_) => Ok(Measured {
            took,
            news: news.load(Ordering::Relaxed),
        }),
        Err(Stopped::Cancelled) => Err(Error::Cancelled),
        Err(Stopped::Failed(why)) => Err(Error::Engine(why)),
    }
}
