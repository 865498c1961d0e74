//! The third case: withdrawn after its reads were accepted; what it left is searched for and must not be found.

use anyhow::ensure;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Stage, enrol, sequencing, specimen};

/// Runs it. Answers what was withdrawn and what is left.
pub async fn run(stage: &mut Stage) -> anyhow::Result<Value> {
    let line = stage.show.begin("withdrawal");
    let (coordinator, technician) = (
        stage.staff.user("coordinator-a")?,
        stage.staff.user("technician-a")?,
    );
    let (vendor, analyst) = (stage.staff.user("vendor")?, stage.staff.user("analyst")?);
    let person = sim::people::born_in(2026, 5, 1950..1960, None);
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let (case, members) =
        enrol::register(&coordinator, eligibility, &[("proband", person)]).await?;
    let Some(proband) = members.first().map(|m| m.person.clone()) else {
        anyhow::bail!("no proband")
    };
    let consent = enrol::consent(
        &coordinator,
        &case,
        &proband,
        &enrol::Signs::Adult("icf-cancer-adult"),
    )
    .await?;
    let mut tubes = Vec::new();
    for role in ["tumour", "normal"] {
        tubes.push(specimen::carry(&technician, &vendor, &case, &proband, role).await?);
    }
    let order = sequencing::order(&analyst, &case).await?;
    if let (Some(tube), Some(sample)) = (tubes.first(), stage.programme.third.samples.first()) {
        sequencing::deliver(&vendor, &order, tube, sample, stage.opened.platform.now()).await?;
    }
    line.say("consent withdrawn");
    let patient = stage.staff.admit(&stage.opened.platform, &proband).await?;
    let withdrawn = patient
        .post(
            &format!("/api/consents/{consent}/withdraw"),
            json!({ "by": "self", "cooling_off_days": 0 }),
        )
        .await?;
    web::settle(&stage.opened.platform, &stage.opened.areas).await?;
    let plan = json!({ "person": proband, "role": "tumour", "material": "dna", "count": 1 });
    let refused = technician
        .refused(
            Method::POST,
            &format!("/api/cases/{case}/tubes"),
            Some(plan),
        )
        .await?;
    ensure!(
        refused.contains("403") || refused.contains("409"),
        "nothing may move after a withdrawal: {refused}"
    );
    let left = stage
        .opened
        .platform
        .blobs()
        .is_forgotten(&blob::KeyId::case(&words::CaseId::parse(case.clone())?));
    line.done(&case);
    Ok(
        json!({ "id": case, "state": "withdrawn", "key_destroyed": left, "consent": withdrawn["id"] }),
    )
}
