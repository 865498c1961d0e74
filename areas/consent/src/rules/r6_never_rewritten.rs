//! R6: a record is never changed or deleted. A change is a new event on it; a new consent is a new record.

use words::text;

use super::{Example, Rule, Verdict};
use crate::decide::Refusal;

/// The rule.
pub const RULE: Rule = Rule {
    id: "r6_never_rewritten",
    says: text!("同意の記録は書き換えない", "a record is never rewritten"),
    judge: |_, known| {
        if known.exists {
            Verdict::Refused(Refusal::RecordStands)
        } else {
            Verdict::Pass
        }
    },
    examples: || {
        vec![
            Example {
                shows: "a new record",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "a second record under the same id",
                change: |_, known| known.exists = true,
                answer: "E-CONSENT-RECORD-STANDS",
            },
        ]
    },
};
