//! Which genes have findings, about as often as a programme sees them. Changes and places within a gene are invented; a few
//! of each gene come back in many cases.

use rand::Rng;

use crate::chance::Chance;

/// An invented variant of a gene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Gene symbol.
    pub gene: &'static str,
    /// Chromosome of GRCh38.
    pub chrom: &'static str,
    /// 1-based.
    pub pos: u64,
    /// One base.
    pub reference: &'static str,
    /// Another.
    pub alternate: &'static str,
    /// `c.123A>G`.
    pub hgvs_c: String,
    /// `p.Arg41Gly`.
    pub hgvs_p: String,
    /// In all cells.
    pub germline: bool,
    /// How strong: 1 best, 4 least.
    pub rank: u8,
    /// Share of reads in per cent.
    pub share: u8,
}

/// Gene, chromosome, about where it begins, weight.
type Gene = (&'static str, &'static str, u64, u32);

const TUMOUR: [Gene; 24] = [
    ("TP53", "chr17", 7_668_000, 46),
    ("KRAS", "chr12", 25_205_000, 22),
    ("PIK3CA", "chr3", 179_148_000, 16),
    ("APC", "chr5", 112_707_000, 15),
    ("EGFR", "chr7", 55_019_000, 13),
    ("ARID1A", "chr1", 26_693_000, 11),
    ("PTEN", "chr10", 87_862_000, 9),
    ("SMAD4", "chr18", 51_028_000, 8),
    ("CDKN2A", "chr9", 21_967_000, 8),
    ("ERBB2", "chr17", 39_687_000, 7),
    ("RB1", "chr13", 48_303_000, 7),
    ("NF1", "chr17", 31_094_000, 7),
    ("ATM", "chr11", 108_222_000, 6),
    ("CTNNB1", "chr3", 41_194_000, 6),
    ("FBXW7", "chr4", 152_320_000, 6),
    ("BRAF", "chr7", 140_719_000, 5),
    ("NRAS", "chr1", 114_704_000, 4),
    ("IDH1", "chr2", 208_236_000, 3),
    ("KIT", "chr4", 54_657_000, 3),
    ("MET", "chr7", 116_672_000, 3),
    ("FGFR3", "chr4", 1_793_000, 3),
    ("ESR1", "chr6", 151_656_000, 2),
    ("ALK", "chr2", 29_192_000, 2),
    ("RET", "chr10", 43_077_000, 2),
];

const INHERITED: [Gene; 8] = [
    ("BRCA2", "chr13", 32_315_000, 8),
    ("BRCA1", "chr17", 43_044_000, 6),
    ("MSH6", "chr2", 47_695_000, 3),
    ("MLH1", "chr3", 36_993_000, 3),
    ("MSH2", "chr2", 47_403_000, 3),
    ("PALB2", "chr16", 23_603_000, 2),
    ("CHEK2", "chr22", 28_687_000, 2),
    ("RAD51C", "chr17", 58_692_000, 1),
];

const RARE: [Gene; 20] = [
    ("SCN1A", "chr2", 165_984_000, 6),
    ("ARID1B", "chr6", 156_776_000, 5),
    ("ANKRD11", "chr16", 89_267_000, 5),
    ("KMT2A", "chr11", 118_436_000, 4),
    ("KMT2D", "chr12", 49_018_000, 4),
    ("MECP2", "chrX", 154_021_000, 4),
    ("STXBP1", "chr9", 127_612_000, 4),
    ("SYNGAP1", "chr6", 33_420_000, 4),
    ("DDX3X", "chrX", 41_333_000, 3),
    ("NSD1", "chr5", 177_131_000, 3),
    ("PTPN11", "chr12", 112_418_000, 3),
    ("FBN1", "chr15", 48_408_000, 3),
    ("COL2A1", "chr12", 47_972_000, 3),
    ("CREBBP", "chr16", 3_725_000, 3),
    ("KCNQ2", "chr20", 63_400_000, 3),
    ("SATB2", "chr2", 199_269_000, 2),
    ("TCF4", "chr18", 55_222_000, 2),
    ("USH2A", "chr1", 215_622_000, 2),
    ("GJB2", "chr13", 20_187_000, 2),
    ("PAH", "chr12", 102_836_000, 2),
];

const AMINO: [&str; 8] = ["Arg", "Gly", "Leu", "Ser", "Val", "Pro", "Asp", "Lys"];
/// Variants of a gene that come back.
const KNOWN: u64 = 40;

/// The findings of a case: for cancer mostly of the tumour, seldom one that is inherited; for a rare disease a few candidates.
#[must_use]
pub fn variants(seed: u64, cancer: bool) -> Vec<Variant> {
    let mut rng = Chance::of_seed(seed ^ 0x5eed);
    let mut found = Vec::new();
    if cancer {
        for _ in 0..rng.random_range(2..8) {
            found.push(one(&TUMOUR, false, &mut rng));
        }
        if rng.random_range(0..100) < 7 {
            found.push(one(&INHERITED, true, &mut rng));
        }
    } else {
        for _ in 0..rng.random_range(1..5) {
            found.push(one(&RARE, true, &mut rng));
        }
    }
    found.sort_by_key(|v| (v.rank, v.gene, v.pos));
    found.dedup_by_key(|v| (v.gene, v.pos));
    found
}

fn one(genes: &[Gene], germline: bool, rng: &mut Chance) -> Variant {
    let mut left = rng.random_range(0..genes.iter().map(|g| g.3).sum::<u32>());
    let mut picked = genes[0];
    for gene in genes {
        if left < gene.3 {
            picked = *gene;
            break;
        }
        left -= gene.3;
    }
    let (gene, chrom, begin, _) = picked;
    // low numbers come back often
    let which = rng.random_range(0..KNOWN) * rng.random_range(0..KNOWN) / KNOWN;
    let mut own = Chance::of_seed(begin ^ (which << 40));
    let (codon, base) = (own.random_range(10..900_u64), own.random_range(0..4_usize));
    let bases = ["A", "C", "G", "T"];
    let (reference, alternate) = (bases[base], bases[(base + own.random_range(1..4)) % 4]);
    let (from, to) = (own.random_range(0..8), own.random_range(0..8));
    Variant {
        gene,
        chrom,
        pos: begin + codon * 37,
        reference,
        alternate,
        hgvs_c: format!("c.{}{reference}>{alternate}", codon * 3 - 1),
        hgvs_p: format!("p.{}{codon}{}", AMINO[from], AMINO[to]),
        germline,
        rank: own.random_range(1..5),
        share: if germline {
            rng.random_range(42..58)
        } else {
            rng.random_range(6..64)
        },
    }
}
