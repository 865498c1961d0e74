//! A sheet: the answers of one section of one case, revision by revision. The answers themselves lie sealed outside the ledger.

pub mod check;

use serde::{Deserialize, Serialize};
use words::{CaseId, ConsentRef, Digest, Text, text};

use check::Fault;

/// The aggregate.
pub enum Sheet {}

/// Where a sheet stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Its case.
    pub case: CaseId,
    /// Its section.
    pub section: String,
    /// How often it was saved.
    pub revision: i64,
    /// The version of the section's catalogue file.
    pub catalogue: Digest,
    /// Digest of the sealed answers of this revision.
    pub sealed: Digest,
    /// How many answers that must be given are missing; absent for revisions saved before gaps were allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gaps: Option<u64>,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Save answers.
    Save {
        /// The case.
        case: CaseId,
        /// The section.
        section: String,
        /// The catalogue file they were given to.
        catalogue: Digest,
        /// Digest of the sealed answers.
        sealed: Digest,
        /// How many items have an answer.
        answered: u64,
        /// How many must still get one, if the sheet is saved with gaps.
        gaps: Option<u64>,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Answers were saved.
    Saved {
        /// The case.
        case: CaseId,
        /// The section.
        section: String,
        /// From 1.
        revision: i64,
        /// The catalogue file they were given to.
        catalogue: Digest,
        /// Digest of the sealed answers: says nothing about them.
        sealed: Digest,
        /// How many items have an answer.
        answered: u64,
        /// The consent it rests on.
        consent: ConsentRef,
        /// How many must still get one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gaps: Option<u64>,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The proband's consent in force.
    pub consent: Option<ConsentRef>,
    /// What is wrong with the answers.
    pub faults: Vec<Fault>,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No consent in force.
    NoConsent,
    /// No such section for this kind of case.
    NoSection,
    /// Answers that the catalogue does not accept.
    Answers(Vec<Fault>),
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoConsent => "E-CLINICAL-NO-CONSENT",
            Self::NoSection => "E-CLINICAL-NO-SECTION",
            Self::Answers(_) => "E-CLINICAL-ANSWERS",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::NoConsent => text!(
                "患者さんの有効な同意がないため、臨床情報を保存できません。",
                "The patient's consent is not in force, so clinical information cannot be saved."
            ),
            Self::NoSection => text!(
                "この症例にはない入力区分です。",
                "This kind of case has no such section."
            ),
            Self::Answers(faults) => {
                let ja: Vec<_> = faults.iter().map(|f| f.text.ja.as_ref()).collect();
                let en: Vec<_> = faults.iter().map(|f| f.text.en.as_ref()).collect();
                text!(
                    (
                        "入力を確認してください。保存されていません。{}",
                        ja.join(" ")
                    ),
                    ("Check the answers; nothing was saved. {}", en.join(" "))
                )
            }
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::Answers(_) => "利活用ポリシー 別紙1",
            _ => "",
        }
    }
}

impl ledger::Aggregate for Sheet {
    const KIND: &'static str = "sheet";
    const TABLE: &'static str = "clinical_sheet";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&State>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        let Command::Save {
            case,
            section,
            catalogue,
            sealed,
            answered,
            gaps,
        } = command;
        let consent = facts.consent.clone().ok_or(Refusal::NoConsent)?;
        // a gap may stay open where the sheet says so; an answer that does not fit is never saved
        let wrong = facts.faults.iter().filter(|f| !(f.gap && gaps.is_some()));
        let wrong: Vec<Fault> = wrong.cloned().collect();
        if !wrong.is_empty() {
            return Err(Refusal::Answers(wrong));
        }
        let revision = state.map_or(0, |s| s.revision) + 1;
        Ok(vec![Event::Saved {
            case,
            section,
            revision,
            catalogue,
            sealed,
            answered,
            consent,
            gaps,
        }])
    }

    fn evolve(_: Option<State>, event: &Event) -> Option<State> {
        let Event::Saved {
            case,
            section,
            revision,
            catalogue,
            sealed,
            gaps,
            ..
        } = event.clone();
        Some(State {
            case,
            section,
            revision,
            catalogue,
            sealed,
            gaps,
        })
    }

    fn columns(state: &State) -> Vec<(&'static str, store::Value)> {
        vec![("case_id", (&state.case).into())]
    }
}
