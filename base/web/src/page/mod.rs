//! The page kit: one frame, and small pieces that are plain functions returning `Markup`.
//!
//! Every page works without JavaScript, reads on a monochrome print, and never tells anything by colour alone.

mod cord;
mod frame;
mod pieces;
mod status;

pub use cord::{Cord, Knot, KnotState, Loop, Meeting, STRANDS, Size, cord, sentence};
pub use frame::{Frame, assets, bare, encode, page, problem};
pub use pieces::{act, digest, facts, link, mixed, notice, number, section, table, tabs};
pub use status::{Status, status};
