//! Sites and their approval by the expert committee.

use serde::{Deserialize, Serialize};
use store::Value;
use words::{Day, Text};

use super::Refusal;
use crate::words::{Approval, CaseKind, SiteKind};

/// The aggregate.
pub enum SiteAggregate {}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// What it is.
    pub kind: SiteKind,
    /// Four digits, part of the numbers of its cases.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its approvals, oldest first.
    pub approvals: Vec<Approval>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Enter a site.
    Enter {
        /// What it is.
        kind: SiteKind,
        /// Four digits.
        code: String,
        /// Its name.
        name: Text,
    },
    /// Approve it for a field and a period.
    Approve(Approval),
    /// End what holds on that day for a field.
    EndApproval {
        /// Which field.
        kind: Option<CaseKind>,
        /// Last day.
        last: Day,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The site was entered.
    Entered {
        /// What it is.
        kind: SiteKind,
        /// Four digits.
        code: String,
        /// Its name.
        name: Text,
    },
    /// The committee approved it.
    Approved {
        /// For what, how long, by which decision.
        approval: Approval,
    },
    /// An approval was ended early.
    ApprovalEnded {
        /// Which field.
        kind: Option<CaseKind>,
        /// Last day.
        last: Day,
    },
}

impl Site {
    /// Whether it may register cases of a kind on a day.
    #[must_use]
    pub fn may_register(&self, kind: CaseKind, day: Day) -> bool {
        self.approvals
            .iter()
            .any(|a| a.kind == Some(kind) && a.holds_on(day))
    }
}

impl ledger::Aggregate for SiteAggregate {
    const KIND: &'static str = "site";
    const TABLE: &'static str = "registry_site";
    type State = Site;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = ();

    fn decide(state: Option<&Site>, command: Command, (): &()) -> Result<Vec<Event>, Refusal> {
        match (state, command) {
            (Some(_), Command::Enter { .. }) => Err(Refusal::AlreadyThere),
            (None, Command::Enter { code, .. }) if !four_digits(&code) => {
                Err(Refusal::FacilityNumber)
            }
            (None, Command::Enter { kind, code, name }) => {
                Ok(vec![Event::Entered { kind, code, name }])
            }
            (None, _) => Err(Refusal::Unknown),
            (Some(_), Command::Approve(approval)) => approve(approval),
            (Some(site), Command::EndApproval { kind, last }) => {
                let open = site
                    .approvals
                    .iter()
                    .any(|a| a.kind == kind && a.holds_on(last));
                open.then(|| vec![Event::ApprovalEnded { kind, last }])
                    .ok_or(Refusal::Unknown)
            }
        }
    }

    fn evolve(state: Option<Site>, event: &Event) -> Option<Site> {
        match (state, event.clone()) {
            (_, Event::Entered { kind, code, name }) => Some(Site {
                kind,
                code,
                name,
                approvals: vec![],
            }),
            (Some(mut site), Event::Approved { approval }) => {
                site.approvals.push(approval);
                Some(site)
            }
            (Some(mut site), Event::ApprovalEnded { kind, last }) => {
                for approval in &mut site.approvals {
                    if approval.kind == kind && approval.holds_on(last) {
                        approval.until = Some(last);
                    }
                }
                Some(site)
            }
            (None, _) => None,
        }
    }

    fn columns(state: &Site) -> Vec<(&'static str, Value)> {
        vec![("code", state.code.as_str().into())]
    }
}

fn four_digits(code: &str) -> bool {
    code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit())
}

fn approve(approval: Approval) -> Result<Vec<Event>, Refusal> {
    let ends_before = approval.until.is_some_and(|until| until < approval.from);
    if ends_before || approval.reference.trim().is_empty() {
        return Err(Refusal::Period);
    }
    Ok(vec![Event::Approved { approval }])
}
