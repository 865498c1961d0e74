//! FASTQ intake in one streaming pass: everything that is asked of a delivered pair of files, answered while it is read once.
//!
//! [`intake`] reads each file once, in constant memory, and answers at the same time: size, SHA-256 and MD5 of the compressed file,
//! integrity of gzip or BGZF, the four-line structure, letters, read names, pairing of the mates in lockstep, counts and
//! distributions, adapters, duplicates, insert sizes, and a digest of the multiset of reads ([`ReadsDigest`]) that does not depend on their order.
//!
//! What passes is FASTQ text and nothing else, byte by byte: gzip members with small headers and right check sums up to the last byte,
//! name lines of printable ASCII, a third line that is `+` or repeats the name, letters `ACGTN`, qualities `!`..`~`. An archive, a script, a
//! second file behind the last member or a text that grows without bound is named as a fault; no byte is executed or interpreted otherwise.
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
mod said;
mod sam;
mod side;

pub use digest::{NotAReadsDigest, ReadsDigest};
pub use fault::{Fault, Problem, Stage};
pub use intake::{Input, intake, intake_from};
pub use names::{NameRule, Origin};
pub use report::{Compression, Cycle, FileReport, Inserts, PairReport};
pub use sam::{reads_digest_of_fastq, reads_digest_of_sam};
