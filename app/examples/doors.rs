//! People who click: the load of `cargo xtask bench doors` on a programme that `kumi sim` serves.
//!
//! `doors click URL SECONDS` lets fifty people of all roles work on it, each one page after the other with a pause to read, and
//! prints for each kind of page how long the answer took. `doors accesses DATABASE LINES` copies the lines of the access log
//! until there are so many, and `doors review URL` asks the three questions of the access review.
//! `doors postgres` makes an empty database on the PostgreSQL server of the tests and prints its URL.
#![expect(clippy::unwrap_used, reason = "a bench stops at the first fault")]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use reqwest::{Client, header, redirect::Policy};

/// Account, and what it opens, over and over.
const PEOPLE: [(&str, usize, &[&str]); 8] = [
    (
        "coordinator",
        14,
        &[
            "inbox",
            "list",
            "case",
            "search number",
            "case",
            "search kana",
        ],
    ),
    (
        "physician",
        12,
        &["inbox", "case", "finding", "search number", "case", "panel"],
    ),
    ("counsellor", 4, &["inbox", "case", "search kana"]),
    ("technician", 5, &["inbox", "case", "search number"]),
    (
        "curator",
        6,
        &["inbox", "case", "finding", "finding", "search gene"],
    ),
    ("analyst", 4, &["inbox", "list", "case", "search number"]),
    ("chair", 3, &["inbox", "panel", "finding", "case"]),
    ("security", 2, &["inbox", "access"]),
];

/// How long a person reads before the next click, milliseconds, at least and at most.
const READS: (u64, u64) = (1_000, 3_000);

type Times = Arc<Mutex<BTreeMap<String, Vec<f64>>>>;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["click", base, seconds] => click(base, seconds.parse().unwrap()).await,
        ["accesses", database, lines] => accesses(database, lines.parse().unwrap()).await,
        ["review", base] => review(base).await,
        ["postgres"] => println!("{}", store::testing::postgres().await.url),
        other => {
            panic!(
                "doors click URL SECONDS | accesses DATABASE LINES | review URL | postgres, not {other:?}"
            )
        }
    }
}

/// Somebody signed in.
struct Person {
    http: Client,
    base: String,
    cookie: String,
    times: Times,
    dice: u64,
}

impl Person {
    async fn enter(base: &str, account: &str, times: Times, dice: u64) -> Self {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let body = format!("account={account}");
        let asked = http
            .post(format!("{base}/demo"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, base)
            .body(body);
        let answer = asked.send().await.unwrap();
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter();
        let cookies: Vec<&str> = cookies
            .filter_map(|c| c.to_str().ok()?.split(';').next())
            .collect();
        assert!(
            cookies.iter().any(|c| c.starts_with("kumi_session=")),
            "{account} was not let in: {}",
            answer.status()
        );
        Self {
            http,
            base: base.to_owned(),
            cookie: cookies.join("; "),
            times,
            dice,
        }
    }

    /// A number below another.
    fn roll(&mut self, end: usize) -> usize {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.dice >> 33).unwrap() % end.max(1)
    }

    /// Opens a page, as a browser asks for it; follows one redirect, as search gives it. The time is that of the first answer.
    async fn open(&self, what: &str, path: &str) -> String {
        let begun = Instant::now();
        let (status, body, to) = self.ask(path).await;
        let took = begun.elapsed().as_secs_f64() * 1000.0;
        assert!(status == 200 || to.is_some(), "{path}: {status} {body}");
        let mut times = self.times.lock().unwrap();
        times.entry(what.to_owned()).or_default().push(took);
        body
    }

    async fn ask(&self, path: &str) -> (u16, String, Option<String>) {
        let asked = self.http.get(format!("{}{path}", self.base));
        let asked = asked
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html");
        let answer = asked.send().await.unwrap();
        let to = answer.headers().get(header::LOCATION);
        let to = to.and_then(|t| t.to_str().ok()).map(str::to_owned);
        (answer.status().as_u16(), answer.text().await.unwrap(), to)
    }
}

/// What stands behind a mark up to a quote, each once.
fn behind(page: &str, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = page
        .split(mark)
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/', '?', '#']).next())
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

async fn click(base: &str, seconds: u64) {
    let times = Times::default();
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut working = Vec::new();
    for (role, many, pages) in PEOPLE {
        for n in 0..many {
            let account = match role {
                "security" => "security".to_owned(),
                "coordinator" | "physician" | "counsellor" | "technician" => {
                    format!("{role}-{n:02}")
                }
                "curator" => format!("curator-{}", n % 4),
                _ => format!("{role}-{}", n % 3),
            };
            let dice = u64::try_from(working.len()).unwrap() * 7919 + 1;
            let person = Person::enter(base, &account, times.clone(), dice).await;
            working.push(tokio::spawn(work(person, pages, end)));
        }
    }
    let people = working.len();
    for one in working {
        one.await.unwrap();
    }
    println!("{people} people, {seconds} s");
    say(&times);
    weigh(base).await;
}

async fn work(mut person: Person, pages: &'static [&'static str], end: Instant) {
    let mut known = person.cases().await;
    let mut next = person.roll(pages.len());
    while Instant::now() < end {
        let least =
            u64::try_from(person.roll(usize::try_from(READS.1 - READS.0).unwrap())).unwrap();
        tokio::time::sleep(Duration::from_millis(READS.0 + least)).await;
        let what = pages[next % pages.len()];
        next += 1;
        let at = person.roll(known.len());
        let case = known.get(at).cloned().unwrap_or_default();
        match what {
            "inbox" => drop(person.open(what, "/").await),
            "list" => {
                let page = person.open(what, "/cases").await;
                known.extend(behind(&page, "\"/cases/"));
                known.retain(|c| c.len() == 13);
            }
            "case" => drop(person.open(what, &format!("/cases/{case}")).await),
            "search number" => drop(person.open(what, &format!("/search?q={case}")).await),
            "search kana" => drop(
                person
                    .open(what, "/search?q=%E3%83%9F%E3%83%9B%E3%83%B3")
                    .await,
            ),
            "search gene" => drop(person.open(what, "/search?q=TP53").await),
            "access" => drop(person.open(what, &format!("/access?case={case}")).await),
            "finding" => {
                let page = person.may(&format!("/findings/{case}")).await;
                let found = page.map(|p| behind(&p, &format!("/findings/{case}/")));
                if let Some(finding) = found.iter().flatten().next() {
                    person
                        .open(what, &format!("/findings/{case}/{finding}"))
                        .await;
                }
            }
            "panel" => {
                let path = format!("/panels/{case}");
                if person.may(&path).await.is_some() {
                    person.open(what, &path).await;
                }
            }
            other => panic!("no page {other}"),
        }
    }
}

impl Person {
    /// Cases that this person can open.
    async fn cases(&self) -> Vec<String> {
        let mut all = Vec::new();
        for path in [
            "/",
            "/cases",
            "/cases?state=explained_to_patient",
            "/cases?state=follow_up",
            "/cases?state=report_signed",
        ] {
            let (status, page, _) = self.ask(path).await;
            if status == 200 {
                all.extend(
                    behind(&page, "/cases/")
                        .into_iter()
                        .filter(|c| c.len() == 13),
                );
            }
        }
        if all.is_empty() {
            let (_, page, _) = self.ask("/panels").await;
            all.extend(
                behind(&page, "/panels/")
                    .into_iter()
                    .filter(|c| c.len() == 13),
            );
        }
        all.sort();
        all.dedup();
        all
    }

    /// The page, if there is one for this person: not every case has findings or a panel.
    async fn may(&self, path: &str) -> Option<String> {
        let (status, page, _) = self.ask(path).await;
        (status == 200).then_some(page)
    }
}

fn say(times: &Times) {
    for (what, times) in times.lock().unwrap().iter() {
        let mut sorted = times.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
        println!(
            "{what}: p50 {:.1} ms, p95 {:.1} ms, most {:.1} ms, {} times",
            at(0.5),
            at(0.95),
            at(1.0),
            sorted.len()
        );
    }
}

/// First view: the page and everything its head names, as they are sent.
async fn weigh(base: &str) {
    let person = Person::enter(base, "physician-00", Times::default(), 1).await;
    let Some(case) = person.cases().await.first().cloned() else {
        return;
    };
    for (what, path) in [
        ("inbox", "/".to_owned()),
        ("case", format!("/cases/{case}")),
        ("findings", format!("/findings/{case}")),
    ] {
        let (status, page, _) = person.ask(&path).await;
        if status != 200 {
            continue;
        }
        let mut bytes = person.sent(&path).await;
        let linked = ["href=\"/assets/", "src=\"/assets/"];
        let assets = linked.iter().flat_map(|mark| {
            page.split(mark)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
        });
        for asset in assets.filter(|a| !a.contains("igv")) {
            bytes += person.sent(&format!("/assets/{asset}")).await;
        }
        println!("first view of {what}: {bytes} bytes");
    }
}

impl Person {
    /// Bytes of an answer, compressed as a browser would get it.
    async fn sent(&self, path: &str) -> usize {
        let asked = self.http.get(format!("{}{path}", self.base));
        let asked = asked
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_ENCODING, "gzip");
        asked.send().await.unwrap().bytes().await.unwrap().len()
    }
}

const COPIED: &str =
    "account, role, site, action, kind, thing, case_id, person, holds, rule, allowed, purpose";

/// Copies the log until it has so many lines. The copies are no part of the chain: this programme is for measuring only.
async fn accesses(database: &str, lines: i64) {
    let db = store::Db::open(database).await.unwrap();
    let row = db
        .one("SELECT MAX(seq), COUNT(*) FROM access_log", vec![])
        .await
        .unwrap()
        .unwrap();
    let (last, own) = (row.int(0).unwrap(), row.int(1).unwrap());
    for copy in 1..=(lines / own.max(1)) {
        let sql = format!(
            "INSERT INTO access_log (id, at, {COPIED}, seq, hash)
             SELECT id || '-{copy}', at - {copy}, {COPIED}, seq + {}, hash FROM access_log WHERE seq <= {last}",
            copy * last
        );
        let mut tx = db.begin().await.unwrap();
        tx.run_made(sql, vec![]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let row = db
        .one("SELECT COUNT(*) FROM access_log", vec![])
        .await
        .unwrap()
        .unwrap();
    println!("lines {}", row.int(0).unwrap());
}

/// Who saw this case, what did this account open, who saw this person.
async fn review(base: &str) {
    let times = Times::default();
    let person = Person::enter(base, "security", times.clone(), 1).await;
    for account in ["curator-0", "physician-00", "coordinator-01", "analyst-1"] {
        let page = person
            .open(
                "what an account opened",
                &format!("/access?account={account}"),
            )
            .await;
        for case in behind(&page, "case=").iter().take(3) {
            person
                .open("who saw a case", &format!("/access?case={case}"))
                .await;
        }
        for who in behind(&page, "person=").iter().take(3) {
            person
                .open("who saw a person", &format!("/access?person={who}"))
                .await;
        }
    }
    say(&times);
}
