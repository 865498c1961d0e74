mod api;
mod labels;
mod many;
mod my;
mod pages;
mod patient;
mod progress;
mod provenance;
mod query;
mod standing;
mod tasks;
#[expect(
    clippy::unwrap_used,
    dead_code,
    reason = "shared by the tests of several areas"
)]
#[path = "../../../specimen/tests/it/upstream.rs"]
mod upstream;
mod withdrawal;
