//! The built program as an operator runs it: `kumi serve` and `kumi worker` as processes over one data directory.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use blob::Blobs;
use ledger::{CheckpointKey, Ledger};
use store::Db;
use web::{Platform, Settings};

use crate::drive::{client::User, staff::Staff};

/// The program under test.
pub const KUMI: &str = env!("CARGO_BIN_EXE_kumi");

/// A process that ends with the test.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        // it may have ended by itself; either way it must not outlive the test
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A data directory with the processes that serve it, and a platform beside them to open accounts.
pub struct House {
    pub dir: tempfile::TempDir,
    pub base: String,
    pub platform: Platform,
    _server: Process,
    args: Vec<String>,
    tools: Option<PathBuf>,
}

/// Catalogue of this repository.
pub fn catalog() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog")
}

/// Whether the pipeline's tools are here. Says so if not; where everything is required, their absence fails.
pub fn tools() -> bool {
    let lacking: Vec<&str> = pipeline::tools::check()
        .into_iter()
        .filter(|t| t.path.is_none())
        .map(|t| t.tool)
        .collect();
    if lacking.is_empty() {
        return true;
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "tools are missing: {lacking:?}"
    );
    eprintln!("SKIPPED: {} not installed", lacking.join(", "));
    false
}

impl House {
    /// Starts `kumi serve` over a fresh directory. Without a worker if `worker` is false.
    pub async fn open(database: Option<String>, reference: Option<&Path>, worker: bool) -> Self {
        Self::open_with(database, reference, worker, &[]).await
    }

    /// As [`House::open`], with more flags for every command.
    pub async fn open_with(
        database: Option<String>,
        reference: Option<&Path>,
        worker: bool,
        more: &[String],
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (data, keys) = (dir.path().join("data"), dir.path().join("keys"));
        let database =
            database.unwrap_or_else(|| format!("sqlite:{}", data.join("k.sqlite").display()));
        let mut args = vec![
            format!("--data-dir={}", data.display()),
            format!("--keys-dir={}", keys.display()),
            format!("--database={database}"),
            "--profile=slice".to_owned(),
            "--synthetic".to_owned(),
        ];
        args.extend(reference.map(|r| format!("--reference={}", r.display())));
        args.extend(more.iter().cloned());
        let (server, base) = serve(&args, worker);
        let platform = platform(&data, &keys, &database).await;
        Self {
            dir,
            base,
            platform,
            _server: server,
            args,
            tools: None,
        }
    }

    /// A directory of tools that comes before the search path, for workers started from now on.
    pub fn with_tools(&mut self, first: &Path) {
        self.tools = Some(first.to_owned());
    }

    /// Starts a worker beside the server.
    pub fn worker(&self) -> Process {
        self.worker_of(Path::new(KUMI))
    }

    /// As [`House::worker`], from another copy of the program.
    pub fn worker_of(&self, program: &Path) -> Process {
        let mut command = Command::new(program);
        command.arg("worker").args(&self.args);
        if let Some(first) = &self.tools {
            command.env("KUMI_TOOLS", first);
        }
        Process(command.stdout(Stdio::null()).spawn().unwrap())
    }

    /// Everybody of the demonstration, and the sites.
    pub async fn staff(&self) -> Staff {
        let staff = Staff::hire(&self.platform, &self.base).await.unwrap();
        staff.open_sites().await.unwrap();
        staff
    }

    /// Somebody who has an account already.
    pub async fn user(&self, account: &str, role: &'static str) -> User {
        user(&self.platform, &self.base, account, role).await
    }

    /// What `kumi verify` says, and whether it ended well.
    pub fn verify(&self) -> (bool, String) {
        verify(&self.args)
    }
}

/// A token for an account that was opened before.
pub async fn user(platform: &Platform, base: &str, account: &str, role: &'static str) -> User {
    let id = words::AccountId::parse(account).unwrap();
    let now = platform.now();
    let token = platform
        .auth()
        .issue_token(&id, now.plus_days(1), now)
        .await
        .unwrap();
    User::new(base, token.secret, role)
}

/// Runs `kumi verify`.
pub fn verify(args: &[String]) -> (bool, String) {
    let done = Command::new(KUMI)
        .arg("verify")
        .args(args)
        .output()
        .unwrap();
    (
        done.status.success(),
        String::from_utf8_lossy(&done.stdout).into_owned(),
    )
}

/// Starts `kumi serve` and waits for its address.
pub fn serve(args: &[String], worker: bool) -> (Process, String) {
    serve_with(args, worker, None)
}

/// As [`serve`], with what it logs in a file.
pub fn serve_with(args: &[String], worker: bool, log: Option<&Path>) -> (Process, String) {
    let mut command = Command::new(KUMI);
    if let Some(log) = log {
        command.stderr(std::fs::File::create(log).unwrap());
    }
    command.arg("serve").args(args).arg("--listen=127.0.0.1:0");
    if !worker {
        command.arg("--no-worker");
    }
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let base = line
        .trim()
        .trim_start_matches("Kumihimo: ")
        .trim_end_matches('/')
        .to_owned();
    assert!(base.starts_with("http://"), "the server said {line:?}");
    (Process(child), base)
}

/// The platform over a directory, without areas: to open accounts and to look at rows.
pub async fn platform(data: &Path, keys: &Path, database: &str) -> Platform {
    let db = Db::open(database).await.unwrap();
    let ledger = Ledger::open(db.clone(), CheckpointKey::in_dir(keys).unwrap());
    let blobs = Blobs::in_dirs(db, data, keys).unwrap();
    Platform::builder(ledger, blobs, Settings::in_dir(data))
        .build()
        .unwrap()
}

/// Waits until a look answers something; panics with `what` after `seconds`.
pub async fn until<T>(what: &str, seconds: u64, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(seconds),
            "{what}: not within {seconds} s"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
