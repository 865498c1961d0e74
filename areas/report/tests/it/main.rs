//! One test binary of the area.

mod api;
mod decide;
mod desk;
mod documents;
mod fake;
mod mend;
mod pages;
mod panel;
mod pdf;
mod proof;
mod routine;
mod sample;
mod store;
