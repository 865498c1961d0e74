//! A withdrawal: when it took effect, what every area did about it, and the certificate for the person.

use std::collections::{BTreeMap, BTreeSet};

use ledger::NewJob;
use serde::{Deserialize, Serialize};
use store::Value;
use utoipa::ToSchema;
use words::{At, CaseId, PersonId};

use super::Refusal;
use crate::words::{Giver, Scope};

/// The aggregate.
pub enum WithdrawalAggregate {}

/// A withdrawal; its id is that of the consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The consent that ended.
    pub consent: String,
    /// Whose.
    pub person: PersonId,
    /// For which case.
    pub case: CaseId,
    /// When it took effect.
    pub t0: At,
    /// Who withdrew.
    pub by: Giver,
    /// What ended.
    pub scopes: BTreeSet<Scope>,
    /// Nothing is destroyed before.
    pub destroy_from: At,
    /// What each area did, by area.
    pub reports: BTreeMap<String, Report>,
    /// When the certificate was issued.
    pub certified_at: Option<At>,
    /// When it was taken back, within the cooling-off period.
    #[serde(default)]
    pub taken_back_at: Option<At>,
}

/// What an area did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// When it said so.
    #[schema(value_type = i64)]
    pub at: At,
    /// What became of which kind of thing.
    pub outcomes: Vec<Outcome>,
}

/// What became of things of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// `identity`, `objects`, `tubes`, `reports`, `ledger`, …
    pub what: String,
    /// How many.
    pub count: u64,
    /// Deleted or not.
    pub fate: Fate,
}

/// Deleted, or not and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// Deleted: unreadable for everybody, in every copy.
    Deleted,
    /// Deleted, and made anew without the person for those who still take part.
    Remade,
    /// Not deleted.
    Kept {
        /// Why.
        reason: Reason,
    },
}

/// Why something is not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The person cannot be singled out in it.
    NotIdentifiable,
    /// Released to the public.
    ReleasedPublic,
    /// Published.
    Published,
    /// The law requires it to be kept (medical record, audit).
    LegalHold,
    /// Shared with relatives who still take part; sealed.
    SharedWithFamily,
    /// The person still takes part in another case.
    OtherCase,
    /// Ordered, not done yet.
    Ordered,
    /// Unusable at once; destroyed when the cooling-off period is over.
    CoolingOff,
}

/// The content of the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Certificate {
    /// Area and what it deleted.
    pub deleted: Vec<(String, Outcome)>,
    /// Area, what it did not delete, and why.
    pub not_deleted: Vec<(String, Outcome)>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum WithdrawalCommand {
    /// Open it.
    Open(Box<Withdrawal>),
    /// Say what an area did.
    Report {
        /// Which area.
        area: String,
        /// What became of what.
        outcomes: Vec<Outcome>,
    },
    /// The rest of the cooling-off period is waived.
    Shorten,
    /// Taken back: nothing is destroyed.
    TakeBack,
    /// Issue the certificate.
    Certify,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WithdrawalEvent {
    /// Opened.
    Opened {
        /// As it was opened.
        withdrawal: Box<Withdrawal>,
    },
    /// An area said what it did. A later report of the same area replaces the earlier.
    Reported {
        /// Which area.
        area: String,
        /// What became of what.
        report: Report,
    },
    /// The rest of the cooling-off period was waived.
    Shortened {
        /// When: things are destroyed from then on.
        at: At,
    },
    /// It was taken back.
    TakenBack {
        /// When.
        at: At,
    },
    /// The certificate was issued.
    Certified {
        /// When.
        at: At,
    },
}

impl Withdrawal {
    /// Whether things are to be destroyed now: the cooling-off period is over, and it was neither done nor taken back.
    #[must_use]
    pub fn is_due(&self, now: At) -> bool {
        self.certified_at.is_none() && self.taken_back_at.is_none() && self.destroy_from <= now
    }

    /// What the certificate says now.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        let all = self
            .reports
            .iter()
            .flat_map(|(area, r)| r.outcomes.iter().map(|o| (area.clone(), o.clone())));
        let (deleted, not_deleted) = all.partition(|(_, o)| !matches!(o.fate, Fate::Kept { .. }));
        Certificate {
            deleted,
            not_deleted,
        }
    }
}

impl ledger::Aggregate for WithdrawalAggregate {
    const KIND: &'static str = "withdrawal";
    const TABLE: &'static str = "consent_withdrawal";
    type State = Withdrawal;
    type Command = WithdrawalCommand;
    type Event = WithdrawalEvent;
    type Refusal = Refusal;
    /// Now.
    type Facts = At;

    fn decide(
        state: Option<&Withdrawal>,
        command: WithdrawalCommand,
        now: &At,
    ) -> Result<Vec<WithdrawalEvent>, Refusal> {
        match (state, command) {
            (None, WithdrawalCommand::Open(withdrawal)) => {
                Ok(vec![WithdrawalEvent::Opened { withdrawal }])
            }
            // the same consent may be withdrawn again after a withdrawal was taken back
            (Some(w), WithdrawalCommand::Open(withdrawal))
                if w.taken_back_at.is_some_and(|at| at <= withdrawal.t0)
                    && w.t0 != withdrawal.t0 =>
            {
                Ok(vec![WithdrawalEvent::Opened { withdrawal }])
            }
            (Some(_), WithdrawalCommand::Open(_)) => Ok(vec![]),
            (None, _) => Err(Refusal::Unknown),
            (Some(w), WithdrawalCommand::Report { area, outcomes }) => {
                if w.reports.get(&area).is_some_and(|r| r.outcomes == outcomes) {
                    return Ok(vec![]);
                }
                Ok(vec![WithdrawalEvent::Reported {
                    area,
                    report: Report { at: *now, outcomes },
                }])
            }
            (Some(w), WithdrawalCommand::Shorten | WithdrawalCommand::TakeBack)
                if w.certified_at.is_some() || w.taken_back_at.is_some() =>
            {
                Ok(vec![])
            }
            (Some(w), WithdrawalCommand::Shorten) if w.destroy_from <= *now => Ok(vec![]),
            (Some(_), WithdrawalCommand::Shorten) => {
                Ok(vec![WithdrawalEvent::Shortened { at: *now }])
            }
            (Some(_), WithdrawalCommand::TakeBack) => {
                Ok(vec![WithdrawalEvent::TakenBack { at: *now }])
            }
            (Some(w), WithdrawalCommand::Certify) if w.taken_back_at.is_some() => {
                Err(Refusal::NotWithdrawn)
            }
            (Some(w), WithdrawalCommand::Certify) if *now < w.destroy_from => {
                Err(Refusal::CoolingOff(w.destroy_from))
            }
            (Some(w), WithdrawalCommand::Certify) if w.certified_at.is_some() => Ok(vec![]),
            (Some(_), WithdrawalCommand::Certify) => {
                Ok(vec![WithdrawalEvent::Certified { at: *now }])
            }
        }
    }

    fn evolve(state: Option<Withdrawal>, event: &WithdrawalEvent) -> Option<Withdrawal> {
        match (state, event) {
            (_, WithdrawalEvent::Opened { withdrawal }) => Some((**withdrawal).clone()),
            (Some(mut w), WithdrawalEvent::Reported { area, report }) => {
                w.reports.insert(area.clone(), report.clone());
                Some(w)
            }
            (Some(mut w), WithdrawalEvent::Shortened { at }) => {
                w.destroy_from = *at;
                Some(w)
            }
            (Some(mut w), WithdrawalEvent::TakenBack { at }) => {
                w.taken_back_at = Some(*at);
                Some(w)
            }
            (Some(mut w), WithdrawalEvent::Certified { at }) => {
                w.certified_at = Some(*at);
                Some(w)
            }
            (None, _) => None,
        }
    }

    fn jobs(id: &str, event: &WithdrawalEvent) -> Vec<NewJob> {
        let at = match event {
            WithdrawalEvent::Opened { withdrawal } => withdrawal.t0,
            WithdrawalEvent::Shortened { at } => *at,
            _ => return vec![],
        };
        vec![NewJob {
            kind: "consent.destroy",
            payload: serde_json::json!({ "consent": id }),
            key: format!("consent.destroy:{id}:{}", at.micros()),
        }]
    }

    fn columns(state: &Withdrawal) -> Vec<(&'static str, Value)> {
        vec![
            ("person", (&state.person).into()),
            ("case_id", (&state.case).into()),
            ("destroy_from", state.destroy_from.into()),
            (
                "certified",
                (state.certified_at.is_some() || state.taken_back_at.is_some()).into(),
            ),
        ]
    }
}
