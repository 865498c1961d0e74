//! After the cooling-off period: keys are destroyed, so that every copy is unreadable, and the certificate is issued.

use blob::KeyId;
use registry::facts::CaseStatus;
use serde_json::Value;
use web::Platform;
use words::{Actor, Context};

use crate::{
    decide::{Fate, Outcome, Reason, Withdrawal, WithdrawalAggregate, WithdrawalCommand},
    facts,
};

/// The job of one withdrawal. Before its time it does nothing; [`sweep`] comes back to it.
pub(crate) async fn destroy(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let consent = payload
        .get("consent")
        .and_then(Value::as_str)
        .unwrap_or_default();
    match facts::withdrawal(platform.db(), consent).await? {
        Some(w) if w.is_due(platform.now()) => finish(&platform, &w).await,
        _ => Ok(()),
    }
}

/// Finishes every withdrawal whose cooling-off period is over, asks those again who may decide now, and ends invitations that
/// nobody used. To be called once in a while; answers how many withdrawals it finished.
///
/// # Errors
/// If the store or the key store fails.
pub async fn sweep(platform: &Platform) -> anyhow::Result<usize> {
    super::again::sweep(platform).await?;
    let due = facts::due(platform.db(), platform.now()).await?;
    for withdrawal in &due {
        finish(platform, withdrawal).await?;
    }
    Ok(due.len())
}

async fn finish(platform: &Platform, withdrawal: &Withdrawal) -> anyhow::Result<()> {
    let case = registry::facts::case(platform.db(), &withdrawal.case).await?;
    let patient = case
        .as_ref()
        .is_some_and(|c| c.proband() == Some(&withdrawal.person));
    let mut outcomes = vec![identity(platform, withdrawal).await?];
    let (what, gone) = if patient {
        (
            "objects",
            platform.blobs().forget_case(&withdrawal.case).await?,
        )
    } else {
        // The child's reports and answers lie under the key of the case, which goes on.
        outcomes.push(kept("case_records", Reason::SharedWithFamily));
        let own = KeyId::member(&withdrawal.case, &withdrawal.person);
        ("own_objects", platform.blobs().forget(&own).await?)
    };
    outcomes.push(Outcome {
        what: what.to_owned(),
        count: earlier(withdrawal, what) + gone.objects,
        fate: Fate::Deleted,
    });
    outcomes.push(kept("ledger", Reason::LegalHold));
    crate::report_done(platform, &withdrawal.consent, "consent", outcomes).await?;
    let context = Context::new(platform.now(), Actor::system()).on(&withdrawal.case);
    let certify = WithdrawalCommand::Certify;
    platform
        .ledger()
        .execute::<WithdrawalAggregate>(&withdrawal.consent, certify, &platform.now(), &context)
        .await?;
    Ok(())
}

/// What was counted before a crash interrupted the destruction.
fn earlier(withdrawal: &Withdrawal, what: &str) -> u64 {
    let said = withdrawal.reports.get("consent");
    let all = said.into_iter().flat_map(|r| &r.outcomes);
    all.filter(|o| o.what == what).map(|o| o.count).sum()
}

/// The person's own key goes unless the person still takes part in another case.
async fn identity(platform: &Platform, withdrawal: &Withdrawal) -> anyhow::Result<Outcome> {
    let person = &withdrawal.person;
    let elsewhere = facts::in_force(platform.db(), person).await?.is_some();
    let cases = registry::facts::cases_of(platform.db(), person).await?;
    let takes_part = |c: &registry::facts::CaseView| {
        c.status != CaseStatus::Withdrawn && c.members.iter().any(|m| m.person == *person)
    };
    // this case may not have heard of the withdrawal yet
    let mut others = cases.iter().filter(|c| c.id != withdrawal.case);
    let open = others.any(takes_part);
    if elsewhere || open {
        return Ok(kept("identity", Reason::OtherCase));
    }
    let key = KeyId::person(person);
    if !platform.blobs().is_forgotten(&key) {
        platform.blobs().forget(&key).await?;
    }
    Ok(Outcome {
        what: "identity".to_owned(),
        count: 1,
        fate: Fate::Deleted,
    })
}

fn kept(what: &str, reason: Reason) -> Outcome {
    Outcome {
        what: what.to_owned(),
        count: 1,
        fate: Fate::Kept { reason },
    }
}
