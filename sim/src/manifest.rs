//! The manifest that a vendor sends with a specimen's files, counted from the files themselves.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use md5::Md5;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use words::At;

use crate::{Error, Lane, Sample};

impl Sample {
    /// The manifest of this sample's files for an order and a specimen.
    ///
    /// # Errors
    /// If a file cannot be read, or its first read has no Illumina name.
    pub fn manifest(&self, order: &str, specimen: &str, generated_at: At) -> Result<Value, Error> {
        let mut files = Vec::new();
        let mut origin = None;
        let mut length = 0;
        for lane in &self.lanes {
            for (mate, path) in [(1, &lane.r1), (2, &lane.r2)] {
                let counted = count(path)?;
                length = length.max(counted.longest);
                files.push(file(lane, mate, path, &counted)?);
                origin = origin.or(Some(counted.origin));
            }
        }
        let [instrument, run, flowcell] = origin.unwrap_or_default();
        Ok(json!({
            "order": order,
            "specimen": specimen,
            "instrument": instrument,
            "run": run,
            "flowcell": flowcell,
            "read_length": length,
            "library_kit": "PCR-FREE",
            "generated_at": generated_at,
            "files": files,
        }))
    }
}

struct Counted {
    reads: u64,
    bases: u64,
    longest: u64,
    origin: [String; 3],
}

fn file(lane: &Lane, mate: u8, path: &Path, counted: &Counted) -> Result<Value, Error> {
    let (bytes, sha256, md5) = digests(path)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    Ok(json!({
        "name": name,
        "mate": mate,
        "lane": lane.lane,
        "bytes": bytes,
        "sha256": sha256,
        "md5": md5,
        "reads": counted.reads,
        "bases": counted.bases,
    }))
}

fn digests(path: &Path) -> Result<(u64, String, String), Error> {
    let mut from = File::open(path).map_err(Error::io("read", path))?;
    let (mut sha, mut md5, mut bytes) = (Sha256::new(), Md5::new(), 0);
    let mut part = vec![0; 1 << 20];
    loop {
        let read = from.read(&mut part).map_err(Error::io("read", path))?;
        let Some(part) = part.get(..read).filter(|p| !p.is_empty()) else {
            break;
        };
        sha.update(part);
        md5.update(part);
        bytes += read as u64;
    }
    Ok((
        bytes,
        hex::encode(sha.finalize()),
        hex::encode(md5.finalize()),
    ))
}

fn count(path: &Path) -> Result<Counted, Error> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let mut lines = BufReader::with_capacity(1 << 18, MultiGzDecoder::new(BufReader::new(file)));
    let (mut line, mut number) = (Vec::new(), 0_u64);
    let mut out = Counted {
        reads: 0,
        bases: 0,
        longest: 0,
        origin: Default::default(),
    };
    loop {
        line.clear();
        if lines
            .read_until(b'\n', &mut line)
            .map_err(Error::io("read", path))?
            == 0
        {
            break;
        }
        if number == 0 {
            out.origin =
                origin(&line).ok_or_else(|| Error::NoOrigin(path.display().to_string()))?;
        }
        if number % 4 == 1 {
            let letters = line.trim_ascii_end().len() as u64;
            out.reads += 1;
            out.bases += letters;
            out.longest = out.longest.max(letters);
        }
        number += 1;
    }
    Ok(out)
}

/// Instrument, run and flow cell of a name line.
fn origin(line: &[u8]) -> Option<[String; 3]> {
    let text = std::str::from_utf8(line).ok()?.strip_prefix('@')?;
    let name = text.split_whitespace().next()?;
    let mut parts = name.split(':').map(str::to_owned);
    let origin = [parts.next()?, parts.next()?, parts.next()?];
    (parts.count() >= 4).then_some(origin)
}

/// The lane in the name of the first read.
pub(crate) fn lane_of(path: &Path) -> Result<String, Error> {
    let file = File::open(path).map_err(Error::io("read", path))?;
    let mut line = Vec::new();
    let mut lines = BufReader::new(MultiGzDecoder::new(BufReader::new(file)));
    lines
        .read_until(b'\n', &mut line)
        .map_err(Error::io("read", path))?;
    let text = String::from_utf8_lossy(&line);
    let lane = text.split(':').nth(3).map(str::to_owned);
    lane.ok_or_else(|| Error::NoOrigin(path.display().to_string()))
}
