//! R4: the form shown is the released file, in force that day, and meant for this case and member.

use words::text;

use super::{Example, Known, Rule, Verdict};
use crate::{
    decide::Refusal,
    words::{Record, form},
};

/// The rule.
pub const RULE: Rule = Rule {
    id: "r4_form_in_force",
    says: text!(
        "公開中の版の文書で、この方に使えるもの",
        "a released form in force that is meant for this person"
    ),
    judge: |record, known| match fault(record, known) {
        Some(refusal) => Verdict::Refused(refusal),
        None => Verdict::Pass,
    },
    examples: || {
        vec![
            Example {
                shows: "the released form",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "an unknown version",
                change: |record, _| record.form = "icf-rare-adult@0.9".to_owned(),
                answer: "E-CONSENT-FORM",
            },
            Example {
                shows: "a form of the other field",
                change: |_, known| known.domain = "cancer",
                answer: "E-CONSENT-FORM",
            },
            Example {
                shows: "the patient's form for a parent",
                change: |_, known| known.relation = registry::facts::Relation::Mother,
                answer: "E-CONSENT-FORM",
            },
            Example {
                shows: "another text was shown",
                change: |record, _| record.form_digest = words::Digest::of(b"another text"),
                answer: "E-CONSENT-FORM-DIFFERS",
            },
            Example {
                shows: "a sample that no ethics committee approved, outside a demonstration",
                change: |_, known| known.samples = false,
                answer: "E-CONSENT-FORM-UNAPPROVED",
            },
        ]
    },
};

/// The word of a relation in the forms.
#[must_use]
pub fn relation(of: registry::facts::Relation) -> &'static str {
    match of {
        registry::facts::Relation::Proband => "proband",
        registry::facts::Relation::Mother => "mother",
        registry::facts::Relation::Father => "father",
    }
}

fn fault(record: &Record, known: &Known) -> Option<Refusal> {
    let unfit = || Some(Refusal::Form(record.form.clone()));
    let Some(form) = form::find(&record.form) else {
        return unfit();
    };
    let relation = relation(known.relation);
    let fits = form.audience != "child"
        && form.domain == known.domain
        && form.relations.iter().any(|r| r == relation);
    if !fits || !form.in_force_on(known.day) {
        return unfit();
    }
    if form.digest.as_ref() != Some(&record.form_digest) {
        return Some(Refusal::FormDiffers);
    }
    if !known.samples && !form.is_approved() {
        return Some(Refusal::Unapproved(form.reference()));
    }
    let assent = record.assent.as_ref()?;
    match form::find(&assent.form) {
        Some(form) if !known.samples && !form.is_approved() => {
            Some(Refusal::Unapproved(form.reference()))
        }
        Some(form) if form.audience == "child" && form.in_force_on(known.day) => {
            (form.digest.as_ref() != Some(&assent.form_digest)).then_some(Refusal::FormDiffers)
        }
        _ => Some(Refusal::Form(assent.form.clone())),
    }
}
