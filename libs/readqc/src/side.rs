//! One file of the pair: text in, records out, everything counted on the way.

use std::io::{self, Read};

use memchr::{memchr, memmem::Finder};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    FileReport, NameRule, Problem, ReadsDigest,
    cycles::Cycles,
    gzip::{Gzip, Stop},
    names::{Origins, take_apart},
};

/// Text held at once; small enough to stay in the cache between inflating and counting.
const TEXT: usize = 384 * 1024;
/// The longest record that is kept in memory.
const LONGEST: usize = 64 * 1024 * 1024;
/// The longest name line; machines write about 70 bytes.
const NAME_LINE: usize = 256;
/// The first letters of the adapters of common libraries: TruSeq and Nextera.
const ADAPTERS: [&[u8]; 2] = [b"AGATCGGAAGAG", b"CTGTCTCTTATA"];

/// A record in the text of its side.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    name: (usize, usize),
    sequence: (usize, usize),
}

pub(crate) struct Side<R> {
    label: String,
    given: u8,
    rule: NameRule,
    gzip: Gzip<R>,
    text: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    records: Vec<Record>,
    next: usize,
    /// Records read before those in `records`.
    before: u64,
    reads: u64,
    adapter_reads: u64,
    mate: Option<u8>,
    cycles: Cycles,
    origins: Origins,
    adapters: [Finder<'static>; 2],
    /// Sum over the names alone: equal for files with the same names in any order.
    pub names: u64,
    pub digest: ReadsDigest,
    /// Problems, in the order they were met.
    pub problems: Vec<Problem>,
    /// No more records come out: a fault of gzip or of the structure.
    pub broken: bool,
}

impl<R: Read> Side<R> {
    pub fn new(label: &str, reader: R, given: u8, rule: NameRule) -> Self {
        Self {
            label: label.to_owned(),
            given,
            rule,
            gzip: Gzip::new(reader),
            text: vec![0; TEXT],
            from: 0,
            to: 0,
            ended: false,
            records: Vec::with_capacity(2048),
            next: 0,
            before: 0,
            reads: 0,
            adapter_reads: 0,
            mate: None,
            cycles: Cycles::default(),
            origins: Origins::default(),
            adapters: ADAPTERS.map(Finder::new),
            names: 0,
            digest: ReadsDigest::default(),
            problems: Vec::new(),
            broken: false,
        }
    }

    /// Name and sequence of the next record; `None` at the end.
    pub fn peek(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        while self.next == self.records.len() {
            if !self.refill()? {
                return Ok(None);
            }
        }
        let Some(record) = self.records.get(self.next) else {
            return Ok(None);
        };
        let cut = |(from, to): (usize, usize)| self.text.get(from..to).unwrap_or_default();
        Ok(Some((cut(record.name), cut(record.sequence))))
    }

    /// As `peek` for a record that is known to be there.
    pub fn current(&self) -> (&[u8], &[u8]) {
        let cut = |(from, to): (usize, usize)| self.text.get(from..to).unwrap_or_default();
        self.records
            .get(self.next)
            .map_or((&[], &[]), |r| (cut(r.name), cut(r.sequence)))
    }

    pub fn pop(&mut self) {
        self.next += 1;
    }

    /// Line of the next record.
    pub fn line(&self) -> u64 {
        (self.before + self.next as u64) * 4 + 1
    }

    /// Number of reads met so far.
    pub fn reads(&self) -> u64 {
        self.reads
    }

    /// Bytes of the compressed file read so far.
    pub fn compressed(&self) -> u64 {
        self.gzip.raw.total()
    }

    /// Reads more text and takes the records out of it; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        self.before += self.records.len() as u64;
        self.records.clear();
        self.next = 0;
        if self.ended {
            return Ok(false);
        }
        self.text.copy_within(self.from..self.to, 0);
        (self.from, self.to) = (0, self.to - self.from);
        if self.text.len() - self.to < TEXT / 2 {
            self.text.resize(self.text.len() + TEXT, 0);
        }
        let free = self.text.get_mut(self.to..).unwrap_or_default();
        match self.gzip.fill(free) {
            Ok(0) => self.end_of_text(),
            Ok(filled) => self.to += filled,
            Err(Stop::Io(error)) => return Err(error),
            Err(Stop::Bad(problem)) => {
                self.stop(problem);
                self.ended = true;
                self.gzip.raw.drain()?;
                return Ok(false);
            }
        }
        if self.broken {
            // The rest is read for its check sums only.
            self.from = self.to;
        } else {
            self.take_records();
        }
        Ok(true)
    }

    /// The last line may lack its end.
    fn end_of_text(&mut self) {
        self.ended = true;
        if self.from < self.to
            && self.text.get(self.to - 1) != Some(&b'\n')
            && let Some(byte) = self.text.get_mut(self.to)
        {
            *byte = b'\n';
            self.to += 1;
        }
    }

    fn take_records(&mut self) {
        while self.from < self.to {
            match self.take_record() {
                Ok(true) => {}
                Ok(false) => return self.rest_is_incomplete(),
                Err(problem) => {
                    self.stop(problem);
                    self.from = self.to;
                }
            }
        }
    }

    fn rest_is_incomplete(&mut self) {
        let line = self.reads * 4 + 1;
        if self.ended {
            self.stop(Problem::CutRecord { line });
        } else if self.to - self.from > LONGEST {
            let limit = LONGEST as u64;
            self.stop(Problem::TooLong { line, limit });
        }
        if self.broken {
            self.from = self.to;
        }
    }

    /// Takes one record out of the text; false if it is not whole yet.
    #[inline]
    fn take_record(&mut self) -> Result<bool, Problem> {
        let line = self.reads * 4 + 1;
        let text = self.text.get(self.from..self.to).unwrap_or_default();
        let Some(lines) = Lines::find(text, line)? else {
            return Ok(false);
        };
        let name_line = text.get(1..lines.name_end).unwrap_or_default();
        let sequence = text.get(lines.sequence.0..lines.sequence.1);
        let qualities = text.get(lines.qualities.0..lines.qualities.1);
        let (sequence, qualities) = (sequence.unwrap_or_default(), qualities.unwrap_or_default());
        if !is_name_line(name_line) {
            let limit = NAME_LINE as u64;
            return Err(Problem::NameLine { line, limit });
        }
        let plus = text.get(lines.plus.0..lines.plus.1).unwrap_or_default();
        if !plus.is_empty() && plus != name_line {
            return Err(Problem::Plus { line: line + 2 });
        }
        if !self.cycles.add(sequence, qualities) {
            return Err(bad_letter(sequence, qualities, line));
        }
        if sequence.is_empty() {
            return Err(Problem::EmptyRead { line: line + 1 });
        }
        let name = take_apart(name_line);
        if self.rule == NameRule::Illumina && !self.origins.add(name.name) {
            return Err(Problem::Name { line });
        }
        match (self.mate, name.mate) {
            (None, Some(_)) if self.reads == 0 => self.mate = name.mate,
            (Some(expected), Some(found)) if expected != found => {
                return Err(Problem::MateChanges {
                    line,
                    found,
                    expected,
                });
            }
            _ => {}
        }
        if self.adapters.iter().any(|a| a.find(sequence).is_some()) {
            self.adapter_reads += 1;
        }
        self.names = self.names.wrapping_add(xxh3_64(name.name));
        self.digest.add(name.name, self.given, sequence, qualities);
        self.reads += 1;
        let at = self.from;
        self.records.push(Record {
            name: (at + 1, at + 1 + name.name.len()),
            sequence: (at + lines.sequence.0, at + lines.sequence.1),
        });
        self.from += lines.end;
        Ok(true)
    }

    fn stop(&mut self, problem: Problem) {
        self.broken = true;
        self.problems.push(problem);
    }

    /// The report of a file that was read to its end.
    pub fn finish(self) -> FileReport {
        let (sha256, md5) = self.gzip.raw.digests();
        let (cycles, lengths) = self.cycles.finish();
        let sum = |of: fn(&crate::Cycle) -> u64| cycles.iter().map(of).sum::<u64>();
        FileReport {
            name: self.label,
            bytes: self.gzip.raw.total(),
            sha256,
            md5,
            compression: self.gzip.compression(),
            members: self.gzip.members,
            end_mark: self.gzip.ended_by_mark(),
            mate: self.mate,
            reads: self.reads,
            bases: sum(|c| c.reads),
            q20: sum(|c| c.q20),
            q30: sum(|c| c.q30),
            gc: sum(|c| c.g + c.c),
            n: sum(|c| c.n),
            adapter_reads: self.adapter_reads,
            origins: self.origins.finish(),
            lengths: (0..).zip(lengths).filter(|(_, reads)| *reads > 0).collect(),
            cycles,
        }
    }

    /// Mate number that the names carry, and the one the file was given as.
    pub fn mates(&self) -> (Option<u8>, u8) {
        (self.mate, self.given)
    }
}

/// The four lines of a record, as positions in the text.
struct Lines {
    name_end: usize,
    sequence: (usize, usize),
    /// What follows the `+`.
    plus: (usize, usize),
    qualities: (usize, usize),
    end: usize,
}

impl Lines {
    #[inline]
    fn find(text: &[u8], line: u64) -> Result<Option<Self>, Problem> {
        let begins = |at: usize, expected: u8, line: u64| match text.get(at) {
            Some(found) if *found != expected => Err(Problem::NotFourLines {
                line,
                expected: expected.into(),
            }),
            _ => Ok(()),
        };
        let after = |from: usize| memchr(b'\n', text.get(from..)?).map(|at| from + at);
        begins(0, b'@', line)?;
        let Some(name_end) = after(1) else {
            return Ok(None);
        };
        let Some(sequence_end) = after(name_end + 1) else {
            return Ok(None);
        };
        begins(sequence_end + 1, b'+', line + 2)?;
        let plus_end = match text.get(sequence_end + 2) {
            Some(b'\n') => Some(sequence_end + 2),
            _ => after(sequence_end + 1),
        };
        let Some(plus_end) = plus_end else {
            return Ok(None);
        };
        let length = sequence_end - name_end - 1;
        let expected_end = plus_end + 1 + length;
        // A line end inside the qualities is found with the letters; most records need no search here.
        let end = match text.get(expected_end) {
            Some(b'\n') => expected_end,
            _ => match after(plus_end + 1) {
                Some(end) => end,
                None => return Ok(None),
            },
        };
        if end != expected_end {
            return Err(lengths(line, length, end - plus_end - 1));
        }
        Ok(Some(Self {
            name_end,
            sequence: (name_end + 1, sequence_end),
            plus: (sequence_end + 2, plus_end),
            qualities: (plus_end + 1, end),
            end: end + 1,
        }))
    }
}

/// Printable ASCII only, without a branch per byte.
#[inline]
fn is_name_line(line: &[u8]) -> bool {
    let printable = |ok: bool, b: &u8| ok & matches!(b, b' '..=b'~' | b'\t');
    line.len() <= NAME_LINE && line.iter().fold(true, printable)
}

fn lengths(line: u64, sequence: usize, qualities: usize) -> Problem {
    Problem::Lengths {
        line: line + 3,
        sequence: sequence as u64,
        qualities: qualities as u64,
    }
}

/// Names the first letter or quality that is not allowed.
fn bad_letter(sequence: &[u8], qualities: &[u8], line: u64) -> Problem {
    let column = |at: usize| at as u64 + 1;
    if let Some(end) = memchr(b'\n', qualities) {
        return lengths(line, sequence.len(), end);
    }
    let letter = sequence.iter().position(|b| !b"ACGTN".contains(b));
    let quality = qualities.iter().position(|b| !(b'!'..=b'~').contains(b));
    match (letter, quality) {
        (Some(at), _) => Problem::Letter {
            line: line + 1,
            column: column(at),
            letter: sequence.get(at).copied().unwrap_or_default(),
        },
        (None, at) => Problem::Quality {
            line: line + 3,
            column: column(at.unwrap_or_default()),
            letter: at
                .and_then(|at| qualities.get(at).copied())
                .unwrap_or_default(),
        },
    }
}
