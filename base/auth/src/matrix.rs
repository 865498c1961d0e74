//! The matrix role × action × state that is generated from the policies and committed.

use words::{PersonId, SiteId};

use crate::{Policies, Represented, Resource, policies::Principal, roles};

/// The states a case can be in, as far as policies tell them apart; `seated` is an active case whose panel session the
/// asker sits on, `handed_over` a consent in the making whose key the asker holds, `represented` a thing of a person whom the
/// asker acts for, `own_voice` one of a young person who is acted for in part.
const STATES: [&str; 8] = [
    "registered",
    "active",
    "seated",
    "handed_over",
    "identity_opened",
    "represented",
    "own_voice",
    "withdrawn",
];

/// The matrix as tab-separated text: one line per action, state and ownership, one column per role.
///
/// `own` means the thing is owned by the role's site (for a patient: is about that person).
/// `○` permits, `-` denies, `×` is denied by a rule that forbids what another would permit or not.
#[must_use]
pub fn matrix(policies: &Policies) -> String {
    let mut lines = vec![
        "# Generated from catalog/policies by `UPDATE=1 cargo test -p auth`. Review the diff: it is a change of who may do what.".to_owned(),
        format!("action\tholds\tstate\towned\t{}", roles().iter().map(|r| r.id.as_str()).collect::<Vec<_>>().join("\t")),
    ];
    for action in policies.actions() {
        for state in STATES {
            for own in [true, false] {
                let cells: Vec<&str> = roles()
                    .iter()
                    .map(|r| cell(policies, &r.id, &action.name, state, own))
                    .collect();
                let owned = if own { "own" } else { "other" };
                lines.push(format!(
                    "{}\t{}\t{state}\t{owned}\t{}",
                    action.name,
                    action.holds.word(),
                    cells.join("\t")
                ));
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn cell(policies: &Policies, role: &str, action: &str, state: &str, own: bool) -> &'static str {
    let (site, other) = (SiteId::parse("own"), SiteId::parse("other"));
    let (person, stranger) = (PersonId::parse("own"), PersonId::parse("other"));
    let (Ok(site), Ok(other), Ok(person), Ok(stranger)) = (site, other, person, stranger) else {
        return "?";
    };
    let bound = crate::role(role).map(|r| r.bound);
    let who = Principal {
        account: "somebody",
        role,
        site: (bound == Some(crate::Bound::Site)).then_some(&site),
        person: (bound == Some(crate::Bound::Person)).then_some(&person),
    };
    let on = Resource::new("any", "any")
        .at_site(if own { &site } else { &other })
        .of_person(if own { &person } else { &stranger })
        .in_state(state)
        .seated(state == "seated")
        .withdrawn(state == "withdrawn")
        .represented(match state {
            "represented" => Represented::Fully,
            "own_voice" => Represented::Partly,
            _ => Represented::No,
        });
    let verdict = policies.decide(who, action, &on);
    let forbidden = verdict
        .rules
        .iter()
        .any(|id| policies.rule(id).is_some_and(|r| r.forbids));
    match (verdict.allowed, forbidden) {
        (true, _) => "○",
        (false, true) => "×",
        (false, false) => "-",
    }
}
