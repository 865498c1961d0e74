//! Persons: pseudonymous, with family links.

use serde::{Deserialize, Serialize};
use words::{AccountId, At, Day, Digest, PersonId, SiteId};

use super::Refusal;
use crate::words::{
    Relation,
    death::{Death, Mistake},
};

/// The aggregate.
pub enum PersonAggregate {}

/// A participant. Names and birth day lie sealed in `registry_identity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The site that knows the person.
    pub site: SiteId,
    /// Parents, as far as they take part.
    pub parents: Vec<Parent>,
    /// Day of death, where it was recorded before the day was sealed.
    pub died: Option<Day>,
    /// The death on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<Death>,
    /// Digest of the sealed identity: says nothing about it. Absent for persons entered before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Digest>,
}

impl Person {
    /// Whether a death is on record.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.died.is_some() || self.death.is_some()
    }
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
    /// Record the death. The day is only looked at: it does not go into the ledger.
    RecordDeath {
        /// What is kept of it.
        death: Death,
        /// On which day, if it is known.
        on: Option<Day>,
    },
    /// Take a recorded death back: it was recorded by mistake.
    CorrectDeath {
        /// Why.
        mistake: Mistake,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Digest of the person's sealed identity.
    pub identity: Option<Digest>,
    /// Day of birth, for a death.
    pub born: Option<Day>,
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
    /// The person died. Earlier form; deaths are now recorded without their day.
    Died {
        /// On that day.
        on: Day,
    },
    /// A death was recorded.
    DeathRecorded {
        /// What is kept of it.
        death: Death,
    },
    /// A death was recorded by mistake.
    DeathCorrected {
        /// Why.
        mistake: Mistake,
        /// When the death had been recorded; absent for the earlier form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recorded: Option<At>,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
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
            (Some(person), Command::RecordDeath { death, on }) => {
                record(person, death, on, facts).map(|event| vec![event])
            }
            (Some(person), Command::CorrectDeath { .. }) if !person.is_dead() => {
                Err(Refusal::Alive)
            }
            (Some(person), Command::CorrectDeath { mistake, at, by }) => {
                let recorded = person.death.as_ref().map(|d| d.at);
                Ok(vec![Event::DeathCorrected {
                    mistake,
                    recorded,
                    at,
                    by,
                }])
            }
        }
    }

    fn evolve(state: Option<Person>, event: &Event) -> Option<Person> {
        match (state, event.clone()) {
            (_, Event::Entered { site, identity }) => Some(Person {
                site,
                parents: vec![],
                died: None,
                death: None,
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
            (Some(mut person), Event::DeathRecorded { death }) => {
                person.death = Some(death);
                Some(person)
            }
            (Some(mut person), Event::DeathCorrected { .. }) => {
                (person.died, person.death) = (None, None);
                Some(person)
            }
            (None, _) => None,
        }
    }
}

/// A death is recorded once, on a day between birth and today.
fn record(person: &Person, death: Death, on: Option<Day>, facts: &Facts) -> Result<Event, Refusal> {
    if person.is_dead() {
        return Err(Refusal::Deceased);
    }
    if on.is_some_and(|on| on > death.at.day()) {
        return Err(Refusal::DeathToCome);
    }
    if matches!((on, facts.born), (Some(on), Some(born)) if on < born) {
        return Err(Refusal::DeathBeforeBirth);
    }
    Ok(Event::DeathRecorded { death })
}
