//! Cuts the regions, or the whole reference, into parts that are called side by side.

use std::fs;
use std::path::{Path, PathBuf};

use crate::said::Act;
use crate::{Error, files};

/// Longest part of a whole-genome shard, bases.
const WINDOW: u64 = 25_000_000;

type Interval = (String, u64, u64);

/// Contigs with lengths, in the order of the reference.
pub fn contigs(fai: &Path) -> Result<Vec<(String, u64)>, Error> {
    let text = fs::read_to_string(fai).map_err(Error::io(Act::Read, fai))?;
    Ok(text
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
        })
        .collect())
}

/// The intervals of a BED file in the order of the reference, overlaps merged.
pub fn intervals(bed: &Path, contigs: &[(String, u64)]) -> Result<Vec<Interval>, Error> {
    let text = fs::read_to_string(bed).map_err(Error::io(Act::Read, bed))?;
    let mut found: Vec<(usize, u64, u64)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty()
            || ["#", "track", "browser"]
                .iter()
                .any(|p| line.starts_with(p))
        {
            continue;
        }
        let (file, place) = (bed.display(), number + 1);
        let mut fields = line.split('\t');
        let (Some(contig), Some(start), Some(end)) = (
            fields.next(),
            number_of(fields.next()),
            number_of(fields.next()),
        ) else {
            return Err(Error::input(
                format!("{file} の {place} 行目：コンティグ・開始・終了の形ではありません"),
                format!("{file} line {place}: not contig, start and end"),
            ));
        };
        let Some(rank) = contigs.iter().position(|(name, _)| name == contig) else {
            return Err(Error::input(
                format!(
                    "{file} の {place} 行目：参照配列に {contig} がありません。参照配列を確かめてください"
                ),
                format!(
                    "{file} line {place}: the reference has no contig {contig}; is it the right reference?"
                ),
            ));
        };
        found.push((rank, start, end.min(contigs.get(rank).map_or(end, |c| c.1))));
    }
    if found.is_empty() {
        return Err(Error::input(
            format!("{} に領域がありません", bed.display()),
            format!("{} has no regions", bed.display()),
        ));
    }
    found.sort_unstable();
    let mut merged: Vec<(usize, u64, u64)> = Vec::new();
    for next in found {
        match merged.last_mut() {
            Some(last) if last.0 == next.0 && next.1 <= last.2 => last.2 = last.2.max(next.2),
            _ => merged.push(next),
        }
    }
    Ok(merged
        .into_iter()
        .filter_map(|(rank, start, end)| Some((contigs.get(rank)?.0.clone(), start, end)))
        .collect())
}

fn number_of(field: Option<&str>) -> Option<u64> {
    field?.trim().parse().ok()
}

/// The whole reference in windows.
pub fn windows(contigs: &[(String, u64)]) -> Vec<Interval> {
    let cut = |(name, length): &(String, u64)| {
        let (name, length) = (name.clone(), *length);
        (0..length.div_ceil(WINDOW))
            .map(move |n| (name.clone(), n * WINDOW, length.min((n + 1) * WINDOW)))
    };
    contigs.iter().flat_map(cut).collect()
}

/// At most `parts` groups of neighbours with about the same number of bases.
pub fn split(intervals: Vec<Interval>, parts: usize) -> Vec<Vec<Interval>> {
    let total: u64 = intervals.iter().map(|i| i.2 - i.1).sum();
    let goal = total.div_ceil(parts.max(1) as u64).max(1);
    let mut shards: Vec<Vec<Interval>> = vec![Vec::new()];
    let mut bases = 0;
    for interval in intervals {
        if bases >= goal * shards.len() as u64 {
            shards.push(Vec::new());
        }
        bases += interval.2 - interval.1;
        if let Some(last) = shards.last_mut() {
            last.push(interval);
        }
    }
    shards
}

/// Writes one BED file per shard; a file that says the same already stays as it is.
pub fn write(directory: &Path, shards: &[Vec<Interval>]) -> Result<Vec<PathBuf>, Error> {
    files::directory(directory)?;
    let one = |(number, shard): (usize, &Vec<Interval>)| {
        let path = directory.join(format!("shard{number:04}.bed"));
        let text: String = shard
            .iter()
            .map(|(contig, start, end)| format!("{contig}\t{start}\t{end}\n"))
            .collect();
        files::write(&path, text).map(|()| path)
    };
    shards.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(contig: &str, start: u64, end: u64) -> Interval {
        (contig.to_owned(), start, end)
    }

    #[test]
    fn shards_keep_order_and_every_base() {
        let all = vec![
            interval("a", 0, 10),
            interval("a", 20, 30),
            interval("b", 0, 20),
            interval("c", 0, 5),
        ];
        let shards = split(all.clone(), 3);
        assert!(shards.len() <= 3);
        assert_eq!(shards.concat(), all);
    }

    #[test]
    fn a_long_contig_is_cut() {
        assert_eq!(
            windows(&[("a".to_owned(), WINDOW + 1)]),
            [interval("a", 0, WINDOW), interval("a", WINDOW, WINDOW + 1)]
        );
    }
}
