//! When a review of rights is due, and from where on use is unusual: the values of `catalog/access/review.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Working values, reviewed by people who do not program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewLimits {
    /// A review is due so many days after the last one.
    pub period_days: i64,
    /// The officer is reminded so many days before.
    pub remind_days: i64,
    /// More cases than this within an hour are many.
    pub many_cases: usize,
    /// The night begins at this hour in Japan …
    pub night_from: i64,
    /// … and ends at this.
    pub night_until: i64,
    /// So long after a task a look still belongs to it.
    pub grace_days: i64,
}

static LIMITS: LazyLock<ReviewLimits> = LazyLock::new(|| {
    let text = include_str!("../../../catalog/access/review.toml");
    // a file that cannot be read makes everything due and everything unusual, so it cannot go unseen
    toml::from_str(text).unwrap_or(ReviewLimits {
        period_days: 0,
        remind_days: 0,
        many_cases: 0,
        night_from: 0,
        night_until: 24,
        grace_days: 0,
    })
});

/// The values of the catalogue.
#[must_use]
pub fn review_limits() -> &'static ReviewLimits {
    &LIMITS
}
