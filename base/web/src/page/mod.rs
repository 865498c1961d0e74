//! The page kit: one frame, and small pieces that are plain functions returning `Markup`.
//!
//! Every page works without JavaScript but for passkeys, the genome browser and keys; it reads on a monochrome print, and never tells anything by colour alone.

mod assets;
mod cord;
mod form;
mod frame;
mod pieces;
mod status;

pub use assets::assets;
pub use cord::{Cord, Knot, KnotState, Loop, Meeting, STRANDS, Size, cord, sentence};
pub use form::{Field, drafted, field, form, radios, refused, select, sign, textarea, tick};
pub use frame::{Frame, bare, encode, page, problem};
pub use pieces::{act, digest, facts, link, mixed, notice, number, section, table, tabs};
pub use status::{Status, status};
