//! What is derived from a variant and its evidence, without the world.

pub mod level;
pub mod limits;
pub mod merged;
pub mod sentence;
pub mod window;
