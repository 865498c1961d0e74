//! The two log-odds.

/// Reads that show an allele, of all reads that show any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    pub alternate: f64,
    pub depth: f64,
}

impl Evidence {
    /// Fraction of reads with the allele; 0 without reads.
    pub fn fraction(self) -> f64 {
        if self.depth > 0.0 {
            self.alternate / self.depth
        } else {
            0.0
        }
    }

    /// log10 of the binomial likelihood (without the coefficient, which cancels) that reads show the allele at this
    /// fraction.
    pub fn log_likelihood(self, fraction: f64) -> f64 {
        let part = |count: f64, rate: f64| {
            if count > 0.0 {
                count * rate.log10()
            } else {
                0.0
            }
        };
        part(self.alternate, fraction) + part(self.depth - self.alternate, 1.0 - fraction)
    }
}

/// log10 odds of the allele at its observed fraction against sequencing error. Zero when there is no more of it than
/// error explains.
pub fn tumour_log_odds(tumour: Evidence, error: f64) -> f64 {
    if tumour.fraction() <= error {
        return 0.0;
    }
    tumour.log_likelihood(tumour.fraction()) - tumour.log_likelihood(error)
}

/// log10 odds of sequencing error against a heterozygous allele in the normal. Without reads it is zero: nothing is
/// known.
pub fn normal_log_odds(normal: Evidence, error: f64) -> f64 {
    normal.log_likelihood(error) - normal.log_likelihood(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(alternate: u32, depth: u32) -> Evidence {
        Evidence {
            alternate: f64::from(alternate),
            depth: f64::from(depth),
        }
    }

    #[test]
    fn more_reads_more_odds() {
        assert!(tumour_log_odds(reads(3, 120), 0.004) < 3.0);
        assert!(tumour_log_odds(reads(7, 120), 0.004) > 3.0);
        assert!(tumour_log_odds(reads(0, 120), 0.004).abs() < 1e-9);
    }

    #[test]
    fn a_clean_normal_speaks_against_germline() {
        assert!(normal_log_odds(reads(0, 30), 0.004) > 8.0);
        assert!(normal_log_odds(reads(4, 30), 0.004) < 2.0);
        assert!(normal_log_odds(reads(15, 30), 0.004) < -10.0);
        assert!(normal_log_odds(reads(0, 0), 0.004).abs() < 1e-9);
    }
}
