//! The expert panel of a case: planned, opened, voted, decided, closed with its minutes. Never closed without quorum.

mod refusal;

use std::collections::{BTreeMap, BTreeSet};

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Digest};

use crate::rules::quorum;
use crate::words::CaseKind;
use crate::words::panel::{
    Aim, Interest, Mode, Outcome, PanelOutcome, Plan, Presence, Return, RuleSet, Vote,
};

pub use refusal::Refusal;

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Planned.
    Planned,
    /// Open: members vote, outcomes are written.
    Open,
    /// Somebody wants to discuss; a live meeting decides.
    Split,
    /// Closed, minutes sealed.
    Closed,
}

/// A vote that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// The vote.
    pub vote: Vote,
    /// Digest of the sealed remark.
    #[serde(default)]
    pub comment: Option<Digest>,
}

/// A panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// The case.
    pub case: CaseId,
    /// Where it stands.
    pub stage: Stage,
    /// The plan, with the mode it has now.
    pub plan: Plan,
    /// Digest of the rule set as it was read.
    pub rules: Digest,
    /// The findings to judge.
    pub findings: Vec<String>,
    /// The signed analysis report it reads, `report:ID@VERSION`.
    pub reads: String,
    /// Who is there.
    pub presence: Vec<Presence>,
    /// Account → vote.
    pub ballots: BTreeMap<String, Ballot>,
    /// Outcome per finding.
    pub outcomes: Vec<Outcome>,
    /// Digest of the sealed recommendation.
    pub recommendation: Option<Digest>,
    /// Digest of the sealed minutes.
    pub minutes: Option<Digest>,
    /// When it was closed.
    pub closed_at: Option<At>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Plan the session.
    Plan(Box<Plan>),
    /// Open it.
    Open(Vec<Presence>),
    /// Vote.
    Vote {
        /// Whose vote.
        member: AccountId,
        /// The vote.
        ballot: Ballot,
    },
    /// Write the outcomes.
    Decide {
        /// One per finding.
        outcomes: Vec<Outcome>,
        /// Digest of the sealed recommendation.
        recommendation: Option<Digest>,
    },
    /// Close it.
    Close {
        /// Digest of the sealed minutes.
        minutes: Digest,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Planned.
    Planned {
        /// The case.
        case: CaseId,
        /// The plan.
        plan: Plan,
        /// Digest of the rule set.
        rules: Digest,
        /// The findings to judge.
        findings: Vec<String>,
        /// The analysis report it reads.
        reads: String,
    },
    /// Opened.
    Opened {
        /// Who is there, with the declaration of interest.
        presence: Vec<Presence>,
    },
    /// A member voted.
    Voted {
        /// Whose vote.
        member: AccountId,
        /// The vote.
        #[serde(flatten)]
        ballot: Ballot,
        /// Who wrote it down, if not the member.
        #[serde(default)]
        recorded_by: Option<AccountId>,
    },
    /// A circulated case became a live meeting because a member wants to discuss.
    MovedLive {
        /// Who asked.
        member: AccountId,
    },
    /// Outcomes were written.
    Decided {
        /// One per finding.
        outcomes: Vec<Outcome>,
        /// Digest of the sealed recommendation.
        #[serde(default)]
        recommendation: Option<Digest>,
    },
    /// Closed.
    Closed {
        /// Digest of the sealed minutes.
        minutes: Digest,
        /// Role → members present.
        present: BTreeMap<String, usize>,
        /// When.
        at: At,
    },
}

/// A finding the panel is asked about.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Present in all cells.
    pub germline: bool,
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// The case.
    pub case: CaseId,
    /// Cancer or rare disease.
    pub case_kind: CaseKind,
    /// Who acts.
    pub account: AccountId,
    /// The role used.
    pub role: String,
    /// The signed analysis report, `report:ID@VERSION`.
    pub analysis: Option<String>,
    /// Its findings.
    pub findings: Vec<Asked>,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
}

impl Aggregate for Panel {
    const KIND: &'static str = "panel";
    const TABLE: &'static str = "report_panel";
    type State = Self;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Self>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        if !facts.consented {
            return Err(Refusal::NoConsent);
        }
        match (state, command) {
            (None, Command::Plan(plan)) => draw_up(*plan, facts).map(|e| vec![e]),
            (Some(p), Command::Plan(plan)) if p.stage == Stage::Planned => {
                draw_up(*plan, facts).map(|e| vec![e])
            }
            (Some(p), Command::Open(presence)) if p.stage == Stage::Planned => open(p, presence),
            (Some(p), Command::Vote { member, ballot }) if p.running() => {
                vote(p, member, ballot, facts)
            }
            (
                Some(p),
                Command::Decide {
                    outcomes,
                    recommendation,
                },
            ) if p.running() => {
                settle(p, &outcomes, facts)?;
                Ok(vec![Event::Decided {
                    outcomes,
                    recommendation,
                }])
            }
            (Some(p), Command::Close { minutes }) if p.running() => {
                close(p, minutes, facts).map(|e| vec![e])
            }
            (None, _) => Err(Refusal::NotPlanned),
            (Some(p), _) => Err(Refusal::WrongStage(p.stage)),
        }
    }

    fn evolve(state: Option<Self>, event: &Event) -> Option<Self> {
        if let Event::Planned {
            case,
            plan,
            rules,
            findings,
            reads,
        } = event
        {
            return Some(Self {
                case: case.clone(),
                stage: Stage::Planned,
                plan: plan.clone(),
                rules: rules.clone(),
                findings: findings.clone(),
                reads: reads.clone(),
                presence: vec![],
                ballots: BTreeMap::new(),
                outcomes: vec![],
                recommendation: None,
                minutes: None,
                closed_at: None,
            });
        }
        state.map(|mut panel| {
            panel.apply(event);
            panel
        })
    }

    fn columns(state: &Self) -> Vec<(&'static str, store::Value)> {
        let stage = match state.stage {
            Stage::Planned => "planned",
            Stage::Open => "open",
            Stage::Split => "split",
            Stage::Closed => "closed",
        };
        vec![("case_id", (&state.case).into()), ("status", stage.into())]
    }
}

impl Panel {
    /// Open or split: votes and outcomes may be written.
    #[must_use]
    pub fn running(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Split)
    }

    /// Members present who have not left for a conflict of interest.
    pub fn voters(&self) -> impl Iterator<Item = &AccountId> {
        let staying = self
            .presence
            .iter()
            .filter(|p| p.interest != Interest::Recused);
        staying.map(|p| &p.account)
    }

    /// What is missing: appointed members while planned, members present afterwards.
    #[must_use]
    pub fn unmet(&self) -> Vec<quorum::Unmet> {
        let Some(set) = quorum::rule_set(&self.plan.rule_set) else {
            return vec![];
        };
        let mut unmet = quorum::members(set, &self.plan);
        if self.stage != Stage::Planned {
            unmet.extend(quorum::present(set, &self.plan, &self.presence));
        }
        unmet
    }

    /// The outcome of a closed panel; the recommendation is opened by whoever may.
    #[must_use]
    pub fn outcome(&self, id: &str, version: i64) -> Option<PanelOutcome> {
        let set = quorum::rule_set(&self.plan.rule_set)?;
        let mut votes = BTreeMap::new();
        for ballot in self.ballots.values() {
            let word = match ballot.vote {
                Vote::Agree => "agree",
                Vote::AgreeWithComment => "agree_with_comment",
                Vote::Discuss => "discuss",
            };
            *votes.entry(word.to_owned()).or_insert(0) += 1;
        }
        Some(PanelOutcome {
            panel: id.to_owned(),
            version,
            rule_set: self.plan.rule_set.clone(),
            day: self.plan.day,
            mode: self.plan.mode,
            present: quorum::count(set, &self.plan, &self.presence),
            votes,
            recused: self.presence.len() - self.voters().count(),
            outcomes: self.outcomes.clone(),
            minutes: self.minutes.clone()?,
            recommendation: words::Text::new("", ""),
            closed_at: self.closed_at?,
        })
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Planned { .. } => {}
            Event::Opened { presence } => {
                self.presence.clone_from(presence);
                self.stage = Stage::Open;
            }
            Event::Voted { member, ballot, .. } => {
                self.ballots.insert(member.to_string(), ballot.clone());
            }
            Event::MovedLive { .. } => {
                self.plan.mode = Mode::Realtime;
                self.stage = Stage::Split;
            }
            Event::Decided {
                outcomes,
                recommendation,
            } => {
                self.outcomes.clone_from(outcomes);
                self.recommendation.clone_from(recommendation);
            }
            Event::Closed { minutes, at, .. } => {
                self.minutes = Some(minutes.clone());
                self.closed_at = Some(*at);
                self.stage = Stage::Closed;
            }
        }
    }
}

fn draw_up(plan: Plan, facts: &Facts) -> Result<Event, Refusal> {
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
    })
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

fn open(panel: &Panel, presence: Vec<Presence>) -> Result<Vec<Event>, Refusal> {
    let appointed = |p: &Presence| panel.plan.members.iter().any(|m| m.account == p.account);
    if let Some(stranger) = presence.iter().find(|p| !appointed(p)) {
        return Err(Refusal::NotAMember(stranger.account.clone()));
    }
    let accounts: BTreeSet<_> = presence.iter().map(|p| &p.account).collect();
    if accounts.len() != presence.len() {
        return Err(Refusal::MemberTwice);
    }
    Ok(vec![Event::Opened { presence }])
}

fn vote(
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
    let discuss = ballot.vote == Vote::Discuss && panel.plan.mode == Mode::Circulation;
    let mut events = vec![Event::Voted {
        member: member.clone(),
        ballot,
        recorded_by: by_hand.then(|| facts.account.clone()),
    }];
    if discuss {
        events.push(Event::MovedLive { member });
    }
    Ok(events)
}

fn settle(panel: &Panel, outcomes: &[Outcome], facts: &Facts) -> Result<(), Refusal> {
    let judged: BTreeSet<_> = outcomes.iter().map(|o| &o.finding).collect();
    if judged.len() != outcomes.len() {
        return Err(Refusal::FindingTwice);
    }
    for outcome in outcomes {
        if !panel.findings.contains(&outcome.finding) {
            return Err(Refusal::NoSuchFinding(outcome.finding.clone()));
        }
        let testless =
            outcome.give_back == Return::AfterConfirmation && outcome.confirm_test.is_none();
        if testless {
            return Err(Refusal::NoTest(outcome.finding.clone()));
        }
        let secondary = matches!(outcome.aim, Aim::SecondaryNow | Aim::SecondaryLater);
        if secondary && outcome.give_back != Return::No && !outcome.counselling_needed {
            return Err(Refusal::NoCounselling(outcome.finding.clone()));
        }
        let germline = facts
            .findings
            .iter()
            .any(|f| f.id == outcome.finding && f.germline);
        if secondary && !germline {
            return Err(Refusal::NotGermline(outcome.finding.clone()));
        }
    }
    Ok(())
}

fn close(panel: &Panel, minutes: Digest, facts: &Facts) -> Result<Event, Refusal> {
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
    let silent: Vec<_> = panel
        .voters()
        .filter(|a| !panel.ballots.contains_key(a.as_str()))
        .cloned()
        .collect();
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
    let set = quorum::rule_set(&panel.plan.rule_set);
    Ok(Event::Closed {
        minutes,
        present: set
            .map(|s| quorum::count(s, &panel.plan, &panel.presence))
            .unwrap_or_default(),
        at: facts.now,
    })
}
