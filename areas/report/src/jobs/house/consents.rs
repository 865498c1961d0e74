//! Consents of everybody in a case.

use std::collections::BTreeMap;

use consent::facts::{InForce, in_force_for};
use registry::facts::{CaseView, Relation};
use store::{Db, Error};
use words::{PersonId, Text, text};

/// A member and the consent in force for this case.
pub struct Held {
    /// Who.
    pub person: PersonId,
    /// In which relation to the proband.
    pub relation: Relation,
    /// The consent, unless there is none or it was withdrawn.
    pub in_force: Option<InForce>,
}

/// The consents of all members.
pub async fn all(db: &Db, case: &CaseView) -> Result<Vec<Held>, Error> {
    let mut held = Vec::new();
    for member in &case.members {
        held.push(Held {
            in_force: in_force_for(db, &member.person, &case.id).await?,
            person: member.person.clone(),
            relation: member.relation,
        });
    }
    Ok(held)
}

/// What the person chose to be told, in one line.
pub fn scope(answers: &BTreeMap<String, String>) -> Text {
    let items = [
        ("ror.primary_now", text!("主な結果", "primary results")),
        (
            "ror.secondary_now",
            text!("二次的所見", "secondary findings"),
        ),
        (
            "ror.relatives",
            text!("血縁者への説明", "telling relatives"),
        ),
    ];
    let said = |item: &str| match answers.get(item).map(String::as_str) {
        Some("yes") => text!("希望する", "yes"),
        Some("no") => text!("希望しない", "no"),
        _ => text!("未選択", "not chosen"),
    };
    let (mut ja, mut en) = (vec![], vec![]);
    for (item, label) in items {
        let answer = said(item);
        ja.push(format!("{}：{}", label.ja, answer.ja));
        en.push(format!("{}: {}", label.en, answer.en));
    }
    Text::made(ja.join("、"), en.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_chosen_is_never_read_as_yes() {
        let answers = BTreeMap::from([("ror.primary_now".to_owned(), "yes".to_owned())]);
        let scope = scope(&answers);
        assert!(scope.ja.contains("主な結果：希望する") && scope.ja.contains("二次的所見：未選択"));
        assert!(scope.en.contains("secondary findings: not chosen"));
    }
}
