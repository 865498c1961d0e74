//! Rules of custody, one file each.

mod sop;

pub use sop::{Sop, in_force, sops};
