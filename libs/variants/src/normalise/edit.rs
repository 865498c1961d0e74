//! An allele as an edit of the reference, without an anchor base.

/// Replaces `start..end` (0-based, half-open) of a contig by `bases`. Nothing common is left at either side.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub bases: Vec<u8>,
}

impl Edit {
    /// Trims what both alleles share: the anchor base of an indel, then the end, then the beginning. The anchor comes
    /// first because it is what the writer says is unchanged (`CC>C` removes the second C, which matters beside an SNV
    /// of the first); the end comes next so that what remains lies as far left as it is written.
    pub fn new(start: usize, reference: &[u8], alternate: &[u8]) -> Self {
        let anchored = reference.len() != alternate.len() && reference.first() == alternate.first();
        let anchor = usize::from(anchored && !reference.is_empty());
        let (start, reference, alternate) =
            (start + anchor, &reference[anchor..], &alternate[anchor..]);
        let suffix = reference
            .iter()
            .rev()
            .zip(alternate.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let (reference, alternate) = (
            &reference[..reference.len() - suffix],
            &alternate[..alternate.len() - suffix],
        );
        let prefix = reference
            .iter()
            .zip(alternate)
            .take_while(|(a, b)| a == b)
            .count();
        Self {
            start: start + prefix,
            end: start + reference.len(),
            bases: alternate[prefix..].to_vec(),
        }
    }

    pub fn is_insertion(&self) -> bool {
        self.start == self.end
    }

    pub fn is_deletion(&self) -> bool {
        self.bases.is_empty()
    }

    /// Bases gained (positive) or lost.
    pub fn growth(&self) -> i64 {
        self.bases.len() as i64 - (self.end - self.start) as i64
    }

    /// Moves a pure insertion or deletion as far left as the sequence allows; other edits cannot move.
    pub fn shifted_left(mut self, sequence: &[u8]) -> Self {
        if self.is_deletion() {
            while self.start > 0
                && self.end > self.start
                && sequence[self.start - 1] == sequence[self.end - 1]
            {
                self.start -= 1;
                self.end -= 1;
            }
        } else if self.is_insertion() {
            let mut turned = 0;
            let length = self.bases.len();
            while self.start > 0
                && self.bases[length - 1 - turned % length] == sequence[self.start - 1]
            {
                self.start -= 1;
                turned += 1;
            }
            self.end = self.start;
            self.bases.rotate_right(turned % length);
        }
        self
    }

    /// The stretch in which this edit could be written: from its leftmost start to its rightmost end.
    pub fn reach(&self, sequence: &[u8]) -> (usize, usize) {
        let left = self.clone().shifted_left(sequence).start;
        let mut end = self.end;
        if self.is_deletion() {
            let length = self.end - self.start;
            while length > 0 && end < sequence.len() && sequence[end] == sequence[end - length] {
                end += 1;
            }
        } else if self.is_insertion() {
            let mut turned = 0;
            while end < sequence.len() && sequence[end] == self.bases[turned % self.bases.len()] {
                end += 1;
                turned += 1;
            }
        }
        (left, end)
    }

    /// VCF spelling: 1-based position, REF, ALT, with an anchor base where one is needed.
    pub fn spelled(&self, sequence: &[u8]) -> (u64, String, String) {
        let text = |bases: &[u8]| String::from_utf8_lossy(bases).into_owned();
        let removed = &sequence[self.start..self.end];
        if !removed.is_empty() && !self.bases.is_empty() {
            return (self.start as u64 + 1, text(removed), text(&self.bases));
        }
        if self.start > 0 {
            let anchor = text(&sequence[self.start - 1..self.start]);
            return (
                self.start as u64,
                anchor.clone() + &text(removed),
                anchor + &text(&self.bases),
            );
        }
        let anchor = sequence
            .get(self.end)
            .map(|b| text(&[*b]))
            .unwrap_or_default();
        (1, text(removed) + &anchor, text(&self.bases) + &anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::Edit;

    #[test]
    fn a_deletion_in_a_repeat_goes_to_its_left_end() {
        let sequence = b"GGCACACACTT";
        let edit = Edit::new(6, b"ACA", b"A").shifted_left(sequence);
        assert_eq!(
            edit.spelled(sequence),
            (2, "GCA".to_owned(), "G".to_owned())
        );
    }

    #[test]
    fn an_insertion_turns_while_it_moves() {
        let sequence = b"GGCACACACTT";
        // the same haplotype: AC after position 9 or CA after position 2
        let edit = Edit::new(8, b"C", b"CAC").shifted_left(sequence);
        assert_eq!(
            edit.spelled(sequence),
            (2, "G".to_owned(), "GCA".to_owned())
        );
    }

    #[test]
    fn at_the_first_base_the_anchor_follows() {
        let sequence = b"AAAT";
        let edit = Edit::new(1, b"AA", b"A").shifted_left(sequence);
        assert_eq!(edit.spelled(sequence), (1, "AA".to_owned(), "A".to_owned()));
        assert_eq!(
            Edit::new(0, b"AAAT", b"T").spelled(sequence),
            (1, "AAAT".to_owned(), "T".to_owned())
        );
    }

    #[test]
    fn reach_spans_the_repeat() {
        let sequence = b"GGCACACACTT";
        assert_eq!(Edit::new(6, b"ACA", b"A").reach(sequence), (2, 9));
    }
}
