//! The pass itself: both files in lockstep.

use std::{fs::File, io, io::Read, path::Path};

use crate::{
    Fault, NameRule, PairReport, Problem,
    pairs::{Duplicates, Overlaps},
    side::Side,
};

/// How often progress is told, in reads.
const TELL: u64 = 1 << 16;

/// A file to take in, already open.
pub struct Input<R> {
    /// The name that reports and faults carry.
    pub name: String,
    /// Its bytes.
    pub reader: R,
}

/// Reads a pair of FASTQ files (or a single one) once and says everything about it.
/// `progress` hears how many compressed bytes were read.
///
/// # Errors
/// Only if the files cannot be opened or read; what is wrong with their content stands in the report.
pub fn intake(
    r1: &Path,
    r2: Option<&Path>,
    rule: NameRule,
    progress: &mut dyn FnMut(u64),
) -> io::Result<PairReport> {
    let open = |path: &Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok::<_, io::Error>(Input {
            name: name.to_string_lossy().into_owned(),
            reader: File::open(path)?,
        })
    };
    intake_from(open(r1)?, r2.map(open).transpose()?, rule, progress)
}

/// As [`intake`], from anything that can be read.
///
/// # Errors
/// Only if reading fails.
pub fn intake_from<R: Read>(
    r1: Input<R>,
    r2: Option<Input<R>>,
    rule: NameRule,
    progress: &mut dyn FnMut(u64),
) -> io::Result<PairReport> {
    let mut first = Side::new(&r1.name, r1.reader, 1, rule);
    let Some(r2) = r2 else {
        while first.peek()?.is_some() {
            first.pop();
        }
        return Ok(report(first, None, Lockstep::default()));
    };
    let mut second = Side::new(&r2.name, r2.reader, 2, rule);
    let mut lockstep = Lockstep::default();
    while first.peek()?.is_some() && second.peek()?.is_some() {
        let ((name, sequence), (mate_name, mate_sequence)) = (first.current(), second.current());
        if name != mate_name && lockstep.parted.is_none() {
            lockstep.parted = Some(first.line());
        }
        lockstep.duplicates.add(sequence, mate_sequence);
        lockstep.overlaps.add(sequence, mate_sequence);
        lockstep.pairs += 1;
        first.pop();
        second.pop();
        if lockstep.pairs.is_multiple_of(TELL) {
            progress(first.compressed() + second.compressed());
        }
    }
    lockstep.ended_at = first.line().min(second.line());
    for side in [&mut first, &mut second] {
        while side.peek()?.is_some() {
            side.pop();
        }
    }
    progress(first.compressed() + second.compressed());
    Ok(report(first, Some(second), lockstep))
}

/// What walking side by side gathers.
#[derive(Default)]
struct Lockstep {
    pairs: u64,
    /// The line where the names first differ.
    parted: Option<u64>,
    ended_at: u64,
    duplicates: Duplicates,
    overlaps: Overlaps,
}

fn report<R: Read>(mut first: Side<R>, second: Option<Side<R>>, lockstep: Lockstep) -> PairReport {
    check_alone(&mut first);
    let mut digest = first.digest;
    let mut pairing = Vec::new();
    let second = second.map(|mut second| {
        check_alone(&mut second);
        digest = digest.and(second.digest);
        pairing.extend(check_pair(&first, &second, &lockstep));
        second
    });
    let mut faults = Vec::new();
    let mut close = |mut side: Side<R>| {
        let problems = std::mem::take(&mut side.problems);
        let report = side.finish();
        faults.extend(problems.into_iter().map(|problem| Fault {
            file: report.name.clone(),
            problem,
        }));
        report
    };
    let r1 = close(first);
    let r2 = second.map(&mut close);
    let mate = r2.as_ref().map_or(&r1.name, |r| &r.name);
    faults.extend(pairing.into_iter().map(|problem| Fault {
        file: mate.clone(),
        problem,
    }));
    faults.sort_by_key(|fault| fault.problem.stage());
    let (duplicates_sampled, duplicates) = lockstep.duplicates.finish();
    PairReport {
        r1,
        r2,
        digest,
        duplicates_sampled,
        duplicates,
        inserts: lockstep.overlaps.finish(),
        faults,
    }
}

fn check_alone<R: Read>(side: &mut Side<R>) {
    if side.reads() == 0 && side.problems.is_empty() {
        side.problems.push(Problem::Empty);
    }
    if let (Some(found), given) = side.mates()
        && found != given
    {
        side.problems.push(Problem::Swapped { given, found });
    }
}

/// Unequal counts say more than differing names, and a file that broke off says nothing about its mate.
fn check_pair<R: Read>(first: &Side<R>, second: &Side<R>, lockstep: &Lockstep) -> Option<Problem> {
    if first.broken || second.broken {
        return None;
    }
    let (r1, r2) = (first.reads(), second.reads());
    if r1 != r2 {
        let line = lockstep.parted.unwrap_or(lockstep.ended_at);
        return Some(Problem::Unequal { r1, r2, line });
    }
    let line = lockstep.parted?;
    if first.names == second.names {
        Some(Problem::Reordered { line })
    } else {
        Some(Problem::NotMates { line })
    }
}
