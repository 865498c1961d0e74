//! One spelling for one small variant: as far left as it goes, without bases that both alleles share.

use crate::{Annotator, Error};

/// A small variant in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allele {
    /// `chr7`, a chromosome of GRCh38.
    pub chrom: String,
    /// 1-based.
    pub pos: u64,
    /// Reference bases.
    pub reference: String,
    /// Other bases.
    pub alternate: String,
}

/// Longest way to the left; repeats of a genome are shorter.
const FARTHEST: u64 = 2_000;

/// The variant in its one spelling; `None` if it is not written in bases (a structural variant).
///
/// # Errors
/// If the loaded genome does not have the place.
pub fn normalised(
    genome: &Annotator,
    contig: &str,
    pos: u64,
    reference: &str,
    alternate: &str,
) -> Result<Option<Allele>, Error> {
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphabetic());
    if !plain(reference) || !plain(alternate) || reference.eq_ignore_ascii_case(alternate) {
        return Ok(None);
    }
    let before = pos.saturating_sub(1).min(FARTHEST);
    let left = if before == 0 {
        Vec::new()
    } else {
        genome.bases(contig, pos - before, pos - 1)?
    };
    let (moved, reference, alternate) = leftmost(
        &left,
        reference.to_ascii_uppercase().into_bytes(),
        alternate.to_ascii_uppercase().into_bytes(),
    );
    let place = genome.place(contig, pos);
    let text = |b: Vec<u8>| String::from_utf8_lossy(&b).into_owned();
    Ok(Some(Allele {
        chrom: place.chrom,
        pos: place.pos.saturating_add_signed(moved),
        reference: text(reference),
        alternate: text(alternate),
    }))
}

/// Moves alleles left over the bases before them: by how much the place changed, and the alleles.
#[must_use]
pub fn leftmost(
    before: &[u8],
    mut reference: Vec<u8>,
    mut alternate: Vec<u8>,
) -> (i64, Vec<u8>, Vec<u8>) {
    let (mut left, mut moved) = (before.to_vec(), 0_i64);
    loop {
        let same_end = reference.last().is_some() && reference.last() == alternate.last();
        if same_end {
            reference.pop();
            alternate.pop();
        }
        if reference.is_empty() || alternate.is_empty() {
            let Some(base) = left.pop() else { break };
            reference.insert(0, base);
            alternate.insert(0, base);
            moved -= 1;
        } else if !same_end {
            break;
        }
    }
    let shared = reference
        .iter()
        .zip(&alternate)
        .take_while(|(a, b)| a == b)
        .count();
    let drop = shared.min(reference.len().min(alternate.len()).saturating_sub(1));
    reference.drain(..drop);
    alternate.drain(..drop);
    (
        moved + i64::try_from(drop).unwrap_or(0),
        reference,
        alternate,
    )
}
