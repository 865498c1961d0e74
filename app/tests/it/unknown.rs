//! What does not exist answers like what may not be seen: every address of the document that names a thing, asked by the
//! people of another hospital about a thing of this one, and about a thing that is nowhere.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use serde_json::Value;
use store::Db;
use words::AccountId;

use crate::{
    drive::sequencing::text,
    house::serve,
    programme::{Copy, demo},
};

/// Those who see things of their own hospital, their own orders or their own person only.
const BOUND: [&str; 5] = [
    "coordinator-a",
    "physician-a",
    "counsellor-a",
    "technician-a",
    "vendor",
];

/// Where the ids of the things of an address stand: the part of the address before them, table, column of the case.
const THINGS: [(&str, &str); 7] = [
    (
        "/api/consents/",
        "SELECT id FROM consent_consent WHERE case_id = $1",
    ),
    (
        "/api/tubes/",
        "SELECT id FROM specimen_tube WHERE case_id = $1",
    ),
    (
        "/api/orders/",
        "SELECT id FROM sequencing_order WHERE case_id = $1",
    ),
    (
        "/api/deliveries/",
        "SELECT id FROM sequencing_delivery WHERE case_id = $1",
    ),
    (
        "/api/runs/",
        "SELECT id FROM analysis_run WHERE case_id = $1",
    ),
    (
        "/api/reports/",
        "SELECT id FROM report_report WHERE case_id = $1",
    ),
    (
        "/ga4gh/drs/v1/objects/",
        "SELECT o.id FROM sequencing_object o JOIN sequencing_delivery d ON o.delivery = d.id WHERE d.case_id = $1",
    ),
];

/// The things of a case that addresses name, by the part of the address before the id.
pub async fn things(db: &Db, case: &str) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::from([("/api/cases/", case.to_owned())]);
    for (before, sql) in THINGS {
        let rows = db.all(sql, vec![case.into()]).await.unwrap();
        let first = rows.first().unwrap_or_else(|| panic!("{before}: none"));
        found.insert(before, first.text(0).unwrap());
    }
    found
}

/// An id of the same form that nothing has.
pub fn nowhere(id: &str, case: &str) -> String {
    let mut other = case.to_owned();
    other.replace_range(case.len() - 5.., "99999");
    if id.contains(case) {
        let named = id.replace(case, &other);
        // a tube's number ends in a check character, and a wrong one is told to everybody
        let stem = &named[..named.len() - 1];
        let checked = ('0'..='9').chain('A'..='Z').map(|c| format!("{stem}{c}"));
        let mut tubes = checked.filter(|n| n.parse::<specimen::words::TubeNumber>().is_ok());
        return tubes.next().unwrap_or(named);
    }
    id.chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .rev()
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .chain(['z'])
        .collect()
}

/// Every address to read that names a thing: the part before the id and the part after it.
fn addresses(document: &Value) -> Vec<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let reads = paths.iter().filter(|(_, item)| item.get("get").is_some());
    let named = reads.filter_map(|(path, _)| path.split_once("{id}"));
    let mut all: Vec<(String, String)> = named
        .map(|(before, after)| {
            let filled = after.split('/').map(|part| {
                if part.starts_with('{') {
                    "restricted"
                } else {
                    part
                }
            });
            (before.to_owned(), filled.collect::<Vec<_>>().join("/"))
        })
        .collect();
    all.push(("/cases/".to_owned(), String::new()));
    all
}

struct Asker {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Asker {
    async fn ask(&self, path: &str) -> (u16, String) {
        let url = format!("{}{path}", self.base);
        let mut request = self.http.get(url).bearer_auth(&self.token);
        if !path.starts_with("/api/") {
            request = request.header("accept", "text/html");
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (
            status,
            String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned(),
        )
    }
}

#[tokio::test]
async fn another_hospital_cannot_tell_what_exists_from_what_does_not() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let (_server, base) = serve(&copy.args, false);
    let platform = copy.platform().await;
    let case = text(&demo.said["cases"][1], "id").unwrap();
    let withdrawn = text(&demo.said["withdrawn"], "id").unwrap();
    let things = things(platform.db(), &case).await;
    let http = reqwest::Client::new();
    let document = http.get(format!("{base}/api/openapi.json")).send();
    let document: Value = document.await.unwrap().json().await.unwrap();
    let addresses = addresses(&document);
    assert!(addresses.len() > 20, "{addresses:?}");
    let mut denied = 0;
    for account in BOUND {
        let (id, now) = (AccountId::parse(account).unwrap(), platform.now());
        let issued = platform.auth().issue_token(&id, now.plus_days(1), now);
        let asker = Asker {
            http: http.clone(),
            base: base.clone(),
            token: issued.await.unwrap().secret,
        };
        for (before, after) in &addresses {
            let key = if before == "/cases/" {
                "/api/cases/"
            } else {
                before
            };
            let thing = things
                .get(key)
                .unwrap_or_else(|| panic!("{before}: no thing"));
            let missing = nowhere(thing, &case);
            assert_ne!(*thing, missing);
            let here = asker.ask(&format!("{before}{thing}{after}")).await;
            let there = asker.ask(&format!("{before}{missing}{after}")).await;
            // tubes go through the hands of vendors and technicians of every site, and an order is its vendor's own
            let own = account == "vendor" && !before.contains("cases");
            let handed = before == "/api/tubes/" || after == "/tubes";
            if (own || (handed && account == "technician-a")) || (handed && account == "vendor") {
                continue;
            }
            assert_eq!(here.0, 403, "{account} {before}{thing}{after}: {}", here.1);
            let same = (here.0, here.1.replace(thing.as_str(), &missing));
            assert_eq!(there, same, "{account} {before}{missing}{after}");
            denied += 1;
        }
        if account.ends_with("-a") {
            continue;
        }
        // nor that a case was withdrawn
        let gone = asker.ask(&format!("/api/cases/{withdrawn}/findings")).await;
        let never = asker.ask("/api/cases/0001-01-99999/findings").await;
        assert_eq!(gone, never, "{account}");
    }
    assert!(denied > 80, "{denied}");
}

#[tokio::test]
async fn the_centre_reads_that_there_is_none() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let (_server, base) = serve(&copy.args, false);
    let platform = copy.platform().await;
    let (id, now) = (AccountId::parse("analyst").unwrap(), platform.now());
    let issued = platform.auth().issue_token(&id, now.plus_days(1), now);
    let asker = Asker {
        http: reqwest::Client::new(),
        base,
        token: issued.await.unwrap().secret,
    };
    for path in [
        "/api/cases/0001-01-99999",
        "/api/cases/0001-01-99999/findings",
        "/api/runs/run-nowhere",
        "/api/reports/0001-01-99999.analysis",
        "/cases/0001-01-99999",
    ] {
        assert_eq!(asker.ask(path).await.0, 404, "{path}");
    }
}
