//! An order-independent digest of reads: what went into an alignment must come out of it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

/// The digest of a multiset of reads over name, mate number, sequence and qualities.
///
/// Each read is hashed as XXH3-128 over the three XXH3-128 values (little endian) of its name (seed: 1 or 2, the mate number),
/// its sequence (seed 3) and its quality string (seed 4); the digest is the number of reads and the sum of these hashes modulo 2^128.
/// The name has no comment and no `/1` or `/2`; the sequence is in the direction of the machine.
/// It finds every accident (a lost, doubled, changed or swapped read); it is not made against a forger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReadsDigest {
    reads: u64,
    sum: u128,
}

/// The text is not a digest of reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a digest of reads (rd1-COUNT-32 hexadecimal digits): {0:?}")]
pub struct NotAReadsDigest(pub String);

impl ReadsDigest {
    /// Adds one read. `name` without comment and mate suffix; `mate` is 1 or 2.
    #[inline]
    pub fn add(&mut self, name: &[u8], mate: u8, sequence: &[u8], qualities: &[u8]) {
        let mut parts = [0_u8; 48];
        let (first, rest) = parts.split_at_mut(16);
        let (second, third) = rest.split_at_mut(16);
        first.copy_from_slice(&xxh3_128_with_seed(name, u64::from(mate)).to_le_bytes());
        second.copy_from_slice(&xxh3_128_with_seed(sequence, 3).to_le_bytes());
        third.copy_from_slice(&xxh3_128_with_seed(qualities, 4).to_le_bytes());
        self.sum = self.sum.wrapping_add(xxh3_128(&parts));
        self.reads += 1;
    }

    /// The digest of both multisets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            reads: self.reads + other.reads,
            sum: self.sum.wrapping_add(other.sum),
        }
    }

    /// How many reads were added (mates count one each).
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.reads
    }
}

impl fmt::Display for ReadsDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rd1-{}-{:032x}", self.reads, self.sum)
    }
}

impl FromStr for ReadsDigest {
    type Err = NotAReadsDigest;
    fn from_str(text: &str) -> Result<Self, NotAReadsDigest> {
        let bad = || NotAReadsDigest(text.to_owned());
        let (reads, sum) = text
            .strip_prefix("rd1-")
            .and_then(|rest| rest.split_once('-'))
            .ok_or_else(bad)?;
        let digest = Self {
            reads: reads.parse().map_err(|_| bad())?,
            sum: u128::from_str_radix(sum, 16).map_err(|_| bad())?,
        };
        if digest.to_string() == text {
            Ok(digest)
        } else {
            Err(bad())
        }
    }
}
impl TryFrom<String> for ReadsDigest {
    type Error = NotAReadsDigest;
    fn try_from(text: String) -> Result<Self, NotAReadsDigest> {
        text.parse()
    }
}
impl From<ReadsDigest> for String {
    fn from(digest: ReadsDigest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reads: &[(&str, u8, &str, &str)]) -> ReadsDigest {
        let mut digest = ReadsDigest::default();
        for (name, mate, sequence, qualities) in reads {
            digest.add(
                name.as_bytes(),
                *mate,
                sequence.as_bytes(),
                qualities.as_bytes(),
            );
        }
        digest
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let (a, b) = (("r1", 1, "ACGT", "FFFF"), ("r2", 1, "GGGT", "FF8F"));
        assert_eq!(of(&[a, b]), of(&[b, a]));
        for other in [
            ("r3", 1, "GGGT", "FF8F"),
            ("r2", 2, "GGGT", "FF8F"),
            ("r2", 1, "GGGA", "FF8F"),
            ("r2", 1, "GGGT", "FFFF"),
        ] {
            assert_ne!(of(&[a, b]), of(&[a, other]));
        }
        assert_ne!(of(&[a, b, b]), of(&[a, b]));
        assert_ne!(of(&[a, a]), of(&[b, b]), "a sum, not an exclusive or");
        assert_eq!(of(&[a]).and(of(&[b])), of(&[a, b]));
    }

    #[test]
    fn it_is_read_back_from_its_text() {
        let digest = of(&[("r1", 1, "ACGT", "FFFF")]);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in [
            "",
            "rd1-1",
            "rd1-x-00",
            "rd1-1-00",
            "rd2-1-00000000000000000000000000000000",
        ] {
            assert!(bad.parse::<ReadsDigest>().is_err(), "{bad}");
        }
    }
}
