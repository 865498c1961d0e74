//! Paired reads as an Illumina machine writes them: binned qualities, errors at their rate, some duplicates.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use rand::Rng;

use crate::chance::Chance;

use crate::{
    Error, Lane,
    genome::{Haplotypes, reverse_complement},
};

/// Letters per read.
const LENGTH: usize = 150;
/// Qualities of current machines are binned: (letter, chance of an error in ten thousand).
const QUALITIES: [(u8, u32); 3] = [(b'F', 2), (b'8', 50), (b'-', 630)];

/// What is read and how deep.
pub(crate) struct Order<'a> {
    pub name: &'a str,
    pub flowcell: &'a str,
    pub lanes: u32,
    pub depth: f64,
    pub seed: u64,
}

/// Writes the lanes of one sample and their `md5sum.txt` lines.
pub(crate) fn write(
    dir: &Path,
    from: &Haplotypes,
    length: usize,
    order: &Order<'_>,
) -> Result<Vec<Lane>, Error> {
    let mut rng = Chance::of_seed(order.seed);
    fs::create_dir_all(dir).map_err(Error::io("make", dir))?;
    let pairs = length as f64 * order.depth / (2.0 * LENGTH as f64);
    let per_lane = (pairs / f64::from(order.lanes)) as u64;
    let weights = Weights::of(from);
    let mut out = Vec::new();
    for number in 1..=order.lanes {
        let file = |mate: u8| {
            dir.join(format!(
                "{}_S1_L{number:03}_R{mate}_001.fastq.gz",
                order.name
            ))
        };
        let lane = Lane {
            lane: number.to_string(),
            r1: file(1),
            r2: file(2),
        };
        write_lane(&lane, from, &weights, per_lane, order, &mut rng)?;
        out.push(lane);
    }
    Ok(out)
}

fn write_lane(
    lane: &Lane,
    from: &Haplotypes,
    weights: &Weights,
    pairs: u64,
    order: &Order<'_>,
    rng: &mut Chance,
) -> Result<(), Error> {
    let (mut first, mut second) = (writer(&lane.r1)?, writer(&lane.r2)?);
    let mut fragment = Vec::new();
    for number in 0..pairs {
        // about one fragment in thirty is read twice
        if fragment.is_empty() || !rng.random_ratio(1, 30) {
            fragment = weights.fragment(from, rng);
        }
        let tile = 1101 + number / 20_000;
        let place = number % 20_000;
        let (x, y) = (1_000 + place * 3 / 2, 1_000 + (place * 7_919) % 30_000);
        let name = format!("SIMSEQ1:1:{}:{}:{tile}:{x}:{y}", order.flowcell, lane.lane);
        let end = fragment.len().saturating_sub(LENGTH);
        let mate = reverse_complement(fragment.get(end..).unwrap_or_default());
        record(
            &mut first,
            &name,
            1,
            fragment.get(..LENGTH).unwrap_or(&fragment),
            rng,
        )
        .map_err(Error::io("write", &lane.r1))?;
        record(&mut second, &name, 2, &mate, rng).map_err(Error::io("write", &lane.r2))?;
    }
    finish(first, &lane.r1)?;
    finish(second, &lane.r2)
}

type Gz = GzEncoder<BufWriter<File>>;

fn writer(path: &Path) -> Result<Gz, Error> {
    let file = File::create(path).map_err(Error::io("write", path))?;
    Ok(GzEncoder::new(BufWriter::new(file), Compression::new(4)))
}

fn finish(writer: Gz, path: &Path) -> Result<(), Error> {
    let flushed = writer.finish().and_then(|mut b| b.flush());
    flushed.map_err(Error::io("write", path))
}

fn record(
    to: &mut Gz,
    name: &str,
    mate: u8,
    bases: &[u8],
    rng: &mut Chance,
) -> std::io::Result<()> {
    let (mut letters, mut qualities) = (bases.to_vec(), Vec::with_capacity(bases.len()));
    for letter in &mut letters {
        let (quality, rate) = quality(rng);
        if rng.random_ratio(rate, 10_000) {
            *letter = crate::genome::other(*letter, rng);
        }
        qualities.push(quality);
    }
    writeln!(to, "@{name} {mate}:N:0:ACGTACGT+TGCATGCA")?;
    to.write_all(&letters)?;
    to.write_all(b"\n+\n")?;
    to.write_all(&qualities)?;
    to.write_all(b"\n")
}

fn quality(rng: &mut Chance) -> (u8, u32) {
    let [best, middle, low] = QUALITIES;
    match rng.random_range(0..100) {
        0..93 => best,
        93..98 => middle,
        _ => low,
    }
}

/// Sequences are drawn by their length and how often they are there.
struct Weights(Vec<f64>);

impl Weights {
    fn of(from: &Haplotypes) -> Self {
        let mut sum = 0.0;
        Self(
            from.iter()
                .map(|(bases, weight)| {
                    sum += bases.len() as f64 * weight;
                    sum
                })
                .collect(),
        )
    }

    /// A fragment of 250 to 650 letters, of either strand.
    fn fragment(&self, from: &Haplotypes, rng: &mut Chance) -> Vec<u8> {
        let draw = rng.random_range(0.0..self.0.last().copied().unwrap_or(1.0));
        let at = self.0.partition_point(|sum| *sum <= draw);
        let Some((bases, _)) = from.get(at) else {
            return Vec::new();
        };
        // the sum of four draws is close to a normal distribution: mean 420, deviation about 58
        let length: usize = (0..4).map(|_| rng.random_range(55..=155)).sum();
        let start = rng.random_range(0..bases.len().saturating_sub(length).max(1));
        let cut = bases
            .get(start..(start + length).min(bases.len()))
            .unwrap_or_default();
        if rng.random_bool(0.5) {
            cut.to_vec()
        } else {
            reverse_complement(cut)
        }
    }
}
