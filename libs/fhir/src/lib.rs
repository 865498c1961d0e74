//! Writers of the FHIR R4 resources we send, as plain JSON; no generated types, no server.
//!
//! Shapes and codes follow the HL7 Genomics Reporting guide. Nothing here knows the platform.

#![warn(missing_docs)]

pub mod check;
pub mod genomics;
