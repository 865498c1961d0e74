//! FASTQ intake in one streaming pass: everything that is asked of a delivered pair of files, answered while it is read once.
//!
//! [`intake`] reads each file once, in constant memory, and answers at the same time: size, SHA-256 and MD5 of the compressed file,
//! integrity of gzip or BGZF, the four-line structure, letters, read names, pairing of the mates in lockstep, counts and
//! distributions, adapters, duplicates, insert sizes, and a digest of the multiset of reads ([`ReadsDigest`]) that does not depend on their order.
//!
//! It never changes a file, never trims and never guesses: what is wrong is named with file, line or byte offset ([`Fault`]).

mod cycles;
mod digest;
mod fault;
mod gzip;
mod intake;
mod names;
mod pairs;
mod raw;
mod report;
mod sam;
mod side;

pub use digest::{NotAReadsDigest, ReadsDigest};
pub use fault::{Fault, Problem, Stage};
pub use intake::{Input, intake, intake_from};
pub use names::{NameRule, Origin};
pub use report::{Compression, Cycle, FileReport, Inserts, PairReport};
pub use sam::{reads_digest_of_fastq, reads_digest_of_sam};
