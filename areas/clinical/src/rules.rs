//! What follows from answers, and only from them: what was typed as answers, what a form shows, what is computed, what
//! two people changed, the timeline, the pedigree.

pub mod computed;
pub mod entry;
pub mod form;
pub mod merge;
pub mod pedigree;
pub mod relatives;
pub mod timeline;
