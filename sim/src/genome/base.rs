//! Letters.

use rand::Rng;

use crate::chance::Chance;

/// Letters of a human-like sequence: GC between 36 and 48 % drifting over some kilobases, few CpG.
pub(super) fn bases(length: usize, rng: &mut Chance) -> Vec<u8> {
    let (mut out, mut gc) = (Vec::with_capacity(length), 0.41_f64);
    for at in 0..length {
        if at % 2_000 == 0 {
            gc = (gc + rng.random_range(-0.03..0.03)).clamp(0.36, 0.48);
        }
        let mut letter = letter(gc, rng);
        // methylated CpG decays: four of five are gone in a human genome
        if letter == b'G' && out.last() == Some(&b'C') && rng.random_bool(0.8) {
            letter = b'A';
        }
        out.push(letter);
    }
    out
}

fn letter(gc: f64, rng: &mut Chance) -> u8 {
    match (rng.random_bool(gc), rng.random_bool(0.5)) {
        (true, true) => b'G',
        (true, false) => b'C',
        (false, true) => b'A',
        (false, false) => b'T',
    }
}

/// A letter that is not `than`.
pub(crate) fn other(than: u8, rng: &mut Chance) -> u8 {
    let others: Vec<u8> = b"ACGT".iter().copied().filter(|b| *b != than).collect();
    others.get(rng.random_range(0..3)).copied().unwrap_or(b'N')
}

/// The other strand, read in its own direction.
pub(crate) fn reverse_complement(bases: &[u8]) -> Vec<u8> {
    let pair = |b: &u8| match b {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        other => *other,
    };
    bases.iter().rev().map(pair).collect()
}

/// Random letters.
pub(super) fn bases_of(length: usize, rng: &mut Chance) -> Vec<u8> {
    (0..length).map(|_| letter(0.41, rng)).collect()
}
