//! A `kumi serve` of its own on an empty store, ended when dropped.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A running server.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    _dir: tempfile::TempDir,
}

impl Server {
    /// Starts the built binary on a free port and waits until it says where it listens.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
        let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog");
        let mut child = Command::new(env!("CARGO_BIN_EXE_kumi"))
            .args(["serve", "--listen", "127.0.0.1:0", "--no-worker"])
            .arg("--data-dir")
            .arg(dir.path().join("data"))
            .arg("--keys-dir")
            .arg(dir.path().join("keys"))
            .arg("--catalog")
            .arg(catalog)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("kumi serve: {e}"));
        let base = said(&mut child, |line| {
            let at = line.find("http://")?;
            Some(line.get(at..)?.trim_end_matches('/').to_owned())
        });
        Self {
            child,
            base,
            _dir: dir,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // the test is over either way
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first line of a child's output that tells what is asked for; the rest is read away so that the pipe never fills.
pub fn said(child: &mut Child, find: impl Fn(&str) -> Option<String>) -> String {
    let out = child.stdout.take().unwrap_or_else(|| panic!("no output"));
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let found = lines.find_map(|line| find(line.trim()));
    std::thread::spawn(move || lines.for_each(drop));
    found.unwrap_or_else(|| panic!("it ended before it said where it listens"))
}
