//! One test binary of the area.

mod api;
mod decide;
#[path = "../../../report/tests/it/fake.rs"]
mod fake;
mod form;
mod pages;
#[path = "../../../report/tests/it/sample.rs"]
mod sample;
mod store;
mod talk;
