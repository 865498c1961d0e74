//! PostgreSQL restarted in the middle of a series of decisions: none is lost, none is half there, and the service goes on.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use crate::house::House;

/// A server of its own: the one that store tests share must not be restarted under them.
pub struct Server {
    home: tempfile::TempDir,
    bin: PathBuf,
}

impl Server {
    /// None if PostgreSQL is not installed and nothing requires it.
    pub fn start() -> Option<Self> {
        let Some(bin) = bin_dir() else {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "PostgreSQL is not installed"
            );
            eprintln!("SKIPPED: PostgreSQL is not installed");
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        if root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(home.path())
                .status();
            assert!(owned.unwrap().success());
        }
        let server = Self { home, bin };
        let data = server.data();
        server.run(
            "initdb",
            &[
                "-D",
                &data,
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
        server.control(&["start"]);
        Some(server)
    }

    fn data(&self) -> String {
        self.home.path().join("data").display().to_string()
    }

    /// Stops as a power cut does, then starts again.
    fn crash_and_start(&self) {
        self.control(&["-m", "immediate", "stop"]);
        std::thread::sleep(Duration::from_secs(2));
        self.control(&["start"]);
    }

    fn control(&self, what: &[&str]) {
        let (data, home) = (self.data(), self.home.path().display().to_string());
        let log = format!("{home}/log");
        let options = format!("-k {home} -c listen_addresses= -c unix_socket_permissions=0777");
        let mut args = vec!["-D", data.as_str(), "-w", "-l", &log, "-o", &options];
        args.extend(what);
        self.run("pg_ctl", &args);
    }

    /// PostgreSQL refuses to run as root: there it runs as `postgres`.
    fn run(&self, program: &str, args: &[&str]) {
        let program = self.bin.join(program);
        let mut command = Command::new(if root() {
            Path::new("setpriv")
        } else {
            &program
        });
        if root() {
            command.args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
            ]);
            command.arg(&program);
        }
        let done = command
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status();
        assert!(done.unwrap().success(), "{} {args:?}", program.display());
    }

    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.home.path().display()
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if Path::new(&self.data()).join("postmaster.pid").exists() {
            self.control(&["-m", "immediate", "stop"]);
        }
    }
}

fn bin_dir() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = versions.flatten().map(|e| e.path().join("bin"));
    bins.filter(|p| p.join("initdb").exists()).max()
}

fn root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|o| o.stdout == b"0\n")
}

/// A patient with a number of their own.
fn registration(number: u32) -> Value {
    json!({ "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
        "members": [{ "relation": "proband", "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1970-05-01",
            "sex": "female", "patient_number": format!("9{number:05}") }] })
}

/// How many cases are registered in the series, and before which of them the server falls.
const SERIES: u32 = 40;
const FALLS: u32 = 12;

#[tokio::test]
async fn no_decision_is_lost_or_half_written_when_the_database_falls() {
    let Some(server) = Server::start() else {
        return;
    };
    let server = std::sync::Arc::new(server);
    let house = House::open(Some(server.url()), None, true).await;
    let staff = house.staff().await;
    let coordinator = staff.user("coordinator-a").unwrap();
    let (mut told, mut faults, mut falling) = (Vec::new(), 0_u32, None);
    for number in 0..SERIES {
        if number == FALLS {
            let server = server.clone();
            falling = Some(tokio::task::spawn_blocking(move || {
                server.crash_and_start()
            }));
        }
        let mut tries = 0;
        loop {
            match coordinator.post("/api/cases", registration(number)).await {
                Ok(case) => break told.push(case["id"].as_str().unwrap().to_owned()),
                // written just before the fall, only the answer was lost: the patient is known already
                Err(error) if error.to_string().contains("E-REGISTRY-DUPLICATE") => break,
                Err(error) => {
                    let said = error.to_string();
                    assert!(
                        said.contains("503") && said.contains("E-DATABASE-AWAY"),
                        "a clear answer: {said}"
                    );
                    faults += 1;
                    tries += 1;
                    assert!(tries < 120, "the service did not come back: {said}");
                    tokio::time::sleep(Duration::from_millis(250)).await;
                }
            }
        }
    }
    falling.unwrap().await.unwrap();
    // a fall that is shorter than a request waits may be felt by the requests of that moment only
    eprintln!("{faults} requests were told to come again");
    for case in &told {
        let read = coordinator
            .get(&format!("/api/cases/{case}"))
            .await
            .unwrap();
        assert_eq!(read["status"], "registered");
    }
    let db = house.platform.db();
    let count = "SELECT COUNT(*) FROM registry_case";
    let rows = db
        .one(count, vec![])
        .await
        .unwrap()
        .unwrap()
        .int(0)
        .unwrap();
    assert_eq!(rows, i64::from(SERIES), "each once");
    let (whole, said) = house.verify();
    assert!(whole, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_every_answer_says_so_and_when_to_come_back() {
    let Some(server) = Server::start() else {
        return;
    };
    let house = House::open(Some(server.url()), None, true).await;
    let staff = house.staff().await;
    let coordinator = staff.user("coordinator-a").unwrap();
    let case = coordinator.post("/api/cases", registration(1)).await;
    let case = case.unwrap()["id"].as_str().unwrap().to_owned();
    let account = words::AccountId::parse("coordinator-a").unwrap();
    let now = house.platform.now();
    let token = house.platform.auth();
    let token = token.issue_token(&account, now.plus_days(1), now).await;
    let token = token.unwrap().secret;
    server.control(&["-m", "fast", "stop"]);
    let begun = std::time::Instant::now();
    let http = reqwest::Client::new();
    let url = format!("{}/api/cases/{case}", house.base);
    let answer = http.get(&url).bearer_auth(&token).send().await;
    let answer = answer.unwrap();
    assert_eq!(answer.status(), reqwest::StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()["retry-after"], "5");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "E-DATABASE-AWAY", "{problem}");
    assert!(
        problem["detail"]["ja"]
            .as_str()
            .unwrap()
            .contains("自動で再開")
    );
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "an answer in time"
    );
    // a request that comes just before the return waits for it
    let waiting = tokio::spawn({
        let (http, url, token) = (http.clone(), url.clone(), token.clone());
        async move {
            http.get(url)
                .bearer_auth(token)
                .send()
                .await
                .unwrap()
                .status()
        }
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    server.control(&["start"]);
    assert_eq!(waiting.await.unwrap(), reqwest::StatusCode::OK);
    coordinator
        .post("/api/cases", registration(2))
        .await
        .unwrap();
    let (whole, said) = house.verify();
    assert!(whole, "{said}");
}
