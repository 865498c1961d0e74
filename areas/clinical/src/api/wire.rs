//! What goes over the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Text;

use crate::{
    facts::Answer,
    words::{catalogue::Section, codemap},
};

/// The answers of a section.
#[derive(Deserialize, ToSchema)]
pub(super) struct SheetIn {
    /// Item key to answer; a repeating group is a list of such objects.
    #[schema(value_type = Object)]
    pub answers: serde_json::Value,
    /// The revision the reader saw (0 for none): refused if somebody saved since. Not checked if absent.
    pub revision: Option<i64>,
    /// Save although answers are missing that must be given; they are counted and listed.
    #[serde(default)]
    pub with_gaps: bool,
}

/// A saved section.
#[derive(Serialize, ToSchema)]
pub(super) struct SheetOut {
    pub section: String,
    pub revision: i64,
    #[schema(value_type = Object)]
    pub answers: serde_json::Value,
}

/// All sections of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct ClinicalOut {
    pub sections: Vec<SheetOut>,
    pub summary: Vec<AnswerOut>,
}

/// An answer in words.
#[derive(Serialize, ToSchema)]
pub(super) struct AnswerOut {
    pub item: String,
    pub path: String,
    #[schema(value_type = Object)]
    pub label: Text,
    pub value: String,
    #[schema(value_type = Object)]
    pub display: Text,
}

/// The catalogue.
#[derive(Serialize, ToSchema)]
pub(super) struct CatalogueOut {
    pub sections: Vec<SectionOut>,
}

/// A section with its code lists.
#[derive(Serialize, ToSchema)]
pub(super) struct SectionOut {
    /// Digest of the file: the version.
    pub version: String,
    #[schema(value_type = Object)]
    pub section: Section,
    /// Code list to codes with labels.
    #[schema(value_type = Object)]
    pub codes: BTreeMap<String, Vec<(String, Text)>>,
}

impl AnswerOut {
    pub fn of(answer: Answer) -> Self {
        let Answer {
            item,
            path,
            label,
            value,
            display,
            ..
        } = answer;
        Self {
            item,
            path,
            label,
            value,
            display,
        }
    }
}

impl SectionOut {
    pub fn of(section: &Section) -> Self {
        let lists = section.items.iter().filter_map(|i| i.codes.as_deref());
        let codes = lists.filter_map(|name| {
            let list = codemap::list(name)?
                .iter()
                .map(|c| (c.code.clone(), c.label.clone()));
            Some((name.to_owned(), list.collect()))
        });
        Self {
            version: section
                .digest
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            codes: codes.collect(),
            section: section.clone(),
        }
    }
}
