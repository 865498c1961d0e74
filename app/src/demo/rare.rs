//! The rare-disease case: a child and both parents, each a participant with own consent and tube.

use serde_json::{Value, json};

use super::{Stage, clinic, disclosure, enrol, panel, sequencing, specimen, wait};

/// Runs it. Answers `{id, kind, state}`.
pub async fn run(stage: &mut Stage) -> anyhow::Result<Value> {
    let line = stage.show.begin("rare disease");
    let (coordinator, technician) = (
        stage.staff.user("coordinator-b")?,
        stage.staff.user("technician-b")?,
    );
    let (vendor, analyst) = (stage.staff.user("vendor")?, stage.staff.user("analyst")?);
    let (curator, physician) = (
        stage.staff.user("curator")?,
        stage.staff.user("physician-b")?,
    );

    line.say("registered and consented");
    let mother = sim::people::born_in(2026, 2, 1985..1990, Some(sim::people::Sex::Female));
    let father = sim::people::born_in(2026, 3, 1985..1990, Some(sim::people::Sex::Male));
    let child = sim::people::born_in(2026, 4, 2016..2018, None);
    let eligibility =
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let people = [("proband", child), ("mother", mother), ("father", father)];
    let (case, members) = enrol::register(&coordinator, eligibility, &people).await?;
    for member in &members {
        let signs = match member.relation {
            "proband" => enrol::Signs::ForChild {
                form: "icf-rare-adult",
                assent: "assent-child",
            },
            _ => enrol::Signs::Adult("icf-parent"),
        };
        enrol::consent(&coordinator, &case, &member.person, &signs).await?;
    }
    let Some(proband) = members.first().map(|m| m.person.clone()) else {
        anyhow::bail!("no proband")
    };
    let patient = stage.staff.admit(&stage.opened.platform, &proband).await?;
    clinic::rare(&physician, &case, &stage.programme.rare.phenotypes).await?;

    line.say("specimens");
    let mut tubes = Vec::new();
    for sample in &stage.programme.rare.samples {
        let of = members.iter().find(|m| m.relation == sample.role.as_str());
        let Some(of) = of else {
            anyhow::bail!("nobody is the {}", sample.role.as_str())
        };
        tubes.push(specimen::carry(&technician, &vendor, &case, &of.person, "normal").await?);
    }
    line.say("sequencing");
    let order = sequencing::order(&analyst, &case).await?;
    for (tube, sample) in tubes.iter().zip(&stage.programme.rare.samples) {
        sequencing::deliver(&vendor, &order, tube, sample, stage.opened.platform.now()).await?;
    }
    line.say("analysis");
    wait::for_state(stage, &case, "primary_analysis").await?;
    sequencing::accept_run(&analyst, &case).await?;
    line.say("interpretation and reports");
    wait::for_state(stage, &case, "report_draft").await?;
    panel::sign(stage, &curator, &case, "analysis").await?;
    let day = stage.opened.platform.now().day();
    let outcomes = panel::hold(&stage.staff, &case, true, "physician-b", day).await?;
    panel::sign(stage, &physician, &case, "panel").await?;
    line.say("explanation");
    let counsellor = stage.staff.user("counsellor-b")?;
    let attended = ["proxy", "mother", "father"];
    disclosure::return_results(
        stage,
        &physician,
        &counsellor,
        &patient,
        &case,
        &outcomes,
        &attended,
    )
    .await?;
    wait::ended(stage, line, &case, "rare").await
}
