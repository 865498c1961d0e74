//! A consent: submitted whole, never rewritten, its choices changed by further events, withdrawn at any time.

use std::collections::BTreeSet;

use ledger::NewJob;
use registry::facts::{CaseStatus, Relation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Value;
use words::{AccountId, At, CaseId, PersonId};

use super::Refusal;
use crate::{
    rules::{self, Known, Verdict},
    words::{
        Answers, Because, Giver, IdentityCheck, Method, Place, Proxy, ProxyRelation, Record, Scope,
        Status,
    },
};

/// The aggregate.
pub enum ConsentAggregate {}

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The record as submitted; its answers are the present ones.
    pub record: Record,
    /// Where it stands.
    pub status: Status,
    /// When it was submitted.
    pub submitted_at: At,
    /// Who received it.
    pub received_by: AccountId,
    /// Uses ended by the person.
    #[serde(default)]
    pub ended: BTreeSet<Scope>,
    /// When it was withdrawn.
    #[serde(default)]
    pub withdrawn_at: Option<At>,
    /// Cooling-off period of the withdrawal, days.
    #[serde(default)]
    pub cooling_off_days: Option<i64>,
    /// What had been ended before the withdrawal: what stays ended if it is taken back.
    #[serde(default)]
    pub ended_before: BTreeSet<Scope>,
    /// Why the person is to be asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Because>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Submit a record.
    Give(Box<Record>),
    /// Change choices.
    Choose(Answers),
    /// Withdraw, wholly or for some uses.
    Withdraw {
        /// Who withdraws.
        by: Giver,
        /// The proxy, if one does.
        proxy: Option<Proxy>,
        /// What ends.
        scopes: BTreeSet<Scope>,
        /// 0 to 14; 14 if absent.
        cooling_off_days: Option<i64>,
        /// How it was checked who withdraws.
        identity_check: Option<IdentityCheck>,
    },
    /// Have it destroyed earlier: the cooling-off period ends now.
    Shorten {
        /// How it was checked who wants it.
        identity_check: Option<IdentityCheck>,
    },
    /// Take the withdrawal back within its cooling-off period.
    TakeBack {
        /// How it was checked who does.
        identity_check: Option<IdentityCheck>,
    },
    /// Ask again: a new version, or a child that may decide now.
    AskAgain(Because),
    /// A later record takes its place.
    Supersede {
        /// The later record.
        by: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was explained.
    Explained {
        /// Whose consent.
        person: PersonId,
        /// Who explained.
        by: AccountId,
        /// When.
        explained_at: At,
        /// Where.
        place: Place,
        /// How.
        method: Method,
    },
    /// The record was submitted.
    Submitted {
        /// The whole record: codes, ids and digests.
        record: Box<Record>,
        /// When.
        at: At,
        /// Who received it.
        by: AccountId,
    },
    /// Identity was verified.
    IdentityVerified {
        /// How.
        check: IdentityCheck,
    },
    /// In force.
    Activated {
        /// Whose consent.
        person: PersonId,
    },
    /// The person does not take part.
    Declined {
        /// Whose answer.
        person: PersonId,
        /// The mandatory items answered with no.
        items: Vec<String>,
    },
    /// Choices were changed.
    ChoicesChanged {
        /// What was changed.
        changes: Answers,
        /// All answers after it.
        answers: Answers,
        /// When.
        at: At,
    },
    /// Some uses were ended; the consent stays in force for the rest.
    PartlyWithdrawn {
        /// Whose consent.
        person: PersonId,
        /// Who withdrew.
        by: Giver,
        /// What ended.
        scopes: BTreeSet<Scope>,
        /// T0.
        at: At,
        /// How it was checked who withdrew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity_check: Option<IdentityCheck>,
    },
    /// Withdrawn. Nothing may rest on it from now on.
    Withdrawn {
        /// Whose consent.
        person: PersonId,
        /// For which case.
        case: CaseId,
        /// Who withdrew.
        by: Giver,
        /// The proxy, if one did.
        proxy: Option<Proxy>,
        /// What ended.
        scopes: BTreeSet<Scope>,
        /// T0.
        at: At,
        /// Days before anything is destroyed.
        cooling_off_days: i64,
        /// How it was checked who withdrew.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity_check: Option<IdentityCheck>,
    },
    /// The person waived the rest of the cooling-off period.
    CoolingOffShortened {
        /// Whose consent.
        person: PersonId,
        /// When: things are destroyed from then on.
        at: At,
        /// How it was checked who wanted it.
        identity_check: IdentityCheck,
    },
    /// The withdrawal was taken back within its cooling-off period: the consent is in force again, except for uses that
    /// had been ended before.
    WithdrawalTakenBack {
        /// Whose consent.
        person: PersonId,
        /// For which case.
        case: CaseId,
        /// When.
        at: At,
        /// How it was checked who did.
        identity_check: IdentityCheck,
    },
    /// The person is to be asked again; until then the consent stays in force.
    ReconsentRequired {
        /// Whose consent.
        person: PersonId,
        /// Why.
        because: Because,
        /// When.
        at: At,
    },
    /// A later record took its place.
    Superseded {
        /// The later record.
        by: String,
        /// When.
        at: At,
    },
}

/// The cooling-off period, days (`policy.withdraw.cooling_off`). The person may shorten it.
pub const COOLING_OFF_DAYS: i64 = 14;

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Who receives the record.
    pub actor: AccountId,
    /// The case: its kind and status; absent if there is none.
    pub case: Option<(&'static str, CaseStatus)>,
    /// Relation of the person in the case; absent if not a member.
    pub relation: Option<Relation>,
    /// Completed years of the person today.
    pub age: Option<i32>,
    /// A consent of the person for this case that is in force, and why the person is to be asked again.
    pub in_force: Option<(String, Option<Because>)>,
    /// Whether sample forms may be signed: in a demonstration or on synthetic data only.
    pub samples: bool,
}

impl ledger::Aggregate for ConsentAggregate {
    const KIND: &'static str = "consent";
    const TABLE: &'static str = "consent_consent";
    type State = Consent;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Consent>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        match (state, command) {
            (state, Command::Give(record)) => give(state, record, facts),
            (Some(c), Command::Supersede { .. }) if c.status == Status::Superseded => Ok(vec![]),
            (None, _) => Err(Refusal::Unknown),
            (Some(consent), Command::Shorten { identity_check }) => {
                shorten(consent, identity_check, facts)
            }
            (Some(consent), Command::TakeBack { identity_check }) => {
                take_back(consent, identity_check, facts)
            }
            (Some(consent), _) if consent.status == Status::Withdrawn => {
                Err(Refusal::WithdrawnAlready)
            }
            (Some(consent), _) if !consent.status.in_force() => Err(Refusal::NotInForce),
            (Some(consent), Command::Choose(changes)) => choose(consent, changes, facts),
            (Some(consent), Command::AskAgain(because)) => {
                super::again::ask(consent, because, facts)
            }
            (Some(_), Command::Supersede { by }) => {
                Ok(vec![Event::Superseded { by, at: facts.now }])
            }
            (
                Some(consent),
                Command::Withdraw {
                    by,
                    proxy,
                    scopes,
                    cooling_off_days,
                    identity_check,
                },
            ) => {
                let check = identity_check.ok_or(Refusal::NoIdentityCheck)?;
                let who = (by, proxy, check);
                withdraw(consent, who, scopes, cooling_off_days, facts)
            }
        }
    }

    fn evolve(state: Option<Consent>, event: &Event) -> Option<Consent> {
        if let Event::Submitted { record, at, by } = event {
            return Some(Consent {
                record: (**record).clone(),
                status: Status::Submitted,
                submitted_at: *at,
                received_by: by.clone(),
                ended: BTreeSet::new(),
                withdrawn_at: None,
                cooling_off_days: None,
                ended_before: BTreeSet::new(),
                again: None,
            });
        }
        let mut consent = state?;
        match event {
            Event::IdentityVerified { .. } => consent.status = Status::IdentityVerified,
            Event::Activated { .. } => consent.status = Status::Active,
            Event::Declined { .. } => consent.status = Status::Declined,
            Event::ChoicesChanged { answers, .. } => {
                consent.record.answers.clone_from(answers);
                consent.amended();
            }
            Event::PartlyWithdrawn { scopes, .. } => {
                consent.ended.extend(scopes);
                consent.amended();
            }
            Event::Withdrawn {
                scopes,
                at,
                cooling_off_days,
                ..
            } => {
                consent.ended_before.clone_from(&consent.ended);
                consent.ended.extend(scopes);
                consent.status = Status::Withdrawn;
                consent.withdrawn_at = Some(*at);
                consent.cooling_off_days = Some(*cooling_off_days);
            }
            Event::CoolingOffShortened { at, .. } => {
                let t0 = consent.withdrawn_at.unwrap_or(*at);
                consent.cooling_off_days = Some(at.days_since(t0));
            }
            Event::WithdrawalTakenBack { .. } => {
                consent.ended = std::mem::take(&mut consent.ended_before);
                consent.amended();
                consent.withdrawn_at = None;
                consent.cooling_off_days = None;
            }
            Event::ReconsentRequired { because, .. } => {
                consent.again = Some(because.clone());
                consent.amended();
            }
            Event::Superseded { .. } => consent.status = Status::Superseded,
            Event::Explained { .. } | Event::Submitted { .. } => {}
        }
        Some(consent)
    }

    fn columns(state: &Consent) -> Vec<(&'static str, Value)> {
        vec![
            ("person", (&state.record.person).into()),
            ("case_id", (&state.record.case).into()),
            ("status", state.status.code().into()),
        ]
    }

    fn jobs(id: &str, event: &Event) -> Vec<NewJob> {
        let job = |kind, key| NewJob {
            kind,
            payload: json!({ "consent": id }),
            key,
        };
        match event {
            Event::Activated { .. } => {
                vec![job("consent.receipt", format!("consent.receipt:{id}"))]
            }
            Event::ChoicesChanged { at, .. }
            | Event::PartlyWithdrawn { at, .. }
            | Event::WithdrawalTakenBack { at, .. } => {
                vec![job(
                    "consent.receipt",
                    format!("consent.receipt:{id}:{}", at.micros()),
                )]
            }
            _ => vec![],
        }
    }
}

impl Consent {
    /// In force with something changed; whoever is to be asked again still is.
    fn amended(&mut self) {
        self.status = match self.again {
            Some(_) => Status::ReconsentRequired,
            None => Status::Amended,
        };
    }
}

fn give(
    state: Option<&Consent>,
    record: Box<Record>,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let (Some((domain, status)), Some(relation)) = (facts.case, facts.relation) else {
        return Err(Refusal::NotAMember);
    };
    if !matches!(status, CaseStatus::Registered | CaseStatus::Active) {
        return Err(Refusal::CaseClosed);
    }
    match &facts.in_force {
        // whoever is asked again gives a new record that takes the place of that one and of no other
        Some((id, Some(_))) if record.supersedes.as_ref() == Some(id) => {}
        Some((id, _)) => return Err(Refusal::InForceAlready(id.clone())),
        None => {}
    }
    let known = Known {
        day: facts.now.day(),
        age: facts.age,
        relation,
        domain,
        exists: state.is_some(),
        samples: facts.samples,
        again: facts.in_force.as_ref().and_then(|(_, why)| why.clone()),
    };
    let person = record.person.clone();
    let last = match rules::judge(&record, &known) {
        Verdict::Refused(refusal) => return Err(refusal),
        Verdict::Declined(items) => Event::Declined { person, items },
        Verdict::Pass => Event::Activated { person },
    };
    let check = record.identity_check.ok_or(Refusal::NoIdentityCheck)?;
    let explained = Event::Explained {
        person: record.person.clone(),
        by: record.explained_by.clone(),
        explained_at: record.explained_at,
        place: record.place,
        method: record.method,
    };
    let submitted = Event::Submitted {
        record,
        at: facts.now,
        by: facts.actor.clone(),
    };
    Ok(vec![
        submitted,
        explained,
        Event::IdentityVerified { check },
        last,
    ])
}

fn choose(consent: &Consent, changes: Answers, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let answers = rules::r7_choices_any_time::change(
        &consent.record.form,
        &consent.record.answers,
        &changes,
    )?;
    if answers == consent.record.answers {
        return Ok(vec![]);
    }
    Ok(vec![Event::ChoicesChanged {
        changes,
        answers,
        at: facts.now,
    }])
}

fn withdraw(
    consent: &Consent,
    (by, proxy, check): (Giver, Option<Proxy>, IdentityCheck),
    scopes: BTreeSet<Scope>,
    days: Option<i64>,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let cooling_off_days = days.unwrap_or(COOLING_OFF_DAYS);
    if scopes.is_empty() {
        return Err(Refusal::NoScope);
    }
    if !(0..=COOLING_OFF_DAYS).contains(&cooling_off_days) {
        return Err(Refusal::CoolingOffLength);
    }
    match (by, &proxy) {
        (Giver::Proxy, None) => return Err(Refusal::NoRelation),
        (Giver::Proxy, Some(p)) if p.relation == ProxyRelation::Other && !p.other_given => {
            return Err(Refusal::OtherRelation);
        }
        _ => {}
    }
    let Record { person, case, .. } = &consent.record;
    let (person, case, at) = (person.clone(), case.clone(), facts.now);
    if scopes.contains(&Scope::All) {
        return Ok(vec![Event::Withdrawn {
            person,
            case,
            by,
            proxy,
            scopes,
            at,
            cooling_off_days,
            identity_check: Some(check),
        }]);
    }
    if scopes.is_subset(&consent.ended) {
        return Err(Refusal::WithdrawnAlready);
    }
    Ok(vec![Event::PartlyWithdrawn {
        person,
        by,
        scopes,
        at,
        identity_check: Some(check),
    }])
}

/// When things may be destroyed; none if it is not withdrawn.
fn destroy_from(consent: &Consent) -> Option<At> {
    let days = consent.cooling_off_days.unwrap_or(COOLING_OFF_DAYS);
    consent.withdrawn_at.map(|t0| t0.plus_days(days))
}

/// The rest of the period is waived; where nothing is left of it, nothing happens.
fn shorten(
    consent: &Consent,
    check: Option<IdentityCheck>,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let until = destroy_from(consent).ok_or(Refusal::NotWithdrawn)?;
    if until <= facts.now {
        return Ok(vec![]);
    }
    Ok(vec![Event::CoolingOffShortened {
        person: consent.record.person.clone(),
        at: facts.now,
        identity_check: check.ok_or(Refusal::NoIdentityCheck)?,
    }])
}

fn take_back(
    consent: &Consent,
    check: Option<IdentityCheck>,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let until = destroy_from(consent).ok_or(Refusal::NotWithdrawn)?;
    if until <= facts.now {
        return Err(Refusal::CoolingOffOver(until));
    }
    if let Some((id, _)) = &facts.in_force {
        return Err(Refusal::InForceAlready(id.clone()));
    }
    Ok(vec![Event::WithdrawalTakenBack {
        person: consent.record.person.clone(),
        case: consent.record.case.clone(),
        at: facts.now,
        identity_check: check.ok_or(Refusal::NoIdentityCheck)?,
    }])
}
