//! Real databases for tests: a SQLite file, and Debian's PostgreSQL on a private socket.
//!
//! One PostgreSQL server serves all tests of all processes; every test gets a database of its own.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::Db;

/// A database that lives as long as the test.
pub struct TestDb {
    /// The pool.
    pub db: Db,
    /// Its URL, to open it once more.
    pub url: String,
    _dir: tempfile::TempDir,
}

/// A fresh database of each engine. Every store test runs on both.
///
/// # Panics
/// If PostgreSQL is not installed (`cargo xtask test` installs it) or does not start.
pub async fn both() -> Vec<TestDb> {
    vec![sqlite().await, postgres().await]
}

/// A fresh SQLite file.
///
/// # Panics
/// If the file cannot be made.
pub async fn sqlite() -> TestDb {
    let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
    let url = format!("sqlite:{}", dir.path().join("test.sqlite").display());
    let db = Db::open(&url)
        .await
        .unwrap_or_else(|e| panic!("SQLite: {e}"));
    TestDb { db, url, _dir: dir }
}

/// A fresh database on the private PostgreSQL server.
///
/// # Panics
/// If PostgreSQL is not installed or does not start.
pub async fn postgres() -> TestDb {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
    let socket = server();
    let name = format!(
        "t{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let admin = Db::open(&url_of(&socket, "postgres"))
        .await
        .unwrap_or_else(|e| panic!("PostgreSQL: {e:?}"));
    let mut tx_free = admin
        .all_made(format!("CREATE DATABASE {name}"), vec![])
        .await;
    if tx_free.is_err() {
        // template1 is busy while another test copies it; the second try waits for it
        std::thread::sleep(std::time::Duration::from_millis(300));
        tx_free = admin
            .all_made(format!("CREATE DATABASE {name}"), vec![])
            .await;
    }
    tx_free.unwrap_or_else(|e| panic!("CREATE DATABASE: {e:?}"));
    let url = url_of(&socket, &name);
    let db = Db::open(&url)
        .await
        .unwrap_or_else(|e| panic!("PostgreSQL: {e:?}"));
    TestDb { db, url, _dir: dir }
}

fn url_of(socket: &Path, database: &str) -> String {
    format!(
        "postgres://postgres@localhost/{database}?host={}",
        socket.display()
    )
}

/// Starts the server if no test process has, and returns its socket directory.
fn server() -> PathBuf {
    let home = std::env::temp_dir().join("kumihimo-test-postgres");
    let _ = std::fs::create_dir_all(&home);
    let lock = std::fs::File::create(home.join("lock")).unwrap_or_else(|e| panic!("lock: {e}"));
    lock.lock().unwrap_or_else(|e| panic!("lock: {e}"));
    let data = home.join("data");
    let bin = bin_dir();
    if !data.join("PG_VERSION").exists() {
        let _ = std::fs::remove_dir_all(&data);
        owned_by_postgres(&home);
        as_postgres(
            &bin.join("initdb"),
            &[
                "-D",
                &data.display().to_string(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
        );
    }
    let running = Command::new(bin.join("pg_isready"))
        .args(["-q", "-h"])
        .arg(&home)
        .status();
    if !running.is_ok_and(|s| s.success()) {
        let options = format!(
            "-k {} -c listen_addresses= -c max_connections=300 -c unix_socket_permissions=0777",
            home.display()
        );
        as_postgres(
            &bin.join("pg_ctl"),
            &[
                "-D",
                &data.display().to_string(),
                "-w",
                "-l",
                &home.join("log").display().to_string(),
                "-o",
                &options,
                "start",
            ],
        );
    }
    home
}

fn bin_dir() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path().join("bin"))
        .filter(|p| p.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| {
        panic!(
            "PostgreSQL is not installed: run `cargo xtask test`, or `apt-get install postgresql`"
        )
    })
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|o| o.stdout == b"0\n")
}

fn owned_by_postgres(dir: &Path) {
    if is_root() {
        let _ = Command::new("chown")
            .args(["-R", "postgres"])
            .arg(dir)
            .status();
    }
}

/// PostgreSQL refuses to run as root: there the server runs as `postgres`.
fn as_postgres(program: &Path, args: &[&str]) {
    let mut command = if is_root() {
        let mut c = Command::new("setpriv");
        c.args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "--",
        ])
        .arg(program);
        c
    } else {
        Command::new(program)
    };
    let done = command
        .args(args)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .status();
    assert!(
        done.is_ok_and(|s| s.success()),
        "failed to run {}",
        program.display()
    );
}
