//! Which areas are on, in the order of the flow.

use ledger::Kind;
use web::Area;

/// All areas of this build, and the loops between them.
#[must_use]
pub fn areas() -> Vec<Area> {
    vec![
        registry::area(),
        consent::area(),
        clinical::area(),
        specimen::area(),
        sequencing::area(),
        analysis::area(),
        knowledge::area(),
        interpretation::area(),
        report::area(),
        disclosure::area(),
        oversight::area(),
        crate::loops::area(),
    ]
}

/// All aggregates, for `verify`.
#[must_use]
pub fn kinds(areas: &[Area]) -> Vec<Kind> {
    let own = areas.iter().flat_map(|area| area.kinds.iter().copied());
    auth::kinds().into_iter().chain(own).collect()
}
