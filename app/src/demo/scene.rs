//! What both cases share: from the tubes to the patient.

use serde_json::Value;

use super::{
    Stage, client::User, disclosure, enrol::Member, panel, sequencing, show::Line, specimen, wait,
};

/// A registered and consented case.
pub struct Scene<'a> {
    pub case: String,
    pub rare: bool,
    pub members: Vec<Member>,
    pub patient: User,
    /// `a` or `b`: whose staff treats.
    pub hospital: &'a str,
    pub samples: Vec<sim::Sample>,
    /// Who is there when the result is explained.
    pub attended: &'a [&'a str],
}

/// Runs steps 3 to 13. Answers `{id, kind, state}`.
pub async fn run(stage: &mut Stage, line: Line, scene: Scene<'_>) -> anyhow::Result<Value> {
    let own = |role: &str| stage.staff.user(&format!("{role}-{}", scene.hospital));
    let (technician, physician, counsellor) =
        (own("technician")?, own("physician")?, own("counsellor")?);
    let (vendor, analyst) = (stage.staff.user("vendor")?, stage.staff.user("analyst")?);
    let case = scene.case.as_str();

    line.say("specimens");
    let mut tubes = Vec::new();
    for sample in &scene.samples {
        let (person, role) = whose(&scene, sample)?;
        tubes.push(specimen::carry(&technician, &vendor, case, person, role).await?);
    }
    line.say("sequencing");
    let order = sequencing::order(&analyst, case).await?;
    for (tube, sample) in tubes.iter().zip(&scene.samples) {
        sequencing::deliver(&vendor, &order, tube, sample, stage.opened.platform.now()).await?;
    }
    line.say("analysis");
    wait::for_state(stage, case, "primary_analysis").await?;
    sequencing::accept_run(&analyst, case).await?;
    line.say("interpretation and reports");
    wait::for_state(stage, case, "report_draft").await?;
    panel::sign(stage, &stage.staff.user("curator")?, case, "analysis").await?;
    let day = stage.opened.platform.now().day();
    let attending = format!("physician-{}", scene.hospital);
    let outcomes = panel::hold(&stage.staff, case, scene.rare, &attending, day).await?;
    panel::sign(stage, &physician, case, "panel").await?;
    line.say("explanation");
    disclosure::return_results(stage, &physician, &counsellor, &scene, &outcomes).await?;
    wait::ended(
        stage,
        line,
        case,
        if scene.rare { "rare" } else { "cancer" },
    )
    .await
}

/// The person of a sample, and the role of its tube.
fn whose<'s>(
    scene: &'s Scene<'_>,
    sample: &sim::Sample,
) -> anyhow::Result<(&'s str, &'static str)> {
    let role = sample.role.as_str();
    let (relation, tube) = if scene.rare {
        (role, "normal")
    } else {
        ("proband", role)
    };
    let member = scene.members.iter().find(|m| m.relation == relation);
    let member = member.ok_or_else(|| anyhow::anyhow!("nobody is the {relation}"))?;
    Ok((&member.person, tube))
}
