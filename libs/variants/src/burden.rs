//! Tumour mutational burden: nonsynonymous coding changes per megabase that could have been seen.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::genes::{Genes, Transcript};
use crate::vcf::{Reader, Record};
use crate::{Error, Reference, Regions};

/// What the number rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Reading frames were known: silent SNVs are left out.
    Nonsynonymous,
    /// Only regions were known: every coding change counts.
    AllCoding,
}

/// The burden of a tumour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Burden {
    pub snv: u64,
    pub indel: u64,
    /// Coding SNVs that change no amino acid (not counted).
    pub silent: u64,
    pub nonsynonymous: u64,
    pub callable_mb: f64,
    pub per_mb: Option<f64>,
    /// `high` from 10 per Mb, `low` below, null where the territory is below 1 Mb: too small to tell.
    pub class: Option<&'static str>,
    pub method: Method,
}

const HIGH: f64 = 10.0;
/// Panels below this are known to misjudge the burden.
const MIN_MEGABASES: f64 = 1.0;

/// Counts PASS alleles with at least `min_vaf` (INFO VAF; alleles without it count) in coding regions. `callable` is
/// where a change could have been called; its overlap with coding is the territory.
pub fn measure(
    calls: &[PathBuf],
    genes: &Genes,
    reference: &mut Reference,
    callable: Callable,
    min_vaf: f64,
) -> Result<Burden, Error> {
    let coding = genes.coding();
    let mut burden = Burden {
        snv: 0,
        indel: 0,
        silent: 0,
        nonsynonymous: 0,
        callable_mb: callable.bases(&coding) as f64 / 1e6,
        per_mb: None,
        class: None,
        method: Method::AllCoding,
    };
    for path in calls {
        count(&mut burden, path, genes, reference, min_vaf)?;
    }
    burden.nonsynonymous = burden.snv + burden.indel;
    if burden.callable_mb > 0.0 {
        let per_mb = burden.nonsynonymous as f64 / burden.callable_mb;
        burden.per_mb = Some(per_mb);
        let class = if per_mb >= HIGH { "high" } else { "low" };
        burden.class = (burden.callable_mb >= MIN_MEGABASES).then_some(class);
    }
    Ok(burden)
}

/// Where a change could have been called.
#[derive(Clone, Debug)]
pub enum Callable {
    /// A number of coding bases.
    Bases(u64),
    /// Regions; those that are coding count.
    Regions(Regions),
    /// Every coding base.
    AllCoding,
}

impl Callable {
    fn bases(&self, coding: &Regions) -> u64 {
        match self {
            Self::Bases(bases) => *bases,
            Self::Regions(regions) => regions.intersection(coding).bases(),
            Self::AllCoding => coding.bases(),
        }
    }
}

fn count(
    burden: &mut Burden,
    path: &Path,
    genes: &Genes,
    reference: &mut Reference,
    min_vaf: f64,
) -> Result<(), Error> {
    let mut reader = Reader::open(path)?;
    while let Some(record) = reader.next().transpose()? {
        let fraction = record.info_number("VAF", 0);
        if !record.passed() || !record.is_sequence(0) || fraction.is_some_and(|f| f < min_vaf) {
            continue;
        }
        let (start, end) = (
            record.start() as u64,
            (record.start() + record.reference.len()) as u64,
        );
        let touched: Vec<&Transcript> = genes.touching(&record.contig, start, end, 0).collect();
        if touched.is_empty() {
            continue;
        }
        if record.reference.len() != record.alternates[0].len() {
            burden.indel += 1;
            continue;
        }
        let mut changes = false;
        for transcript in touched {
            if transcript.has_frame {
                burden.method = Method::Nonsynonymous;
            }
            let sequence = reference.sequence(&record.contig)?;
            changes |= !transcript.has_frame || changes_protein(transcript, &record, &sequence);
        }
        if changes {
            burden.snv += 1
        } else {
            burden.silent += 1
        }
    }
    Ok(())
}

/// Translates the codons that a substitution touches, before and after.
fn changes_protein(transcript: &Transcript, record: &Record, sequence: &[u8]) -> bool {
    let places: Vec<usize> = transcript
        .coding
        .iter()
        .flat_map(|(s, e)| *s as usize..*e as usize)
        .collect();
    let at = |place: usize| {
        places
            .get(place)
            .and_then(|p| sequence.get(*p))
            .copied()
            .unwrap_or(b'N')
    };
    let changed = |genome: usize| {
        let offset = genome.checked_sub(record.start())?;
        record.alternates[0].as_bytes().get(offset).copied()
    };
    let codons = places.len() / 3;
    (0..codons).any(|codon| {
        // Codons are counted from the start of the protein: on the reverse strand from the last place.
        let indexes: [usize; 3] = std::array::from_fn(|i| {
            let along = codon * 3 + i;
            if transcript.reverse {
                places.len() - 1 - along
            } else {
                along
            }
        });
        if !indexes.iter().any(|i| changed(places[*i]).is_some()) {
            return false;
        }
        let read = |base: u8| {
            if transcript.reverse {
                complement(base)
            } else {
                base
            }
        };
        let before = indexes.map(|i| read(at(i)));
        let after = indexes.map(|i| read(changed(places[i]).unwrap_or_else(|| at(i))));
        amino_acid(before) != amino_acid(after)
    })
}

fn complement(base: u8) -> u8 {
    match base {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        other => other,
    }
}

/// The standard code, codons in the order TCAG.
const CODE: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

fn amino_acid(codon: [u8; 3]) -> u8 {
    let index = |base: u8| b"TCAG".iter().position(|b| *b == base);
    match codon.map(index) {
        [Some(a), Some(b), Some(c)] => CODE[a * 16 + b * 4 + c],
        _ => b'X',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_standard_one() {
        assert_eq!(amino_acid(*b"ATG"), b'M');
        assert_eq!(amino_acid(*b"TGG"), b'W');
        assert_eq!(amino_acid(*b"TAA"), b'*');
        assert_eq!(amino_acid(*b"GGC"), b'G');
    }

    #[test]
    fn silent_and_missense_on_both_strands() {
        // forward: ATG TCA CTG; reverse reading of the same bases: CAG TGA CAT
        let sequence = b"ATGTCACTG";
        let transcript = |reverse| Transcript {
            gene: "G".to_owned(),
            contig: "c".to_owned(),
            reverse,
            coding: vec![(0, 4), (4, 9)],
            has_frame: true,
        };
        let change = |pos: u64, reference: &str, alternate: &str| Record {
            pos,
            reference: reference.to_owned(),
            alternates: vec![alternate.to_owned()],
            ..Record::default()
        };
        assert!(!changes_protein(
            &transcript(false),
            &change(6, "A", "G"),
            sequence
        )); // TCA > TCG, Ser
        assert!(changes_protein(
            &transcript(false),
            &change(5, "C", "T"),
            sequence
        )); // TCA > TTA, Leu
        assert!(!changes_protein(
            &transcript(true),
            &change(7, "C", "T"),
            sequence
        )); // CAG > CAA, Gln
        assert!(changes_protein(
            &transcript(true),
            &change(7, "C", "G"),
            sequence
        )); // CAG > CAC, His
    }
}
