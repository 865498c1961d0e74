//! Tests through the whole program.

mod drive;
mod faults;
mod faults_kill;
mod faults_postgres;
mod house;
mod parent;
mod programme;
