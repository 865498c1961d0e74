//! The largest parts of truth and calls that give the same haplotypes.
//!
//! A walk from left to right over the alleles of a cluster. Every state holds, for each of the two haplotypes, how far
//! both replays have come and by which bases one is ahead of the other; an allele is left out or put on one or both
//! haplotypes. States whose replays contradict each other are dropped, states that look the same keep the better one.

use std::collections::HashMap;

use super::{Allele, Copies};

/// More states than this at once are cut to the best ones (seen only in made-up data).
const MOST_STATES: usize = 4096;

/// Which alleles were matched, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub truth: Vec<bool>,
    pub calls: Vec<bool>,
}

/// One replay on one haplotype.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Track {
    /// Reference bases before this are replayed or replaced.
    end: usize,
    /// Bases written that the other replay does not have yet.
    ahead: Vec<u8>,
    /// Where the last insertion stood, plus one: a second one at the same place has no defined order.
    inserted: usize,
    /// An allele was put on since both replays were last equal.
    touched: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Haplotype {
    truth: Track,
    calls: Track,
}

#[derive(Clone)]
struct State {
    score: u32,
    taken: Vec<u64>,
}

type States = HashMap<[Haplotype; 2], State>;

/// Finds the best match of a cluster.
pub fn replay(truth: &[Allele], calls: &[Allele], sequence: &[u8]) -> Verdict {
    if same(truth, calls) {
        return Verdict {
            truth: vec![true; truth.len()],
            calls: vec![true; calls.len()],
        };
    }
    if truth.is_empty() || calls.is_empty() {
        return Verdict {
            truth: vec![false; truth.len()],
            calls: vec![false; calls.len()],
        };
    }
    let mut order: Vec<(usize, &Allele, bool)> = Vec::new();
    order.extend(truth.iter().enumerate().map(|(i, a)| (i, a, true)));
    order.extend(
        calls
            .iter()
            .enumerate()
            .map(|(i, a)| (truth.len() + i, a, false)),
    );
    order.sort_by_key(|(index, allele, _)| (allele.edit.start, allele.edit.end, *index));
    let first = order.first().map_or(0, |(_, a, _)| a.edit.start);
    let last = order
        .iter()
        .map(|(_, a, _)| a.edit.end)
        .max()
        .unwrap_or(first);
    let taken = search(&order, first, last, sequence);
    let has = |index: usize| {
        taken
            .get(index / 64)
            .is_some_and(|word| word >> (index % 64) & 1 == 1)
    };
    Verdict {
        truth: (0..truth.len()).map(has).collect(),
        calls: (truth.len()..truth.len() + calls.len()).map(has).collect(),
    }
}

/// The common case: both sides say the same in the same words.
fn same(truth: &[Allele], calls: &[Allele]) -> bool {
    truth.len() == calls.len()
        && truth
            .iter()
            .zip(calls)
            .all(|(a, b)| a.edit == b.edit && a.copies == b.copies)
}

fn search(
    order: &[(usize, &Allele, bool)],
    first: usize,
    last: usize,
    sequence: &[u8],
) -> Vec<u64> {
    let track = Track {
        end: first,
        ..Track::default()
    };
    let fresh = Haplotype {
        truth: track.clone(),
        calls: track,
    };
    let empty = State {
        score: 0,
        taken: vec![0; order.len().div_ceil(64)],
    };
    let mut states = States::from([([fresh.clone(), fresh], empty.clone())]);
    for (index, allele, is_truth) in order {
        let mut next = States::new();
        for (pair, state) in states {
            let Some(pair) = advance(&pair, allele.edit.start, sequence) else {
                continue;
            };
            for placed in placements(&pair, allele, *is_truth) {
                keep(&mut next, placed, taking(&state, *index));
            }
            keep(&mut next, pair, state);
        }
        states = trimmed(next);
    }
    let closed = |pair: &[Haplotype; 2]| {
        advance(pair, last, sequence).filter(|p| p.iter().all(Haplotype::is_level))
    };
    let ends = states
        .into_iter()
        .filter(|(pair, _)| closed(pair).is_some());
    ends.map(|(_, state)| state)
        .max_by(|a, b| a.score.cmp(&b.score).then_with(|| b.taken.cmp(&a.taken)))
        .unwrap_or(empty)
        .taken
}

/// Keeps the better of two ways to the same state; haplotypes have no order, so the pair is sorted.
fn keep(states: &mut States, mut pair: [Haplotype; 2], state: State) {
    pair.sort_unstable();
    match states.get_mut(&pair) {
        Some(old) if (old.score, &state.taken) >= (state.score, &old.taken) => {}
        Some(old) => *old = state,
        None => {
            states.insert(pair, state);
        }
    }
}

fn trimmed(states: States) -> States {
    if states.len() <= MOST_STATES {
        return states;
    }
    let mut all: Vec<_> = states.into_iter().collect();
    all.sort_by(|a, b| b.1.score.cmp(&a.1.score).then_with(|| a.0.cmp(&b.0)));
    all.truncate(MOST_STATES);
    all.into_iter().collect()
}

fn taking(state: &State, index: usize) -> State {
    let mut taken = state.taken.clone();
    taken[index / 64] |= 1 << (index % 64);
    State {
        score: state.score + 1,
        taken,
    }
}

/// The ways to put an allele on the haplotypes.
fn placements(pair: &[Haplotype; 2], allele: &Allele, is_truth: bool) -> Vec<[Haplotype; 2]> {
    let [a, b] = pair;
    let on = |haplotype: &Haplotype| haplotype.with(allele, is_truth);
    match allele.copies {
        Copies::Both => on(a).zip(on(b)).map(|(a, b)| [a, b]).into_iter().collect(),
        Copies::One => {
            let mut ways: Vec<_> = on(a).map(|a| [a, b.clone()]).into_iter().collect();
            if a != b {
                ways.extend(on(b).map(|b| [a.clone(), b]));
            }
            ways
        }
    }
}

/// Replays the reference up to `to` on both haplotypes; `None` when truth and calls contradict each other.
fn advance(pair: &[Haplotype; 2], to: usize, sequence: &[u8]) -> Option<[Haplotype; 2]> {
    let [a, b] = pair;
    Some([a.advanced(to, sequence)?, b.advanced(to, sequence)?])
}

impl Track {
    fn extend(&mut self, to: usize, sequence: &[u8]) {
        if self.end < to {
            self.ahead.extend_from_slice(&sequence[self.end..to]);
            self.end = to;
        }
    }
}

impl Haplotype {
    fn advanced(&self, to: usize, sequence: &[u8]) -> Option<Self> {
        let mut next = self.clone();
        if next.truth.ahead.is_empty()
            && next.calls.ahead.is_empty()
            && next.truth.end == next.calls.end
            && next.truth.end <= to
        {
            (next.truth.end, next.calls.end) = (to, to);
        } else {
            next.truth.extend(to, sequence);
            next.calls.extend(to, sequence);
            let common = next.truth.ahead.len().min(next.calls.ahead.len());
            if next.truth.ahead[..common] != next.calls.ahead[..common] {
                return None;
            }
            next.truth.ahead.drain(..common);
            next.calls.ahead.drain(..common);
        }
        if next.truth.end <= to && next.is_level() {
            // Equal again. A stretch that only one side touched came back to the reference by itself:
            // alleles that undo each other are not a match.
            if next.truth.touched != next.calls.touched {
                return None;
            }
            (next.truth.touched, next.calls.touched) = (false, false);
            (next.truth.inserted, next.calls.inserted) = (0, 0);
        }
        Some(next)
    }

    fn is_level(&self) -> bool {
        self.truth.ahead.is_empty()
            && self.calls.ahead.is_empty()
            && self.truth.end == self.calls.end
    }

    /// This haplotype with an allele put on one of its replays, if there is room.
    fn with(&self, allele: &Allele, is_truth: bool) -> Option<Self> {
        let mut next = self.clone();
        let track = if is_truth {
            &mut next.truth
        } else {
            &mut next.calls
        };
        let edit = &allele.edit;
        if track.end > edit.start || (edit.is_insertion() && track.inserted == edit.start + 1) {
            return None;
        }
        track.ahead.extend_from_slice(&edit.bases);
        track.end = edit.end;
        track.touched = true;
        if edit.is_insertion() {
            track.inserted = edit.start + 1;
        }
        Some(next)
    }
}
