//! One test binary of the area.

mod api;
mod decide;
mod fake;
mod panel;
mod pdf;
mod proof;
mod sample;
mod store;
