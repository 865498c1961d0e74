//! The built program with a store of its own, ended when dropped: `kumi serve` on an empty one, or `kumi demo`.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A running server.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    dir: tempfile::TempDir,
}

/// A running demonstration, and the numbers of its cases.
pub struct Programme {
    pub server: Server,
    pub cancer: String,
    pub rare: String,
    pub withdrawn: String,
}

impl Programme {
    /// Runs the demonstration on synthetic reads and waits until its pages are left open.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_kumi"))
            .args(["demo", "--synthetic", "--listen", "127.0.0.1:0", "--dir"])
            .arg(dir.path())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap_or_else(|e| panic!("kumi demo: {e}"));
        let mut cases = Value::Null;
        let base = found(&mut child, |line| {
            if line.starts_with('{') {
                cases = serde_json::from_str(line).unwrap_or_default();
            }
            let end = line.find("/  (")?;
            line.get(..end).map(str::to_owned)
        });
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

impl Server {
    /// Starts the built binary on a free port and waits until it says where it listens.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_kumi"))
            .args(["serve", "--listen", "127.0.0.1:0", "--no-worker"])
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
