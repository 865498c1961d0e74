//! Pure rules.

pub mod fold;
pub mod known;
pub mod labels;
pub mod member;
pub mod news;
pub mod progress;
pub mod provenance;
pub mod query;
pub mod steps;
pub mod tasks;
pub mod unusual;
pub mod used;
