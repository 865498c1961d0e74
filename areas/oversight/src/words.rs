//! Strands, steps, and how far a case has come.

pub(crate) mod mail;
mod task;

use ::words::{At, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub use task::{Change, Task};

use crate::rules::steps::step;

/// The four strands of the cord, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strand {
    /// 同意.
    Consent,
    /// 臨床.
    Clinic,
    /// 検体.
    Specimen,
    /// ゲノム.
    Genome,
}

impl Strand {
    /// All four, from above.
    pub const ALL: [Self; 4] = [Self::Consent, Self::Clinic, Self::Specimen, Self::Genome];

    /// Its lane, from 0.
    #[must_use]
    pub fn lane(self) -> usize {
        self as usize
    }
}

/// One step of a case, in the words of the programme.
#[derive(Debug)]
pub struct Step {
    /// The state word that other systems see; never renamed.
    pub state: &'static str,
    /// Its strand.
    pub strand: Strand,
    /// For staff.
    pub label: Text,
    /// For the patient; none if there is nothing the patient should see.
    pub patient: Option<Text>,
    /// Whether every case passes it.
    pub always: bool,
}

/// A step that was reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reached {
    /// Which.
    #[serde(serialize_with = "word_of", deserialize_with = "step_of")]
    pub step: &'static Step,
    /// When, the first time.
    pub at: At,
    /// By which event.
    pub seq: i64,
}

/// Something that had to be done once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// What: `recollected`, `topped_up`, `second_panel`, `amended`.
    pub what: String,
    /// By which event.
    pub seq: i64,
}

/// Work that could not be done, and what mends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Stable code of the reason.
    pub reason: String,
    /// What happened.
    pub said: Text,
    /// What to do next.
    pub next: Text,
}

/// Something that stopped the case, and whether it was mended since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Where.
    pub strand: Strand,
    /// What happened.
    pub label: Text,
    /// When.
    pub at: At,
    /// By which event.
    pub seq: i64,
    /// Whether it was solved.
    pub solved: bool,
    /// If work failed: why, and what to do.
    pub failed: Option<Failed>,
}

/// How far a case has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Steps reached, in the order of the programme.
    pub reached: Vec<Reached>,
    /// The step that is to be done next.
    #[serde(serialize_with = "maybe_word_of", deserialize_with = "maybe_step_of")]
    pub next: Option<&'static Step>,
    /// What stopped it on the way.
    pub troubles: Vec<Trouble>,
    /// What was done once more.
    pub again: Vec<Again>,
    /// When consent was withdrawn.
    pub withdrawn: Option<At>,
    /// When the person died.
    pub died: Option<At>,
}

impl Progress {
    /// The state word of the case.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.withdrawn.is_some() {
            return "withdrawn";
        }
        if self.died.is_some() {
            return "deceased";
        }
        if self.failed().is_some() {
            return "failed";
        }
        if self.troubles.iter().any(|t| !t.solved) {
            return "on_hold";
        }
        self.reached.last().map_or("new", |r| r.step.state)
    }

    /// The last failure that nobody mended yet.
    #[must_use]
    pub fn failed(&self) -> Option<&Failed> {
        let open = self.troubles.iter().rev().filter(|t| !t.solved);
        open.filter_map(|t| t.failed.as_ref()).next()
    }
}

fn word_of<S: Serializer>(step: &Step, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(step.state)
}

fn step_of<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Step, D::Error> {
    let word = String::deserialize(from)?;
    step(&word).ok_or_else(|| D::Error::custom(format!("no step {word}")))
}

fn maybe_word_of<S: Serializer>(step: &Option<&'static Step>, to: S) -> Result<S::Ok, S::Error> {
    step.map(|s| s.state).serialize(to)
}

fn maybe_step_of<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'static Step>, D::Error> {
    let word = Option::<String>::deserialize(from)?;
    word.map(|w| step(&w).ok_or_else(|| D::Error::custom(format!("no step {w}"))))
        .transpose()
}
