//! Reports: analysis report, expert panel, panel report, the patient's report.

pub mod decide;
pub mod jobs;
pub mod rules;
pub mod words;
