//! The decisions of a panel, one function each.

use std::collections::BTreeSet;

use words::{AccountId, Digest, Signed};

use super::{Ballot, Event, Facts, Panel, Refusal};
use crate::rules::quorum;
use crate::words::panel::{
    Because, Interest, Mode, Outcome, Plan, Presence, Return, RuleSet, Vote,
};

pub fn draw_up(plan: Plan, facts: &Facts) -> Result<Event, Refusal> {
    let reads = facts.analysis.clone().ok_or(Refusal::NotSigned)?;
    let set = quorum::rule_set(&plan.rule_set)
        .ok_or_else(|| Refusal::NoSuchRules(plan.rule_set.clone()))?;
    check_set(set, &plan, facts)?;
    let accounts: BTreeSet<_> = plan.members.iter().map(|m| &m.account).collect();
    if accounts.len() != plan.members.len() {
        return Err(Refusal::MemberTwice);
    }
    let file = quorum::FILES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&set.id));
    Ok(Event::Planned {
        case: facts.case.clone(),
        rules: Digest::of(file.map_or("", |(_, text)| text).as_bytes()),
        findings: facts.findings.iter().map(|f| f.id.clone()).collect(),
        reads,
        plan,
        before: None,
    })
}

/// A case is discussed a second time when a newer analysis report was signed; the first outcome counts until then.
pub fn again(panel: &Panel, plan: Plan, facts: &Facts) -> Result<Event, Refusal> {
    if facts.analysis.as_ref() == Some(&panel.reads) {
        return Err(Refusal::WrongStage(panel.stage));
    }
    let mut planned = draw_up(plan, facts)?;
    if let Event::Planned { before, .. } = &mut planned {
        before.clone_from(&facts.before);
    }
    Ok(planned)
}

fn check_set(set: &RuleSet, plan: &Plan, facts: &Facts) -> Result<(), Refusal> {
    if !set.cases.contains(&facts.case_kind) {
        return Err(Refusal::OtherCases(set.id.clone()));
    }
    if plan.day < set.from {
        return Err(Refusal::NotInForce(set.id.clone(), set.from));
    }
    if !set.modes.contains(&plan.mode) {
        return Err(Refusal::NoSuchMode(set.id.clone()));
    }
    Ok(())
}

pub fn open(panel: &Panel, mut presence: Vec<Presence>) -> Result<Vec<Event>, Refusal> {
    let appointed = |p: &Presence| panel.plan.members.iter().any(|m| m.account == p.account);
    if let Some(stranger) = presence.iter().find(|p| !appointed(p)) {
        return Err(Refusal::NotAMember(stranger.account.clone()));
    }
    let accounts: BTreeSet<_> = presence.iter().map(|p| &p.account).collect();
    if accounts.len() != presence.len() {
        return Err(Refusal::MemberTwice);
    }
    // What a member declared is not for the chair to soften.
    for there in &mut presence {
        if let Some(own) = panel.declared.get(there.account.as_str()) {
            there.interest = *own;
        }
    }
    Ok(vec![Event::Opened { presence }])
}

pub fn declare(panel: &Panel, interest: Interest, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let member = &facts.account;
    if !panel.plan.members.iter().any(|m| m.account == *member) {
        return Err(Refusal::NotAMember(member.clone()));
    }
    if panel.declared.get(member.as_str()) == Some(&interest) {
        return Ok(vec![]);
    }
    Ok(vec![Event::Declared {
        member: member.clone(),
        interest,
    }])
}

pub fn call_live(panel: &Panel, facts: &Facts) -> Result<Event, Refusal> {
    if panel.plan.mode == Mode::Realtime {
        return Err(Refusal::LiveAlready);
    }
    let because = if panel.overdue(facts.now.day()) {
        Because::Deadline
    } else {
        Because::Chair
    };
    Ok(Event::CalledLive {
        because,
        member: None,
    })
}

pub fn vote(
    panel: &Panel,
    member: AccountId,
    ballot: Ballot,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    if !panel.voters().any(|a| *a == member) {
        return Err(Refusal::MayNotVote(member));
    }
    let by_hand = member != facts.account;
    // In a live meeting the chair writes the votes down; a circulated vote is given by the member alone.
    if by_hand && (panel.plan.mode == Mode::Circulation || facts.role != "panel_chair") {
        return Err(Refusal::VoteOfAnother(member));
    }
    let circulated = panel.plan.mode == Mode::Circulation;
    if circulated && !panel.declared.contains_key(member.as_str()) {
        return Err(Refusal::Undeclared(member));
    }
    let because = if ballot.vote == Vote::Discuss {
        Some(Because::Discuss)
    } else {
        panel.overdue(facts.now.day()).then_some(Because::Deadline)
    };
    let mut events = vec![Event::Voted {
        member: member.clone(),
        ballot,
        recorded_by: by_hand.then(|| facts.account.clone()),
    }];
    if let (true, Some(because)) = (circulated, because) {
        let member = (because == Because::Discuss).then_some(member);
        events.push(Event::CalledLive { because, member });
    }
    Ok(events)
}

pub fn settle(panel: &Panel, outcomes: &[Outcome], facts: &Facts) -> Result<(), Refusal> {
    let judged: BTreeSet<_> = outcomes.iter().map(|o| &o.finding).collect();
    if judged.len() != outcomes.len() {
        return Err(Refusal::FindingTwice);
    }
    outcomes.iter().try_for_each(|o| sound(panel, o, facts))
}

/// One outcome: about a finding of the report, with the test and the counselling that its return asks for.
fn sound(panel: &Panel, outcome: &Outcome, facts: &Facts) -> Result<(), Refusal> {
    let finding = || outcome.finding.clone();
    if !panel.findings.contains(&outcome.finding) {
        return Err(Refusal::NoSuchFinding(finding()));
    }
    if outcome.give_back == Return::AfterConfirmation && outcome.confirm_test.is_none() {
        return Err(Refusal::NoTest(finding()));
    }
    let secondary = outcome.aim.secondary();
    if secondary && outcome.give_back != Return::No && !outcome.counselling_needed {
        return Err(Refusal::NoCounselling(finding()));
    }
    let mut asked = facts.findings.iter();
    let germline = asked.any(|f| f.id == outcome.finding && f.germline);
    if secondary && !germline {
        return Err(Refusal::NotGermline(finding()));
    }
    Ok(())
}

pub fn close(
    panel: &Panel,
    (minutes, edited): (Digest, bool),
    signed: Option<Box<Signed>>,
    facts: &Facts,
) -> Result<Event, Refusal> {
    if panel.plan.mode == Mode::Circulation && panel.overdue(facts.now.day()) {
        return Err(Refusal::DeadlineMissed);
    }
    let unmet = panel.unmet();
    if !unmet.is_empty() {
        return Err(Refusal::NoQuorum(unmet));
    }
    let open: Vec<_> = panel
        .findings
        .iter()
        .filter(|f| !panel.outcomes.iter().any(|o| o.finding == **f))
        .cloned()
        .collect();
    if !open.is_empty() {
        return Err(Refusal::Unjudged(open));
    }
    let silent = panel.silent();
    if !silent.is_empty() {
        return Err(Refusal::Silent(silent));
    }
    let discuss: Vec<_> = panel
        .ballots
        .iter()
        .filter(|(_, b)| b.vote == Vote::Discuss)
        .map(|(a, _)| a.clone())
        .collect();
    if !discuss.is_empty() {
        return Err(Refusal::Undecided(discuss));
    }
    let signed = signed.ok_or(Refusal::Unsigned)?;
    let set = quorum::rule_set(&panel.plan.rule_set);
    Ok(Event::Closed {
        minutes,
        edited,
        signed: Some(signed),
        present: set
            .map(|s| quorum::count(s, &panel.plan, &panel.presence))
            .unwrap_or_default(),
        at: facts.now,
    })
}
