//! The scenes of the demonstration, to drive the program in tests as its users do.

#![expect(dead_code, reason = "tests need only some of the scenes")]

#[path = "../../src/demo/client.rs"]
pub mod client;
#[path = "../../src/demo/enrol.rs"]
pub mod enrol;
#[path = "../../src/demo/sequencing.rs"]
pub mod sequencing;
#[path = "../../src/demo/specimen.rs"]
pub mod specimen;
#[path = "../../src/demo/staff.rs"]
pub mod staff;
