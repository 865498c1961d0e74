//! sequencing
