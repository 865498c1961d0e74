//! The catalogue of clinical items, read once from `catalog/clinical` and checked as a whole.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::{Deserialize, Serialize};
use words::{Digest, Text};

use super::{codemap, condition::Condition};

/// Every section in order. A section is a file.
const FILES: [&str; 8] = [
    include_str!("../../../../catalog/clinical/cancer/basic.toml"),
    include_str!("../../../../catalog/clinical/cancer/background.toml"),
    include_str!("../../../../catalog/clinical/cancer/tumour.toml"),
    include_str!("../../../../catalog/clinical/cancer/therapy.toml"),
    include_str!("../../../../catalog/clinical/rare/background.toml"),
    include_str!("../../../../catalog/clinical/rare/history.toml"),
    include_str!("../../../../catalog/clinical/rare/family.toml"),
    include_str!("../../../../catalog/clinical/rare/genetic_test.toml"),
];

/// Names that conditions may use although they are not items: known from the registration.
pub const SWITCHES: [&str; 2] = ["age_at_registration", "sex"];

static SECTIONS: LazyLock<Result<Vec<Section>, String>> =
    LazyLock::new(|| FILES.iter().map(|f| Section::read(f)).collect());

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `cancer` or `rare`.
    pub domain: String,
    /// Name within the domain.
    pub section: String,
    /// Its title.
    pub title: Text,
    /// Groups that repeat; `a.b` repeats within `a`.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
    /// Its items in order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// SHA-256 of the file: which version an answer was given to.
    #[serde(skip)]
    pub digest: Option<Digest>,
}

/// A repeating group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Path, dots for nesting.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// When it is shown; always if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `domain.section.key`, unique.
    pub id: String,
    /// The group it repeats in.
    #[serde(default)]
    pub group: String,
    /// Its label.
    pub label: Text,
    /// Kind of answer.
    pub kind: Kind,
    /// UCUM unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Code list of a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<String>,
    /// Terminology of a term: `hpo`, `oncotree`. Labels come from the knowledge release in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// When it is shown; always if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
    /// When it must be answered; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require: Option<String>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Who may see it in data use.
    pub tier: Tier,
    /// What de-identification does.
    pub hide: Hide,
    /// Where it goes in FHIR.
    pub fhir: String,
    /// Where it is demanded.
    pub cite: String,
}

/// Kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM`.
    Month,
    /// true or false.
    Boolean,
    /// A code of a list of ours.
    Choice,
    /// A code of a terminology.
    Term,
}

/// The tier of data use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 概要.
    Overview,
    /// 簡易.
    Simple,
    /// 詳細.
    Detailed,
}

/// What de-identification does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hide {
    /// Nothing.
    None,
    /// Only the year stays.
    Year,
    /// A range replaces the number.
    Range,
    /// It is left out.
    Drop,
}

impl Section {
    fn read(file: &str) -> Result<Self, String> {
        let mut section: Self = toml::from_str(file).map_err(|e| e.to_string())?;
        section.digest = Some(Digest::of(file.as_bytes()));
        Ok(section)
    }
}

impl Item {
    /// The last part of its id: its name in answers and conditions.
    #[must_use]
    pub fn key(&self) -> &str {
        self.id.rsplit('.').next().unwrap_or(&self.id)
    }
}

impl Group {
    /// The last part of its path: its name in answers.
    #[must_use]
    pub fn key(&self) -> &str {
        self.id.rsplit('.').next().unwrap_or(&self.id)
    }

    /// The group it repeats in; empty at the top.
    #[must_use]
    pub fn parent(&self) -> &str {
        self.id.rsplit_once('.').map_or("", |(parent, _)| parent)
    }
}

/// All sections, or what is wrong with a file.
///
/// # Errors
/// The first file that cannot be read.
pub fn all() -> Result<&'static [Section], &'static str> {
    SECTIONS.as_deref().map_err(String::as_str)
}

/// A section of a domain.
#[must_use]
pub fn section(domain: &str, name: &str) -> Option<&'static Section> {
    all()
        .ok()?
        .iter()
        .find(|s| s.domain == domain && s.section == name)
}

/// What is wrong with the catalogue as a whole; empty if nothing is.
#[must_use]
pub fn faults(sections: &[Section]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for section in sections {
        let names: BTreeSet<&str> = sections
            .iter()
            .filter(|s| s.domain == section.domain)
            .flat_map(|s| s.items.iter().map(Item::key))
            .collect();
        let mut condition = |whose: &str, text: Option<&String>| {
            let Some(text) = text else { return };
            match text.parse::<Condition>() {
                Err(error) => faults.push(format!("{whose}: {error}")),
                Ok(parsed) => {
                    let unknown = |n: &&str| !names.contains(n) && !SWITCHES.contains(n);
                    faults.extend(
                        parsed
                            .names()
                            .filter(unknown)
                            .map(|n| format!("{whose}: condition asks for unknown {n}")),
                    );
                }
            }
        };
        for group in &section.groups {
            condition(&group.id, group.show.as_ref());
        }
        for item in &section.items {
            condition(&item.id, item.show.as_ref());
            condition(&item.id, item.require.as_ref());
        }
        for item in &section.items {
            if !ids.insert(item.id.clone()) {
                faults.push(format!("{}: id is used twice", item.id));
            }
            if item.id != format!("{}.{}.{}", section.domain, section.section, item.key()) {
                faults.push(format!("{}: id does not name its section", item.id));
            }
            if !item.group.is_empty() && !section.groups.iter().any(|g| g.id == item.group) {
                faults.push(format!("{}: no group {}", item.id, item.group));
            }
            let listed = item
                .codes
                .as_deref()
                .is_some_and(|c| codemap::list(c).is_some());
            if (item.kind == Kind::Choice) != listed {
                faults.push(format!(
                    "{}: a choice needs an existing code list, nothing else has one",
                    item.id
                ));
            }
            if (item.kind == Kind::Term) != item.system.is_some() {
                faults.push(format!(
                    "{}: a term needs a terminology, nothing else has one",
                    item.id
                ));
            }
            if item.label.ja.is_empty()
                || item.label.en.is_empty()
                || item.cite.is_empty()
                || item.fhir.is_empty()
            {
                faults.push(format!(
                    "{}: label, citation or FHIR target is empty",
                    item.id
                ));
            }
        }
    }
    faults
}
