//! What goes wrong in real deliveries, made on purpose.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use serde_json::Value;

use crate::{Error, Lane, Role, Sample, Set};

/// A gzip file that ends in the middle.
///
/// # Errors
/// If a file cannot be read or written.
pub fn truncated(from: &Path, to: &Path) -> Result<(), Error> {
    let bytes = fs::read(from).map_err(Error::io("read", from))?;
    let half = bytes.get(..bytes.len() * 2 / 3).unwrap_or_default();
    fs::write(to, half).map_err(Error::io("write", to))
}

/// The second mates where the first should be.
#[must_use]
pub fn swapped_mates(sample: &Sample) -> Sample {
    let swap = |l: &Lane| Lane {
        lane: l.lane.clone(),
        r1: l.r2.clone(),
        r2: l.r1.clone(),
    };
    Sample {
        lanes: sample.lanes.iter().map(swap).collect(),
        ..sample.clone()
    }
}

/// A manifest whose first file has another SHA-256.
pub fn wrong_checksum(manifest: &mut Value) {
    if let Some(file) = manifest.pointer_mut("/files/0") {
        file["sha256"] = Value::String(words::Digest::of(b"another file").to_string());
    }
}

/// A file that lacks its last reads: the mates are unequal.
///
/// # Errors
/// If a file cannot be read or written.
pub fn unequal_mates(from: &Path, to: &Path) -> Result<(), Error> {
    let mut records = records(from)?;
    records.truncate(records.len().saturating_sub(3));
    write_records(to, &records)
}

/// The same reads in another order: mates no longer stand beside each other.
///
/// # Errors
/// If a file cannot be read or written.
pub fn other_order(from: &Path, to: &Path) -> Result<(), Error> {
    let mut records = records(from)?;
    records.reverse();
    write_records(to, &records)
}

/// Tumour and normal with exchanged labels.
#[must_use]
pub fn exchanged(set: &Set) -> Set {
    let relabel = |s: &Sample| {
        let role = match s.role {
            Role::Tumour => Role::Normal,
            Role::Normal => Role::Tumour,
            other => other,
        };
        Sample { role, ..s.clone() }
    };
    Set {
        samples: set.samples.iter().map(relabel).collect(),
        ..set.clone()
    }
}

/// A pair whose normal is another person's.
#[must_use]
pub fn other_normal(set: &Set, other: &Set) -> Set {
    let foreign = other
        .sample(Role::Normal)
        .or_else(|| other.sample(Role::Mother));
    let samples = set.samples.iter().map(|own| match (own.role, foreign) {
        (Role::Normal, Some(foreign)) => Sample {
            role: Role::Normal,
            ..foreign.clone()
        },
        _ => own.clone(),
    });
    Set {
        samples: samples.collect(),
        ..set.clone()
    }
}

/// A reference in which every tenth letter is another: nothing called on the right one fits it.
///
/// # Errors
/// If a file cannot be read or written.
pub fn wrong_reference(from: &Path, to: &Path) -> Result<(), Error> {
    let text = fs::read_to_string(from).map_err(Error::io("read", from))?;
    let turn = |(at, c): (usize, char)| match c {
        'A' if at % 10 == 0 => 'C',
        'C' if at % 10 == 0 => 'A',
        'G' if at % 10 == 0 => 'T',
        'T' if at % 10 == 0 => 'G',
        c => c,
    };
    let line = |l: &str| match l.strip_prefix('>') {
        Some(_) => l.to_owned(),
        None => l.chars().enumerate().map(turn).collect(),
    };
    let changed: Vec<String> = text.lines().map(line).collect();
    fs::write(to, changed.join("\n") + "\n").map_err(Error::io("write", to))
}

fn records(from: &Path) -> Result<Vec<String>, Error> {
    let file = fs::File::open(from).map_err(Error::io("read", from))?;
    let mut text = String::new();
    MultiGzDecoder::new(file)
        .read_to_string(&mut text)
        .map_err(Error::io("read", from))?;
    let lines: Vec<&str> = text.lines().collect();
    Ok(lines.chunks(4).map(|r| r.join("\n") + "\n").collect())
}

fn write_records(to: &Path, records: &[String]) -> Result<(), Error> {
    let file = fs::File::create(to).map_err(Error::io("write", to))?;
    let mut gz = GzEncoder::new(file, Compression::fast());
    gz.write_all(records.concat().as_bytes())
        .map_err(Error::io("write", to))?;
    gz.finish().map(drop).map_err(Error::io("write", to))
}
