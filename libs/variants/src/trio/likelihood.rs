//! What the reads of each member say about one allele.

use crate::vcf::Record;

/// Error rate when only counts are known.
const ERROR: f64 = 0.01;

/// One member at one allele: log10 likelihoods of 0, 1 and 2 copies, and the reads behind them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    pub copies: [f64; 3],
    pub reference: f64,
    pub alternate: f64,
    pub depth: f64,
}

impl Member {
    /// Reads PL and AD of a record that has one alternate. PL is preferred; without it counts are used; without either
    /// nothing is known and all three are equal.
    pub fn read(record: &Record, sample: usize) -> Self {
        let counts = record
            .numbers(sample, "AD")
            .filter(|c| c.len() == 2)
            .unwrap_or_else(|| vec![0.0, 0.0]);
        let (reference, alternate) = (counts[0], counts[1]);
        let shown = reference + alternate;
        let depth = record
            .numbers(sample, "DP")
            .and_then(|v| v.first().copied())
            .unwrap_or(shown)
            .max(shown);
        let copies = match record.numbers(sample, "PL").as_deref() {
            Some([none, one, two]) => [-none / 10.0, -one / 10.0, -two / 10.0],
            Some([none, all]) => [-none / 10.0, f64::NEG_INFINITY, -all / 10.0],
            _ => from_counts(reference, alternate),
        };
        Self {
            copies,
            reference,
            alternate,
            depth,
        }
    }

    /// Share of the reads that show the allele.
    pub fn fraction(&self) -> f64 {
        let shown = self.reference + self.alternate;
        if shown > 0.0 {
            self.alternate / shown
        } else {
            0.0
        }
    }

    /// log10 likelihood of carrying the allele at all.
    pub fn carries(&self) -> f64 {
        self.copies[1].max(self.copies[2])
    }

    /// Carrying against not carrying, log10.
    pub fn odds(&self) -> f64 {
        self.carries() - self.copies[0]
    }

    /// The likeliest number of copies.
    pub fn best(&self) -> usize {
        (0..3)
            .max_by(|a, b| self.copies[*a].total_cmp(&self.copies[*b]))
            .unwrap_or(0)
    }
}

fn from_counts(reference: f64, alternate: f64) -> [f64; 3] {
    let at = |fraction: f64| alternate * fraction.log10() + reference * (1.0 - fraction).log10();
    let values = [at(ERROR), at(0.5), at(1.0 - ERROR)];
    let best = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    values.map(|v| v - best)
}

/// The three members at one allele.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trio {
    pub child: Member,
    pub mother: Member,
    pub father: Member,
}

impl Trio {
    /// log10 ratio of "new in the child" against the best other explanation: a parent carries the allele, or the child
    /// does not. Autosomal; for a hemizygous child only the mother (X) or the father (Y) counts.
    pub fn de_novo_ratio(&self, with_mother: bool, with_father: bool) -> f64 {
        let mother = if with_mother {
            self.mother.copies[0] - self.mother.carries()
        } else {
            f64::INFINITY
        };
        let father = if with_father {
            self.father.copies[0] - self.father.carries()
        } else {
            f64::INFINITY
        };
        let ratio = mother.min(father).min(self.child.odds());
        if ratio.is_finite() {
            ratio
        } else {
            self.child.odds().min(99.0)
        }
    }
}
