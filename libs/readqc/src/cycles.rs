//! Counts per cycle, sixteen cycles at a time.

use crate::Cycle;

const LANES: usize = 16;
/// Byte counters are emptied before they can overflow.
const FLUSH: u32 = 255;
/// Phred+33.
const ZERO: u8 = 33;

/// Counters of sixteen neighbouring cycles, in bytes so that one instruction serves all of them.
#[derive(Clone, Copy, Default)]
struct Block {
    a: [u8; LANES],
    c: [u8; LANES],
    g: [u8; LANES],
    n: [u8; LANES],
    q20: [u8; LANES],
    q30: [u8; LANES],
    quality: [u16; LANES],
}

/// Counts per cycle and lengths of the reads of one file.
#[derive(Default)]
pub(crate) struct Cycles {
    blocks: Vec<Block>,
    pending: u32,
    totals: Vec<Cycle>,
    lengths: Vec<u64>,
}

impl Cycles {
    /// Adds a read; `sequence` and `qualities` are of equal length. Says whether every letter and quality is allowed.
    pub fn add(&mut self, sequence: &[u8], qualities: &[u8]) -> bool {
        let length = sequence.len();
        if self.lengths.len() <= length {
            self.flush();
            self.lengths.resize(length + 1, 0);
            self.blocks.resize(length.div_ceil(LANES), Block::default());
            self.totals.resize(length, Cycle::default());
        }
        if self.pending == FLUSH {
            self.flush();
        }
        self.pending += 1;
        if let Some(count) = self.lengths.get_mut(length) {
            *count += 1;
        }
        let (letters, last_letters) = sequence.as_chunks::<LANES>();
        let (phreds, last_phreds) = qualities.as_chunks::<LANES>();
        let mut bad = [0_u8; LANES];
        let mut blocks = self.blocks.iter_mut();
        for ((letters, phreds), block) in letters.iter().zip(phreds).zip(&mut blocks) {
            block.add(letters, phreds, &mut bad);
        }
        if let (false, Some(block)) = (last_letters.is_empty(), blocks.next()) {
            // T and quality zero leave the counters of the cycles behind the end alone.
            let (mut letters, mut phreds) = ([b'T'; LANES], [ZERO; LANES]);
            for (to, from) in letters.iter_mut().zip(last_letters) {
                *to = *from;
            }
            for (to, from) in phreds.iter_mut().zip(last_phreds) {
                *to = *from;
            }
            block.add(&letters, &phreds, &mut bad);
        }
        bad.iter().fold(0, |all, b| all | b) == 0
    }

    /// Totals per cycle and the number of reads of each length.
    pub fn finish(mut self) -> (Vec<Cycle>, Vec<u64>) {
        self.flush();
        let mut reads = 0;
        for (at, cycle) in self.totals.iter_mut().enumerate().rev() {
            reads += self.lengths.get(at + 1).copied().unwrap_or_default();
            cycle.reads = reads;
            cycle.t = reads.saturating_sub(cycle.a + cycle.c + cycle.g + cycle.n);
        }
        (self.totals, self.lengths)
    }

    fn flush(&mut self) {
        for (totals, block) in self.totals.chunks_mut(LANES).zip(&mut self.blocks) {
            for (lane, cycle) in totals.iter_mut().enumerate() {
                let of = |counts: &[u8; LANES]| counts.get(lane).map_or(0, |n| u64::from(*n));
                cycle.a += of(&block.a);
                cycle.c += of(&block.c);
                cycle.g += of(&block.g);
                cycle.n += of(&block.n);
                cycle.q20 += of(&block.q20);
                cycle.q30 += of(&block.q30);
                cycle.quality_sum += block.quality.get(lane).map_or(0, |n| u64::from(*n));
            }
            *block = Block::default();
        }
        self.pending = 0;
    }
}

impl Block {
    #[inline]
    fn add(&mut self, letters: &[u8; LANES], phreds: &[u8; LANES], bad: &mut [u8; LANES]) {
        let is = |letter: u8| letters.map(|l| u8::from(l == letter));
        let (a, c, g, t, n) = (is(b'A'), is(b'C'), is(b'G'), is(b'T'), is(b'N'));
        let quality = phreds.map(|q| q.wrapping_sub(ZERO));
        plus(&mut self.a, &a);
        plus(&mut self.c, &c);
        plus(&mut self.g, &g);
        plus(&mut self.n, &n);
        plus(&mut self.q20, &quality.map(|q| u8::from(q >= 20)));
        plus(&mut self.q30, &quality.map(|q| u8::from(q >= 30)));
        for (sum, q) in self.quality.iter_mut().zip(&quality) {
            *sum = sum.wrapping_add(u16::from(*q));
        }
        let mut known = a;
        for more in [&c, &g, &t, &n] {
            plus(&mut known, more);
        }
        plus_or(bad, &known.map(|k| k ^ 1));
        plus_or(bad, &quality.map(|q| u8::from(q > 93)));
    }
}

#[inline]
fn plus(to: &mut [u8; LANES], from: &[u8; LANES]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = to.wrapping_add(*from);
    }
}

#[inline]
fn plus_or(to: &mut [u8; LANES], from: &[u8; LANES]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to |= *from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_equal_a_plain_count() {
        let mut cycles = Cycles::default();
        let reads = [
            "ACGTNACGTNACGTNACGTNA",
            "GG",
            "TTTTTTTTTTTTTTTT",
            "NNNNNNNNNNNNNNNNN",
        ];
        for round in 0..300 {
            for read in reads {
                let quality = [33 + (round % 42) as u8].repeat(read.len());
                assert!(cycles.add(read.as_bytes(), &quality));
            }
        }
        let (totals, lengths) = cycles.finish();
        assert_eq!(totals.len(), 21);
        assert_eq!(lengths.iter().sum::<u64>(), 1_200);
        let first = totals.first().copied().unwrap_or_default();
        assert_eq!(
            (first.a, first.c, first.g, first.t, first.n),
            (300, 0, 300, 300, 300)
        );
        let phreds = (0..300_u64).map(|r| r % 42);
        assert_eq!(first.quality_sum, 4 * phreds.clone().sum::<u64>());
        assert_eq!(first.q30, 4 * phreds.filter(|q| *q >= 30).count() as u64);
        let last = totals.last().copied().unwrap_or_default();
        assert_eq!((last.reads, last.a, last.t), (300, 300, 0));
    }

    #[test]
    fn other_letters_and_qualities_are_seen_wherever_they_stand() {
        for at in 0..40 {
            let (mut letters, quality) = ([b'A'; 40], [b'F'; 40]);
            let mut qualities = quality;
            assert!(Cycles::default().add(&letters, &quality));
            if let (Some(l), Some(q)) = (letters.get_mut(at), qualities.get_mut(at)) {
                (*l, *q) = (b'a', b'\n');
            }
            assert!(!Cycles::default().add(&letters, &quality), "letter {at}");
            assert!(
                !Cycles::default().add(&[b'A'; 40], &qualities),
                "quality {at}"
            );
        }
    }
}
