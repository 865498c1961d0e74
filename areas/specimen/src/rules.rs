//! Rules of custody, one file each.

mod sop;

pub use sop::{Sop, current, in_force, sops};
