//! The expert panel: planned, opened, voted, decided, closed.

use anyhow::Context as _;
use serde_json::{Value, json};
use words::Digest;

use super::{
    super::{clock, world::World},
    Life,
};

/// Account, roles in the panel, specialties, ground of the genome expert.
type Seat = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    Option<&'static str>,
);

const ONCOLOGY: [Seat; 7] = [
    ("oncologist", &["drug_therapy"], &["respiratory"], None),
    (
        "oncologist-2",
        &["drug_therapy"],
        &["gastrointestinal"],
        None,
    ),
    ("geneticist", &["genetics_physician"], &[], None),
    ("panel-counsellor", &["genetic_counselling"], &[], None),
    ("pathologist", &["pathologist"], &[], None),
    (
        "genomicist",
        &["genome_expert", "wgs_expert"],
        &[],
        Some("wgs_paper"),
    ),
    ("bioinformatician", &["bioinformatician"], &[], None),
];

const RARE: [Seat; 4] = [
    ("geneticist", &["genetics_physician"], &[], None),
    ("panel-counsellor", &["genetic_counselling"], &[], None),
    ("bioinformatician", &["bioinformatician"], &[], None),
    ("genomicist", &["field_physician"], &[], None),
];

fn seats(life: &Life) -> &'static [Seat] {
    if life.plan.cancer { &ONCOLOGY } else { &RARE }
}

/// Something about everybody who sits there.
fn each(life: &Life, make: impl Fn(&str) -> Value) -> Vec<Value> {
    let physician = life.own("physician");
    let members = seats(life).iter().map(|s| s.0);
    members.chain([physician.as_str()]).map(make).collect()
}

pub async fn plan(life: &Life, world: &World) -> anyhow::Result<()> {
    let seat = |(account, roles, specialties, ground): &Seat| json!({ "account": account, "roles": roles, "specialties": specialties, "full_time": true, "wgs_ground": ground });
    let mut members: Vec<Value> = seats(life).iter().map(seat).collect();
    members.push(
        json!({ "account": life.own("physician"), "roles": ["attending"], "attending": true }),
    );
    let held = life.next().map(|(day, _)| clock::BEGIN.plus_days(day));
    let day = held.unwrap_or_else(|| clock::now().plus_days(9)).day();
    let rules = if life.plan.cancer {
        "EP-WGS"
    } else {
        "RD-provisional"
    };
    let plan = json!({ "rule_set": rules, "day": day, "mode": "realtime", "members": members, "information_supplied": true });
    let path = format!("/api/cases/{}/panel", life.case);
    let done = world.post(&life.one_of("chair", 3), &path, plan).await;
    done.map(drop)
}

pub async fn hold(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let chair = life.one_of("chair", 3);
    let path = |step: &str| format!("/api/cases/{}/panel{step}", life.case);
    let presence = each(life, |a| json!({ "account": a, "interest": "none" }));
    let body = json!({ "presence": presence });
    world.post(&chair, &path("/open"), body).await?;
    let votes = each(life, |a| json!({ "account": a, "vote": "agree" }));
    let body = json!({ "votes": votes });
    let panel = world.post(&chair, &path("/votes"), body).await?;
    let findings = format!("/api/cases/{}/findings", life.case);
    let findings = world.get(&chair, &findings).await?;
    let outcomes = outcomes(&panel, &findings, life.plan.cancer)?;
    let said = json!({ "ja": "確認検査の結果をみて治療を検討する。", "en": "Consider treatment after the confirmatory test." });
    let body = json!({ "outcomes": outcomes, "recommendation": said });
    world.post(&chair, &path("/outcomes"), body).await?;
    let minutes = "見本の議事録：全所見を確認し、全員一致で結論した。";
    let digest = Digest::of(&serde_json::to_vec(minutes)?);
    let thing = format!("{}.panel", life.case);
    let signature = world
        .signature(&chair, "panel.close", &thing, digest.as_str())
        .await?;
    let body = json!({ "minutes": minutes, "signature": signature });
    world.post(&chair, &path("/close"), body).await?;
    life.outcomes = outcomes;
    Ok(())
}

/// One outcome per finding: strong findings go back after confirmation, the rest does not.
fn outcomes(panel: &Value, findings: &Value, cancer: bool) -> anyhow::Result<Vec<Value>> {
    let asked = panel["findings"].as_array();
    let asked = asked.context("the panel has no findings")?;
    let all = findings["findings"].as_array();
    let all = all.context("no findings came back")?;
    let outcome = |id: &Value| {
        let none = Value::Null;
        let finding = all.iter().find(|f| f["id"] == *id).unwrap_or(&none);
        let said = |field: &str| finding[field].as_str().unwrap_or_default();
        let germline = said("origin") == "germline";
        let strong =
            said("tier").starts_with("I-") || (germline && said("class").contains("athogenic"));
        let secondary = germline && cancer;
        let back = strong && !secondary;
        let test = if germline {
            "sanger"
        } else {
            "companion_diagnostic"
        };
        json!({
            "finding": id, "level": finding["level"].as_u64().unwrap_or(2),
            "tier": finding["tier"], "class": finding["class"],
            "return": if back { "after_confirmation" } else { "no" },
            "aim": if secondary { "secondary_now" } else { "primary_now" },
            "action": if strong && !germline { "approved_drug" } else { "none" },
            "counselling_needed": germline && strong,
            "confirm_test": back.then_some(test),
        })
    };
    Ok(asked.iter().map(outcome).collect())
}
