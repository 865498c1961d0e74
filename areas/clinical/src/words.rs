//! The words of clinical information: the catalogue, its code maps and its conditions.

pub mod catalogue;
pub mod codemap;
pub mod condition;
