//! Who acts for a child: the parent who gave the consent, as long as that consent is the one that counts.

use consent::words::{Giver, ProxyRelation};
use registry::facts::Relation;
use web::Platform;
use words::{CaseId, PersonId};

/// Whether a participant acts for the patient of a case: mother or father of the case, who gave the latest consent as the
/// patient's proxy. Once the patient consents in person, nobody does.
///
/// # Errors
/// If the store fails.
pub async fn acts_for(
    platform: &Platform,
    who: &PersonId,
    case: &CaseId,
    patient: &PersonId,
) -> Result<bool, ::store::Error> {
    let db = platform.db();
    let all = consent::facts::of_person(db, patient).await?;
    let here = all.into_iter().filter(|c| c.consent.record.case == *case);
    let latest = here.max_by_key(|c| (c.consent.status.in_force(), c.consent.submitted_at));
    let Some(record) = latest.map(|c| c.consent.record) else {
        return Ok(false);
    };
    let relation = match (record.giver, record.proxy.map(|p| p.relation)) {
        (Giver::Proxy, Some(ProxyRelation::Mother)) => Relation::Mother,
        (Giver::Proxy, Some(ProxyRelation::Father)) => Relation::Father,
        _ => return Ok(false),
    };
    let view = registry::facts::case(db, case).await?;
    Ok(view.is_some_and(|v| v.member(relation) == Some(who)))
}
