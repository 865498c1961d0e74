//! What may happen to orders and deliveries, and what did.

pub mod delivery;
pub mod order;
