//! Persons: pseudonymous, with family links.

use serde::{Deserialize, Serialize};
use words::{Day, Digest, PersonId, SiteId};

use super::Refusal;
use crate::words::Relation;

/// The aggregate.
pub enum PersonAggregate {}

/// A participant. Names and birth day lie sealed in `registry_identity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The site that knows the person.
    pub site: SiteId,
    /// Parents, as far as they take part.
    pub parents: Vec<Parent>,
    /// Day of death.
    pub died: Option<Day>,
    /// Digest of the sealed identity: says nothing about it. Absent for persons entered before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Digest>,
}

/// A link to a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// Mother or father.
    pub relation: Relation,
    /// Who.
    pub person: PersonId,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Enter the person.
    Enter {
        /// The site that knows the person.
        site: SiteId,
    },
    /// Link a parent.
    Link(Parent),
    /// Record the death.
    Die(Day),
}

/// What the decision needs to know.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Digest of the person's sealed identity.
    pub identity: Option<Digest>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The person was entered.
    Entered {
        /// The site that knows the person.
        site: SiteId,
        /// Digest of the sealed identity.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<Digest>,
    },
    /// A parent was linked.
    Linked {
        /// Mother or father.
        parent: Parent,
    },
    /// The person died.
    Died {
        /// On that day.
        on: Day,
    },
}

impl ledger::Aggregate for PersonAggregate {
    const KIND: &'static str = "person";
    const TABLE: &'static str = "registry_person";
    type State = Person;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Person>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        match (state, command) {
            (Some(_), Command::Enter { .. }) => Err(Refusal::AlreadyThere),
            (None, Command::Enter { site }) => Ok(vec![Event::Entered {
                site,
                identity: facts.identity.clone(),
            }]),
            (None, _) => Err(Refusal::Unknown),
            (Some(person), Command::Link(parent)) if person.parents.contains(&parent) => Ok(vec![]),
            (Some(person), Command::Link(parent)) => {
                let taken = person.parents.iter().any(|p| p.relation == parent.relation);
                if taken || parent.relation == Relation::Proband {
                    return Err(Refusal::Members);
                }
                Ok(vec![Event::Linked { parent }])
            }
            (Some(person), Command::Die(_)) if person.died.is_some() => Err(Refusal::Deceased),
            (Some(_), Command::Die(on)) => Ok(vec![Event::Died { on }]),
        }
    }

    fn evolve(state: Option<Person>, event: &Event) -> Option<Person> {
        match (state, event.clone()) {
            (_, Event::Entered { site, identity }) => Some(Person {
                site,
                parents: vec![],
                died: None,
                identity,
            }),
            (Some(mut person), Event::Linked { parent }) => {
                person.parents.push(parent);
                Some(person)
            }
            (Some(mut person), Event::Died { on }) => {
                person.died = Some(on);
                Some(person)
            }
            (None, _) => None,
        }
    }
}
