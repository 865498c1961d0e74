//! The scenes of the demonstration, for the steps of a case that have no page yet: tubes, orders, deliveries, the run.

#![expect(dead_code, reason = "the stories need only some of the scenes")]

#[path = "../../src/demo/client.rs"]
pub mod client;
#[path = "../../src/demo/clinic.rs"]
pub mod clinic;
#[path = "../../src/demo/enrol.rs"]
pub mod enrol;
#[path = "../../src/demo/sequencing.rs"]
pub mod sequencing;
#[path = "../../src/demo/specimen.rs"]
pub mod specimen;
#[path = "../../src/demo/staff.rs"]
pub mod staff;
