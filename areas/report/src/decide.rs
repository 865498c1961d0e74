//! The decisions: what may become a report, who may sign what, when a panel may close.

pub mod panel;
pub mod report;
