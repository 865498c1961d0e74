//! The cancer case: tumour and normal of one person, from registration to follow-up.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Stage, clinic, enrol, scene};

/// Runs it. Answers `{id, kind, state}`.
pub async fn run(stage: &mut Stage) -> anyhow::Result<Value> {
    let line = stage.show.begin("cancer");
    let (coordinator, physician) = (
        stage.staff.user("coordinator-a")?,
        stage.staff.user("physician-a")?,
    );
    line.say("registered and consented");
    let person = sim::people::born_in(2026, 1, 1955..1970, None);
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let (case, members) =
        enrol::register(&coordinator, eligibility, &[("proband", person)]).await?;
    let proband = members.first().context("no proband")?.person.clone();
    let patient = stage.staff.admit(&stage.opened.platform, &proband).await?;
    enrol::consent(
        &coordinator,
        &case,
        &proband,
        &enrol::Signs::Adult("icf-cancer-adult"),
    )
    .await?;
    clinic::cancer(
        &physician,
        &case,
        stage.programme.cancer.oncotree.as_deref(),
    )
    .await?;
    let samples = stage.programme.cancer.samples.clone();
    let attended = &["oneself"];
    let cancer = scene::Scene {
        case,
        rare: false,
        members,
        patient,
        hospital: "a",
        samples,
        attended,
    };
    scene::run(stage, line, cancer).await
}
