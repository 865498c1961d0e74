//! Tests through the whole program.

mod bucket;
#[path = "../../src/compose.rs"]
mod compose;
mod drive;
mod faults;
mod faults_kill;
mod faults_postgres;
mod generated;
mod house;
#[path = "../../src/loops.rs"]
mod loops;
mod mail;
mod parent;
mod programme;
mod schema;
mod security;
mod simulated;
mod unknown;
