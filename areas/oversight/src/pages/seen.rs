//! Which cases a reader may see, and how far the copy is behind.

use ::words::{Lang, SiteId, text};
use auth::Resource;
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};

/// Events that a page waits for at most: more are only waiting after a new version, and then the page says so.
pub(super) const AT_ONCE: i64 = 5_000;

/// Cases that somebody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cases {
    /// All.
    All,
    /// Those of some hospitals.
    Of(Vec<SiteId>),
}

impl Cases {
    /// The hospitals, if not all.
    pub fn sites(&self) -> Option<&[SiteId]> {
        match self {
            Self::All => None,
            Self::Of(sites) => Some(sites),
        }
    }

    /// Whether a case of that hospital is among them.
    pub fn at(&self, site: &str) -> bool {
        self.sites()
            .is_none_or(|all| all.iter().any(|s| s.as_str() == site))
    }
}

/// What the reader may see of all cases; `None` if nothing.
pub(super) async fn cases(platform: &Platform, caller: &Caller) -> Result<Option<Cases>, Problem> {
    let all = Resource::new("case", "all");
    let roles = caller.roles();
    let centre = roles.iter().any(|(_, site)| site.is_none()) || roles.is_empty();
    if centre && caller.sees(platform, "case.read", &all).await?.is_some() {
        return Ok(Some(Cases::All));
    }
    let mut asked: Vec<SiteId> = roles.into_iter().filter_map(|(_, site)| site).collect();
    asked.sort();
    asked.dedup();
    let mut sites = Vec::new();
    for site in asked {
        let on = all.clone().at_site(&site);
        if caller.sees(platform, "case.read", &on).await?.is_some() {
            sites.push(site);
        }
    }
    Ok((!sites.is_empty()).then_some(Cases::Of(sites)))
}

/// Says that the lists are not complete yet.
pub(super) fn behind(events: i64, lang: Lang) -> Markup {
    let said = text!(
        ("一覧を作り直しています。あと{events}件の記録を読み込みます。しばらくして開き直してください。"),
        ("The lists are being made anew: {events} events are left to read. Please open this page again in a moment.")
    );
    html! { @if events > 0 { (page::notice(lang, &said, false)) } }
}
