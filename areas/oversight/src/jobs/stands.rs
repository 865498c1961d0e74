//! How a participant's account stands to the cases it may open: asked of the areas that know, never remembered.

use ::words::{AccountId, CaseId, PersonId};
use auth::Represented;
use registry::facts::CaseView;
use web::{Asks, Platform};

/// How the reader stands to the patient of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// The patient.
    Oneself,
    /// Acts for the patient.
    Proxy,
    /// Acts for a young person, who keeps what is private.
    Beside,
    /// A parent who takes part, and sees only what is the parent's own.
    Member,
}

impl Stand {
    /// Acts for somebody else.
    pub fn is_proxy(self) -> bool {
        matches!(self, Self::Proxy | Self::Beside)
    }
}

/// How an account acts for the patient of a case.
pub(crate) async fn acts(
    platform: &Platform,
    account: &AccountId,
    holder: &PersonId,
    case: &CaseView,
) -> anyhow::Result<Option<Stand>> {
    let Some(patient) = case.proband().filter(|p| *p != holder) else {
        return Ok(None);
    };
    let asks = Asks {
        account: account.clone(),
        holder: holder.clone(),
        case: case.id.clone(),
        person: patient.clone(),
    };
    Ok(match consent::facts::represents(platform, &asks).await? {
        Represented::No => None,
        Represented::Partly => Some(Stand::Beside),
        Represented::Fully => Some(Stand::Proxy),
    })
}

/// How the holder takes part in a case, not counting anybody acted for.
pub(crate) fn takes_part(holder: &PersonId, case: &CaseView) -> Option<Stand> {
    if case.proband() == Some(holder) {
        return Some(Stand::Oneself);
    }
    let mut all = case.members.iter().chain(&case.removed);
    all.any(|m| m.person == *holder).then_some(Stand::Member)
}

/// Every case an account may open, with how: own ones first, then those of others. A parent who takes part in a child's case
/// and acts for the child has it twice.
pub(crate) async fn cases(
    platform: &Platform,
    account: &AccountId,
    holder: &PersonId,
) -> anyhow::Result<Vec<(CaseView, Stand)>> {
    let mut known = registry::facts::cases_of(platform.db(), holder).await?;
    let mandates = platform.auth().mandates(account).await?;
    for mandate in mandates.iter().filter(|m| m.in_force(platform.now())) {
        if !known.iter().any(|c| c.id == mandate.case) {
            known.extend(registry::facts::case(platform.db(), &mandate.case).await?);
        }
    }
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for case in known {
        if let Some(stand) = takes_part(holder, &case) {
            own.push((case.clone(), stand));
        }
        if let Some(stand) = acts(platform, account, holder, &case).await? {
            others.push((case, stand));
        }
    }
    own.append(&mut others);
    Ok(own)
}

/// The number of a case in an address, and whether the reader's own part in it is meant.
pub(crate) fn number(typed: &str) -> (&str, bool) {
    match typed.strip_suffix(OWN) {
        Some(number) => (number, true),
        None => (typed, false),
    }
}

/// Behind the number of a case in an address: the reader's own part in it.
pub(crate) const OWN: &str = ".self";

/// The case of a number, if there is one.
pub(crate) async fn known(platform: &Platform, typed: &str) -> anyhow::Result<Option<CaseView>> {
    match CaseId::parse(typed) {
        Ok(id) => Ok(registry::facts::case(platform.db(), &id).await?),
        Err(_) => Ok(None),
    }
}
