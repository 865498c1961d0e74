//! What a listener hears while an analysis runs.

use serde::Serialize;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Progress {
    /// Something before the workflow: the reference is indexed, inputs are checked.
    Preparing {
        /// In words.
        what: String,
    },
    /// The workflow begins.
    Planned {
        /// How many tasks it has.
        tasks: usize,
    },
    /// A task began to run.
    Started {
        /// Name of the call.
        step: String,
    },
    /// A task ended well.
    Finished {
        /// Name of the call.
        step: String,
        /// Answered from an earlier run.
        cached: bool,
    },
    /// A task ended badly.
    Failed {
        /// Name of the call.
        step: String,
    },
}
