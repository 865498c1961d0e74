//! One test binary of the area.

mod decide;
mod panel;
mod pdf;
mod sample;
mod store;
