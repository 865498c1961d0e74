//! What can be wrong with a delivered file, each with its place.

use serde::{Deserialize, Serialize};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct Fault {
    /// The file it is in.
    pub file: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong, with the line (from 1) of the text or the byte offset (from 0) in the compressed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Problem {
    /// The file does not begin as gzip.
    #[error("not a gzip file at byte {offset}")]
    NotGzip { offset: u64 },
    /// The file ends inside a gzip member.
    #[error("cut off at byte {offset}")]
    Truncated { offset: u64 },
    /// The compressed data cannot be read.
    #[error("damaged compressed data near byte {offset}")]
    Damaged { offset: u64 },
    /// The check sum of a gzip member does not fit its content.
    #[error("gzip check sum does not fit in the member that ends at byte {offset}")]
    BadCheckSum { offset: u64 },
    /// Bytes that are not gzip follow the last member.
    #[error("bytes that are not gzip follow at byte {offset}")]
    Trailing { offset: u64 },
    /// A gzip header larger than any writer of FASTQ needs: room to hide something in.
    #[error("gzip header larger than {limit} bytes at byte {offset}")]
    Header { offset: u64, limit: u64 },
    /// The text is far larger than FASTQ can be for so few compressed bytes.
    #[error("the text is more than {ratio} times its compressed size at byte {offset}")]
    Bomb { offset: u64, ratio: u64 },
    /// No read at all.
    #[error("no read")]
    Empty,
    /// A line does not begin as its place in the four lines demands.
    #[error("line {line} should begin with {expected:?}")]
    NotFourLines { line: u64, expected: char },
    /// The text ends inside a record.
    #[error("the text ends inside the record that begins at line {line}")]
    CutRecord { line: u64 },
    /// Sequence and qualities differ in length.
    #[error("line {line}: {sequence} letters but {qualities} qualities")]
    Lengths {
        line: u64,
        sequence: u64,
        qualities: u64,
    },
    /// A letter that is not A, C, G, T or N.
    #[error("line {line}, column {column}: letter 0x{letter:02x}")]
    Letter { line: u64, column: u64, letter: u8 },
    /// A quality outside `!`..`~`.
    #[error("line {line}, column {column}: quality 0x{letter:02x}")]
    Quality { line: u64, column: u64, letter: u8 },
    /// A read without a letter.
    #[error("line {line}: an empty read")]
    EmptyRead { line: u64 },
    /// A record longer than is kept in memory.
    #[error("line {line}: a record longer than {limit} bytes")]
    TooLong { line: u64, limit: u64 },
    /// A name line that is too long, or holds something that is not printable ASCII.
    #[error("line {line}: the name line is not printable, or longer than {limit} bytes")]
    NameLine { line: u64, limit: u64 },
    /// A third line that is neither empty nor the name line again.
    #[error("line {line}: more than a '+', and not the name")]
    Plus { line: u64 },
    /// A read name that does not follow the grammar.
    #[error("line {line}: the read name is not instrument:run:flowcell:lane:tile:x:y")]
    Name { line: u64 },
    /// Mate numbers change inside one file.
    #[error("line {line}: mate {found} in a file of mate {expected}")]
    MateChanges { line: u64, found: u8, expected: u8 },
    /// The file given as R1 holds the second mates, or the other way round.
    #[error("given as R{given}, but its reads are marked as mate {found}")]
    Swapped { given: u8, found: u8 },
    /// The mates have different numbers of reads.
    #[error("{r1} reads in R1 but {r2} in R2; the names part at line {line}")]
    Unequal { r1: u64, r2: u64, line: u64 },
    /// The same names, but not in the same order.
    #[error("the same reads as its mate in another order from line {line}")]
    Reordered { line: u64 },
    /// Names that are not in the mate's file.
    #[error("reads that its mate does not have, from line {line}")]
    NotMates { line: u64 },
}

/// Which check of the intake finds a problem; in the order of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Integrity of the compressed file.
    Gzip,
    /// Four lines, letters, lengths.
    Structure,
    /// Names of the reads.
    Names,
    /// Pairing of the mates.
    Pairing,
}

impl Problem {
    /// The check that finds it.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            Self::NotGzip { .. }
            | Self::Truncated { .. }
            | Self::Damaged { .. }
            | Self::BadCheckSum { .. }
            | Self::Trailing { .. }
            | Self::Header { .. }
            | Self::Bomb { .. } => Stage::Gzip,
            Self::Empty
            | Self::NotFourLines { .. }
            | Self::CutRecord { .. }
            | Self::Lengths { .. }
            | Self::Letter { .. }
            | Self::Quality { .. }
            | Self::EmptyRead { .. }
            | Self::TooLong { .. }
            | Self::NameLine { .. }
            | Self::Plus { .. } => Stage::Structure,
            Self::Name { .. } => Stage::Names,
            Self::MateChanges { .. }
            | Self::Swapped { .. }
            | Self::Unequal { .. }
            | Self::Reordered { .. }
            | Self::NotMates { .. } => Stage::Pairing,
        }
    }

    /// The line of the text it was found at, from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        match *self {
            Self::NotFourLines { line, .. }
            | Self::CutRecord { line }
            | Self::Lengths { line, .. }
            | Self::Letter { line, .. }
            | Self::Quality { line, .. }
            | Self::EmptyRead { line }
            | Self::TooLong { line, .. }
            | Self::NameLine { line, .. }
            | Self::Plus { line }
            | Self::Name { line }
            | Self::MateChanges { line, .. }
            | Self::Unequal { line, .. }
            | Self::Reordered { line }
            | Self::NotMates { line } => Some(line),
            _ => None,
        }
    }

    /// The byte of the compressed file it was found at, from 0.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match *self {
            Self::NotGzip { offset }
            | Self::Truncated { offset }
            | Self::Damaged { offset }
            | Self::BadCheckSum { offset }
            | Self::Trailing { offset }
            | Self::Header { offset, .. }
            | Self::Bomb { offset, .. } => Some(offset),
            _ => None,
        }
    }
}
