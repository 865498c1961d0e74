//! Steps 8 to 10: analysis report signed, panel held, panel report signed.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use words::{Day, Digest};

use super::{Stage, client::User, sequencing::text, staff::Staff, wait};

/// Waits until the newest draft of a report is printed and nothing is under way, then signs what stands there.
pub async fn sign(stage: &Stage, signer: &User, case: &str, kind: &str) -> anyhow::Result<()> {
    let id = format!("{case}.{kind}");
    for _ in 0..300 {
        wait::until_quiet(stage).await?;
        if let Ok(report) = signer.get(&format!("/api/reports/{id}")).await
            && printed(&report)
        {
            let digest = text(&report, "digest")?;
            let purpose = match kind {
                "analysis" => "analysis_report.sign",
                _ => "panel_report.sign",
            };
            let signature = signer.signature(purpose, &id, &digest).await?;
            signer
                .post(
                    &format!("/api/reports/{id}/sign"),
                    json!({ "digest": digest, "signature": signature }),
                )
                .await?;
            return wait::until_quiet(stage).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("report {id} was not printed within a minute")
}

/// Whether the newest version has its pages.
fn printed(report: &Value) -> bool {
    let versions = report["versions"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let newest = versions.iter().max_by_key(|v| v["version"].as_i64());
    newest.is_some_and(|v| {
        v["pages"]
            .as_object()
            .is_some_and(|pages| !pages.is_empty())
    })
}

/// Account, roles in the panel, specialties, full time, ground of the genome expert.
type Seat = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    bool,
    Option<&'static str>,
);

const ONCOLOGY: [Seat; 7] = [
    (
        "oncologist",
        &["drug_therapy"],
        &["respiratory"],
        true,
        None,
    ),
    (
        "oncologist-2",
        &["drug_therapy"],
        &["gastrointestinal"],
        true,
        None,
    ),
    ("geneticist", &["genetics_physician"], &[], true, None),
    (
        "panel-counsellor",
        &["genetic_counselling"],
        &[],
        true,
        None,
    ),
    ("pathologist", &["pathologist"], &[], true, None),
    (
        "genomicist",
        &["genome_expert", "wgs_expert"],
        &[],
        true,
        Some("wgs_paper"),
    ),
    ("bioinformatician", &["bioinformatician"], &[], true, None),
];

const RARE: [Seat; 4] = [
    ("geneticist", &["genetics_physician"], &[], true, None),
    (
        "panel-counsellor",
        &["genetic_counselling"],
        &[],
        true,
        None,
    ),
    ("bioinformatician", &["bioinformatician"], &[], true, None),
    ("genomicist", &["field_physician"], &[], true, None),
];

/// Holds the panel: plan, open, vote, outcomes, minutes.
pub async fn hold(
    staff: &Staff,
    case: &str,
    rare: bool,
    physician: &str,
    day: Day,
) -> anyhow::Result<Value> {
    let chair = staff.user("chair")?;
    let seats: &[Seat] = if rare { &RARE } else { &ONCOLOGY };
    let mut members: Vec<Value> = seats.iter().map(seat).collect();
    members.push(json!({ "account": physician, "roles": ["attending"], "attending": true }));
    let plan = json!({ "rule_set": if rare { "RD-provisional" } else { "EP-WGS" }, "day": day, "mode": "realtime",
        "members": members, "information_supplied": true });
    let path = |step: &str| format!("/api/cases/{case}/panel{step}");
    let planned = chair.post(&path(""), plan).await?;
    let accounts = || seats.iter().map(|s| s.0).chain([physician]);
    let presence: Vec<Value> = accounts()
        .map(|a| json!({ "account": a, "interest": "none" }))
        .collect();
    chair
        .post(&path("/open"), json!({ "presence": presence }))
        .await?;
    let votes: Vec<Value> = accounts()
        .map(|a| json!({ "account": a, "vote": "agree" }))
        .collect();
    chair
        .post(&path("/votes"), json!({ "votes": votes }))
        .await?;
    let findings = chair.get(&format!("/api/cases/{case}/findings")).await?;
    let outcomes = outcomes(&planned, &findings, rare)?;
    let recommendation = json!({ "ja": "確認検査の結果をみて治療を検討する。", "en": "Consider treatment after the confirmatory test." });
    chair
        .post(
            &path("/outcomes"),
            json!({ "outcomes": outcomes, "recommendation": recommendation }),
        )
        .await?;
    let minutes = "見本の議事録：全所見を確認し、全員一致で結論した。";
    let digest = Digest::of(&serde_json::to_vec(minutes)?);
    let signature = chair
        .signature("panel.close", &format!("{case}.panel"), digest.as_str())
        .await?;
    chair
        .post(
            &path("/close"),
            json!({ "minutes": minutes, "signature": signature }),
        )
        .await?;
    Ok(Value::Array(outcomes))
}

fn seat((account, roles, specialties, full_time, ground): &Seat) -> Value {
    json!({ "account": account, "roles": roles, "specialties": specialties, "full_time": full_time, "wgs_ground": ground })
}

/// One outcome per finding: strong findings go back after confirmation, the rest does not.
fn outcomes(planned: &Value, findings: &Value, rare: bool) -> anyhow::Result<Vec<Value>> {
    let asked = planned
        .get("findings")
        .and_then(Value::as_array)
        .context("the panel has no findings")?;
    let all = findings
        .get("findings")
        .and_then(Value::as_array)
        .context("no findings came back")?;
    let of = |id: &str| {
        all.iter()
            .find(|f| f.get("id").and_then(Value::as_str) == Some(id))
    };
    let word = |f: Option<&Value>, key: &str| {
        f.and_then(|f| f.get(key))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    Ok(asked
        .iter()
        .filter_map(Value::as_str)
        .map(|id| {
            let finding = of(id);
            let (tier, class) = (word(finding, "tier"), word(finding, "class"));
            let germline = word(finding, "origin").as_deref() == Some("germline");
            let strong = tier.as_deref().is_some_and(|t| t.starts_with("I-"))
                || (germline && class.as_deref().is_some_and(|c| c.contains("athogenic")));
            let secondary = germline && !rare;
            let level = finding.and_then(|f| f.get("level")).and_then(Value::as_u64).unwrap_or(2);
            json!({
                "finding": id, "level": level, "tier": tier, "class": class,
                "return": if strong && !secondary { "after_confirmation" } else { "no" },
                "aim": if secondary { "secondary_now" } else { "primary_now" },
                "action": if strong && !germline { "approved_drug" } else { "none" },
                "counselling_needed": germline && strong,
                "confirm_test": (strong && !secondary).then_some(if germline { "sanger" } else { "companion_diagnostic" }),
            })
        })
        .collect())
}
