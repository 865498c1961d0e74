//! The cancer case: tumour and normal of one person, from registration to follow-up.

use serde_json::{Value, json};

use super::{Stage, clinic, disclosure, enrol, panel, sequencing, specimen, wait};

/// Runs it. Answers `{id, kind, state}`.
pub async fn run(stage: &mut Stage) -> anyhow::Result<Value> {
    let line = stage.show.begin("cancer");
    let (coordinator, technician) = (
        stage.staff.user("coordinator-a")?,
        stage.staff.user("technician-a")?,
    );
    let (vendor, analyst) = (stage.staff.user("vendor")?, stage.staff.user("analyst")?);
    let (curator, physician) = (
        stage.staff.user("curator")?,
        stage.staff.user("physician-a")?,
    );

    line.say("registered and consented");
    let person = sim::people::born_in(2026, 1, 1955..1970, None);
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let (case, members) =
        enrol::register(&coordinator, eligibility, &[("proband", person)]).await?;
    let Some(proband) = members.first().map(|m| m.person.clone()) else {
        anyhow::bail!("no proband")
    };
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

    line.say("specimens");
    let mut tubes = Vec::new();
    for sample in &stage.programme.cancer.samples {
        tubes.push(
            specimen::carry(&technician, &vendor, &case, &proband, sample.role.as_str()).await?,
        );
    }
    line.say("sequencing");
    let order = sequencing::order(&analyst, &case).await?;
    for (tube, sample) in tubes.iter().zip(&stage.programme.cancer.samples) {
        sequencing::deliver(&vendor, &order, tube, sample, stage.opened.platform.now()).await?;
    }
    line.say("analysis");
    wait::for_state(stage, &case, "primary_analysis").await?;
    sequencing::accept_run(&analyst, &case).await?;
    line.say("interpretation and reports");
    wait::for_state(stage, &case, "report_draft").await?;
    panel::sign(stage, &curator, &case, "analysis").await?;
    let day = stage.opened.platform.now().day();
    let outcomes = panel::hold(&stage.staff, &case, false, "physician-a", day).await?;
    panel::sign(stage, &physician, &case, "panel").await?;
    line.say("explanation");
    let counsellor = stage.staff.user("counsellor-a")?;
    disclosure::return_results(
        stage,
        &physician,
        &counsellor,
        &patient,
        &case,
        &outcomes,
        &["oneself"],
    )
    .await?;
    wait::ended(stage, line, &case, "cancer").await
}
