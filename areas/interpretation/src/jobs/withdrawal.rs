//! What a withdrawal takes along: interpretations, their rows, their verdicts.

use anyhow::bail;
use ledger::{Failed, Recorded};
use web::Platform;
use words::{Actor, CaseId};

use super::{execute_along, resting};
use crate::decide::State;
use crate::decide::judging::{Judge, Judging};
use crate::{facts, react, store};

/// Makes unusable what rests on a consent that ended.
pub(crate) async fn on_consent(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = &heard.case else {
        return Ok(());
    };
    let Some(command) = react::on_withdrawal(&heard.event, &heard.id) else {
        return Ok(());
    };
    for (id, state) in store::of_case(platform.db(), case).await? {
        if ended(&platform, &state).await? {
            let gone = vec![store::gone(&id)];
            execute_along(&platform, &id, case, command.clone(), gone).await?;
            withdraw_verdicts(&platform, case, &id).await?;
        }
    }
    Ok(())
}

/// Verdicts go with what they are about.
async fn withdraw_verdicts(platform: &Platform, case: &CaseId, of: &str) -> anyhow::Result<()> {
    let at = platform.now();
    for (id, judged) in store::judged(platform.db(), case).await? {
        if judged.interpretation != of {
            continue;
        }
        let context = resting(platform, case, Actor::system()).await?;
        let facts = facts::nothing_to_judge(case, of, &judged.finding);
        let done = platform
            .ledger()
            .execute::<Judging>(&id, Judge::Withdraw { at }, &facts, &context)
            .await;
        match done {
            Ok(_) | Err(Failed::Refused(_)) => {}
            Err(Failed::Stale) => bail!("somebody else acted first"),
            Err(Failed::Store(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Whether the run of an interpretation holds somebody without a consent in force for the case: another run of the same
/// case, made without that person, is not touched.
async fn ended(platform: &Platform, state: &State) -> anyhow::Result<bool> {
    let (db, case) = (platform.db(), &state.case);
    let runs = analysis::facts::runs(db, case).await?;
    let Some(run) = runs.into_iter().find(|r| r.id == state.run) else {
        return Ok(true);
    };
    for sample in &run.samples {
        let held = consent::facts::in_force_for(db, &sample.person, case).await?;
        if held.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
