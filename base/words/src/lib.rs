//! The words every area speaks: ids, time, actors, texts in two languages, digests.
//!
//! Pure: nothing here reads a clock, a disk, a network or a random source.

mod actor;
mod digest;
mod id;
mod refusal;
mod signed;
mod text;
mod time;

pub use actor::{Actor, ConsentRef, Context};
pub use digest::{Digest, NotADigest};
pub use id::{Account, AccountId, Case, CaseId, Id, NotAnId, Person, PersonId, Site, SiteId};
pub use refusal::{Quoted, Refusal};
pub use signed::{Signed, Statement};
pub use text::{Lang, Text};
pub use time::{At, Day, NotADay};
