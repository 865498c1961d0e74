//! Limits before mapping: named, versioned profiles.

use std::sync::LazyLock;

use readqc::PairReport;
use serde::{Deserialize, Serialize};
use specimen::words::Role;
use words::{Day, Text};

use super::Delivered;
use crate::words::{ProfileRef, Reason};

/// A profile in one version.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// First day in force.
    pub from: Day,
    /// What it is for.
    pub title: Text,
    /// Where the numbers come from.
    pub cite: String,
    tumour: Limits,
    normal: Limits,
}

/// The limits for one role; shares between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Limits {
    /// Letters in 10^9, at least.
    pub min_yield_gb: f64,
    /// Share of letters of quality 30 and more, at least.
    pub min_q30: f64,
    /// Share of N, at most.
    pub max_n: f64,
    /// Share of reads with adapter, at most.
    pub max_adapter: f64,
    /// Share of G and C, at least.
    pub min_gc: f64,
    /// Share of G and C, at most.
    pub max_gc: f64,
    /// Estimated share of duplicates, at most.
    pub max_duplicates: f64,
}

/// What a whole delivery yields, with what it tops up.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Yield {
    /// Letters in 10^9.
    pub yield_gb: f64,
    /// Share of letters of quality 30 and more.
    pub q30: f64,
    /// Share of N.
    pub n: f64,
    /// Share of reads with adapter.
    pub adapter: f64,
    /// Share of G and C.
    pub gc: f64,
    /// Estimated share of duplicates.
    pub duplicates: f64,
}

#[derive(Deserialize)]
struct Catalogue {
    profile: Vec<Profile>,
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let text = include_str!("../../../../catalog/sequencing/limits.toml");
    match toml::from_str::<Catalogue>(text) {
        Ok(catalogue) => catalogue.profile,
        Err(error) => unreachable!("the catalogue is read by a test: {error}"),
    }
});

/// All profiles.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The latest version of a profile in force on a day.
#[must_use]
pub fn profile(id: &str, on: Day) -> Option<&'static Profile> {
    let found = PROFILES.iter().filter(|p| p.id == id && p.from <= on);
    found.max_by_key(|p| p.version)
}

impl Profile {
    /// Name and version.
    #[must_use]
    pub fn reference(&self) -> ProfileRef {
        ProfileRef {
            id: self.id.clone(),
            version: self.version,
        }
    }

    /// The profile of a reference, whatever the day.
    #[must_use]
    pub fn of(reference: &ProfileRef) -> Option<&'static Self> {
        PROFILES
            .iter()
            .find(|p| p.id == reference.id && p.version == reference.version)
    }

    /// The limits for a role.
    #[must_use]
    pub fn limits(&self, role: Role) -> &Limits {
        match role {
            Role::Tumour => &self.tumour,
            Role::Normal => &self.normal,
        }
    }
}

impl Yield {
    /// Adds up pairs: of a delivery, and of those it tops up.
    #[must_use]
    pub fn of(reports: &[&PairReport]) -> Self {
        let files = || reports.iter().flat_map(|r| r.files());
        let sum = |of: fn(&readqc::FileReport) -> u64| files().map(of).sum::<u64>() as f64;
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let pairs = |of: fn(&PairReport) -> u64| reports.iter().map(|r| of(r)).sum::<u64>() as f64;
        let (bases, n) = (sum(|f| f.bases), sum(|f| f.n));
        Self {
            yield_gb: bases / 1e9,
            q30: share(sum(|f| f.q30), bases),
            n: share(n, bases),
            adapter: share(sum(|f| f.adapter_reads), sum(|f| f.reads)),
            gc: share(sum(|f| f.gc), bases - n),
            duplicates: share(pairs(|p| p.duplicates), pairs(|p| p.duplicates_sampled)),
        }
    }
}

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let kept = delivered.kept.iter().flat_map(|(_, pairs)| pairs);
    let all: Vec<&PairReport> = delivered.reports.iter().chain(kept).collect();
    judge_yield(&Yield::of(&all), delivered.limits)
}

fn judge_yield(found: &Yield, limits: &Limits) -> Vec<Reason> {
    let least = [
        ("yield_gb", found.yield_gb, limits.min_yield_gb),
        ("q30", found.q30, limits.min_q30),
        ("gc", found.gc, limits.min_gc),
    ];
    let most = [
        ("n", found.n, limits.max_n),
        ("adapter", found.adapter, limits.max_adapter),
        ("gc", found.gc, limits.max_gc),
        ("duplicates", found.duplicates, limits.max_duplicates),
    ];
    let below = least.into_iter().filter(|(_, found, limit)| found < limit);
    let above = most.into_iter().filter(|(_, found, limit)| found > limit);
    below
        .chain(above)
        .map(|(measure, found, limit)| Reason::Limit {
            measure: measure.to_owned(),
            found,
            limit,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn profiles_are_named_and_dated() {
        let wgs = profile("wgs-120-30", day("2026-04-01")).unwrap_or_else(|| panic!("no profile"));
        assert!(
            wgs.limits(Role::Tumour).min_yield_gb > wgs.limits(Role::Normal).min_yield_gb * 3.9
        );
        assert_eq!(Profile::of(&wgs.reference()), Some(wgs));
        assert!(profile("slice", day("2026-04-01")).is_some());
        assert!(profile("wgs-120-30", day("2020-04-01")).is_none());
        assert!(profile("x", day("2026-04-01")).is_none() && profiles().len() >= 2);
    }

    #[test]
    fn each_limit_is_judged() {
        let limits = profiles()
            .first()
            .map(|p| *p.limits(Role::Normal))
            .unwrap_or_else(|| panic!("none"));
        let good = Yield {
            yield_gb: 95.0,
            q30: 0.9,
            n: 0.001,
            adapter: 0.01,
            gc: 0.41,
            duplicates: 0.1,
        };
        assert!(judge_yield(&good, &limits).is_empty());
        let bad = [
            Yield {
                yield_gb: 92.9,
                ..good
            },
            Yield { q30: 0.79, ..good },
            Yield { n: 0.006, ..good },
            Yield {
                adapter: 0.06,
                ..good
            },
            Yield { gc: 0.37, ..good },
            Yield { gc: 0.45, ..good },
            Yield {
                duplicates: 0.26,
                ..good
            },
        ];
        for bad in bad {
            assert_eq!(judge_yield(&bad, &limits).len(), 1, "{bad:?}");
        }
    }
}
