//! Confirmatory tests, counselling, the explanation, questions, the follow-up.

use anyhow::Context as _;
use disclosure::{decide::Told, words::Meeting};
use serde_json::{Value, json};
use sim::scenario::End;
use words::{AccountId, CaseId};

use super::{
    super::{clock, sites, world::World},
    Life, judge,
};

fn tests(life: &Life) -> impl Iterator<Item = &Value> {
    let tested = |o: &&Value| o["confirm_test"].is_string();
    life.outcomes.iter().filter(tested)
}

pub async fn order(life: &Life, world: &World) -> anyhow::Result<()> {
    for outcome in tests(life) {
        let path = format!("/api/cases/{}/confirm/orders", life.case);
        let body = json!({ "finding": outcome["finding"], "test": outcome["confirm_test"] });
        world.post(&life.own("physician"), &path, body).await?;
    }
    Ok(())
}

/// One in nine is not confirmed.
pub async fn answer(life: &Life, world: &World) -> anyhow::Result<()> {
    let confirmed = !life.plan.number.is_multiple_of(9);
    for outcome in tests(life) {
        let path = format!("/api/cases/{}/confirm/results", life.case);
        let body = json!({ "finding": outcome["finding"], "confirmed": confirmed });
        world.post(&life.own("physician"), &path, body).await?;
    }
    Ok(())
}

/// Counselling where it is needed, then the patient's report.
pub async fn prepare(life: &Life, world: &World) -> anyhow::Result<()> {
    let (physician, counsellor) = (life.own("physician"), life.own("counsellor"));
    let path = |step: &str| format!("/api/cases/{}/{step}", life.case);
    if life
        .outcomes
        .iter()
        .any(|o| o["counselling_needed"] == true)
    {
        let asked = json!({ "step": "requested" });
        world.post(&counsellor, &path("counselling"), asked).await?;
        let done = json!({ "step": "done", "meeting": "onsite" });
        world.post(&counsellor, &path("counselling"), done).await?;
    }
    judge::sign(life, world, "lay", &physician).await
}

pub async fn explain(life: &mut Life, world: &World) -> anyhow::Result<()> {
    let path = |step: &str| format!("/api/cases/{}/{step}", life.case);
    record(life, world, &life.own("physician")).await?;
    if life.plan.number.is_multiple_of(10)
        && let Some(own) = life.members.first().filter(|m| m.decides)
    {
        let account = sites::admit(world, &own.person).await?;
        clock::pass(30 * 3600);
        world.get(&account, &path("lay?lang=ja")).await?;
        life.patient = Some(account);
    }
    Ok(())
}

/// The physician signs for having explained.
async fn record(life: &Life, world: &World, physician: &str) -> anyhow::Result<()> {
    let case = CaseId::parse(life.case.as_str())?;
    let path = format!("/api/reports/{case}.lay");
    let lay = world.get(physician, &path).await?;
    let attended = if life.plan.alone {
        json!(["oneself"])
    } else {
        json!(["proxy", "mother", "father"])
    };
    let told = Told {
        findings: None,
        meeting: Meeting::Onsite,
        attended: serde_json::from_value(attended)?,
        copy_given: true,
        not_to_know: false,
    };
    let reference = format!("report:{case}.lay@{}", lay["version"]);
    let digest = told.digest(&case, &reference);
    let signature = world
        .signature(
            physician,
            "explanation.record",
            case.as_str(),
            digest.as_str(),
        )
        .await?;
    let mut body = serde_json::to_value(&told)?;
    body["signature"] = signature;
    let path = format!("/api/cases/{case}/explanation");
    world.post(physician, &path, body).await.map(drop)
}

/// A note of the team; a question of the patient, answered unless it is still open at the end.
pub async fn talk(life: &Life, world: &World) -> anyhow::Result<()> {
    let path = |step: &str| format!("/api/cases/{}/{step}", life.case);
    let note = json!({ "text": "次回外来で治療方針を相談する。" });
    world
        .post(&life.own("physician"), &path("notes"), note)
        .await?;
    let open = life.plan.end == End::Asking;
    let asks = open || life.patient.is_some();
    let Some(own) = life.members.first().filter(|m| m.decides && asks) else {
        return Ok(());
    };
    let account = match &life.patient {
        Some(account) => {
            let again = AccountId::parse(account.as_str())?;
            world.sign_in(&[again]).await?;
            account.clone()
        }
        None => sites::admit(world, &own.person).await?,
    };
    let question = json!({ "text": "家族にも検査を勧めたほうがよいですか。" });
    world.post(&account, &path("questions"), question).await?;
    if !open {
        let counsellor = life.own("counsellor");
        let lines = world.get(&counsellor, &path("questions")).await?;
        let last = lines.as_array().and_then(|lines| lines.last());
        let number = last.and_then(|line| line["n"].as_u64());
        let number = number.context("the question is not there")?;
        let answer = json!({ "text": "次の外来で一緒に考えましょう。" });
        let path = path(&format!("questions/{number}/answers"));
        world.post(&counsellor, &path, answer).await?;
    }
    Ok(())
}

pub async fn follow_up(life: &Life, world: &World) -> anyhow::Result<()> {
    let path = format!("/api/cases/{}/follow-up", life.case);
    let body = json!({ "status": "alive" });
    let done = world.post(&life.own("physician"), &path, body).await;
    done.map(drop)
}
