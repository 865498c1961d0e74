//! Contigs that are cut out of a genome: `chr7_55000000` position 1 is chr7:55,000,000.
//!
//! The table (`slices.tsv`) has the columns contig, chrom, start_1based, end. Contigs that it does not have (a partial
//! `chr20` that keeps its own coordinates) pass through unchanged.

use std::path::Path;

use indexmap::IndexMap;
use serde::Serialize;

use crate::vcf::{Header, Reader, Record, Writer};
use crate::{Error, text};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Slice {
    chrom: String,
    /// Genome position of the slice's first base, 1-based.
    start: u64,
    end: u64,
}

/// The table of slices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slices(IndexMap<String, Slice>);

impl Slices {
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut slices = IndexMap::new();
        text::rows(path, |line, fields| {
            if fields.first() == Some(&"contig") {
                return Ok(());
            }
            let number = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok());
            match (fields.first(), fields.get(1), number(2), number(3)) {
                (Some(contig), Some(chrom), Some(start), Some(end))
                    if start > 0 && start <= end =>
                {
                    slices.insert(
                        (*contig).to_owned(),
                        Slice {
                            chrom: (*chrom).to_owned(),
                            start,
                            end,
                        },
                    );
                    Ok(())
                }
                _ => Err(Error::malformed(
                    path,
                    line,
                    "not a row of slices (contig, chrom, first base, end)",
                )),
            }
        })?;
        Ok(Self(slices))
    }

    /// Genome place of a 1-based slice position. Unknown contigs come back as they are.
    pub fn to_genome(&self, contig: &str, pos: u64) -> (String, u64) {
        match self.0.get(contig) {
            Some(slice) => (slice.chrom.clone(), (slice.start + pos).saturating_sub(1)),
            None => (contig.to_owned(), pos),
        }
    }

    /// Slice place of a genome position; `None` when no slice covers it.
    pub fn to_slice(&self, chrom: &str, pos: u64) -> Option<(String, u64)> {
        let covers =
            |slice: &Slice| slice.chrom == chrom && (slice.start..=slice.end).contains(&pos);
        self.0
            .iter()
            .find(|(_, slice)| covers(slice))
            .map(|(contig, slice)| (contig.clone(), pos - slice.start + 1))
    }

    pub fn is_slice(&self, contig: &str) -> bool {
        self.0.contains_key(contig)
    }
}

/// How many records were moved and how many stayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lifted {
    pub lifted: u64,
    pub passed: u64,
}

/// Writes a VCF on genome positions: CHROM, POS, END, CHR2/POS2 and breakend mates. Sorted by chromosome and position.
pub fn lift(calls: &Path, slices: &Slices, out: &Path) -> Result<Lifted, Error> {
    let mut reader = Reader::open(calls)?;
    let header = lifted_header(&reader.header, slices);
    let (mut counts, mut records) = (Lifted::default(), Vec::new());
    while let Some(mut record) = reader.next().transpose()? {
        if slices.is_slice(&record.contig) {
            counts.lifted += 1
        } else {
            counts.passed += 1
        }
        lift_record(&mut record, slices);
        records.push(record);
    }
    records.sort_by_key(|r: &Record| (rank(&r.contig), r.contig.clone(), r.pos));
    let mut writer = Writer::create(out, &header)?;
    for record in &records {
        writer.write(record)?;
    }
    writer.finish()?;
    Ok(counts)
}

fn lift_record(record: &mut Record, slices: &Slices) {
    let contig = record.contig.clone();
    let mate = record.info("CHR2").unwrap_or(&contig).to_owned();
    (record.contig, record.pos) = slices.to_genome(&contig, record.pos);
    for (key, place) in [("END", &contig), ("POS2", &mate)] {
        // On a breakend between contigs END repeats POS.
        if let Some(value) = record.info(key).and_then(|v| v.parse::<u64>().ok()) {
            let moved = slices.to_genome(place, value).1;
            record.set_info(key, moved.to_string());
        }
    }
    if record.has_flag("CHR2") {
        record.set_info("CHR2", slices.to_genome(&mate, 1).0);
    }
    for alternate in &mut record.alternates {
        if let Some(moved) = lift_breakend(alternate, slices) {
            *alternate = moved;
        }
    }
}

fn lift_breakend(alternate: &str, slices: &Slices) -> Option<String> {
    let bracket = alternate.chars().find(|c| ['[', ']'].contains(c))?;
    let parts: Vec<&str> = alternate.split(bracket).collect();
    let [before, place, after] = parts.as_slice() else {
        return None;
    };
    let (contig, pos) = place.rsplit_once(':')?;
    let (chrom, pos) = slices.to_genome(contig, pos.parse().ok()?);
    Some(format!("{before}{bracket}{chrom}:{pos}{bracket}{after}"))
}

fn lifted_header(header: &Header, slices: &Slices) -> Header {
    let mut lifted = Header::new([], header.samples.clone());
    let contig = |line: &str| {
        let rest = line.strip_prefix("##contig=<ID=")?;
        Some(rest[..rest.find([',', '>']).unwrap_or(rest.len())].to_owned())
    };
    for line in &header.lines {
        match contig(line) {
            Some(name) if slices.is_slice(&name) => {
                lifted.declare(&format!("##contig=<ID={}>", slices.to_genome(&name, 1).0));
            }
            _ => lifted.push(line.clone()),
        }
    }
    lifted
}

/// chr1 … chr22, X, Y, M, then the rest by name.
pub fn rank(chrom: &str) -> u32 {
    match chrom.strip_prefix("chr").unwrap_or(chrom) {
        "X" => 23,
        "Y" => 24,
        "M" | "MT" => 25,
        name => name
            .parse()
            .ok()
            .filter(|n| (1..=22).contains(n))
            .unwrap_or(99),
    }
}
