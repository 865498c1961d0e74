//! Sex from the depth of X and Y.

use serde::{Deserialize, Serialize};

use super::Site;
use super::sketch::chromosome;

/// Depth sums over sites, or means over chromosomes when they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SexCounts {
    pub autosome_sites: u64,
    pub autosome_depth: f64,
    pub x_sites: u64,
    pub x_depth: f64,
    pub x_het: u64,
    pub y_sites: u64,
    pub y_depth: f64,
    /// Mean depths (autosomes, X, Y) of a coverage summary; they are better than sites where a caller chose the sites.
    pub means: Option<(f64, f64, f64)>,
}

impl SexCounts {
    pub(super) fn add(&mut self, site: &Site) {
        let depth = f64::from(site.depth());
        match chromosome(&site.0) {
            "X" => {
                self.x_sites += 1;
                self.x_depth += depth;
                self.x_het += u64::from((0.2..=0.8).contains(&site.fraction()));
            }
            "Y" => {
                self.y_sites += 1;
                self.y_depth += depth;
            }
            _ => {
                self.autosome_sites += 1;
                self.autosome_depth += depth;
            }
        }
    }
}

/// What the depths say.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SexGuess {
    pub sex: &'static str,
    /// Depth of X and of Y over that of the autosomes.
    pub x: Option<f64>,
    pub y: Option<f64>,
    pub n: u64,
}

const MIN_SITES: u64 = 20;

/// `male`, `female`, `unclear` (neither pattern), or `not_assessable` (no X or no autosomes to compare).
pub fn guess(counts: &SexCounts) -> SexGuess {
    let mean = |sum: f64, n: u64| (n >= MIN_SITES).then(|| sum / n as f64);
    let from_sites = mean(counts.autosome_depth, counts.autosome_sites)
        .zip(mean(counts.x_depth, counts.x_sites))
        .map(|(autosomes, x)| {
            (
                autosomes,
                x,
                if counts.y_sites == 0 {
                    0.0
                } else {
                    counts.y_depth / counts.y_sites as f64
                },
            )
        });
    let Some((autosomes, x, y)) = counts
        .means
        .or(from_sites)
        .filter(|(autosomes, ..)| *autosomes > 0.0)
    else {
        return SexGuess {
            sex: "not_assessable",
            x: None,
            y: None,
            n: counts.x_sites,
        };
    };
    let (x, y) = (x / autosomes, y / autosomes);
    let sex = match (x, y) {
        (x, y) if x < 0.7 && y > 0.2 => "male",
        (x, y) if x > 0.8 && y < 0.15 => "female",
        _ => "unclear",
    };
    SexGuess {
        sex,
        x: Some(x),
        y: Some(y),
        n: counts.x_sites,
    }
}
