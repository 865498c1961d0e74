//! The expert panel of a case: planned, opened, voted, decided, closed with its minutes. Never closed without quorum.

mod act;
mod event;
mod refusal;

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Day, Digest, Signed};

use crate::rules::quorum;
use crate::words::panel::{
    Because, Before, Interest, Mode, Outcome, PanelOutcome, Plan, Presence, Vote,
};

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Account → what the member declared.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub declared: BTreeMap<String, Interest>,
    /// Digest of the sealed trials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<Digest>,
    /// When the case is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<Day>,
    /// Why a circulated case became a live meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_because: Option<Because>,
    /// The drafted minutes were changed by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// The chair's signature under the minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Box<Signed>>,
    /// The closed session that this one follows: its outcome counts until this one is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Before>>,
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
            (Some(p), Command::Plan(plan)) if p.stage == Stage::Closed => {
                act::again(p, *plan, facts).map(|e| vec![e])
            }
            (Some(p), Command::Open(presence)) if p.may_note_presence() => act::open(p, presence),
            (Some(p), Command::Declare(interest)) if p.stage != Stage::Closed => {
                act::declare(p, interest, facts)
            }
            (Some(p), Command::CallLive) if p.running() => {
                act::call_live(p, facts).map(|e| vec![e])
            }
            (Some(p), Command::Vote { member, ballot }) if p.running() => {
                act::vote(p, member, ballot, facts)
            }
            (
                Some(p),
                Command::Decide {
                    outcomes,
                    recommendation,
                    trials,
                    next_review,
                },
            ) if p.stage != Stage::Closed => {
                // Before the session this is its preparation: what stands then is a proposal.
                act::settle(p, &outcomes, facts)?;
                Ok(vec![Event::Decided {
                    outcomes,
                    recommendation,
                    trials,
                    next_review,
                }])
            }
            (
                Some(p),
                Command::Close {
                    minutes,
                    edited,
                    signed,
                },
            ) if p.running() => act::close(p, (minutes, edited), signed, facts).map(|e| vec![e]),
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
            before,
        } = event
        {
            let mut planned = Self {
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
                declared: BTreeMap::new(),
                trials: None,
                next_review: None,
                live_because: None,
                edited: false,
                signed: None,
                before: before.clone(),
            };
            if let Some(earlier) = state {
                planned.keep(earlier);
            }
            return Some(planned);
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

    /// Who is there may be noted: to open it, and during a live meeting whenever somebody comes or goes.
    fn may_note_presence(&self) -> bool {
        match self.stage {
            Stage::Planned | Stage::Split => true,
            Stage::Open => self.plan.mode == Mode::Realtime,
            Stage::Closed => false,
        }
    }

    /// What was prepared stays when the plan is changed, as far as it still belongs to it.
    fn keep(&mut self, before: Self) {
        let asked = |o: &Outcome| self.findings.contains(&o.finding);
        self.outcomes = before.outcomes.into_iter().filter(asked).collect();
        let sits = |name: &String| self.plan.members.iter().any(|m| m.account.as_str() == name);
        // Interests are declared anew for a second session.
        if before.stage == Stage::Planned {
            let declared = before.declared.into_iter();
            self.declared = declared.filter(|(name, _)| sits(name)).collect();
            self.before = before.before;
        }
        self.recommendation = before.recommendation;
        self.trials = before.trials;
        self.next_review = before.next_review;
    }

    /// Sits on it, and it is not over.
    #[must_use]
    pub fn seats(&self, account: &AccountId) -> bool {
        let member = |m: &crate::words::panel::Member| m.account == *account;
        self.stage != Stage::Closed && self.plan.members.iter().any(member)
    }

    /// Those asked who have not said anything yet.
    #[must_use]
    pub fn silent(&self) -> Vec<AccountId> {
        self.voters()
            .filter(|a| !self.ballots.contains_key(a.as_str()))
            .cloned()
            .collect()
    }

    /// It is circulated, its deadline has passed, and opinions are missing.
    #[must_use]
    pub fn overdue(&self, today: Day) -> bool {
        self.running()
            && self.plan.mode == Mode::Circulation
            && self.plan.deadline.is_some_and(|last| today > last)
            && !self.silent().is_empty()
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
        // A member who will leave the case cannot fill a role in it.
        let mut plan = self.plan.clone();
        if self.stage == Stage::Planned {
            let leaves = |name: &str| self.declared.get(name) == Some(&Interest::Recused);
            plan.members.retain(|m| !leaves(m.account.as_str()));
        }
        let mut unmet = quorum::members(set, &plan);
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
            trials: vec![],
            next_review: self.next_review,
            closed_at: self.closed_at?,
        })
    }

    /// Who is not there, or has left for a conflict of interest, has no say.
    fn only_voters(&mut self) {
        let staying: Vec<String> = self.voters().map(ToString::to_string).collect();
        self.ballots.retain(|name, _| staying.contains(name));
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Planned { .. } => {}
            Event::Opened { presence } => {
                self.presence.clone_from(presence);
                self.stage = Stage::Open;
                self.only_voters();
            }
            Event::Declared { member, interest } => {
                self.declared.insert(member.to_string(), *interest);
                for there in self.presence.iter_mut().filter(|p| p.account == *member) {
                    there.interest = *interest;
                }
                self.only_voters();
            }
            Event::CalledLive { because, .. } => {
                self.plan.mode = Mode::Realtime;
                self.stage = Stage::Split;
                self.presence.clear();
                self.live_because = Some(*because);
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
                trials,
                next_review,
            } => {
                self.outcomes.clone_from(outcomes);
                self.recommendation.clone_from(recommendation);
                self.trials.clone_from(trials);
                self.next_review = *next_review;
            }
            Event::Closed {
                minutes,
                at,
                edited,
                signed,
                ..
            } => {
                self.minutes = Some(minutes.clone());
                self.edited = *edited;
                self.signed.clone_from(signed);
                self.closed_at = Some(*at);
                self.stage = Stage::Closed;
            }
        }
    }
}
