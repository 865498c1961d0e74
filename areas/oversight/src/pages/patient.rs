//! A participant who opens a case by its number gets the own page of it. Nothing there depends on what was found before a
//! person has explained it.

use maud::Markup;
use web::{Caller, Platform, Problem};

use super::my;

/// The participant's page of a case.
pub(super) async fn page(
    platform: &Platform,
    caller: &Caller,
    case: &str,
) -> Result<Markup, Problem> {
    let my = my::open(platform, caller, case).await?;
    my::home_body(&my).await
}
