mod api;
mod labels;
mod patient;
mod progress;
mod provenance;
#[expect(clippy::unwrap_used, reason = "tests")]
#[path = "../../../specimen/tests/it/upstream.rs"]
mod upstream;
mod withdrawal;
