//! Who is a target patient: one file per condition of the action plan, and the list.

pub mod alive_and_treatable;
pub mod enough_specimen;
pub mod monogenic;
pub mod multifactorial;
pub mod refractory;
pub mod undiagnosed;

use words::Text;

use crate::words::Eligibility;

/// A condition of eligibility.
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// Where it is written.
    pub cites: &'static str,
    /// What it asks for.
    pub says: Text,
    /// `None` if it does not concern this case.
    pub met: fn(&Eligibility) -> Option<bool>,
    /// What it answers; run by one test for all rules.
    pub examples: fn() -> Vec<(Eligibility, Option<bool>)>,
}

/// All conditions.
pub static RULES: [Rule; 6] = [
    enough_specimen::RULE,
    refractory::RULE,
    alive_and_treatable::RULE,
    monogenic::RULE,
    multifactorial::RULE,
    undiagnosed::RULE,
];

/// What is missing, in the order of the list.
#[must_use]
pub fn missing(eligibility: &Eligibility) -> Vec<Text> {
    let unmet = RULES
        .iter()
        .filter(|rule| (rule.met)(eligibility) == Some(false));
    unmet.map(|rule| rule.says.clone()).collect()
}
