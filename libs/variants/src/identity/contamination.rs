//! How much of another person's DNA is in a sample.

use serde::Serialize;

use super::{Site, SitesFrom, Sketch, Zygosity};

/// Rate at which a read shows the other allele of a homozygous site by error.
const ERROR: f64 = 0.003;
/// Frequency of the other allele among people when no panel tells it.
const OTHER: f64 = 0.4;

/// The likeliest share, and how much likelier it is than none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Contamination {
    /// 0 to 0.5.
    pub share: f64,
    /// log10 ratio against no contamination.
    pub log_ratio: f64,
    pub sites: u64,
}

impl Contamination {
    /// The share when the data tell it from none (ratio of 100 and more), else 0.
    pub fn supported(&self) -> f64 {
        if self.log_ratio >= 2.0 {
            self.share
        } else {
            0.0
        }
    }
}

/// Contamination of a normal: foreign reads at its homozygous sites, with the foreign genotype unknown (the idea of
/// VerifyBamID: Jun et al. 2012).
pub fn in_normal(normal: &Sketch) -> Contamination {
    let sites = normal.sites.iter().filter(|s| s.depth() >= 10);
    // A site with up to a quarter of other reads may be homozygous and contaminated.
    let other = sites.filter_map(|s| match s.fraction() {
        f if f >= 0.75 => Some((s.4, s.depth())),
        f if f <= 0.25 && normal.sites_from == SitesFrom::Panel => Some((s.5, s.depth())),
        _ => None,
    });
    likeliest(&other.collect::<Vec<_>>())
}

/// Contamination of a tumour: the other allele where its normal is homozygous. With sites from calls, only where the
/// normal has the alternate twice: elsewhere the allele may be somatic.
pub fn in_tumour(tumour: &Sketch, normal: &Sketch) -> Contamination {
    let shared = tumour.shared(normal).filter(|(t, _)| t.depth() >= 10);
    let counts = |(t, n): (&Site, &Site)| match n.zygosity()? {
        Zygosity::HomAlt => Some((t.4, t.depth())),
        Zygosity::HomRef if tumour.sites_from == SitesFrom::Panel => Some((t.5, t.depth())),
        _ => None,
    };
    likeliest(&shared.filter_map(counts).collect::<Vec<_>>())
}

/// Searches the share from 0 to 0.5 in steps of 0.001.
fn likeliest(sites: &[(u32, u32)]) -> Contamination {
    let at = |share: f64| {
        sites
            .iter()
            .map(|(other, depth)| site(f64::from(*other), f64::from(*depth), share))
            .sum::<f64>()
    };
    let none = at(0.0);
    let mut best = (0.0, none);
    for step in 1..=500 {
        let share = f64::from(step) / 1000.0;
        let value = at(share);
        if value > best.1 {
            best = (share, value);
        }
    }
    Contamination {
        share: best.0,
        log_ratio: best.1 - none,
        sites: sites.len() as u64,
    }
}

/// log10 likelihood of the other allele's reads at a site that looks homozygous. It may be heterozygous after all: by
/// chance a few of many such sites show the other allele as rarely as a contaminated one.
fn site(other: f64, depth: f64, share: f64) -> f64 {
    let foreign = [
        (1.0 - OTHER) * (1.0 - OTHER),
        2.0 * OTHER * (1.0 - OTHER),
        OTHER * OTHER,
    ];
    let at = |prior: f64, fraction: f64| {
        prior.log10() + other * fraction.log10() + (depth - other) * (1.0 - fraction).log10()
    };
    let homozygous = foreign
        .iter()
        .zip([0.0, 0.5, 1.0])
        .map(|(prior, part)| at(0.5 * prior, ERROR + share * part * (1.0 - 2.0 * ERROR)));
    let all: Vec<f64> = homozygous.chain([at(0.5, 0.5)]).collect();
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    most + all
        .iter()
        .map(|l| 10f64.powf(l - most))
        .sum::<f64>()
        .log10()
}

#[cfg(test)]
mod tests {
    use super::likeliest;

    #[test]
    fn foreign_reads_are_measured() {
        // 100 homozygous sites of 100 reads; the foreign person differs at half of them
        let clean: Vec<(u32, u32)> = vec![(0, 100); 100];
        assert!(likeliest(&clean).share < 0.002);
        let mixed: Vec<(u32, u32)> = (0..100)
            .map(|i| {
                (
                    if i % 5 < 2 {
                        5
                    } else if i % 5 == 2 {
                        10
                    } else {
                        0
                    },
                    100,
                )
            })
            .collect();
        let found = likeliest(&mixed);
        assert!((found.share - 0.1).abs() < 0.02, "{found:?}");
        assert!(found.log_ratio > 2.0);
    }

    #[test]
    fn skewed_heterozygous_sites_are_not_contamination() {
        let mut sites = vec![(0, 30); 50];
        sites.extend([(7, 29), (7, 28), (6, 27)]);
        assert!(
            likeliest(&sites).supported() < 0.01,
            "{:?}",
            likeliest(&sites)
        );
    }

    #[test]
    fn single_errors_are_not_contamination() {
        let sites: Vec<(u32, u32)> = (0..200).map(|i| (u32::from(i % 12 == 0), 30)).collect();
        let found = likeliest(&sites);
        assert!(found.supported() < 0.01, "{found:?}");
    }
}
