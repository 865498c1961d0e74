//! Fifty people who click, on a programme of 10,000 cases, on both databases; then the access review over ten million lines.
//!
//! `KUMI_BENCH_CASES` and `KUMI_BENCH_LINES` make it smaller. A programme made before is used again: it is kept in the cache.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use super::{
    Aim, Around, Row,
    measure::{after, example, timed},
};
use crate::shell::{cache, cargo, root, run as must};

/// How long they click, seconds.
const SECONDS: &str = "60";
/// Where it is served.
const LISTEN: &str = "127.0.0.1:8931";

pub fn run(_: &Around) -> anyhow::Result<Vec<Row>> {
    must(&mut cargo(&[
        "build",
        "--release",
        "--quiet",
        "-p",
        "app",
        "--bin",
        "kumi",
    ]))?;
    let doors = example("app", "doors", &[])?;
    let kumi = target().join("release/kumi");
    let mut rows = Vec::new();
    for engine in ["SQLite", "PostgreSQL"] {
        let programme = Programme::of(engine, &doors)?;
        rows.extend(programme.make(&kumi)?);
        let mut server = programme.serve(&kumi)?;
        let base = format!(
            "http://localhost:{}",
            LISTEN.rsplit(':').next().unwrap_or_default()
        );
        let clicked = timed(Command::new(&doors).args(["click", &base, SECONDS]));
        stop(&mut server)?;
        rows.extend(clicks(engine, &clicked?.0)?);
        rows.extend(programme.review(&kumi, &doors, &base)?);
    }
    Ok(rows)
}

fn target() -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    set.unwrap_or_else(|| root().join("target"))
}

fn set(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

/// A programme on one of the databases.
struct Programme {
    engine: &'static str,
    dir: PathBuf,
    database: String,
}

impl Programme {
    fn of(engine: &'static str, doors: &Path) -> anyhow::Result<Self> {
        let cases = set("KUMI_BENCH_CASES", "10000");
        let dir = cache().join(format!("sim-{}-{cases}", engine.to_lowercase()));
        let kept = dir.join("database");
        let database = match std::fs::read_to_string(&kept) {
            Ok(kept) => kept,
            Err(_) if engine == "SQLite" => {
                format!("sqlite:{}", dir.join("data/kumihimo.sqlite").display())
            }
            Err(_) => timed(Command::new(doors).arg("postgres"))?
                .0
                .trim()
                .to_owned(),
        };
        std::fs::create_dir_all(&dir)?;
        std::fs::write(&kept, &database)?;
        Ok(Self {
            engine,
            dir,
            database,
        })
    }

    fn sim(&self, kumi: &Path) -> Command {
        let mut command = Command::new(kumi);
        command
            .args(["sim", "--cases", &set("KUMI_BENCH_CASES", "10000")])
            .args(["--database", &self.database, "--dir"])
            .arg(&self.dir);
        command
    }

    /// Makes it, unless it is there; the row is of the making.
    fn make(&self, kumi: &Path) -> anyhow::Result<Option<Row>> {
        let (said, _) = timed(&mut self.sim(kumi))?;
        let minutes = after(&said, "\"made_s\":")? / 60.0;
        let (cases, events) = (after(&said, "\"cases\":")?, after(&said, "\"events\":")?);
        Ok(Some(Row {
            what: format!("a programme of {cases} cases on {}", self.engine),
            ours: format!("{events} events"),
            peer: String::new(),
            figure: minutes,
            unit: "min",
            aim: Aim::AtMost(10.0),
        }))
    }

    fn serve(&self, kumi: &Path) -> anyhow::Result<Child> {
        let mut command = self.sim(kumi);
        command.args(["--listen", LISTEN]).stdout(Stdio::null());
        let mut server = command.spawn().context("failed to serve the programme")?;
        let until = Instant::now() + Duration::from_secs(120);
        while std::net::TcpStream::connect(LISTEN).is_err() {
            if Instant::now() > until || server.try_wait()?.is_some() {
                stop(&mut server)?;
                bail!("the programme was not served within two minutes");
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }

    /// The access review over many lines, and what the log holds.
    fn review(&self, kumi: &Path, doors: &Path, base: &str) -> anyhow::Result<Vec<Row>> {
        let lines = set("KUMI_BENCH_LINES", "10000000");
        let fill = ["accesses", &self.database, &lines];
        let filled = after(&timed(Command::new(doors).args(fill))?.0, "lines")?;
        let mut server = self.serve(kumi)?;
        let said = timed(Command::new(doors).args(["review", base]));
        stop(&mut server)?;
        let what = format!("access review, {filled} lines, {}", self.engine);
        pages(&said?.0)
            .map(|page| page.row(&what, 1_000.0))
            .collect()
    }
}

fn stop(server: &mut Child) -> anyhow::Result<()> {
    server.kill().context("failed to stop the server")?;
    server.wait()?;
    Ok(())
}

fn clicks(engine: &str, said: &str) -> anyhow::Result<Vec<Row>> {
    let what = format!("50 people, 2 cores, {engine}");
    let mut rows: Vec<Row> = pages(said)
        .map(|page| page.row(&what, 100.0))
        .collect::<Result<_, _>>()?;
    for line in said.lines().filter(|l| l.starts_with("first view of ")) {
        let (view, bytes) = line.split_once(": ").context("no bytes")?;
        let bytes: f64 = bytes.trim_end_matches(" bytes").parse()?;
        rows.push(Row {
            what: format!("{view}, compressed, {engine}"),
            ours: format!("{bytes:.0} bytes"),
            peer: String::new(),
            figure: bytes / 1024.0,
            unit: "KB",
            aim: Aim::AtMost(100.0),
        });
    }
    Ok(rows)
}

/// A line of times.
struct Page<'a> {
    name: &'a str,
    line: &'a str,
}

fn pages(said: &str) -> impl Iterator<Item = Page<'_>> {
    said.lines().filter_map(|line| {
        let (name, rest) = line.split_once(": p50 ")?;
        (!rest.is_empty()).then_some(Page { name, line })
    })
}

impl Page<'_> {
    fn row(&self, what: &str, most: f64) -> anyhow::Result<Row> {
        Ok(Row {
            what: format!("{}: {what}", self.name),
            ours: format!("p50 {} ms", after(self.line, "p50")?),
            peer: String::new(),
            figure: after(self.line, "p95")?,
            unit: "ms (p95)",
            aim: Aim::AtMost(most),
        })
    }
}
