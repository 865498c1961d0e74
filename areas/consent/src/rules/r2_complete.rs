//! R2: no submission with an empty answer, an open question, without signature or identity check. Nothing is presumed.

use words::text;

use super::{Example, Rule, Verdict};
use crate::{
    decide::Refusal,
    words::{Answers, IdentityCheck, Record, form},
};

/// The rule.
pub const RULE: Rule = Rule {
    id: "r2_complete",
    says: text!(
        "すべての項目の回答、署名、本人確認がそろい、質問が残っていない",
        "all items answered, signed, identity checked, no open question"
    ),
    judge: |record, _| match fault(record) {
        Some(refusal) => Verdict::Refused(refusal),
        None => Verdict::Pass,
    },
    examples: || {
        vec![
            Example {
                shows: "complete",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "a choice left empty",
                change: |record, _| {
                    record.answers.remove("ror.secondary_now");
                },
                answer: "E-CONSENT-UNANSWERED",
            },
            Example {
                shows: "not set is an answer",
                change: |record, _| {
                    record
                        .answers
                        .insert("ror.secondary_now".to_owned(), "not_set".to_owned());
                },
                answer: "pass",
            },
            Example {
                shows: "an item that is not shown needs no answer",
                change: |record, _| {
                    record
                        .answers
                        .insert("recontact.allowed".to_owned(), "no".to_owned());
                    record.answers.remove("recontact.channels");
                    record.answers.remove("recontact.topics");
                },
                answer: "pass",
            },
            Example {
                shows: "an answer of another item",
                change: |record, _| {
                    record
                        .answers
                        .insert("spec.scope".to_owned(), "yes".to_owned());
                },
                answer: "E-CONSENT-ANSWER",
            },
            Example {
                shows: "no signature",
                change: |record, _| record.signature = None,
                answer: "E-CONSENT-NOT-SIGNED",
            },
            Example {
                shows: "an open question",
                change: |record, _| record.open_questions = 1,
                answer: "E-CONSENT-OPEN-QUESTIONS",
            },
            Example {
                shows: "no identity check",
                change: |record, _| record.identity_check = None,
                answer: "E-CONSENT-NO-IDENTITY-CHECK",
            },
            Example {
                shows: "an account is not yet a person",
                change: |record, _| record.identity_check = Some(IdentityCheck::Account),
                answer: "E-CONSENT-NO-IDENTITY-CHECK",
            },
        ]
    },
};

fn fault(record: &Record) -> Option<Refusal> {
    let form = form::find(&record.form)?;
    if let Some(refusal) = answers(form, &record.answers) {
        return Some(refusal);
    }
    if let Some((form, assent)) = record
        .assent
        .as_ref()
        .and_then(|a| Some((form::find(&a.form)?, a)))
        && let Some(refusal) = answers(form, &assent.answers)
    {
        return Some(refusal);
    }
    match record {
        Record {
            open_questions: 1..,
            ..
        } => Some(Refusal::OpenQuestions(record.open_questions)),
        Record {
            identity_check: None | Some(IdentityCheck::Account),
            ..
        } => Some(Refusal::NoIdentityCheck),
        Record {
            signature: None, ..
        } => Some(Refusal::NotSigned),
        _ => None,
    }
}

/// What is wrong with the answers to a form.
#[must_use]
pub fn answers(form: &form::Form, given: &Answers) -> Option<Refusal> {
    let shown: Vec<_> = form.items.iter().filter(|i| i.shown(given)).collect();
    let empty = |code: &str| given.get(code).is_none_or(|a| a.trim().is_empty());
    let missing: Vec<_> = shown
        .iter()
        .filter(|i| empty(&i.code))
        .map(|i| i.text.clone())
        .collect();
    if !missing.is_empty() {
        return Some(Refusal::Unanswered(missing));
    }
    let wrong = shown
        .iter()
        .find(|i| given.get(&i.code).is_some_and(|a| !i.takes(a)));
    if let Some(item) = wrong {
        return Some(Refusal::Answer(item.text.clone()));
    }
    let stray = given
        .keys()
        .find(|code| !shown.iter().any(|i| i.code == **code));
    stray.map(|code| Refusal::Answer(words::Text::made(code.as_str(), code.as_str())))
}
