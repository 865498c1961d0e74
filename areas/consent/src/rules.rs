//! What a record must satisfy: one file per rule, and the list in the order in which they are asked.

pub mod asked_again;
pub mod permit;
pub mod r1_all_or_nothing;
pub mod r2_complete;
pub mod r3_proxy_and_assent;
pub mod r4_form_in_force;
pub mod r5_remote_talk;
pub mod r6_never_rewritten;
pub mod r7_choices_any_time;

use registry::facts::Relation;
use words::Text;

use crate::{
    decide::Refusal,
    words::{Because, Record},
};

/// What a rule answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing stands against it.
    Pass,
    /// The person does not take part: these mandatory items were answered with no.
    Declined(Vec<String>),
    /// It is not accepted.
    Refused(Refusal),
}

/// What a rule may know beside the record.
#[derive(Debug, Clone)]
pub struct Known {
    /// The day of the signature.
    pub day: words::Day,
    /// Completed years on that day.
    pub age: Option<i32>,
    /// Relation of the person in the case.
    pub relation: Relation,
    /// `cancer` or `rare`.
    pub domain: &'static str,
    /// Whether a record of this id exists.
    pub exists: bool,
    /// Whether sample forms may be signed: in a demonstration or on synthetic data only.
    pub samples: bool,
    /// Why the person is asked again.
    pub again: Option<Because>,
}

/// A rule.
pub struct Rule {
    /// Stable name.
    pub id: &'static str,
    /// What it says.
    pub says: Text,
    /// Its judgement.
    pub judge: fn(&Record, &Known) -> Verdict,
    /// What it answers; run by one test for all rules.
    pub examples: fn() -> Vec<Example>,
}

/// An example of a rule.
pub struct Example {
    /// What it shows.
    pub shows: &'static str,
    /// Changes the good record of [`good`].
    pub change: fn(&mut Record, &mut Known),
    /// `pass`, `declined` or the code of a refusal.
    pub answer: &'static str,
}

/// All rules.
pub static RULES: [Rule; 6] = [
    r6_never_rewritten::RULE,
    r4_form_in_force::RULE,
    r3_proxy_and_assent::RULE,
    r5_remote_talk::RULE,
    r2_complete::RULE,
    r1_all_or_nothing::RULE,
];

/// The first rule that does not pass decides.
#[must_use]
pub fn judge(record: &Record, known: &Known) -> Verdict {
    let verdicts = RULES.iter().map(|rule| (rule.judge)(record, known));
    verdicts
        .into_iter()
        .find(|v| *v != Verdict::Pass)
        .unwrap_or(Verdict::Pass)
}
