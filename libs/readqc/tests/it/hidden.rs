//! Nothing but FASTQ gets through: what could be hidden in a file, and what could fill a disk.

use std::io::{Read, Write as _};

use flate2::{Compression, GzBuilder, write::GzEncoder};
use readqc::{Input, NameRule, Problem, Stage};

use crate::make::{bgzf, fastq, gzip, record, take};

fn first(bytes: Vec<u8>) -> Option<Problem> {
    let report = take(bytes, None, NameRule::Illumina);
    report.faults.into_iter().map(|f| f.problem).next()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn archives_and_programs_inside_gzip_are_no_fastq() {
    let inner = gzip(&fastq(1, 50));
    let tar = [b"reads_R1.fastq\0".as_slice(), &[0; 500], b"@r"].concat();
    for content in [
        inner.as_slice(),
        tar.as_slice(),
        b"PK\x03\x04zip",
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\necho\n",
        b"X5O!P%@AP[4",
    ] {
        let found = first(gz(content)).unwrap();
        assert_eq!(found.stage(), Stage::Structure, "{found:?}");
    }
    for bytes in [b"PK\x03\x04".as_slice(), b"BZh9", b"\x28\xb5\x2f\xfd"] {
        assert_eq!(
            first([bytes, &[0; 64]].concat()),
            Some(Problem::NotGzip { offset: 0 })
        );
    }
}

#[test]
fn nothing_hides_behind_the_last_member_or_in_a_header() {
    let good = fastq(1, 50);
    let zip = b"PK\x03\x04payload".as_slice();
    for whole in [gzip(&good), bgzf(&good, 4_000)] {
        let offset = whole.len() as u64;
        assert_eq!(
            first([&whole, zip].concat()),
            Some(Problem::Trailing { offset })
        );
        // another member is more FASTQ or nothing
        let more = first([whole.as_slice(), &gz(zip)].concat()).unwrap();
        assert_eq!(more.stage(), Stage::Structure, "{more:?}");
    }
    let big = "A".repeat(600);
    let header = |builder: GzBuilder| {
        let mut encoder = builder.write(Vec::new(), Compression::default());
        encoder.write_all(good.as_bytes()).unwrap();
        first(encoder.finish().unwrap())
    };
    let hidden = Some(Problem::Header {
        offset: 0,
        limit: 512,
    });
    assert_eq!(header(GzBuilder::new().extra(big.as_bytes())), hidden);
    assert_eq!(header(GzBuilder::new().filename(big.as_bytes())), hidden);
    assert_eq!(header(GzBuilder::new().comment(big.as_bytes())), hidden);
    assert_eq!(header(GzBuilder::new().filename("a_R1.fastq")), None);
}

#[test]
fn nothing_hides_in_a_name_line_or_behind_the_plus() {
    let good = record(1, 1, 8);
    let with = |bad: &str| first(gzip(&format!("{good}{bad}")));
    let name = "@M1:7:FCX:1:1101:1:5";
    let plain = format!("{name} 1:N:0:AC\nACGT\n+\nFFFF\n");
    assert_eq!(with(&plain), None);
    let repeated = format!("{name} 1:N:0:AC\nACGT\n+{} 1:N:0:AC\nFFFF\n", &name[1..]);
    assert_eq!(with(&repeated), None);
    let limit = 256;
    for comment in ["\u{1b}[2J", "1:N:0:\u{0}", &"x".repeat(300)] {
        let line = format!("{name} {comment}\nACGT\n+\nFFFF\n");
        assert_eq!(with(&line), Some(Problem::NameLine { line: 5, limit }));
    }
    let plus = format!("{name}\nACGT\n+cmd.exe\nFFFF\n");
    assert_eq!(with(&plus), Some(Problem::Plus { line: 7 }));
}

/// One compressed block over and over: a bomb of any size from a few bytes.
struct Again {
    unit: Vec<u8>,
    times: usize,
    at: usize,
    given: u64,
}

impl Read for Again {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.times == 0 {
            return Ok(0);
        }
        let rest = &self.unit[self.at..];
        let n = rest.len().min(out.len());
        out[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        if self.at == self.unit.len() {
            (self.at, self.times) = (0, self.times - 1);
        }
        self.given += n as u64;
        Ok(n)
    }
}

#[test]
fn a_decompression_bomb_stops_early_and_is_still_digested() {
    let read = format!(
        "@M1:7:FCX:1:1101:1:5\n{0}\n+\n{1}\n",
        "A".repeat(100_000),
        "F".repeat(100_000)
    );
    for text in [read.repeat(100), "\0".repeat(20 << 20)] {
        let unit = gzip(&text);
        let whole = (unit.len() * 2_000) as u64;
        let bomb = Input {
            name: "bomb_R1.fastq.gz".to_owned(),
            reader: Again {
                unit,
                times: 2_000,
                at: 0,
                given: 0,
            },
        };
        // 40 GB of text: only a pass that stops gets here
        let report = readqc::intake_from(bomb, None, NameRule::Illumina, &mut |_| {}).unwrap();
        let bombed = |p: &Problem| matches!(p, Problem::Bomb { ratio: 100, .. });
        assert!(
            report.faults.iter().any(|f| bombed(&f.problem)),
            "{:?}",
            report.faults
        );
        assert_eq!(report.r1.bytes, whole);
    }
}
