//! The built program with a store of its own, ended when dropped: `kumi serve` on an empty one, or `kumi demo`.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, OnceLock},
    time::UNIX_EPOCH,
};

use serde_json::Value;

/// A running server.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    dir: Arc<tempfile::TempDir>,
}

/// A running demonstration, and the numbers of its cases.
pub struct Programme {
    pub server: Server,
    pub cancer: String,
    pub rare: String,
    pub withdrawn: String,
}

impl Programme {
    /// A demonstration on synthetic reads of one's own: played once for a build of the program, copied for each story.
    pub fn start() -> Self {
        Self::of(&played())
    }

    /// As [`Programme::start`], from what lies in a folder.
    pub fn of(played: &Path) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let copied = Command::new("cp")
            .args(["-a", "--reflink=auto"])
            .arg(played.join("."))
            .arg(dir.path())
            .status();
        assert!(copied.is_ok_and(|s| s.success()), "{}", played.display());
        let log = dir.path().join("log");
        let mut child = demo(dir.path(), &log, &["--listen", "127.0.0.1:0"]);
        let mut cases = Value::Null;
        let base = found(&mut child, |line| {
            if line.starts_with('{') {
                cases = serde_json::from_str(line).unwrap_or_default();
            }
            let end = line.find("/  (")?;
            line.get(..end).map(str::to_owned)
        });
        let dir = Arc::new(dir);
        let server = |base| Server { child, base, dir };
        let base = base.unwrap_or_else(|| {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            panic!("the demonstration ended early: {said}")
        });
        let number = |at: &str| {
            cases
                .pointer(at)
                .and_then(Value::as_str)
                .unwrap()
                .to_owned()
        };
        Self {
            server: server(base),
            cancer: number("/cases/0/id"),
            rare: number("/cases/1/id"),
            withdrawn: number("/withdrawn/id"),
        }
    }
}

/// Where the demonstration of this build lies after it was played; the next run of the same build finds it there.
pub fn played() -> PathBuf {
    static PLAYED: OnceLock<PathBuf> = OnceLock::new();
    PLAYED.get_or_init(play).clone()
}

fn play() -> PathBuf {
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_kumi")).and_then(|m| m.modified());
    let built = program.unwrap().duration_since(UNIX_EPOCH).unwrap();
    let all = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let to = all.join(format!("demo-{}", built.as_nanos()));
    if to.join("demo.json").is_file() {
        return to;
    }
    let older = std::fs::read_dir(all).into_iter().flatten().flatten();
    for old in older.filter(|f| f.file_name().to_string_lossy().starts_with("demo-")) {
        std::fs::remove_dir_all(old.path()).unwrap();
    }
    std::fs::create_dir_all(&to).unwrap();
    let log = to.join("log");
    let ended = demo(&to, &log, &["--headless"]).wait();
    let said = || std::fs::read_to_string(&log).unwrap_or_default();
    assert!(ended.is_ok_and(|s| s.success()), "{}", said());
    to
}

fn demo(dir: &Path, log: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_kumi"))
        .args(["demo", "--synthetic", "--dir"])
        .arg(dir)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(log).unwrap())
        .spawn()
        .unwrap_or_else(|e| panic!("kumi demo: {e}"))
}

impl Server {
    /// Starts the built binary on a free port and waits until it says where it listens.
    pub fn start() -> Self {
        Self::start_with(&["--listen=127.0.0.1:0".to_owned()])
    }

    /// As [`Server::start`], with flags of one's own; one of them says where to listen.
    pub fn start_with(flags: &[String]) -> Self {
        let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_kumi"))
            .args(["serve", "--no-worker"])
            .args(flags)
            .arg("--data-dir")
            .arg(dir.path().join("data"))
            .arg("--keys-dir")
            .arg(dir.path().join("keys"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("kumi serve: {e}"));
        let base = said(&mut child, |line| {
            let at = line.find("http://")?;
            Some(line.get(at..)?.trim_end_matches('/').to_owned())
        });
        let dir = Arc::new(dir);
        Self { child, base, dir }
    }
}

impl Server {
    /// Runs `kumi invite` beside the server: the code.
    pub fn invite(&self, args: &[&str]) -> String {
        let dir = self.dir.path();
        let out = Command::new(env!("CARGO_BIN_EXE_kumi"))
            .arg("invite")
            .args(args)
            .arg("--data-dir")
            .arg(dir.join("data"))
            .arg("--keys-dir")
            .arg(dir.join("keys"))
            .output()
            .unwrap_or_else(|e| panic!("kumi invite: {e}"));
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        let code = said.split("/invitations/").nth(1);
        let code = code.and_then(|rest| rest.split_whitespace().next());
        code.unwrap_or_else(|| panic!("{said}{}", String::from_utf8_lossy(&out.stderr)))
            .to_owned()
    }

    /// Ends the program and leaves its folder.
    pub fn halt(self) -> Arc<tempfile::TempDir> {
        self.dir.clone()
    }

    /// Where the programme lies.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The public half of the key that seals a demonstration's ledger.
    pub fn public_key(&self) -> std::path::PathBuf {
        self.dir.path().join("keys").join("checkpoint.pub")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // the test is over either way
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As [`found`], for a child that must say it.
pub fn said(child: &mut Child, find: impl FnMut(&str) -> Option<String>) -> String {
    found(child, find).unwrap_or_else(|| panic!("it ended before it said where it listens"))
}

/// The first line of a child's output that tells what is asked for; the rest is read away so that the pipe never fills.
fn found(child: &mut Child, mut find: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let out = child.stdout.take().unwrap_or_else(|| panic!("no output"));
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let found = lines.find_map(|line| find(line.trim()));
    std::thread::spawn(move || lines.for_each(drop));
    found
}
