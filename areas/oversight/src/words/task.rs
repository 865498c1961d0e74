//! What waits for whom.

use ::words::At;
use serde::{Deserialize, Serialize};

/// Something that waits for a person. Of a case, a kind and a key there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its kind: the id of a rule of `rules/tasks`.
    pub kind: String,
    /// What tells it from others of its kind in the case: a person, a tube, a finding; empty if there is one only.
    pub key: String,
    /// The site whose people do it; empty for the centre.
    pub site: String,
    /// The one account it is for; empty if anybody of the role may do it; `!account` if anybody but that one.
    pub account: String,
    /// Since when it waits.
    pub since: At,
    /// The promise.
    pub due: At,
}

impl Task {
    /// Whether somebody of the role may do it.
    #[must_use]
    pub fn is_for(&self, account: &str) -> bool {
        match self.account.strip_prefix('!') {
            Some(other) => other != account,
            None => self.account.is_empty() || self.account == account,
        }
    }
}

/// What an event did to the tasks of its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It waits from now on.
    Opened(Task),
    /// It was done, or need not be done any more.
    Closed {
        /// Which.
        task: Task,
        /// When.
        at: At,
        /// By whose act.
        by: String,
    },
}

impl Change {
    /// The task it is about.
    #[must_use]
    pub fn task(&self) -> &Task {
        match self {
            Self::Opened(task) | Self::Closed { task, .. } => task,
        }
    }
}
