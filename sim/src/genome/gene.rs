//! Invented genes: exons with splice sites, one open reading frame from ATG to a stop.

use rand::Rng;

use crate::chance::Chance;

use super::{Contig, base::reverse_complement, vary::Variant};

/// A protein-coding gene with one transcript. Positions are 0-based, ends excluded.
#[derive(Debug, Clone)]
pub struct Gene {
    /// `SYN1` …
    pub symbol: String,
    /// Number in the invented accessions.
    pub number: u32,
    /// Index of its contig.
    pub contig: usize,
    /// On the reverse strand.
    pub reverse: bool,
    /// Exons in order of position.
    pub exons: Vec<(usize, usize)>,
    /// Coding part of each exon that has one, in order of position.
    pub coding: Vec<(usize, usize)>,
}

const UTR5: usize = 60;
const UTR3: usize = 180;

/// The codon that stands at one place of every gene, so that a known change can be made there:
/// codon 13 is GGT (glycine; GAT is aspartate), codon 40 is CAG (glutamine; TAG is a stop).
const FIXED: [(usize, &[u8; 3]); 2] = [(13, b"GGT"), (40, b"CAG")];

/// Writes genes into the contigs: two per contig, the second on the reverse strand.
pub(super) fn put_genes(contigs: &mut [Contig], rng: &mut Chance) -> Vec<Gene> {
    let mut genes = Vec::new();
    for (index, contig) in contigs.iter_mut().enumerate() {
        let room = contig.bases.len() / 2;
        for reverse in [false, true] {
            let number = u32::try_from(genes.len()).unwrap_or(0) + 1;
            let start = if reverse { room + 800 } else { 1_500 };
            let exons = if room > 20_000 {
                rng.random_range(5..8)
            } else {
                4
            };
            genes.push(put_gene(contig, index, number, reverse, start, exons, rng));
        }
    }
    genes
}

fn put_gene(
    contig: &mut Contig,
    index: usize,
    number: u32,
    reverse: bool,
    start: usize,
    exons: usize,
    rng: &mut Chance,
) -> Gene {
    let frame = frame(exons * 66, rng);
    let mut transcript = super::base::bases(UTR5, rng);
    transcript.extend(&frame);
    transcript.extend(super::base::bases(UTR3, rng));
    let lengths = shares(transcript.len(), exons, rng);
    let long = contig.bases.len() > 50_000;
    let mut gene = Vec::new();
    let (mut own, mut read) = (Vec::new(), 0);
    for (at, length) in lengths.iter().enumerate() {
        own.push((gene.len(), gene.len() + length));
        gene.extend(transcript.get(read..read + length).unwrap_or_default());
        read += length;
        if at + 1 < lengths.len() {
            gene.extend(intron(if long { 700..2_600 } else { 200..500 }, rng));
        }
    }
    let coding = coding(&own, UTR5, UTR5 + frame.len());
    let span = gene.len();
    if reverse {
        gene = reverse_complement(&gene);
    }
    if let Some(place) = contig.bases.get_mut(start..start + span) {
        place.copy_from_slice(&gene);
    }
    let place = |parts: &[(usize, usize)]| -> Vec<(usize, usize)> {
        let mut placed: Vec<_> = parts
            .iter()
            .map(|&(a, b)| {
                if reverse {
                    (span - b, span - a)
                } else {
                    (a, b)
                }
            })
            .map(|(a, b)| (start + a, start + b))
            .collect();
        placed.sort_unstable();
        placed
    };
    let symbol = format!("SYN{number}");
    Gene {
        symbol,
        number,
        contig: index,
        reverse,
        exons: place(&own),
        coding: place(&coding),
    }
}

/// ATG, sense codons, TAA.
fn frame(codons: usize, rng: &mut Chance) -> Vec<u8> {
    let mut out = b"ATG".to_vec();
    for number in 2..codons {
        let fixed = FIXED.iter().find(|(at, _)| *at == number);
        out.extend(fixed.map_or_else(|| sense_codon(rng), |(_, codon)| **codon));
    }
    out.extend(b"TAA");
    out
}

fn sense_codon(rng: &mut Chance) -> [u8; 3] {
    loop {
        let codon =
            [0; 3].map(|_: u8| b"ACGT".get(rng.random_range(0..4)).copied().unwrap_or(b'A'));
        if ![*b"TAA", *b"TAG", *b"TGA"].contains(&codon) {
            return codon;
        }
    }
}

/// Splits a transcript into exons of similar length.
fn shares(total: usize, parts: usize, rng: &mut Chance) -> Vec<usize> {
    let even = total / parts;
    let mut left = total;
    let mut out = Vec::new();
    for _ in 1..parts {
        let length = even - rng.random_range(0..even / 4);
        out.push(length);
        left -= length;
    }
    out.push(left);
    out
}

fn intron(lengths: std::ops::Range<usize>, rng: &mut Chance) -> Vec<u8> {
    let mut out = b"GTAAGT".to_vec();
    out.extend(super::base::bases(rng.random_range(lengths), rng));
    out.extend(b"TTTCTTTTCCCTGCAG");
    out
}

/// The parts of exons that lie between two positions of the transcript.
fn coding(exons: &[(usize, usize)], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut read = 0;
    for &(start, end) in exons {
        let (first, last) = (read.max(from), (read + end - start).min(to));
        if first < last {
            out.push((start + first - read, start + last - read));
        }
        read += end - start;
    }
    out
}

impl Gene {
    /// Whether a position lies in the gene or close to it.
    #[must_use]
    pub fn spans(&self, contig: usize, pos: usize) -> bool {
        let (start, end) = self.span();
        contig == self.contig && (start..end).contains(&pos)
    }

    /// First and last position, end excluded.
    #[must_use]
    pub fn span(&self) -> (usize, usize) {
        let start = self.exons.first().map_or(0, |e| e.0);
        (start, self.exons.last().map_or(start, |e| e.1))
    }

    /// Position on the contig of a letter of the reading frame (0-based).
    #[must_use]
    pub fn position(&self, letter: usize) -> Option<usize> {
        let letters = self.coding.iter().flat_map(|&(a, b)| a..b);
        if self.reverse {
            letters.rev().nth(letter)
        } else {
            letters.clone().nth(letter)
        }
    }

    /// The codons of the reading frame.
    #[must_use]
    pub fn frame(&self, contigs: &[Contig]) -> Vec<u8> {
        let bases = contigs.get(self.contig).map_or(&[][..], |c| &c.bases);
        let parts = self.coding.iter().filter_map(|&(a, b)| bases.get(a..b));
        let joined: Vec<u8> = parts.flatten().copied().collect();
        if self.reverse {
            reverse_complement(&joined)
        } else {
            joined
        }
    }
}

/// A known change of a gene: `missense` is p.Gly13Asp, otherwise p.Gln40Ter.
#[must_use]
pub fn change(gene: &Gene, missense: bool) -> Option<Variant> {
    let (letter, from, to) = if missense {
        (37, b'G', b'A')
    } else {
        (117, b'C', b'T')
    };
    let strand = |b: u8| {
        if gene.reverse {
            reverse_complement(&[b])
        } else {
            vec![b]
        }
    };
    let pos = gene.position(letter)?;
    Some(Variant {
        contig: gene.contig,
        pos,
        reference: strand(from),
        alternative: strand(to),
    })
}
