//! All feedback of the programme on one page: what flows against the order of the areas.
//!
//! An area only says what happened; here it becomes a command upstream. Withdrawal is not a loop: it flows forward, and each area says in its own `react.rs` what it does.
//!
//! | what happened | in | becomes | where |
//! |---|---|---|---|
//! | a confirmatory test was answered | disclosure | the patient's report is drafted anew | [`redraft`] |
//! | a gate failed: recollect, top-up, repeat | analysis | a new tube or order, by a person | the quality page offers it |
//! | the panel wants to know more | report | the clinical section is opened again, by a person | the panel page says so |

use ledger::{Failed, Recorded};
use report::{
    decide::report::Reason,
    facts::Kind,
    jobs::draft::{NotDrafted, Wish, draft},
};
use web::{Area, Platform};
use words::Actor;

/// The loops, as reactions beside those of the areas.
#[must_use]
pub fn area() -> Area {
    Area::new("loops").reaction("loops.confirmation", &["disclosure"], redraft)
}

/// The answer of a confirmatory test goes back into the patient's report.
async fn redraft(platform: Platform, recorded: Recorded) -> anyhow::Result<()> {
    let answered = matches!(recorded.event.as_str(), "confirmed" | "not_confirmed");
    let Some(case) = recorded.case.filter(|_| answered) else {
        return Ok(());
    };
    let confirmations = disclosure::facts::confirmations(platform.db(), &case).await?;
    let wish = Wish {
        case,
        kind: Kind::Lay,
        reason: Some(Reason::Confirmation),
        confirmations,
        levels: None,
    };
    match draft(&platform, report::around().as_ref(), wish, Actor::system()).await {
        // nothing new to say, or not yet the time for it: the answer stands in disclosure either way
        Ok(_) | Err(NotDrafted::NoCase | NotDrafted::Failed(Failed::Refused(_))) => Ok(()),
        Err(NotDrafted::Failed(failed)) => Err(anyhow::anyhow!(failed)),
        Err(NotDrafted::Broken(error)) => Err(error),
    }
}
