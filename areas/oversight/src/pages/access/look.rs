//! What a review looks at: the roles, the uses and what was unusual of each account. Gathered, never decided.

use ::words::{AccountId, At, Lang};
use auth::{Found, Held, State, Unusual, Use, review_limits};
use maud::{Markup, html};
use web::{
    Platform, Problem,
    page::{self, Status},
};

use crate::{
    rules::unusual::{Known, reason, unusual},
    store,
};

/// The days that the page of an account looks back.
pub(super) const DAYS: i64 = 30;

/// What the rules need beside the log.
pub(super) async fn known(platform: &Platform) -> Result<Known, Problem> {
    store::catch_up(platform.ledger(), store::ALL).await?;
    Ok(Known {
        hospitals: store::hospitals(platform.db()).await?,
        turns: store::turns(platform.db()).await?,
    })
}

/// What was found about an account in a period.
pub(super) async fn found(
    platform: &Platform,
    (account, state): (&AccountId, &State),
    known: &Known,
    (from, until): (At, At),
) -> Result<Found, Problem> {
    let auth = platform.auth();
    let uses = auth.uses(account, from, until).await?;
    let held = state.in_force(until).into_iter().map(|g| Held {
        grant: g.id,
        role: g.role,
        site: g.site,
    });
    Ok(Found {
        held: held.collect(),
        last: auth.last_use(account).await?,
        uses: uses.iter().map(|u| u.times).sum(),
        cases: count(&uses, |_| true),
        opened: count(&uses, |u| u.action == "identity.read_opened"),
        unusual: unusual(&uses, known, review_limits()),
    })
}

/// How many different cases there are among some uses.
fn count(uses: &[Use], of: impl Fn(&Use) -> bool) -> i64 {
    let mut cases: Vec<_> = uses.iter().filter(|u| of(u)).map(|u| &u.case).collect();
    cases.sort_unstable();
    cases.dedup();
    i64::try_from(cases.len()).unwrap_or(i64::MAX)
}

/// Staff: accounts that belong to no participant and are open.
pub(super) async fn staff(platform: &Platform) -> Result<Vec<(AccountId, State)>, Problem> {
    let mut all = platform.auth().accounts().await?;
    all.retain(|(_, state)| state.person.is_none() && state.closed_at.is_none());
    Ok(all)
}

/// The name of an account's holder, or its id.
pub(super) async fn name(platform: &Platform, account: &AccountId) -> Result<String, Problem> {
    let profile = platform.auth().profile(account).await?;
    Ok(profile.map_or_else(|| account.to_string(), |p| p.name))
}

/// Roles with their sites.
pub(super) fn roles(held: &[Held], lang: Lang) -> Markup {
    html! {
        @for one in held {
            div { (role(&one.role, lang)) @if let Some(site) = &one.site { " " span class="small" { (site) } } }
        }
        @if held.is_empty() { "–" }
    }
}

/// A role's name.
pub(super) fn role(id: &str, lang: Lang) -> String {
    auth::role(id).map_or(id, |r| r.label.get(lang)).to_owned()
}

/// What was unusual, each with its reason in words.
pub(super) fn shown(all: &[Unusual], lang: Lang) -> Markup {
    let limits = review_limits();
    html! {
        @for one in all {
            @if let Some((label, why)) = reason(&one.rule, limits) {
                div class="unusual" {
                    (page::status(lang, Status::Warn, Some(&label)))
                    " " span class="number" { "×" (one.times) }
                    div class="small" {
                        (why.get(lang)) " " (one.first.show(lang))
                        @if let Some(case) = &one.case { " " a href={ "/access?case=" (case) } { (case) } }
                    }
                }
            }
        }
        @if all.is_empty() { "–" }
    }
}

/// An instant, or a dash.
pub(super) fn when(at: Option<At>, lang: Lang) -> Markup {
    html! { span class="number" { @if let Some(at) = at { (at.show(lang)) } @else { "–" } } }
}
