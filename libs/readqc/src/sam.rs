//! The same digest from the other end: reads that come back out of an alignment.

use std::io::{self, BufRead};

use crate::{ReadsDigest, names::take_apart, pairs::complement};

const REVERSE: u16 = 0x10;
const SECOND: u16 = 0x80;
/// Secondary and supplementary lines repeat a read that has a line of its own.
const REPEATED: u16 = 0x900;

/// Digests the reads of SAM text (`samtools view`), turned back into the direction of the machine.
/// Secondary and supplementary lines are left out; a read without a mate number counts as mate 1.
///
/// # Errors
/// If reading fails, or a line is not SAM.
pub fn reads_digest_of_sam(mut reader: impl BufRead) -> io::Result<ReadsDigest> {
    let mut digest = ReadsDigest::default();
    let (mut line, mut turned) = (Vec::new(), (Vec::new(), Vec::new()));
    let mut number = 0_u64;
    loop {
        line.clear();
        number += 1;
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(digest);
        }
        if line.first() == Some(&b'@') {
            continue;
        }
        add_line(&mut digest, line.trim_ascii_end(), &mut turned)
            .ok_or_else(|| bad(number, "is not SAM"))?;
    }
}

fn add_line(
    digest: &mut ReadsDigest,
    line: &[u8],
    (sequence, qualities): &mut (Vec<u8>, Vec<u8>),
) -> Option<()> {
    let mut fields = line.split(|b| *b == b'\t');
    let name = fields.next()?;
    let flag: u16 = std::str::from_utf8(fields.next()?).ok()?.parse().ok()?;
    if flag & REPEATED != 0 {
        return Some(());
    }
    let (letters, phreds) = (fields.nth(7)?, fields.next()?);
    if letters.len() != phreds.len() || letters == b"*" {
        return None;
    }
    let mate = 1 + u8::from(flag & SECOND != 0);
    let name = take_apart(name).name;
    if flag & REVERSE == 0 {
        digest.add(name, mate, letters, phreds);
    } else {
        sequence.clear();
        sequence.extend(letters.iter().rev().map(|b| complement(*b)));
        qualities.clear();
        qualities.extend(phreds.iter().rev());
        digest.add(name, mate, sequence, qualities);
    }
    Some(())
}

/// Digests uncompressed FASTQ text, such as `samtools fastq -N` writes; the mate number comes from `/1`, `/2` or the comment,
/// else it is `mate`.
///
/// # Errors
/// If reading fails, or the text is not FASTQ.
pub fn reads_digest_of_fastq(mut reader: impl BufRead, mate: u8) -> io::Result<ReadsDigest> {
    let mut digest = ReadsDigest::default();
    let mut lines: [Vec<u8>; 4] = Default::default();
    let mut number = 1_u64;
    loop {
        for (at, line) in lines.iter_mut().enumerate() {
            line.clear();
            if reader.read_until(b'\n', line)? == 0 {
                return match at {
                    0 => Ok(digest),
                    _ => Err(bad(number, "is the last of a cut record")),
                };
            }
            number += 1;
        }
        let [name, sequence, plus, qualities] = &lines;
        let (sequence, qualities) = (sequence.trim_ascii_end(), qualities.trim_ascii_end());
        let Some(name) = name.trim_ascii_end().strip_prefix(b"@") else {
            return Err(bad(number - 4, "does not begin with @"));
        };
        if plus.first() != Some(&b'+') || sequence.len() != qualities.len() {
            return Err(bad(number - 2, "does not end a read of equal lengths"));
        }
        let name = take_apart(name);
        digest.add(name.name, name.mate.unwrap_or(mate), sequence, qualities);
    }
}

fn bad(line: u64, why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("line {line} {why}"))
}
