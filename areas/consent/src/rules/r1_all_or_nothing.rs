//! R1: every mandatory item is agreed to, or the person does not take part. There is no entry in part.

use words::text;

use super::{Example, Rule, Verdict};
use crate::words::{AGREE, form, form::ItemKind};

/// The rule.
pub const RULE: Rule = Rule {
    id: "r1_all_or_nothing",
    says: text!(
        "必須項目のすべてに同意した場合にだけ参加する",
        "takes part only if every mandatory item is agreed to"
    ),
    judge: |record, _| {
        let Some(form) = form::find(&record.form) else {
            return Verdict::Pass;
        };
        let mandatory = form.items.iter().filter(|i| i.kind == ItemKind::Mandatory);
        let agreed = |code: &str| record.answers.get(code).is_some_and(|a| a == AGREE);
        let no: Vec<_> = mandatory
            .filter(|i| !agreed(&i.code))
            .map(|i| i.code.clone())
            .collect();
        if no.is_empty() {
            Verdict::Pass
        } else {
            Verdict::Declined(no)
        }
    },
    examples: || {
        vec![
            Example {
                shows: "all agreed",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "one no is no participation",
                change: |record, _| {
                    record
                        .answers
                        .insert("abroad".to_owned(), "disagree".to_owned());
                },
                answer: "declined",
            },
        ]
    },
};
