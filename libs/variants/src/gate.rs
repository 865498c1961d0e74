//! The answer of a quality gate.

use serde::{Deserialize, Serialize};

/// What a gate says. `NotAssessable` is an answer of its own: too little data is neither good nor bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Pass,
    Warn,
    Fail,
    NotAssessable,
}

/// The numbers at which a gate warns and fails.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    pub warn: f64,
    pub fail: f64,
}

impl Limit {
    /// Warns at the first number, fails at the second.
    pub const fn at(warn: f64, fail: f64) -> Self {
        Self { warn, fail }
    }
}

/// One gate with its value, its limits and a stable reason code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    pub gate: String,
    pub answer: Answer,
    pub value: Option<f64>,
    pub limit: Limit,
    /// How many sites, alleles or reads the value rests on.
    pub n: u64,
    pub reason: String,
}

impl Gate {
    /// A value that is better when larger: below `limit.fail` fails, below `limit.warn` warns.
    pub fn at_least(gate: &str, value: f64, n: u64, limit: Limit) -> Self {
        let (answer, reason) = if value < limit.fail {
            (Answer::Fail, "below_fail_limit")
        } else if value < limit.warn {
            (Answer::Warn, "below_warn_limit")
        } else {
            (Answer::Pass, "within_limits")
        };
        Self::new(gate, answer, Some(value), n, limit, reason)
    }

    /// A value that is better when smaller: above `limit.fail` fails, above `limit.warn` warns.
    pub fn at_most(gate: &str, value: f64, n: u64, limit: Limit) -> Self {
        let (answer, reason) = if value > limit.fail {
            (Answer::Fail, "above_fail_limit")
        } else if value > limit.warn {
            (Answer::Warn, "above_warn_limit")
        } else {
            (Answer::Pass, "within_limits")
        };
        Self::new(gate, answer, Some(value), n, limit, reason)
    }

    /// A gate that cannot answer, and why.
    pub fn not_assessable(gate: &str, n: u64, limit: Limit, reason: &str) -> Self {
        Self::new(gate, Answer::NotAssessable, None, n, limit, reason)
    }

    /// A gate with everything said.
    pub fn new(
        gate: &str,
        answer: Answer,
        value: Option<f64>,
        n: u64,
        limit: Limit,
        reason: &str,
    ) -> Self {
        let value = value.map(|v| (v * 1e6).round() / 1e6);
        Self {
            gate: gate.to_owned(),
            answer,
            value,
            limit,
            n,
            reason: reason.to_owned(),
        }
    }
}
