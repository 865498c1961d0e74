//! The rare-disease case: a child and both parents, each a participant with own consent and tube.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Stage, clinic, enrol, scene};

/// Runs it. Answers `{id, kind, state}`.
pub async fn run(stage: &mut Stage) -> anyhow::Result<Value> {
    let line = stage.show.begin("rare disease");
    let (coordinator, physician) = (
        stage.staff.user("coordinator-b")?,
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
    let proband = members.first().context("no proband")?.person.clone();
    let patient = stage.staff.admit(&stage.opened.platform, &proband).await?;
    clinic::rare(&physician, &case, &stage.programme.rare.phenotypes).await?;
    let samples = stage.programme.rare.samples.clone();
    let attended = &["proxy", "mother", "father"];
    let rare = scene::Scene {
        case,
        rare: true,
        members,
        patient,
        hospital: "b",
        samples,
        attended,
    };
    scene::run(stage, line, rare).await
}
