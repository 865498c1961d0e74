//! Moves single positions from one genome build to another with a UCSC chain file.

use std::collections::HashMap;
use std::path::Path;

use crate::{Error, file};

/// An ungapped block: from, to (0-based, half-open) on the old build, and the start on the new one.
struct Block {
    start: u64,
    end: u64,
    chrom: String,
    at: u64,
}

/// Blocks of forward chains, by old chromosome; the best chain first.
#[derive(Default)]
pub struct Chain(HashMap<String, Vec<Block>>);

impl Chain {
    /// Reads a chain file. Chains to the reverse strand are left out: what lies there is not moved.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = file::text(path)?;
        let mut all = Self::default();
        let mut now: Option<(String, u64, String, u64)> = None;
        for line in text.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let number = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok());
            if fields.first() == Some(&"chain") {
                let name = |i: usize| fields.get(i).copied().unwrap_or_default().to_owned();
                let forward = fields.get(9) == Some(&"+") && fields.get(4) == Some(&"+");
                now = number(5)
                    .zip(number(10))
                    .filter(|_| forward)
                    .map(|(from, to)| (name(2), from, name(7), to));
            } else if let (Some((old, from, new, to)), Some(size)) = (&mut now, number(0)) {
                let block = Block {
                    start: *from,
                    end: *from + size,
                    chrom: new.clone(),
                    at: *to,
                };
                all.0.entry(old.clone()).or_default().push(block);
                *from += size + number(1).unwrap_or(0);
                *to += size + number(2).unwrap_or(0);
            }
        }
        Ok(all)
    }

    /// The new place of a 1-based position.
    #[must_use]
    pub fn lift(&self, chrom: &str, pos: u64) -> Option<(String, u64)> {
        let zero = pos.checked_sub(1)?;
        let block = self
            .0
            .get(chrom)?
            .iter()
            .find(|b| (b.start..b.end).contains(&zero))?;
        Some((block.chrom.clone(), block.at + (zero - block.start) + 1))
    }
}
