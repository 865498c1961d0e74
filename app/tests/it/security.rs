//! What a stranger, a colleague without the right and a forged page can do: nothing, on every route there is.

#![expect(clippy::unwrap_used, reason = "tests")]

mod bombs;
mod house;
mod listed;
mod routes;
mod scripts;
mod walls;
