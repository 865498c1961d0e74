#![expect(clippy::unwrap_used, reason = "tests")]

mod again;
mod api;
mod decide;
mod golden;
mod pages;
mod papers;
mod session;
mod strokes;
mod visitor;
