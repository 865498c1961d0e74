//! R8: a signed paper is equal. Its scan is kept, two different people type it, a person other than the first decides
//! where they differ, and the same record results.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, CaseId, Day, Digest, PersonId};

use super::Refusal;
use crate::words::{Answers, Giver, IdentityCheck, Proxy, session::Invitation};

/// The aggregate.
pub enum PaperAggregate {}

/// What one person typed from the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Who decided.
    pub giver: Giver,
    /// The proxy, if one did.
    pub proxy: Option<Proxy>,
    /// The day on the paper.
    pub signed_on: Day,
    /// How identity was checked, as the paper says.
    pub check: IdentityCheck,
    /// All answers.
    pub answers: Answers,
    /// The child's answers.
    pub child: Answers,
}

/// A paper on its way to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Whose, on which form.
    pub invitation: Invitation,
    /// Digest of the sealed scan.
    pub scan: Digest,
    /// Who uploaded it.
    pub by: AccountId,
    /// When.
    pub at: At,
    /// What was typed, in order, and by whom.
    pub typed: Vec<(AccountId, Typed)>,
    /// What was decided, by whom.
    pub settled: Option<(AccountId, Typed)>,
    /// The record that resulted.
    pub consent: Option<String>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum PaperCommand {
    /// Keep a scan.
    Scan {
        /// Whose, on which form.
        invitation: Box<Invitation>,
        /// Digest of the sealed scan.
        scan: Digest,
    },
    /// Type it, first or second.
    Type(Box<Typed>),
    /// Decide where the two differ: field to the entry that is right (0 or 1).
    Settle(BTreeMap<String, usize>),
    /// The record was made.
    Record(String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PaperEvent {
    /// The scan was kept.
    Scanned {
        /// Whose, on which form.
        invitation: Box<Invitation>,
        /// Digest of the sealed scan.
        scan: Digest,
        /// By whom.
        by: AccountId,
        /// When.
        at: At,
    },
    /// It was typed.
    Typed {
        /// By whom.
        by: AccountId,
        /// What.
        typed: Box<Typed>,
    },
    /// It was decided what is right.
    Settled {
        /// By whom.
        by: AccountId,
        /// What.
        typed: Box<Typed>,
        /// The fields in which the two differed.
        differed: Vec<String>,
    },
    /// The record was made.
    Recorded {
        /// The consent.
        consent: String,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct PaperFacts {
    /// Now.
    pub now: At,
    /// Who acts.
    pub actor: AccountId,
    /// Whether sample forms may be signed.
    pub samples: bool,
}

impl ledger::Aggregate for PaperAggregate {
    const KIND: &'static str = "consent_paper";
    const TABLE: &'static str = "consent_paper";
    type State = Paper;
    type Command = PaperCommand;
    type Event = PaperEvent;
    type Refusal = Refusal;
    type Facts = PaperFacts;

    fn decide(
        state: Option<&Paper>,
        command: PaperCommand,
        facts: &PaperFacts,
    ) -> Result<Vec<PaperEvent>, Refusal> {
        let by = facts.actor.clone();
        match (state, command) {
            (None, PaperCommand::Scan { invitation, scan }) => {
                let form = crate::words::form::find(&invitation.form)
                    .ok_or_else(|| Refusal::Form(invitation.form.clone()))?;
                if !facts.samples && !form.is_approved() {
                    return Err(Refusal::Unapproved(form.reference()));
                }
                let at = facts.now;
                Ok(vec![PaperEvent::Scanned {
                    invitation,
                    scan,
                    by,
                    at,
                }])
            }
            (None, _) => Err(Refusal::Unknown),
            (Some(_), PaperCommand::Scan { .. }) => Err(Refusal::RecordStands),
            (Some(paper), PaperCommand::Record(consent)) => match &paper.consent {
                Some(made) if *made == consent => Ok(vec![]),
                Some(_) => Err(Refusal::RecordStands),
                None => Ok(vec![PaperEvent::Recorded { consent }]),
            },
            (Some(paper), _) if paper.consent.is_some() => Err(Refusal::Ended),
            (Some(paper), PaperCommand::Type(typed)) => {
                if paper.typed.len() >= 2 {
                    return Err(Refusal::RecordStands);
                }
                apart(paper, &by)?;
                Ok(vec![PaperEvent::Typed { by, typed }])
            }
            (Some(paper), PaperCommand::Settle(right)) => {
                apart(paper, &by)?;
                let (typed, differed) = settle(paper, &right)?;
                Ok(vec![PaperEvent::Settled {
                    by,
                    typed: Box::new(typed),
                    differed,
                }])
            }
        }
    }

    fn evolve(state: Option<Paper>, event: &PaperEvent) -> Option<Paper> {
        if let PaperEvent::Scanned {
            invitation,
            scan,
            by,
            at,
        } = event
        {
            return Some(Paper {
                invitation: (**invitation).clone(),
                scan: scan.clone(),
                by: by.clone(),
                at: *at,
                typed: Vec::new(),
                settled: None,
                consent: None,
            });
        }
        let mut paper = state?;
        match event {
            PaperEvent::Typed { by, typed } => paper.typed.push((by.clone(), (**typed).clone())),
            PaperEvent::Settled { by, typed, .. } => {
                paper.settled = Some((by.clone(), (**typed).clone()));
            }
            PaperEvent::Recorded { consent } => paper.consent = Some(consent.clone()),
            PaperEvent::Scanned { .. } => {}
        }
        Some(paper)
    }

    fn columns(state: &Paper) -> Vec<(&'static str, Value)> {
        let person: &PersonId = &state.invitation.person;
        let case: &CaseId = &state.invitation.case;
        vec![
            ("person", person.into()),
            ("case_id", case.into()),
            ("open", state.consent.is_none().into()),
        ]
    }
}

/// The second entry and the check are by somebody other than who typed first.
fn apart(paper: &Paper, by: &AccountId) -> Result<(), Refusal> {
    match paper.typed.first() {
        Some((first, _)) if first == by => Err(Refusal::SamePerson),
        _ => Ok(()),
    }
}

/// The fields of an entry as text, so that two can be laid side by side.
fn fields(typed: &Typed) -> BTreeMap<String, String> {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let code = |value: serde_json::Result<serde_json::Value>| word(value.unwrap_or_default());
    let mut all = BTreeMap::from([
        ("giver".to_owned(), code(serde_json::to_value(typed.giver))),
        ("signed_on".to_owned(), typed.signed_on.to_string()),
        ("check".to_owned(), code(serde_json::to_value(typed.check))),
    ]);
    let proxy = typed.proxy.as_ref();
    let relation = proxy.map(|p| code(serde_json::to_value(p.relation)));
    let authority = proxy.and_then(|p| p.authority);
    let authority = authority.map(|a| code(serde_json::to_value(a)));
    all.insert("relation".to_owned(), relation.unwrap_or_default());
    all.insert("authority".to_owned(), authority.unwrap_or_default());
    all.extend(typed.answers.clone());
    all.extend(typed.child.clone());
    all
}

/// Where two entries differ: field, first and second value.
#[must_use]
pub fn differences(first: &Typed, second: &Typed) -> Vec<(String, String, String)> {
    let (a, b) = (fields(first), fields(second));
    let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let of = |all: &BTreeMap<String, String>, key: &str| all.get(key).cloned().unwrap_or_default();
    keys.into_iter()
        .map(|key| (key.clone(), of(&a, key), of(&b, key)))
        .filter(|(_, a, b)| a != b)
        .collect()
}

/// The entry that results from the decisions, and the fields that differed.
fn settle(paper: &Paper, right: &BTreeMap<String, usize>) -> Result<(Typed, Vec<String>), Refusal> {
    let [(_, first), (_, second)] = paper.typed.as_slice() else {
        return Err(Refusal::NotYet(words::text!("2回の入力", "both entries")));
    };
    let differed = differences(first, second);
    let mut typed = first.clone();
    for (field, ..) in &differed {
        match right.get(field) {
            Some(0) => {}
            Some(1) => take(&mut typed, second, field),
            _ => return Err(Refusal::Undecided(field.clone())),
        }
    }
    Ok((
        typed,
        differed.into_iter().map(|(field, ..)| field).collect(),
    ))
}

fn take(typed: &mut Typed, from: &Typed, field: &str) {
    match field {
        "giver" => typed.giver = from.giver,
        "signed_on" => typed.signed_on = from.signed_on,
        "check" => typed.check = from.check,
        "relation" => match (&mut typed.proxy, &from.proxy) {
            (Some(own), Some(other)) => {
                own.relation = other.relation;
                own.other_given = other.other_given;
            }
            (own, other) => own.clone_from(other),
        },
        "authority" => {
            if let (Some(own), Some(other)) = (&mut typed.proxy, &from.proxy) {
                own.authority = other.authority;
            }
        }
        code => {
            let lay = |own: &mut Answers, other: &Answers| match other.get(code) {
                Some(answer) => drop(own.insert(code.to_owned(), answer.clone())),
                None => drop(own.remove(code)),
            };
            lay(&mut typed.answers, &from.answers);
            lay(&mut typed.child, &from.child);
        }
    }
}
