//! readqc
