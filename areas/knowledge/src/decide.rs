//! A release of outside knowledge: imported, in use, superseded by another of its source, taken back into use.

use serde::{Deserialize, Serialize};
use store::Value;
use words::{At, Text, text};

use crate::words::Release as Imported;

/// The aggregate.
#[derive(Debug)]
pub struct Release;

/// A release and whether it is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What was imported.
    pub release: Imported,
    /// When it was imported first.
    pub imported_at: At,
    /// New interpretations use it.
    pub current: bool,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Use this release from now on.
    Import(Imported),
    /// Another release of the source is used from now on.
    Supersede {
        /// The id of the other one.
        by: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It was imported and is used.
    Imported {
        /// What was imported.
        release: Imported,
        /// When.
        at: At,
    },
    /// Another one is used.
    Superseded {
        /// Its id.
        by: String,
    },
    /// It is used again.
    Restored,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such release.
    #[error("there is no such release")]
    Unknown,
    /// The release has no record that can be used.
    #[error("the release is empty")]
    Empty,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-KNOWLEDGE-UNKNOWN",
            Self::Empty => "E-KNOWLEDGE-EMPTY",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!(
                "この版は取り込まれていません。",
                "This release has not been imported."
            ),
            Self::Empty => text!(
                "ファイルに使える記録が1件もありません。いまの版を使い続けます。ファイルを確かめてください。",
                "The file has no usable record. The present release stays in use. Please check the file."
            ),
        }
    }
}

impl ledger::Aggregate for Release {
    const KIND: &'static str = "release";
    const TABLE: &'static str = "knowledge_release";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = At;

    fn decide(state: Option<&State>, command: Command, now: &At) -> Result<Vec<Event>, Refusal> {
        match (state, command) {
            (_, Command::Import(release)) if release.rows == 0 => Err(Refusal::Empty),
            (None, Command::Import(release)) => Ok(vec![Event::Imported { release, at: *now }]),
            (Some(state), Command::Import(_)) if state.current => Ok(vec![]),
            (Some(_), Command::Import(_)) => Ok(vec![Event::Restored]),
            (None, Command::Supersede { .. }) => Err(Refusal::Unknown),
            (Some(state), Command::Supersede { by }) if state.current => {
                Ok(vec![Event::Superseded { by }])
            }
            (Some(_), Command::Supersede { .. }) => Ok(vec![]),
        }
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        match (state, event) {
            (_, Event::Imported { release, at }) => Some(State {
                release: release.clone(),
                imported_at: *at,
                current: true,
            }),
            (Some(state), Event::Superseded { .. }) => Some(State {
                current: false,
                ..state
            }),
            (Some(state), Event::Restored) => Some(State {
                current: true,
                ..state
            }),
            (None, _) => None,
        }
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("source", state.release.source.about().word.into()),
            ("current", i64::from(state.current).into()),
        ]
    }
}
