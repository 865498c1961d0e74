//! A finding as somebody opened it: asked for first, then looked up; what may not be shown is not there.

use auth::Resource;
use registry::facts::CaseView;
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, text};

use super::{found, resource};
use crate::decide::judging::{Judged, Judging, judgement_of};
use crate::decide::{State, id_of};
use crate::facts;
use crate::words::Finding;

/// A case that somebody may ask about.
pub(crate) struct Open {
    pub case: CaseView,
    pub actor: Actor,
}

/// Asks whether somebody may do this to the findings of a case. A case that does not exist is denied like one that may not be
/// seen.
pub(crate) async fn open(
    platform: &Platform,
    caller: &Caller,
    action: &'static str,
    id: &str,
) -> Result<Open, Problem> {
    let case = match found(platform, id).await {
        Ok(case) => case,
        Err(unknown) if unknown.status == 404 => {
            let thing = CaseId::parse(id).map_or_else(|_| "?".to_owned(), |id| id.to_string());
            let nothing = Resource::new("case", thing.as_str());
            return Err(caller.missing(platform, action, nothing, unknown).await);
        }
        Err(problem) => return Err(problem),
    };
    let actor = caller.may(platform, action, &resource(&case)).await?;
    Ok(Open { case, actor })
}

/// One finding and what people said of it.
pub(crate) struct Desk {
    pub case: CaseView,
    pub actor: Actor,
    pub state: State,
    /// As the machine proposes it.
    pub proposed: Finding,
    /// With the verdict that stands.
    pub finding: Finding,
    pub judged: Option<Judged>,
    /// How many events its judgement has: what a form was filled against.
    pub version: i64,
}

impl Desk {
    /// The id of the interpretation.
    pub fn interpretation(&self) -> String {
        id_of(&self.state.run)
    }
}

/// Opens a finding. One that is held back because the patient does not want to know is not there for anybody.
pub(crate) async fn desk(
    platform: &Platform,
    caller: &Caller,
    action: &'static str,
    id: &str,
    finding: &str,
) -> Result<Desk, Problem> {
    let Open { case, actor } = open(platform, caller, action, id).await?;
    let none = || Problem::not_found(text!("その所見はありません。", "There is no such finding."));
    let state = facts::ready(platform, &case.id).await?.ok_or_else(none)?;
    let of = |all: Vec<Finding>| all.into_iter().find(|f| f.id == finding);
    let proposed = of(facts::proposed(platform, &state).await?).ok_or_else(none)?;
    if proposed.secondary && !facts::wants_secondary(platform, &case.id).await? {
        return Err(none());
    }
    let merged = of(facts::findings(platform, &case.id).await?).ok_or_else(none)?;
    let own = judgement_of(&id_of(&state.run), finding);
    let loaded = platform.ledger().load::<Judging>(&own).await?;
    let version = loaded.as_ref().map_or(0, |l| l.version);
    Ok(Desk {
        case,
        actor,
        state,
        proposed,
        finding: merged,
        judged: loaded.map(|l| l.state),
        version,
    })
}
