//! Who is in the family, from the members of the case and the family history.

use words::{Text, text};

use super::pedigree::{Affected, Family, Person, Place, Sex};
use crate::facts::Answer;

/// A member of the case as far as a pedigree shows it; no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Proband, mother or father.
    pub place: Place,
    /// FHIR administrative gender.
    pub sex: String,
    /// Death is recorded.
    pub dead: bool,
}

/// The family that members and answers tell of.
#[must_use]
pub fn family(members: &[Member], answers: &[Answer], cancer: bool) -> Family {
    let of = |key: &str| {
        let found = answers
            .iter()
            .find(|a| a.item.rsplit('.').next() == Some(key));
        found.map(|a| a.value.as_str())
    };
    let mut out = Family {
        people: Vec::new(),
        consanguineous: of("consang_parents") == Some("yes"),
    };
    for member in members {
        let mut person = Person::new(member.place, sex(&member.sex));
        person.dead = member.dead;
        person.affected = match (member.place, of("affected_status")) {
            // a cancer case is registered because of the patient's cancer
            (Place::Proband, _) if cancer => Affected::Yes,
            (Place::Proband, Some("affected")) => Affected::Yes,
            (Place::Proband, Some("unaffected")) => Affected::No,
            (Place::Proband, _) => Affected::Unknown,
            _ => Affected::No,
        };
        out.people.push(person);
    }
    for relation in answers.iter().filter(|a| is_relation(&a.item)) {
        relative(&mut out, answers, relation);
    }
    out.with_parents()
}

fn is_relation(item: &str) -> bool {
    item.ends_with(".fm_relation") || item.ends_with(".fh_relationship")
}

fn relative(family: &mut Family, answers: &[Answer], relation: &Answer) {
    let (place, sex) = kin(&relation.value);
    let known = matches!(place, Place::Mother | Place::Father).then(|| family.at(place));
    let at = match known.flatten() {
        Some(at) => at,
        None => {
            family.people.push(Person::new(place, sex));
            family.people.len() - 1
        }
    };
    let Some(person) = family.people.get_mut(at) else {
        return;
    };
    let entry = relation
        .path
        .rsplit_once('.')
        .map_or("", |(entry, _)| entry);
    let within = format!("{entry}.");
    let types = |a: &&Answer| {
        a.path.starts_with(&within)
            && (a.item.ends_with(".fm_cancer_type") || a.item.ends_with(".fh_cancer_type"))
    };
    for cancer in answers.iter().filter(types) {
        person.affected = Affected::Yes;
        person.notes.push(note(answers, cancer));
    }
    let presence = format!("{entry}.fm_cancer_present");
    let said = answers.iter().find(|a| a.path == presence);
    match said.map(|a| a.value.as_str()) {
        Some("yes") => person.affected = Affected::Yes,
        Some("unknown") => person.affected = Affected::Unknown,
        _ => {}
    }
}

/// The disease with the age at onset, as it stands below a symbol.
fn note(answers: &[Answer], cancer: &Answer) -> Text {
    let ages = ["fm_cancer_age", "fh_onset_age"];
    let entry = cancer.path.rsplit_once('.').map_or("", |(entry, _)| entry);
    let age = answers
        .iter()
        .find(|a| ages.iter().any(|k| a.path == format!("{entry}.{k}")));
    match age {
        Some(age) => text!(
            ("{} {}歳", cancer.display.ja, age.value),
            ("{} at {}", cancer.display.en, age.value)
        ),
        None => cancer.display.clone(),
    }
}

fn sex(word: &str) -> Sex {
    match word {
        "male" => Sex::Male,
        "female" => Sex::Female,
        _ => Sex::Unstated,
    }
}

fn kin(code: &str) -> (Place, Sex) {
    match code {
        "mother" => (Place::Mother, Sex::Female),
        "father" => (Place::Father, Sex::Male),
        "brother" => (Place::Sibling, Sex::Male),
        "sister" => (Place::Sibling, Sex::Female),
        "son" => (Place::Child, Sex::Male),
        "daughter" => (Place::Child, Sex::Female),
        "grandparent" => (Place::Grandparent, Sex::Unstated),
        "uncle_aunt" => (Place::UncleAunt, Sex::Unstated),
        "cousin" => (Place::Cousin, Sex::Unstated),
        _ => (Place::Other, Sex::Unstated),
    }
}
