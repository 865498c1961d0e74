//! Sets of intervals (BED files).

use std::collections::HashMap;
use std::path::Path;

use crate::{Error, text};

/// Merged, sorted, half-open intervals per contig.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    contigs: HashMap<String, Vec<(u64, u64)>>,
}

impl Regions {
    /// Reads a BED file (plain or compressed); `track` and `browser` lines are skipped.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut rows = Vec::new();
        text::rows(path, |line, fields| {
            if fields.len() == 1
                && (fields[0].starts_with("track") || fields[0].starts_with("browser"))
            {
                return Ok(());
            }
            let number = |i: usize| fields.get(i).and_then(|f| f.trim().parse::<u64>().ok());
            match (fields.first(), number(1), number(2)) {
                (Some(contig), Some(start), Some(end)) if start <= end => {
                    rows.push(((*contig).to_owned(), start, end));
                    Ok(())
                }
                _ => Err(Error::malformed(
                    path,
                    line,
                    "not a BED line (contig, start, end)",
                )),
            }
        })?;
        Ok(Self::from_rows(rows))
    }

    /// Builds the set from any rows; overlaps are merged.
    pub fn from_rows(rows: impl IntoIterator<Item = (String, u64, u64)>) -> Self {
        let mut contigs: HashMap<String, Vec<(u64, u64)>> = HashMap::new();
        for (contig, start, end) in rows {
            contigs.entry(contig).or_default().push((start, end));
        }
        for intervals in contigs.values_mut() {
            intervals.sort_unstable();
            intervals.dedup_by(|next, kept| {
                let joins = next.0 <= kept.1;
                if joins {
                    kept.1 = kept.1.max(next.1);
                }
                joins
            });
        }
        Self { contigs }
    }

    /// True when `start..end` lies inside one interval.
    pub fn contains(&self, contig: &str, start: u64, end: u64) -> bool {
        self.at(contig, start)
            .is_some_and(|(from, to)| from <= start && end <= to)
    }

    /// True when `start..end` shares a base with the set.
    pub fn overlaps(&self, contig: &str, start: u64, end: u64) -> bool {
        let Some(intervals) = self.contigs.get(contig) else {
            return false;
        };
        let first = intervals.partition_point(|interval| interval.1 <= start);
        intervals
            .get(first)
            .is_some_and(|interval| interval.0 < end)
    }

    /// Number of bases in the set.
    pub fn bases(&self) -> u64 {
        self.contigs
            .values()
            .flatten()
            .map(|(start, end)| end - start)
            .sum()
    }

    /// Bases in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut rows = Vec::new();
        for (contig, intervals) in &self.contigs {
            for (start, end) in intervals {
                for (from, to) in other.contigs.get(contig).into_iter().flatten() {
                    let (from, to) = ((*start).max(*from), (*end).min(*to));
                    if from < to {
                        rows.push((contig.clone(), from, to));
                    }
                }
            }
        }
        Self::from_rows(rows)
    }

    fn at(&self, contig: &str, start: u64) -> Option<(u64, u64)> {
        let intervals = self.contigs.get(contig)?;
        let next = intervals.partition_point(|interval| interval.0 <= start);
        intervals.get(next.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Regions;

    #[test]
    fn overlapping_rows_are_one_interval() {
        let rows = [("a", 5, 10), ("a", 0, 6), ("a", 20, 30)];
        let set = Regions::from_rows(rows.map(|(c, s, e)| (c.to_owned(), s, e)));
        assert_eq!(set.bases(), 20);
        assert!(set.contains("a", 4, 8));
        assert!(!set.contains("a", 8, 21));
        assert!(set.overlaps("a", 8, 21));
        assert!(!set.overlaps("a", 10, 20));
        assert!(!set.overlaps("b", 0, 1));
    }
}
