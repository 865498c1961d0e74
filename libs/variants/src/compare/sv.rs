//! Structural variants as pairs of breakpoints.
//!
//! Mates of a breakend are one event, and so are both joints of a reciprocal translocation or an inversion, because
//! their breakpoints lie side by side. Breakends within a contig become what their direction says.

use serde::Serialize;

use super::score::{Disagreement, Side};
use crate::normalise::Edit;
use crate::vcf::Record;

/// Shorter alleles with sequence are compared by sequence only.
const LEAST_SEQUENCE: usize = 20;

/// What an event does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    Del,
    Dup,
    Inv,
    Ins,
    Bnd,
}

/// A contig and a 1-based position.
pub type Point = (String, u64);

/// One event with its two breakpoints in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: Kind,
    pub from: Point,
    pub to: Point,
    pub line: u64,
    /// Known by its sequence: two such events are the same only if they replay to the same haplotype.
    pub has_sequence: bool,
}

impl Event {
    /// Reads a symbolic allele or a breakend; `None` for records that have sequence.
    pub fn read(record: &Record) -> Option<Self> {
        let alternate = record.alternates.first()?;
        if alternate.contains(['[', ']']) {
            return Self::read_breakend(record, alternate);
        }
        let symbol = alternate.strip_prefix('<')?.strip_suffix('>')?;
        let name = record.info("SVTYPE").unwrap_or(symbol);
        let kind = match name.split(':').next()? {
            "DEL" => Kind::Del,
            "DUP" => Kind::Dup,
            "INV" => Kind::Inv,
            "INS" => Kind::Ins,
            "BND" | "TRA" => Kind::Bnd,
            _ => return None,
        };
        let from = (record.contig.clone(), record.pos);
        let to = (
            record.info("CHR2").unwrap_or(&record.contig).to_owned(),
            end_of(record, kind),
        );
        Some(Self::new(kind, from, to, record.line))
    }

    fn read_breakend(record: &Record, alternate: &str) -> Option<Self> {
        let bracket = if alternate.contains('[') { '[' } else { ']' };
        let mut parts = alternate.split(bracket);
        let before = parts.next()?;
        let (contig, pos) = parts.next()?.rsplit_once(':')?;
        let to: Point = (contig.to_owned(), pos.parse().ok()?);
        let from: Point = (record.contig.clone(), record.pos);
        let kind = if from.0 != to.0 {
            Kind::Bnd
        } else {
            direction(!before.is_empty(), bracket == '[', from.1 < to.1)
        };
        Some(Self::new(kind, from, to, record.line))
    }

    fn new(kind: Kind, a: Point, b: Point, line: u64) -> Self {
        let (from, to) = if a <= b { (a, b) } else { (b, a) };
        Self {
            kind,
            from,
            to,
            line,
            has_sequence: false,
        }
    }

    /// A long deletion, or an insertion that repeats its neighbourhood, as the event another caller would write.
    pub fn of_sequence(contig: &str, edit: &Edit, line: u64, sequence: &[u8]) -> Option<Self> {
        let edit = edit.clone().shifted_left(sequence);
        let at = |pos: usize| (contig.to_owned(), pos as u64);
        let length = edit.growth().unsigned_abs() as usize;
        if length < LEAST_SEQUENCE {
            return None;
        }
        let (kind, to) = if edit.is_deletion() {
            (Kind::Del, at(edit.end))
        } else if edit.is_insertion()
            && sequence.get(edit.start..edit.start + length) == Some(&edit.bases)
        {
            (Kind::Dup, at(edit.start + length))
        } else if edit.is_insertion() {
            (Kind::Ins, at(edit.start))
        } else {
            return None;
        };
        let event = Self::new(kind, at(edit.start), to, line);
        Some(Self {
            has_sequence: true,
            ..event
        })
    }

    fn is_near(&self, other: &Self, distance: u64) -> bool {
        let near = |a: &Point, b: &Point| a.0 == b.0 && a.1.abs_diff(b.1) <= distance;
        let comparable = !(self.has_sequence && other.has_sequence);
        comparable
            && self.kind == other.kind
            && near(&self.from, &other.from)
            && near(&self.to, &other.to)
    }

    fn distance(&self, other: &Self) -> u64 {
        self.from.1.abs_diff(other.from.1) + self.to.1.abs_diff(other.to.1)
    }

    pub(super) fn disagreement(&self, side: Side) -> Disagreement {
        Disagreement {
            side,
            class: "sv".to_owned(),
            contig: self.from.0.clone(),
            pos: self.from.1,
            reference: "N".to_owned(),
            alternate: format!("<{:?}> {}:{}", self.kind, self.to.0, self.to.1).to_uppercase(),
            line: self.line,
        }
    }
}

/// What a breakend within one contig means: bases kept before or after this end, joined to the other end's right
/// (`[`) or left (`]`).
fn direction(keeps_left: bool, joins_right: bool, mate_is_later: bool) -> Kind {
    match (keeps_left, joins_right, mate_is_later) {
        (true, true, true) | (false, false, false) => Kind::Del,
        (true, true, false) | (false, false, true) => Kind::Dup,
        _ => Kind::Inv,
    }
}

fn end_of(record: &Record, kind: Kind) -> u64 {
    let number = |key: &str| record.info(key).and_then(|v| v.parse::<i64>().ok());
    match kind {
        Kind::Bnd => number("POS2")
            .or_else(|| number("END"))
            .unwrap_or_default()
            .unsigned_abs(),
        Kind::Ins => record.pos,
        _ => match (number("END"), number("SVLEN")) {
            (Some(end), _) => end.unsigned_abs(),
            (None, Some(length)) => record.pos + length.unsigned_abs(),
            (None, None) => record.pos,
        },
    }
}

/// Events of many records: those with the same breakpoints within `distance` are one.
pub fn events(records: &[Event], distance: u64) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::new();
    for event in records {
        if !kept.iter().any(|known| known.is_near(event, distance)) {
            kept.push(event.clone());
        }
    }
    kept
}

/// Which events of each side found a partner.
pub struct Matched {
    pub truth: Vec<bool>,
    pub calls: Vec<bool>,
}

/// Pairs events one to one, the nearest first.
pub fn matched(truth: &[Event], calls: &[Event], distance: u64) -> Matched {
    let mut found = Matched {
        truth: vec![false; truth.len()],
        calls: vec![false; calls.len()],
    };
    let mut pairs: Vec<(u64, usize, usize)> = Vec::new();
    for (t, known) in truth.iter().enumerate() {
        let near = calls
            .iter()
            .enumerate()
            .filter(|(_, made)| known.is_near(made, distance));
        pairs.extend(near.map(|(c, made)| (known.distance(made), t, c)));
    }
    pairs.sort_unstable();
    for (_, t, c) in pairs {
        if !found.truth[t] && !found.calls[c] {
            (found.truth[t], found.calls[c]) = (true, true);
        }
    }
    found
}
