//! The expert panel of a case: planned, opened, voted, decided, closed with its minutes. Never closed without quorum.

mod act;
mod event;
mod refusal;

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Digest};

use crate::rules::quorum;
use crate::words::panel::{Interest, Mode, Outcome, PanelOutcome, Plan, Presence, Vote};

pub use event::{Asked, Command, Event, Facts};
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
            (None, Command::Plan(plan)) => act::draw_up(*plan, facts).map(|e| vec![e]),
            (Some(p), Command::Plan(plan)) if p.stage == Stage::Planned => {
                act::draw_up(*plan, facts).map(|e| vec![e])
            }
            (Some(p), Command::Open(presence)) if p.stage == Stage::Planned => {
                act::open(p, presence)
            }
            (Some(p), Command::Vote { member, ballot }) if p.running() => {
                act::vote(p, member, ballot, facts)
            }
            (
                Some(p),
                Command::Decide {
                    outcomes,
                    recommendation,
                },
            ) if p.running() => {
                act::settle(p, &outcomes, facts)?;
                Ok(vec![Event::Decided {
                    outcomes,
                    recommendation,
                }])
            }
            (Some(p), Command::Close { minutes }) if p.running() => {
                act::close(p, minutes, facts).map(|e| vec![e])
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
