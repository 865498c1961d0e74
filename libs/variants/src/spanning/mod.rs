//! Genotypes of indels from the reads that span the place.
//!
//! A caller that counts every overlapping read takes a read that ends inside a repeat for the reference: it looks the
//! same with and without the deletion. So homozygous indels in repeats come out as heterozygous, and the shorter of two
//! alleles hides the longer. Here only reads count that cross the whole stretch in which the indel could be written,
//! with enough bases on both sides to tell; what counts is how much longer or shorter they are. A length that several reads show
//! and the caller missed becomes an allele of its own.

mod genotype;
mod reads;
mod run;
mod window;

pub use run::{Summary, regenotype};

/// A read with and without the indel must differ in at least this many bases beside the stretch, and in more for a
/// longer indel: an aligner opens a gap only where mismatches would cost more than the gap (about 5 against 7 + length
/// in bwa's scores). Imperfect repeats go on beyond the stretch, so a fixed number of bases would not do.
const LEAST_MISMATCHES: usize = 2;
/// No more bases than this are asked for on a side.
const MOST_FLANK: usize = 60;
/// Fewer spanning reads leave the caller's genotype as it is.
const MIN_READS: u32 = 5;
/// Reads, and share of the spanning reads, that make a length an allele.
const MIN_NEW_READS: u32 = 4;
const MIN_NEW_SHARE: f64 = 0.25;
/// Share of reads that show another length by slippage or error.
const ERROR: f64 = 0.03;
