//! Small files and what is asked of them.

use std::path::{Path, PathBuf};

use serde_json::Value;
use variants::compare::{Options, Report, compare};
use variants::{Reference, steps};

/// A folder with one contig `c` and VCFs made of short lines.
pub struct Folder {
    pub dir: tempfile::TempDir,
}

impl Folder {
    pub fn new(sequence: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            dir.path().join("ref.fa"),
            format!(">c a contig\n{sequence}\n"),
        )
        .unwrap();
        Self { dir }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn reference(&self) -> Reference {
        Reference::open(&self.path("ref.fa")).unwrap()
    }

    /// Writes a VCF with one sample `s` from `pos ref alt genotype` lines.
    pub fn genotypes(&self, name: &str, lines: &[Line]) -> PathBuf {
        let rows = lines
            .iter()
            .map(|(pos, r, a, gt)| format!("c\t{pos}\t.\t{r}\t{a}\t60\tPASS\t.\tGT\t{gt}"));
        self.vcf(name, "\tFORMAT\ts", rows)
    }

    /// Writes a VCF without samples from `pos ref alt filter` lines.
    pub fn alleles(&self, name: &str, lines: &[Line]) -> PathBuf {
        let rows = lines
            .iter()
            .map(|(pos, r, a, filter)| format!("c\t{pos}\t.\t{r}\t{a}\t60\t{filter}\t."));
        self.vcf(name, "", rows)
    }

    pub fn vcf(
        &self,
        name: &str,
        columns: &str,
        rows: impl IntoIterator<Item = String>,
    ) -> PathBuf {
        let head = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
        let rows: Vec<String> = rows.into_iter().collect();
        let path = self.path(name);
        std::fs::write(&path, format!("{head}{columns}\n{}\n", rows.join("\n"))).unwrap();
        path
    }

    /// Compares genotypes of truth and calls.
    pub fn compare(&self, truth: &[Line], calls: &[Line]) -> Report {
        let (truth, calls) = (
            self.genotypes("truth.vcf", truth),
            self.genotypes("calls.vcf", calls),
        );
        compare(
            &[calls],
            &[truth],
            &mut self.reference(),
            &Options::default(),
        )
        .unwrap()
    }
}

/// Nothing false, nothing missed, and something found.
pub fn is_perfect(report: &Report) -> bool {
    let counts = [report.snv, report.indel, report.sv];
    counts.iter().all(|c| c.fp == 0 && c.missed == 0) && counts.iter().any(|c| c.tp > 0)
}

/// Runs a step with flags.
pub fn step(name: &str, flags: &[(&str, &Path)], words: &[&str]) -> Result<Value, variants::Error> {
    let mut args: Vec<String> = Vec::new();
    for (flag, path) in flags {
        args.push(format!("--{flag}"));
        args.push(path.to_string_lossy().into_owned());
    }
    args.extend(words.iter().map(|w| (*w).to_owned()));
    steps::run(name, &args)
}

/// A line of pseudo-random bases that is the same in every run.
pub fn bases(length: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b"ACGT"[(state >> 33) as usize % 4])
    };
    std::iter::repeat_with(next).take(length).collect()
}

/// Position, REF, ALT, and genotype or filter.
pub type Line = (u64, &'static str, &'static str, &'static str);

/// The two haplotypes that phased lines make, sorted: a plain second way to replay, for checking examples.
pub fn haplotypes(sequence: &str, lines: &[Line]) -> [String; 2] {
    let mut pair = [0, 1].map(|haplotype| {
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for (pos, reference, alternates, genotype) in lines {
            let allele: usize = genotype.split('|').nth(haplotype).unwrap().parse().unwrap();
            if allele > 0 {
                let alternate = alternates.split(',').nth(allele - 1).unwrap();
                // Shared first bases are not replaced: an SNV may stand at the anchor of an insertion.
                let shared = reference
                    .bytes()
                    .zip(alternate.bytes())
                    .take_while(|(a, b)| a == b)
                    .count();
                let start = *pos as usize - 1 + shared;
                edits.push((
                    start,
                    start + reference.len() - shared,
                    alternate[shared..].to_owned(),
                ));
            }
        }
        edits.sort();
        let (mut text, mut at) = (String::new(), 0);
        for (start, end, bases) in edits {
            text.push_str(&sequence[at..start]);
            text.push_str(&bases);
            at = end;
        }
        text + &sequence[at..]
    });
    pair.sort();
    pair
}

/// A contig with repeats at 12 (AC x 5) and 24 (T x 8), and GAAG at 42.
pub const SEQUENCE: &str = "GATTCAGGCATACACACACACGGTTTTTTTTCCAGTGACCTGAAGCTCATTGCAG";

/// The records of a written VCF.
pub fn records(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(ToOwned::to_owned)
        .collect()
}

/// A column of a record.
pub fn field(line: &str, index: usize) -> &str {
    line.split('\t').nth(index).unwrap()
}
