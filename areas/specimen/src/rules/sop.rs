//! I6: a step follows a procedure in a version that is in force on that day.

use std::sync::LazyLock;

use serde::Deserialize;
use words::Day;

use crate::words::SopRef;

/// One version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sop {
    /// Its code.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its title.
    pub title: words::Text,
    /// First day in force.
    pub from: Day,
    /// Last day in force.
    pub until: Option<Day>,
}

#[derive(Deserialize)]
struct Catalogue {
    sop: Vec<Sop>,
}

static SOPS: LazyLock<Vec<Sop>> = LazyLock::new(|| {
    let text = include_str!("../../../../catalog/specimen/sops.toml");
    match toml::from_str::<Catalogue>(text) {
        Ok(catalogue) => catalogue.sop,
        Err(error) => unreachable!("the catalogue is read by a test: {error}"),
    }
});

/// All procedures of the catalogue.
#[must_use]
pub fn sops() -> &'static [Sop] {
    &SOPS
}

/// Whether that version of a procedure of this kind is in force on a day.
#[must_use]
pub fn in_force(kind: &str, sop: &SopRef, on: Day) -> bool {
    sop.id == kind
        && SOPS.iter().any(|s| {
            s.id == sop.id
                && s.version == sop.version
                && s.from <= on
                && s.until.is_none_or(|u| on <= u)
        })
}

/// The latest version of a procedure in force on a day; version 0, which is never in force, if there is none.
#[must_use]
pub fn current(kind: &str, on: Day) -> SopRef {
    let versions = SOPS.iter().map(|s| SopRef {
        id: s.id.clone(),
        version: s.version,
    });
    let latest = versions
        .filter(|s| in_force(kind, s, on))
        .max_by_key(|s| s.version);
    latest.unwrap_or_else(|| SopRef {
        id: kind.to_owned(),
        version: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_holds_from_its_first_to_its_last_day() {
        let day = |text: &str| text.parse::<Day>().unwrap_or_else(|e| panic!("{e}"));
        let transport = |version| SopRef {
            id: "transport".to_owned(),
            version,
        };
        assert!(in_force("transport", &transport(1), day("2025-03-31")));
        assert!(!in_force("transport", &transport(1), day("2025-04-01")));
        assert!(in_force("transport", &transport(2), day("2026-04-01")));
        assert!(!in_force("transport", &transport(3), day("2026-04-01")));
        assert!(!in_force("collect", &transport(2), day("2026-04-01")));
        assert!(sops().len() >= 6);
    }
}
