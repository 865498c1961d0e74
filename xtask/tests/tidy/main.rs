//! The house keeps its own order: checks that the compiler cannot make.

mod flow;
mod glossary;
mod golden;
mod lists;
mod migrations;
mod purity;
mod rooms;
mod size;
mod texts;
mod tree;
