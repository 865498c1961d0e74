use std::io::Cursor;

use readqc::{reads_digest_of_fastq, reads_digest_of_sam};

use crate::make::{fastq, pair};

/// The pair as SAM: some reads turned, each tenth with a supplementary and a secondary line.
fn sam(mates: [&str; 2]) -> String {
    let mut out = "@HD\tVN:1.6\tSO:unsorted\n".to_owned();
    for (mate, text) in mates.iter().enumerate() {
        let lines: Vec<&str> = text.lines().collect();
        for (n, read) in lines.chunks(4).enumerate() {
            let name = read[0][1..].split(' ').next().unwrap();
            let turn = n % 3 == 0;
            let flag = 1 + if mate == 0 { 64 } else { 128 } + if turn { 16 } else { 0 };
            let (letters, phreds) = match turn {
                true => (turned(read[1]), read[3].chars().rev().collect()),
                false => (read[1].to_owned(), read[3].to_owned()),
            };
            let mut line = |flag: u16, l: &str, q: &str| {
                out += &format!("{name}\t{flag}\tchr1\t{n}\t60\t*\t=\t0\t0\t{l}\t{q}\tNM:i:0\n");
            };
            line(flag, &letters, &phreds);
            if n % 10 == 0 {
                line(flag + 2048, &letters[..20], &phreds[..20]);
                line(flag + 256, "*", "*");
            }
        }
    }
    out
}

fn turned(letters: &str) -> String {
    let other = |c: char| match c {
        'A' => 'T',
        'C' => 'G',
        'G' => 'C',
        _ => 'A',
    };
    letters.chars().rev().map(other).collect()
}

#[test]
fn what_went_in_comes_out() {
    let mates = [fastq(1, 500), fastq(2, 500)];
    let report = pair(&mates[0], &mates[1]);
    let text = sam([&mates[0], &mates[1]]);
    assert_eq!(
        reads_digest_of_sam(Cursor::new(&text)).unwrap(),
        report.digest
    );
    let fastq = |mate: usize| reads_digest_of_fastq(Cursor::new(&mates[mate - 1]), 1).unwrap();
    assert_eq!(fastq(1).and(fastq(2)), report.digest);
    let lost: String = text.lines().skip(2).map(|l| format!("{l}\n")).collect();
    assert_ne!(
        reads_digest_of_sam(Cursor::new(lost)).unwrap(),
        report.digest
    );
}

#[test]
fn text_that_is_not_sam_is_an_error() {
    for bad in [
        "x\n",
        "r\t0\tc\n",
        "r\tx\tc\t1\t1\t*\t*\t0\t0\tAC\tFF\n",
        "r\t0\tc\t1\t1\t*\t*\t0\t0\tAC\tF\n",
    ] {
        assert!(reads_digest_of_sam(Cursor::new(bad)).is_err(), "{bad}");
    }
    assert!(reads_digest_of_fastq(Cursor::new("@r\nAC\n"), 1).is_err());
}
