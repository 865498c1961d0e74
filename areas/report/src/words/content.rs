//! The content of a report in both languages: the thing whose digest is signed.
//!
//! Only a [`Sentence`] can be said, and a sentence has its sources: a report cannot say what nobody can trace.

use serde::{Deserialize, Serialize};
use words::{At, CaseId, Text};

use super::{CaseKind, Kind};

/// What a sentence rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A file, by digest: reads, variants, quality figures.
    File,
    /// A decision in the ledger: consent, reception, outcome.
    Event,
    /// A release of outside knowledge.
    Release,
    /// A rule of the programme or a published standard.
    Rule,
}

/// One source: its kind, its id and, where there is one, its digest.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// What it is.
    pub kind: SourceKind,
    /// Its id: a file name, `kind:id@version`, `source release item`, a rule id.
    pub id: String,
    /// SHA-256, 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl SourceRef {
    /// A rule of the programme.
    #[must_use]
    pub fn rule(id: impl Into<String>) -> Self {
        Self::new(SourceKind::Rule, id)
    }

    /// An event, `kind:id@version`.
    #[must_use]
    pub fn event(id: impl Into<String>) -> Self {
        Self::new(SourceKind::Event, id)
    }

    /// A file with its digest.
    #[must_use]
    pub fn file(id: impl Into<String>, digest: impl Into<String>) -> Self {
        Self::new(SourceKind::File, id).with(digest)
    }

    /// A release, or an item of one.
    #[must_use]
    pub fn release(id: impl Into<String>) -> Self {
        Self::new(SourceKind::Release, id)
    }

    /// The same source with its digest; an empty digest is none.
    #[must_use]
    pub fn with(mut self, digest: impl Into<String>) -> Self {
        self.digest = Some(digest.into()).filter(|d| !d.is_empty());
        self
    }

    fn new(kind: SourceKind, id: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            digest: None,
        }
    }
}

/// A sentence and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// The sentence in both languages.
    pub text: Text,
    /// At least one source; a test holds every part to it.
    pub sources: Vec<SourceRef>,
    /// A hand mended it: by whom, when, and what stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edited>,
}

/// How a sentence came to say something else than it was drafted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The account.
    pub by: String,
    /// When.
    pub at: At,
    /// What was drafted.
    pub original: Text,
}

impl Sentence {
    /// A sentence with its sources.
    #[must_use]
    pub fn new(text: Text, sources: Vec<SourceRef>) -> Self {
        Self {
            text,
            sources,
            edited: None,
        }
    }

    /// The same words in both languages: a number, a code, an identifier.
    #[must_use]
    pub fn same(text: impl Into<String>, sources: Vec<SourceRef>) -> Self {
        let text = text.into();
        Self::new(Text::made(text.clone(), text), sources)
    }
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub label: Text,
    /// Its value.
    pub value: Sentence,
}

impl Fact {
    /// A label and its value.
    #[must_use]
    pub fn new(label: Text, value: Sentence) -> Self {
        Self { label, value }
    }
}

/// The state of a check: always a word and a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// Within the limit.
    Pass,
    /// Usable with care.
    Warn,
    /// Outside the limit.
    Fail,
    /// Not assessable with these data.
    Unknown,
}

/// One row of the quality table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightRow {
    /// What was checked.
    pub label: Text,
    /// The answer.
    pub light: Light,
    /// The measured value.
    pub value: Sentence,
    /// The limit, with unit.
    pub limit: Text,
}

/// A table with a head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Column heads.
    pub head: Vec<Text>,
    /// Relative widths.
    pub widths: Vec<u8>,
    /// Rows of cells.
    pub rows: Vec<Vec<Sentence>>,
}

/// A finding as it stands in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingBlock {
    /// The finding.
    pub id: String,
    /// Its short key in this document: F1.
    pub key: String,
    /// Gene and change, or plain words.
    pub title: Text,
    /// Level, tier or class, origin; the first is the one to see.
    pub badges: Vec<Text>,
    /// What it means.
    pub sentences: Vec<Sentence>,
    /// Coordinates, transcript, reads.
    pub facts: Vec<Fact>,
    /// Evidence with source, release and date.
    pub evidence: Table,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Sentences {
        /// In order.
        items: Vec<Sentence>,
    },
    /// A list.
    Bullets {
        /// In order.
        items: Vec<Sentence>,
    },
    /// A set-off note.
    Note {
        /// In order.
        items: Vec<Sentence>,
    },
    /// Labels and values.
    Facts {
        /// In order.
        rows: Vec<Fact>,
    },
    /// Quality lights.
    Lights {
        /// In order.
        rows: Vec<LightRow>,
    },
    /// A table.
    Table(Table),
    /// A finding.
    Finding(Box<FindingBlock>),
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The part that wrote it, `analysis.limits`.
    pub part: String,
    /// Its title.
    pub title: Text,
    /// Its pieces.
    pub blocks: Vec<Block>,
}

/// A whole report, before signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Which document.
    pub kind: Kind,
    /// The report's id.
    pub report: String,
    /// The version this content is for.
    pub version: i64,
    /// The case.
    pub case: CaseId,
    /// Cancer or rare disease.
    pub case_kind: CaseKind,
    /// When the content was made.
    pub at: At,
    /// Printed on every page: synthetic data, sample wording.
    pub marks: Vec<Text>,
    /// Who and what: ids, consent scope.
    pub subject: Vec<Fact>,
    /// The one-page answer.
    pub summary: Vec<Sentence>,
    /// The parts.
    pub sections: Vec<Section>,
    /// Specimen numbers, for the FHIR bundle.
    pub specimens: Vec<String>,
    /// Made-up reads or people.
    pub synthetic: bool,
    /// Findings, for neighbours and for the FHIR bundle.
    pub findings: Vec<super::input::FindingLine>,
}

impl Content {
    /// Every sentence of the report, to be mended, in the order of [`Content::sentences`].
    pub fn sentences_mut(&mut self) -> Vec<&mut Sentence> {
        let mut all: Vec<_> = self.subject.iter_mut().map(|f| &mut f.value).collect();
        all.extend(&mut self.summary);
        for block in self.sections.iter_mut().flat_map(|s| &mut s.blocks) {
            block.collect_mut(&mut all);
        }
        all
    }

    /// Every sentence of the report in reading order.
    #[must_use]
    pub fn sentences(&self) -> Vec<&Sentence> {
        let mut all: Vec<_> = self.subject.iter().map(|f| &f.value).collect();
        all.extend(&self.summary);
        for block in self.sections.iter().flat_map(|s| &s.blocks) {
            block.collect(&mut all);
        }
        all
    }
}

impl Block {
    fn collect_mut<'a>(&'a mut self, all: &mut Vec<&'a mut Sentence>) {
        match self {
            Self::Sentences { items } | Self::Bullets { items } | Self::Note { items } => {
                all.extend(items);
            }
            Self::Facts { rows } => all.extend(rows.iter_mut().map(|r| &mut r.value)),
            Self::Lights { rows } => all.extend(rows.iter_mut().map(|r| &mut r.value)),
            Self::Table(table) => all.extend(table.rows.iter_mut().flatten()),
            Self::Finding(finding) => {
                all.extend(&mut finding.sentences);
                all.extend(finding.facts.iter_mut().map(|f| &mut f.value));
                all.extend(finding.evidence.rows.iter_mut().flatten());
            }
        }
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Sentence>) {
        match self {
            Self::Sentences { items } | Self::Bullets { items } | Self::Note { items } => {
                all.extend(items);
            }
            Self::Facts { rows } => all.extend(rows.iter().map(|r| &r.value)),
            Self::Lights { rows } => all.extend(rows.iter().map(|r| &r.value)),
            Self::Table(table) => all.extend(table.rows.iter().flatten()),
            Self::Finding(finding) => {
                all.extend(&finding.sentences);
                all.extend(finding.facts.iter().map(|f| &f.value));
                all.extend(finding.evidence.rows.iter().flatten());
            }
        }
    }
}
