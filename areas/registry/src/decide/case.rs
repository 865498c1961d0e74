//! Cases: registered on a ground, active with consent, withdrawn.

use serde::{Deserialize, Serialize};
use store::Value;
use words::{At, CaseId, Day, PersonId, SiteId};

use super::{PersonCommand, Refusal, person::Parent};
use crate::{
    rules,
    words::{
        Approval, CaseKind, CaseStatus, Eligibility, ExceptionCategory, Member, Relation, SiteOnDay,
    },
};

/// The aggregate.
pub enum CaseAggregate {}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// Cancer or rare disease.
    pub kind: CaseKind,
    /// The hospital that registered it.
    pub site: SiteId,
    /// Two digits.
    pub project: String,
    /// Who takes part.
    pub members: Vec<Member>,
    /// Who took part and withdrew.
    #[serde(default)]
    pub removed: Vec<Member>,
    /// Where it stands.
    pub status: CaseStatus,
    /// The ground.
    pub eligibility: Eligibility,
    /// When.
    pub registered_at: At,
    /// The committee's decision, if it was an exception.
    #[serde(default)]
    pub exception: Option<String>,
    /// Members who died.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead: Vec<PersonId>,
    /// Where the case stood when the proband died, for a death that was recorded by mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<CaseStatus>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Register a case.
    Register {
        /// Its number.
        id: CaseId,
        /// Two digits.
        project: String,
        /// Who takes part.
        members: Vec<Member>,
        /// The ground.
        eligibility: Eligibility,
    },
    /// Record the committee's approval of an exception.
    ApproveException {
        /// Under which category.
        category: ExceptionCategory,
        /// Reference of the decision.
        reference: String,
    },
    /// The proband's consent came into force.
    Activate,
    /// A member withdrew.
    Withdraw(PersonId),
    /// A member took the withdrawal back.
    Restore(PersonId),
    /// A member died.
    Die(PersonId),
    /// A death was recorded by mistake.
    Revive(PersonId),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Asked for, outside the three conditions.
    ExceptionAsked {
        /// What will be registered.
        case: Box<Case>,
        /// Under which category the committee is asked.
        category: ExceptionCategory,
    },
    /// Registered: all conditions are met at an approved site.
    Registered {
        /// What was registered.
        case: Box<Case>,
        /// The approval that held that day.
        approval: Approval,
    },
    /// Registered as an exception.
    ExceptionApproved {
        /// Category.
        category: ExceptionCategory,
        /// Reference of the decision.
        reference: String,
    },
    /// The proband's consent is in force.
    Activated,
    /// A parent withdrew; the case goes on without.
    MemberRemoved {
        /// Who.
        person: PersonId,
    },
    /// The proband withdrew.
    Withdrawn {
        /// Who.
        person: PersonId,
    },
    /// A parent took the withdrawal back.
    MemberRestored {
        /// Who.
        person: PersonId,
    },
    /// The proband took the withdrawal back.
    Restored {
        /// Who.
        person: PersonId,
    },
    /// The proband died: the case ends for the person, not for research.
    Died {
        /// The day, where it was recorded before the day was sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
        /// Who.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
    /// A parent died; the case goes on.
    MemberDied {
        /// Who.
        person: PersonId,
    },
    /// The death of a member had been recorded by mistake.
    DeathCorrected {
        /// Who.
        person: PersonId,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// The registering site.
    pub site: Option<SiteOnDay>,
    /// A case of the same kind of the same proband that was not withdrawn.
    pub duplicate: Option<CaseId>,
}

impl Facts {
    /// Facts for commands after registration.
    #[must_use]
    pub fn at(now: At) -> Self {
        Self {
            now,
            site: None,
            duplicate: None,
        }
    }
}

impl ledger::Aggregate for CaseAggregate {
    const KIND: &'static str = "case";
    const TABLE: &'static str = "registry_case";
    type State = Case;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Case>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        match (state, command) {
            (Some(_), Command::Register { .. }) => Err(Refusal::AlreadyThere),
            (
                None,
                Command::Register {
                    id,
                    project,
                    members,
                    eligibility,
                },
            ) => register(id, project, members, eligibility, facts),
            (None, _) => Err(Refusal::Unknown),
            (
                Some(case),
                Command::ApproveException {
                    category,
                    reference,
                },
            ) => approve(case, category, reference),
            (Some(case), Command::Activate) => activate(case),
            (Some(case), Command::Withdraw(person)) => withdraw(case, person),
            (Some(case), Command::Restore(person)) => Ok(restore(case, person)),
            (Some(case), Command::Die(person)) => Ok(die(case, person)),
            (Some(case), Command::Revive(person)) if case.dead.contains(&person) => {
                Ok(vec![Event::DeathCorrected { person }])
            }
            (Some(_), Command::Revive(_)) => Ok(vec![]),
        }
    }

    fn evolve(state: Option<Case>, event: &Event) -> Option<Case> {
        match (state, event) {
            (_, Event::ExceptionAsked { case, .. } | Event::Registered { case, .. }) => {
                Some((**case).clone())
            }
            (Some(mut case), event) => {
                change(&mut case, event);
                Some(case)
            }
            (None, _) => None,
        }
    }

    fn columns(state: &Case) -> Vec<(&'static str, Value)> {
        let proband = state
            .members
            .iter()
            .chain(&state.removed)
            .find(|m| m.relation == Relation::Proband);
        vec![
            ("site", (&state.site).into()),
            ("project", state.project.as_str().into()),
            ("kind", state.kind.code().into()),
            ("status", state.status.code().into()),
            (
                "proband",
                proband.map_or(Value::NoText, |m| (&m.person).into()),
            ),
        ]
    }
}

fn change(case: &mut Case, event: &Event) {
    match event {
        Event::ExceptionApproved { reference, .. } => {
            case.status = CaseStatus::Registered;
            case.exception = Some(reference.clone());
        }
        Event::Activated => case.status = CaseStatus::Active,
        Event::MemberRemoved { person } => {
            let (gone, stay) = case.members.drain(..).partition(|m| m.person == *person);
            case.members = stay;
            case.removed.extend::<Vec<Member>>(gone);
        }
        Event::MemberRestored { person } => {
            let (back, gone) = case.removed.drain(..).partition(|m| m.person == *person);
            case.removed = gone;
            case.members.extend::<Vec<Member>>(back);
        }
        Event::Withdrawn { .. } => case.status = CaseStatus::Withdrawn,
        Event::Restored { person } if case.dead.contains(person) => {
            case.status = CaseStatus::Deceased;
            case.before = Some(CaseStatus::Active);
        }
        Event::Restored { .. } => case.status = CaseStatus::Active,
        Event::Died { person, .. } => {
            case.dead.extend(person.clone());
            // a withdrawal stays one: death does not open again what was closed
            if case.status != CaseStatus::Withdrawn {
                case.before = person.is_some().then_some(case.status);
                case.status = CaseStatus::Deceased;
            }
        }
        Event::MemberDied { person } => case.dead.push(person.clone()),
        Event::DeathCorrected { person } => {
            case.dead.retain(|p| p != person);
            if is_proband(case, person) && case.status == CaseStatus::Deceased {
                case.status = case.before.take().unwrap_or(CaseStatus::Active);
            }
        }
        Event::ExceptionAsked { .. } | Event::Registered { .. } => {}
    }
}

fn register(
    id: CaseId,
    project: String,
    members: Vec<Member>,
    eligibility: Eligibility,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let kind = eligibility.kind();
    let refused = || Refusal::SiteNotApproved(kind);
    let site = facts.site.as_ref().ok_or_else(refused)?;
    let today = facts.now.day();
    let approval = site
        .approvals
        .iter()
        .find(|a| a.kind == Some(kind) && a.holds_on(today));
    let approval = approval.ok_or_else(refused)?;
    check_members(kind, &members)?;
    if let Some(case) = &facts.duplicate {
        return Err(Refusal::Duplicate(case.clone()));
    }
    let missing = rules::missing(&eligibility);
    let asked = match &eligibility {
        Eligibility::Cancer { exception, .. } => *exception,
        Eligibility::Rare { .. } => None,
    };
    let mut case = Box::new(Case {
        id,
        kind,
        site: site.id.clone(),
        project,
        members,
        removed: vec![],
        status: CaseStatus::Registered,
        eligibility,
        registered_at: facts.now,
        exception: None,
        dead: vec![],
        before: None,
    });
    match (missing.is_empty(), asked) {
        (true, _) => Ok(vec![Event::Registered {
            case,
            approval: approval.clone(),
        }]),
        (false, Some(category)) => {
            case.status = CaseStatus::AwaitingException;
            Ok(vec![Event::ExceptionAsked { case, category }])
        }
        (false, None) => Err(Refusal::NotEligible(missing)),
    }
}

fn check_members(kind: CaseKind, members: &[Member]) -> Result<(), Refusal> {
    let once = |relation| members.iter().filter(|m| m.relation == relation).count();
    let same = |m: &Member| members.iter().filter(|n| n.person == m.person).count() > 1;
    if once(Relation::Proband) != 1
        || once(Relation::Mother) > 1
        || once(Relation::Father) > 1
        || members.iter().any(same)
    {
        return Err(Refusal::Members);
    }
    if kind == CaseKind::Cancer && members.len() > 1 {
        return Err(Refusal::ParentsInCancer);
    }
    Ok(())
}

fn approve(
    case: &Case,
    category: ExceptionCategory,
    reference: String,
) -> Result<Vec<Event>, Refusal> {
    if case.status != CaseStatus::AwaitingException {
        return Err(Refusal::NotAwaiting);
    }
    if reference.trim().is_empty() {
        return Err(Refusal::NoReference);
    }
    match &case.eligibility {
        Eligibility::Cancer { exception, .. } if *exception == Some(category) => {
            Ok(vec![Event::ExceptionApproved {
                category,
                reference,
            }])
        }
        _ => Err(Refusal::OtherCategory),
    }
}

fn activate(case: &Case) -> Result<Vec<Event>, Refusal> {
    match case.status {
        CaseStatus::Registered => Ok(vec![Event::Activated]),
        CaseStatus::Active => Ok(vec![]),
        CaseStatus::AwaitingException => Err(Refusal::NoReference),
        CaseStatus::Withdrawn => Err(Refusal::Withdrawn),
        CaseStatus::Deceased => Err(Refusal::Deceased),
    }
}

fn withdraw(case: &Case, person: PersonId) -> Result<Vec<Event>, Refusal> {
    let gone =
        case.removed.iter().any(|m| m.person == person) || case.status == CaseStatus::Withdrawn;
    match case.members.iter().find(|m| m.person == person) {
        _ if gone => Ok(vec![]),
        None => Err(Refusal::Unknown),
        Some(member) if member.relation == Relation::Proband => {
            Ok(vec![Event::Withdrawn { person }])
        }
        Some(_) => Ok(vec![Event::MemberRemoved { person }]),
    }
}

fn is_proband(case: &Case, person: &PersonId) -> bool {
    let proband = |m: &Member| m.relation == Relation::Proband && m.person == *person;
    case.members.iter().any(proband)
}

/// A death is told once, of somebody who takes or took part.
fn die(case: &Case, person: PersonId) -> Vec<Event> {
    let mut here = case.members.iter().chain(&case.removed);
    if case.dead.contains(&person) || !here.any(|m| m.person == person) {
        return vec![];
    }
    if is_proband(case, &person) {
        let person = Some(person);
        return vec![Event::Died { on: None, person }];
    }
    vec![Event::MemberDied { person }]
}

/// Who took part before takes part again; whoever did not leave stays as he or she is.
fn restore(case: &Case, person: PersonId) -> Vec<Event> {
    if case.removed.iter().any(|m| m.person == person) {
        return vec![Event::MemberRestored { person }];
    }
    if case.status == CaseStatus::Withdrawn && is_proband(case, &person) {
        return vec![Event::Restored { person }];
    }
    vec![]
}

/// The persons and family links that follow from a case.
#[must_use]
pub fn person_commands(event: &Event) -> Vec<(PersonId, PersonCommand)> {
    let case = match event {
        Event::ExceptionAsked { case, .. } | Event::Registered { case, .. } => case,
        Event::Died { .. }
        | Event::MemberDied { .. }
        | Event::DeathCorrected { .. }
        | Event::ExceptionApproved { .. }
        | Event::Activated
        | Event::MemberRemoved { .. }
        | Event::MemberRestored { .. }
        | Event::Restored { .. }
        | Event::Withdrawn { .. } => return vec![],
    };
    let enter = |m: &Member| {
        (
            m.person.clone(),
            PersonCommand::Enter {
                site: case.site.clone(),
            },
        )
    };
    let mut commands: Vec<_> = case.members.iter().map(enter).collect();
    if let Some(proband) = case
        .members
        .iter()
        .find(|m| m.relation == Relation::Proband)
    {
        let parents = case
            .members
            .iter()
            .filter(|m| m.relation != Relation::Proband);
        let link = |m: &Member| Parent {
            relation: m.relation,
            person: m.person.clone(),
        };
        commands.extend(parents.map(|m| (proband.person.clone(), PersonCommand::Link(link(m)))));
    }
    commands
}
