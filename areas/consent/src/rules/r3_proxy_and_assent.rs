//! R3: a minor needs a proxy with a relation; a child old enough is asked too, and its no stops the entry.

use words::text;

use super::{Example, Known, Rule, Verdict};
use crate::{
    decide::Refusal,
    words::{AGREE, Authority, Because, Giver, Proxy, ProxyRelation, Record, form},
};

/// The rule.
pub const RULE: Rule = Rule {
    id: "r3_proxy_and_assent",
    says: text!(
        "未成年者には代諾者の同意と本人の賛意が必要",
        "a minor needs a proxy's consent and the child's assent"
    ),
    judge: |record, known| match fault(record, known) {
        Some(refusal) => Verdict::Refused(refusal),
        None => Verdict::Pass,
    },
    examples: || {
        vec![
            Example {
                shows: "an adult consents alone",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "a minor does not",
                change: |_, known| known.age = Some(15),
                answer: "E-CONSENT-PROXY-NEEDED",
            },
            Example {
                shows: "an unknown age is not presumed",
                change: |_, known| known.age = None,
                answer: "E-CONSENT-AGE-UNKNOWN",
            },
            Example {
                shows: "a proxy without relation",
                change: |record, _| record.giver = Giver::Proxy,
                answer: "E-CONSENT-NO-RELATION",
            },
            Example {
                shows: "another relation needs words",
                change: |record, _| {
                    record.giver = Giver::Proxy;
                    record.proxy = Some(Proxy {
                        relation: ProxyRelation::Other,
                        other_given: false,
                        authority: None,
                    });
                },
                answer: "E-CONSENT-OTHER-RELATION",
            },
            Example {
                shows: "a mother decides by law for a minor only",
                change: |record, _| by_mother(record),
                answer: "E-CONSENT-NO-AUTHORITY",
            },
            Example {
                shows: "a guardian shows the register",
                change: |record, _| {
                    by_mother(record);
                    record.proxy = Some(Proxy {
                        relation: ProxyRelation::Guardian,
                        other_given: false,
                        authority: Some(Authority::GuardianshipRegister),
                    });
                },
                answer: "pass",
            },
            Example {
                shows: "a schoolchild is asked",
                change: |record, known| {
                    by_mother(record);
                    known.age = Some(9);
                },
                answer: "E-CONSENT-ASSENT-NEEDED",
            },
            Example {
                shows: "a small child is not asked",
                change: |record, known| {
                    by_mother(record);
                    known.age = Some(2);
                },
                answer: "pass",
            },
            Example {
                shows: "a child's no stops the entry",
                change: |record, known| {
                    by_mother(record);
                    known.age = Some(9);
                    record.assent = assent("disagree");
                },
                answer: "E-CONSENT-ASSENT-REFUSED",
            },
            Example {
                shows: "whoever can decide now is asked, not the proxy",
                change: |record, known| {
                    by_mother(record);
                    record.proxy = record.proxy.take().map(|p| Proxy {
                        authority: Some(Authority::ClinicalRecord),
                        ..p
                    });
                    known.again = Some(Because::Capacity { decides: true });
                },
                answer: "E-CONSENT-OTHER-IS-ASKED",
            },
            Example {
                shows: "a child's yes",
                change: |record, known| {
                    by_mother(record);
                    known.age = Some(9);
                    record.assent = assent("agree");
                },
                answer: "pass",
            },
        ]
    },
};

fn fault(record: &Record, known: &Known) -> Option<Refusal> {
    let ages = form::ages();
    let Some(age) = known.age else {
        return Some(Refusal::AgeUnknown);
    };
    match (record.giver, &record.proxy) {
        (Giver::Person, _) if age < ages.self_from => {
            return Some(Refusal::ProxyNeeded(ages.self_from));
        }
        (Giver::Proxy, None) => return Some(Refusal::NoRelation),
        (
            Giver::Proxy,
            Some(Proxy {
                relation: ProxyRelation::Other,
                other_given: false,
                ..
            }),
        ) => {
            return Some(Refusal::OtherRelation);
        }
        _ => {}
    }
    if !super::asked_again::may_give(known.again.as_ref(), record.giver) {
        return Some(Refusal::OtherIsAsked);
    }
    if record.giver == Giver::Proxy && !may_decide(record.proxy.as_ref(), age) {
        return Some(Refusal::NoAuthority);
    }
    let asked = record.giver == Giver::Proxy && (ages.assent_from..ages.self_from).contains(&age);
    match &record.assent {
        None if asked => Some(Refusal::AssentNeeded),
        Some(assent) if assent.answers.values().any(|a| a != AGREE) => Some(Refusal::AssentRefused),
        _ => None,
    }
}

/// Whether a proxy has the right to decide: parents of a minor by law, everybody else by a document.
#[must_use]
pub fn may_decide(proxy: Option<&Proxy>, age: i32) -> bool {
    proxy.is_some_and(|p| {
        let parent = matches!(p.relation, ProxyRelation::Mother | ProxyRelation::Father);
        p.authority.is_some() || (parent && age < form::ages().adult_from)
    })
}

fn by_mother(record: &mut Record) {
    record.giver = Giver::Proxy;
    record.proxy = Some(Proxy {
        relation: ProxyRelation::Mother,
        other_given: false,
        authority: None,
    });
}

fn assent(answer: &str) -> Option<crate::words::Assent> {
    let form = form::find("assent-child@1.0")?;
    let answers = form
        .items
        .iter()
        .map(|i| (i.code.clone(), answer.to_owned()))
        .collect();
    Some(crate::words::Assent {
        form: form.reference(),
        form_digest: form.digest.clone()?,
        answers,
    })
}
