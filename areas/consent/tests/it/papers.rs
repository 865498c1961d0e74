//! R8: two people type a paper; where they differ somebody other than the first decides.

use std::collections::BTreeMap;

use consent::{
    decide::{
        Paper, PaperAggregate, PaperCommand as C, PaperEvent, PaperFacts, Refusal, Typed,
        differences,
    },
    words::{Answers, Giver, IdentityCheck},
};
use ledger::Aggregate as _;
use words::{AccountId, Digest, Refusal as _};

use crate::{
    decide::{NOW, answers},
    session::invitation,
};

fn typed(secondary: &str) -> Typed {
    let mut answers = answers("icf-rare-adult@1.0");
    answers.insert("ror.secondary_now".to_owned(), secondary.to_owned());
    Typed {
        giver: Giver::Person,
        proxy: None,
        signed_on: NOW.day(),
        check: IdentityCheck::FaceToFace,
        answers,
        child: Answers::new(),
    }
}

fn decide(events: &[PaperEvent], command: C, who: &str) -> Result<Vec<PaperEvent>, Refusal> {
    let state: Option<Paper> = events.iter().fold(None, PaperAggregate::evolve);
    let facts = PaperFacts {
        now: NOW,
        actor: AccountId::parse(who).unwrap(),
        samples: true,
    };
    PaperAggregate::decide(state.as_ref(), command, &facts)
}

fn scanned() -> Vec<PaperEvent> {
    let command = C::Scan {
        invitation: Box::new(invitation()),
        scan: Digest::of(b"scan"),
    };
    decide(&[], command, "first").unwrap()
}

fn entry(secondary: &str) -> C {
    C::Type(Box::new(typed(secondary)))
}

/// A paper typed twice with one difference, settled and recorded.
pub fn every() -> Vec<PaperEvent> {
    let mut all = scanned();
    all.extend(decide(&all, entry("yes"), "first").unwrap());
    let second = decide(&all, entry("no"), "second").unwrap();
    all.extend(second.clone());
    let right = C::Settle(BTreeMap::from([("ror.secondary_now".to_owned(), 1)]));
    all.extend(decide(&all, right, "second").unwrap());
    all.extend(decide(&all, C::Record("c-1".to_owned()), "second").unwrap());
    // one of each kind
    all.retain(|e| !second.contains(e));
    all
}

#[test]
fn the_first_to_type_neither_types_again_nor_checks() {
    let mut all = scanned();
    all.extend(decide(&all, entry("yes"), "first").unwrap());
    let code = |r: Result<_, Refusal>| r.map(|_: Vec<PaperEvent>| ()).unwrap_err().code();
    assert_eq!(
        code(decide(&all, entry("yes"), "first")),
        "E-CONSENT-SAME-PERSON"
    );
    let settle = |right: &[(&str, usize)]| {
        C::Settle(right.iter().map(|(f, w)| ((*f).to_owned(), *w)).collect())
    };
    assert_eq!(
        code(decide(&all, settle(&[]), "second")),
        "E-CONSENT-NOT-YET"
    );
    all.extend(decide(&all, entry("no"), "second").unwrap());
    assert_eq!(
        code(decide(&all, settle(&[]), "first")),
        "E-CONSENT-SAME-PERSON"
    );
    assert_eq!(
        code(decide(&all, settle(&[]), "second")),
        "E-CONSENT-UNDECIDED"
    );
    let settled = decide(&all, settle(&[("ror.secondary_now", 0)]), "third").unwrap();
    all.extend(settled);
    let paper: Paper = all.iter().fold(None, PaperAggregate::evolve).unwrap();
    let (_, result) = paper.settled.unwrap();
    assert_eq!(result, typed("yes"));
}

#[test]
fn a_difference_names_its_field_and_both_values() {
    let found = differences(&typed("yes"), &typed("no"));
    let wanted = ("ror.secondary_now", "yes", "no");
    let found: Vec<_> = found
        .iter()
        .map(|(f, a, b)| (f.as_str(), a.as_str(), b.as_str()))
        .collect();
    assert_eq!(found, [wanted]);
}
