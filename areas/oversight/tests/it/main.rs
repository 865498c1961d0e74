mod api;
mod labels;
mod lists;
mod many;
mod members;
mod my;
mod news;
mod pages;
mod patient;
mod progress;
mod provenance;
mod proxy;
mod query;
mod review;
mod standing;
mod tasks;
mod unusual;
#[expect(
    clippy::unwrap_used,
    dead_code,
    reason = "shared by the tests of several areas"
)]
#[path = "../../../specimen/tests/it/upstream.rs"]
mod upstream;
mod withdrawal;
