//! The explanation: what may be told, with whom in the room.

use std::collections::BTreeMap;

use report::facts::{Outcome, PanelOutcome, permits};
use words::Signed;

use super::{Disclosure, Event, Facts, Refusal, Told};
use crate::rules::{self, Item, Verdict};
use crate::words::{Attendee, Counselling, Explanation, six_months_after};

pub fn explain(
    state: Option<&Disclosure>,
    told: Told,
    signed: Option<Box<Signed>>,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let panel = facts.panel.as_ref().filter(|_| facts.panel_report_signed);
    let panel = panel.ok_or(Refusal::TooEarly)?;
    let lay = facts.lay.as_ref().ok_or(Refusal::NoLay)?;
    let open = may_be_told(state, panel, facts, told.not_to_know)?;
    // The paper must know the answers of the tests: a report drafted before them speaks of an open test.
    if lay.confirmations != state.map(Disclosure::confirmations).unwrap_or_default() {
        return Err(Refusal::LayOutdated);
    }
    if !lay.printed {
        return Err(Refusal::NoLay);
    }
    let (case, reference) = (facts.case.clone(), lay.reference());
    let digest = told.digest(&case, &reference);
    let findings = told.findings.unwrap_or_else(|| open.clone());
    if let Some(other) = findings.iter().find(|f| !open.contains(f)) {
        return Err(Refusal::MayNotTell(other.clone()));
    }
    attendance(&told.attended, facts)?;
    // The report may have become another one between the key and this.
    let signed = signed.ok_or(Refusal::Unsigned)?;
    if signed.statement.digest != digest {
        return Err(Refusal::SignedOther);
    }
    let explanation = Explanation {
        at: facts.now,
        by: facts.account.clone(),
        role: facts.role.clone(),
        meeting: told.meeting,
        attended: told.attended,
        copy_given: told.copy_given,
        findings,
        lay: reference,
        lay_version: lay.version,
        not_to_know: told.not_to_know,
        signed: Some(signed),
    };
    let due = six_months_after(facts.now.day());
    Ok(vec![
        Event::Explained { case, explanation },
        Event::FollowUpDue { due },
    ])
}

/// The gate of each finding of a panel, as things stand; `not_to_know` closes what is not about the disease itself.
#[must_use]
pub fn verdicts<'a>(
    state: Option<&Disclosure>,
    panel: &'a PanelOutcome,
    choices: &BTreeMap<String, String>,
    not_to_know: bool,
) -> Vec<(&'a Outcome, Verdict)> {
    let confirmations = state.map(Disclosure::confirmations).unwrap_or_default();
    let counselling = state.map_or(Counselling::None, |s| s.counselling);
    let of = |outcome: &'a Outcome| {
        let item = Item {
            wanted: permits(outcome.aim, choices) && !(not_to_know && outcome.aim.secondary()),
            confirmed: confirmations.get(&outcome.finding).copied(),
            counselling,
            outcome: outcome.clone(),
        };
        (outcome, rules::judge(&item))
    };
    panel.outcomes.iter().map(of).collect()
}

/// The findings whose gate is open; refused while any wanted finding still waits for its test or for counselling.
fn may_be_told(
    state: Option<&Disclosure>,
    panel: &PanelOutcome,
    facts: &Facts,
    not_to_know: bool,
) -> Result<Vec<String>, Refusal> {
    let mut by_verdict: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
    for (outcome, verdict) in verdicts(state, panel, &facts.choices, not_to_know) {
        let same = by_verdict.entry(verdict).or_default();
        same.push(outcome.finding.clone());
    }
    if let Some(waiting) = by_verdict.remove(&Verdict::Unconfirmed) {
        return Err(Refusal::Unconfirmed(waiting));
    }
    if let Some(waiting) = by_verdict.remove(&Verdict::Uncounselled) {
        return Err(Refusal::Uncounselled(waiting));
    }
    Ok(by_verdict.remove(&Verdict::Open).unwrap_or_default())
}

/// Somebody who decides must be there; relatives only if the person agreed and they want to know themselves.
fn attendance(attended: &[Attendee], facts: &Facts) -> Result<(), Refusal> {
    if !attended
        .iter()
        .any(|a| matches!(a, Attendee::Oneself | Attendee::Proxy))
    {
        return Err(Refusal::Nobody);
    }
    for kin in attended.iter().filter(|a| a.is_kin()) {
        let own = kin.relation().and_then(|r| facts.others.get(r));
        if let Some(answers) = own {
            if answers.get("ror.primary_now").map(String::as_str) == Some("no") {
                return Err(Refusal::NotToKnow(*kin));
            }
        } else if !report::facts::relatives(&facts.choices) {
            return Err(Refusal::RelativeNotAgreed(*kin));
        }
    }
    Ok(())
}
