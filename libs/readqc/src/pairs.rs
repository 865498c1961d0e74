//! What only a pair can tell: duplicates and insert sizes, estimated on a sample.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::Inserts;

/// Letters of each mate that make a pair's beginning.
const BEGIN: usize = 32;
/// One beginning in 2^6 is kept at first.
const FIRST_MASK: u64 = (1 << 6) - 1;
/// Beginnings kept at most; then the sample is thinned by half.
const KEPT: usize = 1 << 18;
/// One pair in this many is laid over itself.
const EVERY: u64 = 64;
/// Mates overlap if this many letters do.
const OVERLAP: usize = 30;

/// Counts pairs that begin alike. The sample is chosen by the beginning itself, so that duplicates are kept or left out together.
pub(crate) struct Duplicates {
    seen: HashMap<u64, u32>,
    mask: u64,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self {
            seen: HashMap::new(),
            mask: FIRST_MASK,
        }
    }
}

impl Duplicates {
    #[inline]
    pub fn add(&mut self, first: &[u8], second: &[u8]) {
        let mut begin = [0_u8; 2 * BEGIN];
        let (a, b) = begin.split_at_mut(BEGIN);
        for (half, mate) in [(a, first), (b, second)] {
            for (to, from) in half.iter_mut().zip(mate) {
                *to = *from;
            }
        }
        let hash = xxh3_64(&begin);
        if hash & self.mask == 0 {
            *self.seen.entry(hash).or_default() += 1;
            if self.seen.len() > KEPT {
                self.mask = self.mask * 2 + 1;
                let mask = self.mask;
                self.seen.retain(|hash, _| hash & mask == 0);
            }
        }
    }

    /// Pairs in the sample, and how many of them begin like an earlier one.
    pub fn finish(&self) -> (u64, u64) {
        let sampled: u64 = self.seen.values().map(|n| u64::from(*n)).sum();
        (sampled, sampled - self.seen.len() as u64)
    }
}

/// Lays sampled mates over each other.
#[derive(Default)]
pub(crate) struct Overlaps {
    pairs: u64,
    sampled: u64,
    /// Overlapping pairs by insert size.
    sizes: Vec<u64>,
    turned: Vec<u8>,
}

impl Overlaps {
    #[inline]
    pub fn add(&mut self, first: &[u8], second: &[u8]) {
        if self.pairs.is_multiple_of(EVERY) && first.len() + second.len() < 4096 {
            self.sampled += 1;
            if let Some(size) = self.insert_size(first, second) {
                if self.sizes.len() <= size {
                    self.sizes.resize(size + 1, 0);
                }
                if let Some(count) = self.sizes.get_mut(size) {
                    *count += 1;
                }
            }
        }
        self.pairs += 1;
    }

    /// The longest fragment that both mates agree on with at most one letter in ten wrong.
    fn insert_size(&mut self, first: &[u8], second: &[u8]) -> Option<usize> {
        self.turned.clear();
        self.turned
            .extend(second.iter().rev().map(|b| complement(*b)));
        let longest = (first.len() + second.len()).checked_sub(OVERLAP)?;
        (OVERLAP..=longest).rev().find(|size| {
            let start = size.saturating_sub(second.len());
            let skip = second.len().saturating_sub(*size);
            let a = first
                .get(start..(*size).min(first.len()))
                .unwrap_or_default();
            let b = self.turned.get(skip..).unwrap_or_default();
            a.len() >= OVERLAP && agree(a, b)
        })
    }

    pub fn finish(&self) -> Inserts {
        let overlapping: u64 = self.sizes.iter().sum();
        let mut below = 0;
        let median = self.sizes.iter().position(|count| {
            below += count;
            below * 2 > overlapping
        });
        Inserts {
            sampled: self.sampled,
            overlapping,
            median: median.map(|size| size as u64),
        }
    }
}

fn agree(a: &[u8], b: &[u8]) -> bool {
    let mut left = a.len().min(b.len()) / 10;
    for (a, b) in a.iter().zip(b) {
        if a != b {
            match left.checked_sub(1) {
                Some(fewer) => left = fewer,
                None => return false,
            }
        }
    }
    true
}

/// The other strand's letter.
pub(crate) fn complement(letter: u8) -> u8 {
    match letter {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(seed: u64, n: usize) -> Vec<u8> {
        let mut x = seed;
        let mut next = || {
            x = x
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            b"ACGT".get((x >> 60) as usize & 3).copied().unwrap_or(b'A')
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn insert_sizes_are_found_below_and_above_the_read_length() {
        for size in [40, 90, 100, 101, 150, 169] {
            let fragment = letters(size as u64, size);
            let turned: Vec<u8> = fragment.iter().rev().map(|b| complement(*b)).collect();
            let read = |of: &[u8]| {
                [of, letters(9, 100).as_slice()]
                    .concat()
                    .get(..100)
                    .map(<[u8]>::to_vec)
            };
            let (first, second) = (read(&fragment), read(&turned));
            let found = Overlaps::default()
                .insert_size(&first.unwrap_or_default(), &second.unwrap_or_default());
            assert_eq!(found, Some(size));
        }
        assert_eq!(
            Overlaps::default().insert_size(&letters(1, 100), &letters(2, 100)),
            None
        );
    }

    #[test]
    fn duplicates_are_estimated_from_the_sample() {
        let mut duplicates = Duplicates::default();
        for n in 0..40_000 {
            let pair = (letters(n, 60), letters(n + 1_000_000, 60));
            for _ in 0..(1 + n % 4 / 3) {
                duplicates.add(&pair.0, &pair.1);
            }
        }
        let (sampled, twice) = duplicates.finish();
        let share = twice as f64 / sampled as f64;
        assert!(
            sampled > 500 && (share - 0.2).abs() < 0.06,
            "{sampled} {share}"
        );
    }
}
