//! Small FASTQ files made on the spot.

use std::io::{Cursor, Write};

use flate2::{Compression, Crc, write::DeflateEncoder, write::GzEncoder};
use readqc::{Input, NameRule, PairReport, Problem};

/// `reads` reads of one mate; both mates have the same names.
pub fn fastq(mate: u8, reads: usize) -> String {
    (0..reads).map(|n| record(mate, n, 60 + n % 3)).collect()
}

pub fn record(mate: u8, n: usize, length: usize) -> String {
    let letters: String = (0..length)
        .map(|at| b"ACGT"[(at * 7 + n * 13 + at * n / 3 + usize::from(mate)) % 4] as char)
        .collect();
    let qualities: String = (0..length)
        .map(|at| (33 + (40 - at * 20 / length)) as u8 as char)
        .collect();
    format!(
        "@M1:7:FCX:{}:1101:{n}:5 {mate}:N:0:ACGT\n{letters}\n+\n{qualities}\n",
        1 + n % 2
    )
}

pub fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// BGZF with blocks of `size` letters and the end mark.
pub fn bgzf(text: &str, size: usize) -> Vec<u8> {
    let blocks = text.as_bytes().chunks(size).chain([[].as_slice()]);
    blocks.flat_map(block).collect()
}

fn block(text: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    let body = encoder.finish().unwrap();
    let mut crc = Crc::new();
    crc.update(text);
    let mut out = vec![31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, b'B', b'C', 2, 0];
    out.extend(((18 + body.len() + 8 - 1) as u16).to_le_bytes());
    out.extend(body);
    out.extend(crc.sum().to_le_bytes());
    out.extend((text.len() as u32).to_le_bytes());
    out
}

pub fn take(r1: Vec<u8>, r2: Option<Vec<u8>>, rule: NameRule) -> PairReport {
    let input = |name: &str, bytes: Vec<u8>| Input {
        name: name.to_owned(),
        reader: Cursor::new(bytes),
    };
    let r2 = r2.map(|bytes| input("r2.fastq.gz", bytes));
    readqc::intake_from(input("r1.fastq.gz", r1), r2, rule, &mut |_| {}).unwrap()
}

pub fn pair(r1: &str, r2: &str) -> PairReport {
    take(gzip(r1), Some(gzip(r2)), NameRule::Illumina)
}

/// The problems of a pair, with the file each is in.
pub fn problems(report: &PairReport) -> Vec<(&str, Problem)> {
    let faults = report.faults.iter();
    faults
        .map(|f| (f.file.as_str(), f.problem.clone()))
        .collect()
}
