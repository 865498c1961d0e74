//! What may happen to sites, persons and cases.

mod case;
mod opening;
mod person;
mod refusal;
mod site;

pub use case::{
    Case as CaseState, CaseAggregate, Command as CaseCommand, Event as CaseEvent,
    Facts as CaseFacts, person_commands,
};
pub use opening::{
    Command as OpeningCommand, Event as OpeningEvent, Facts as OpeningFacts,
    Opening as OpeningState, OpeningAggregate,
};
pub use person::{
    Command as PersonCommand, Event as PersonEvent, Facts as PersonFacts, Person as PersonState,
    PersonAggregate,
};
pub use refusal::Refusal;
pub use site::{Command as SiteCommand, Event as SiteEvent, Site as SiteState, SiteAggregate};
