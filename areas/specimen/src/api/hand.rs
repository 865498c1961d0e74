//! What every step with a tube begins and ends with: the tube, the permission where it is, the decision.

use auth::Resource;
use axum::Json;
use ledger::Failed;
use web::{Caller, Platform, Problem};
use words::{Actor, CaseId, Context, PersonId, SiteId, text};

use super::wire::TubeOut;
use crate::{
    decide::{Command, Facts, Refusal, State as TubeState, Tube},
    rules,
    words::{SopRef, TubeNumber},
};

pub(super) type Answer = Result<Json<TubeOut>, Problem>;

/// A tube and somebody who may take a step with it.
pub(super) struct Hand<'a> {
    platform: &'a Platform,
    pub tube: TubeState,
    actor: Actor,
}

impl<'a> Hand<'a> {
    /// For a step of who has the tube in hand.
    pub async fn of_custodian(
        platform: &'a Platform,
        caller: &Caller,
        action: &'static str,
        id: &str,
    ) -> Result<Self, Problem> {
        let tube = tube(platform, id).await?;
        let place = tube.custodian.clone();
        Self::at(platform, caller, action, (tube, &place)).await
    }

    /// For a step of who is to get the tube.
    pub async fn of_addressee(
        platform: &'a Platform,
        caller: &Caller,
        action: &'static str,
        id: &str,
    ) -> Result<Self, Problem> {
        let tube = tube(platform, id).await?;
        let place = tube.on_the_way.as_ref().map_or(&tube.custodian, |t| &t.to);
        let place = place.clone();
        Self::at(platform, caller, action, (tube, &place)).await
    }

    async fn at(
        platform: &'a Platform,
        caller: &Caller,
        action: &'static str,
        (tube, place): (TubeState, &SiteId),
    ) -> Result<Self, Problem> {
        let resource = resource(&tube, place);
        let actor = caller.may(platform, action, &resource).await?;
        Ok(Self {
            platform,
            tube,
            actor,
        })
    }

    /// The procedure that was followed; the one in force if none is named.
    pub fn sop(&self, kind: &str, given: Option<SopRef>) -> SopRef {
        given.unwrap_or_else(|| rules::current(kind, self.platform.now().day()))
    }

    /// Decides and writes; `sites` are those whose place in the country matters.
    pub async fn act(&self, command: Command, sites: &[&SiteId]) -> Answer {
        let Self {
            platform,
            tube,
            actor,
        } = self;
        let facts = gather(platform, actor, &tube.case, &tube.person, sites).await?;
        let number = tube.number.as_str();
        let done = execute(platform, number, &tube.case, command, &facts).await?;
        Ok(Json(TubeOut::of(&done)))
    }
}

/// Decides and writes, resting on the consent in force.
pub(super) async fn execute(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: Command,
    facts: &Facts,
) -> Result<TubeState, Failed<Refusal>> {
    let mut context = Context::new(facts.now, facts.actor.clone()).on(case);
    if let Some(consent) = &facts.consent {
        context = context.resting_on(consent.clone());
    }
    let done = platform
        .ledger()
        .execute::<Tube>(id, command, facts, &context)
        .await?;
    done.state.ok_or(Failed::Refused(Refusal::Unknown))
}

/// What the decision needs from upstream.
pub(super) async fn gather(
    platform: &Platform,
    actor: &Actor,
    case: &CaseId,
    person: &PersonId,
    sites: &[&SiteId],
) -> Result<Facts, Problem> {
    let consent = consent::facts::in_force_for(platform.db(), person, case).await?;
    let now = platform.now();
    let mut domestic = Vec::new();
    for site in sites {
        // The committee approves sites inside the country only.
        let found = registry::facts::site(platform.db(), site).await?;
        if found.is_some_and(|s| s.approved_on(now.day())) {
            domestic.push((*site).clone());
        }
    }
    Ok(Facts {
        now,
        actor: actor.clone(),
        consent: consent.map(|c| c.reference),
        domestic,
    })
}

/// A path with a misread number says so instead of "not found": its check characters tell it, not what exists.
pub(super) async fn tube(platform: &Platform, id: &str) -> Result<TubeState, Problem> {
    let misread = |e| Problem {
        status: 422,
        ..Problem::refused(&Refusal::Misread(e))
    };
    let number: TubeNumber = id.parse().map_err(misread)?;
    let found = platform.ledger().load::<Tube>(number.as_str()).await?;
    let unknown = || Problem::not_found(words::Refusal::text(&Refusal::Unknown));
    Ok(found.ok_or_else(unknown)?.state)
}

pub(super) fn resource(tube: &TubeState, site: &SiteId) -> Resource {
    Resource::new("tube", tube.number.as_str())
        .of_case(&tube.case)
        .of_person(&tube.person)
        .at_site(site)
        .in_state(tube.status.code())
}

pub(super) fn bad_input() -> Problem {
    Problem::bad_input(text!(
        "番号・符号は英数字と「-_.:@」で入力してください。",
        "Numbers and codes consist of letters, digits and \"-_.:@\"."
    ))
}
