//! Depth of coverage from mosdepth's files, ready to be drawn.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::{Error, slices, text};

/// Depths at which the covered share is told.
const LEVELS: [u32; 7] = [1, 10, 15, 20, 30, 60, 100];

/// One row of the plot along the genome: contig, start, end, mean depth.
pub type Bin = (String, u64, u64, f64);

/// What a report and its plots need. Shares are 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    pub mean: f64,
    /// Over chromosomes 1 to 22, when the reference has any.
    pub autosome_mean: Option<f64>,
    pub at_least: BTreeMap<u32, f64>,
    /// Depth and the share of bases with exactly that depth.
    pub histogram: Vec<(u32, f64)>,
    pub bins: Vec<Bin>,
}

/// Row of a summary: contig, bases, mean.
struct Row {
    contig: String,
    bases: u64,
    mean: f64,
}

/// Reads the summary; the region rows when there are any (`--by` was given), else those of whole contigs.
fn rows(summary: &Path) -> Result<Vec<Row>, Error> {
    let (mut whole, mut regions) = (Vec::new(), Vec::new());
    text::rows(summary, |line, fields| {
        if fields.first() == Some(&"chrom") {
            return Ok(());
        }
        let (Some(contig), Some(bases), Some(mean)) = (
            fields.first(),
            fields.get(1).and_then(|f| f.parse().ok()),
            fields.get(3).and_then(|f| f.parse().ok()),
        ) else {
            return Err(Error::malformed(
                summary,
                line,
                "not a row of a mosdepth summary",
            ));
        };
        match contig.strip_suffix("_region") {
            Some(contig) => regions.push(Row {
                contig: contig.to_owned(),
                bases,
                mean,
            }),
            None => whole.push(Row {
                contig: (*contig).to_owned(),
                bases,
                mean,
            }),
        }
        Ok(())
    })?;
    Ok(if regions.is_empty() { whole } else { regions })
}

fn mean_of<'a>(rows: impl Iterator<Item = &'a Row>) -> Option<f64> {
    let (sum, bases) = rows.fold((0.0, 0u64), |(sum, bases), row| {
        (sum + row.mean * row.bases as f64, bases + row.bases)
    });
    (bases > 0).then(|| sum / bases as f64)
}

fn is_autosome(contig: &str) -> bool {
    slices::rank(contig) <= 22
}

/// Mean depths of autosomes, X and Y; `None` when the reference has no X or no autosomes.
pub fn sex_means(summary: &Path) -> Result<Option<(f64, f64, f64)>, Error> {
    let rows = rows(summary)?;
    let of = |name: &str| {
        mean_of(
            rows.iter()
                .filter(|r| r.contig.trim_start_matches("chr") == name),
        )
    };
    let autosomes = mean_of(rows.iter().filter(|r| is_autosome(&r.contig)));
    Ok(autosomes
        .zip(of("X"))
        .map(|(autosomes, x)| (autosomes, x, of("Y").unwrap_or_default())))
}

/// Summarises depth. `dist` is `*.mosdepth.global.dist.txt` or, where regions were given, `*.mosdepth.region.dist.txt`;
/// `bins` is `*.regions.bed.gz`, joined to at most about `limit` bins.
pub fn summarise(
    summary: &Path,
    dist: &Path,
    bins: Option<&Path>,
    limit: usize,
) -> Result<Coverage, Error> {
    let rows = rows(summary)?;
    let contigs = || rows.iter().filter(|row| row.contig != "total");
    let total = rows
        .iter()
        .find(|row| row.contig == "total")
        .map(|row| row.mean);
    let reached = reached(dist)?;
    let share = |depth: u32| {
        reached
            .range(depth..)
            .next()
            .map_or(0.0, |(_, share)| *share)
    };
    let histogram = reached
        .keys()
        .map(|depth| (*depth, share(*depth) - share(depth + 1)))
        .collect();
    Ok(Coverage {
        mean: total.or_else(|| mean_of(contigs())).unwrap_or_default(),
        autosome_mean: mean_of(contigs().filter(|row| is_autosome(&row.contig))),
        at_least: LEVELS
            .into_iter()
            .map(|level| (level, share(level)))
            .collect(),
        histogram,
        bins: bins
            .map(|path| read_bins(path, limit))
            .transpose()?
            .unwrap_or_default(),
    })
}

/// Share of bases with at least a depth, of the `total` rows.
fn reached(dist: &Path) -> Result<BTreeMap<u32, f64>, Error> {
    let mut reached = BTreeMap::new();
    text::rows(dist, |line, fields| {
        let [contig, depth, share] = fields else {
            return Err(Error::malformed(
                dist,
                line,
                "not a row of a mosdepth distribution",
            ));
        };
        if *contig == "total" {
            let (Ok(depth), Ok(share)) = (depth.parse::<u32>(), share.parse::<f64>()) else {
                return Err(Error::malformed(
                    dist,
                    line,
                    "depth or share is not a number",
                ));
            };
            reached.insert(depth, share);
        }
        Ok(())
    })?;
    Ok(reached)
}

/// Reads bins and joins neighbours so that about `limit` are left.
fn read_bins(path: &Path, limit: usize) -> Result<Vec<Bin>, Error> {
    let mut bins: Vec<Bin> = Vec::new();
    text::rows(path, |line, fields| {
        let number = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok());
        let depth = fields.last().and_then(|f| f.parse::<f64>().ok());
        match (fields.first(), number(1), number(2), depth) {
            (Some(contig), Some(start), Some(end), Some(depth)) => {
                bins.push(((*contig).to_owned(), start, end, depth));
                Ok(())
            }
            _ => Err(Error::malformed(
                path,
                line,
                "not a row of regions with depth",
            )),
        }
    })?;
    let group = bins.len().div_ceil(limit.max(1)).max(1);
    let by_contig = bins.chunk_by(|a, b| a.0 == b.0);
    Ok(by_contig
        .flat_map(|contig| contig.chunks(group))
        .filter_map(join)
        .collect())
}

fn join(bins: &[Bin]) -> Option<Bin> {
    let (first, last) = (bins.first()?, bins.last()?);
    let bases: u64 = bins.iter().map(|b| b.2 - b.1).sum();
    let sum: f64 = bins.iter().map(|b| b.3 * (b.2 - b.1) as f64).sum();
    Some((
        first.0.clone(),
        first.1,
        last.2,
        if bases > 0 { sum / bases as f64 } else { 0.0 },
    ))
}
