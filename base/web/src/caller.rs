//! Who is calling, and the one question every handler asks first.

use auth::{Kind, NotSignedIn, Represented, Resource, Who};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use words::{AccountId, Actor, Lang, PersonId, SiteId, Text};

use crate::{Asks, Platform, Problem, guard, language, page::Frame};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "kumi_session";

/// Somebody signed in: by session cookie, or by `Authorization: Bearer`.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account.
    pub account: AccountId,
    /// The language of the answer.
    pub lang: Lang,
    /// What the frame of a page shows of the caller.
    pub frame: Frame,
    who: Who,
    purpose: Option<String>,
}

impl Caller {
    /// Asks whether the caller may do this to that. The answer is in the access log before it is given.
    ///
    /// # Errors
    /// A 403 problem; 503 if the decision could not be logged.
    pub async fn may(
        &self,
        platform: &Platform,
        action: &str,
        on: &Resource,
    ) -> Result<Actor, Problem> {
        guard::decided();
        let mut on = on.clone();
        if let Some(case) = on.case.as_ref().filter(|_| !on.withdrawn) {
            on.withdrawn = platform.is_withdrawn(case).await?;
        }
        if let Some(case) = on.case.as_ref().filter(|_| self.holds("panel_member")) {
            on.seated = platform.is_seated(case, &self.account).await?;
        }
        on.represented = self.represents(platform, &on).await?;
        let (purpose, now) = (self.purpose.as_deref(), platform.now());
        let asked = platform.auth().may(&self.who, action, &on, purpose, now);
        let actor = asked.await?;
        if let Some(case) = on.case.as_ref().filter(|_| actor.role == "proxy") {
            self.frame.act_for(case);
        }
        Ok(actor)
    }

    /// Whether the caller acts for the person of a thing; nobody who asks about himself, and no staff, does.
    async fn represents(&self, platform: &Platform, on: &Resource) -> Result<Represented, Problem> {
        let (Some(holder), Some(case), Some(person)) = (self.person(), &on.case, &on.person) else {
            return Ok(Represented::No);
        };
        if holder == person {
            return Ok(Represented::No);
        }
        let asks = Asks {
            account: self.account.clone(),
            holder: holder.clone(),
            case: case.clone(),
            person: person.clone(),
        };
        Ok(platform.represents(&asks).await?)
    }

    /// As [`Caller::may`], for a part of a page that others do without: a denial is `None` (and in the log all the same).
    ///
    /// # Errors
    /// A problem other than a denial: the decision could not be taken or logged.
    pub async fn sees(
        &self,
        platform: &Platform,
        action: &str,
        on: &Resource,
    ) -> Result<Option<Actor>, Problem> {
        match self.may(platform, action, on).await {
            Ok(actor) => Ok(Some(actor)),
            Err(problem) if problem.status == 403 => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// What to answer where a thing was not found: the denial that an existing thing would have met, so that nobody learns
    /// what exists by asking; only who may see things that belong to no site and no person reads `otherwise`.
    pub async fn missing(
        &self,
        platform: &Platform,
        action: &str,
        on: Resource,
        otherwise: Problem,
    ) -> Problem {
        let nothing = Resource::new(on.kind, on.id);
        match self.may(platform, action, &nothing).await {
            Ok(_) => otherwise,
            Err(denied) => denied,
        }
    }

    /// The language of the answer.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The participant who is calling, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<&PersonId> {
        self.who.person.as_ref()
    }

    /// Whether the caller holds a role now, at any site. For what to show; what to allow is asked with [`Caller::may`].
    #[must_use]
    pub fn holds(&self, role: &str) -> bool {
        self.who.grants.iter().any(|g| g.role == role)
    }

    /// The roles held now, with their sites.
    #[must_use]
    pub fn roles(&self) -> Vec<(String, Option<SiteId>)> {
        self.who
            .grants
            .iter()
            .map(|g| (g.role.clone(), g.site.clone()))
            .collect()
    }

    /// The first site at which the caller holds a role.
    #[must_use]
    pub fn site(&self) -> Option<SiteId> {
        self.who.grants.iter().find_map(|g| g.site.clone())
    }
}

/// Asks whether somebody who has not signed in may do this; for the few routes without a [`Caller`].
///
/// # Errors
/// A 403 problem.
pub async fn anyone(platform: &Platform, action: &str, on: &Resource) -> Result<Actor, Problem> {
    guard::decided();
    Ok(platform
        .auth()
        .anyone_may(action, on, platform.now())
        .await?)
}

impl FromRequestParts<Platform> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Problem> {
        let (kind, secret) = secret(&parts.headers).ok_or(NotSignedIn::None)?;
        let who = platform
            .auth()
            .holder(kind, &secret, platform.now())
            .await?;
        let path = parts.uri.path();
        platform.limits().asks(platform, &who.account, path)?;
        // The reason of an unusual access is a code; free text does not belong in the log.
        let purpose = parts.headers.get("x-purpose").and_then(|v| v.to_str().ok());
        let purpose = purpose
            .filter(|p| p.len() <= 40 && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        let mut frame = Frame::of(
            platform,
            parts.uri.path_and_query().map_or("/", |p| p.as_str()),
        );
        if !parts.uri.path().starts_with("/api/") {
            frame.reader = Some(reader(platform, &who).await?);
            frame.staff = who.person.is_none();
            // who came through a provider may have no passkey yet, and learns before signing that it takes one
            if platform.settings().provider.is_some() && frame.staff {
                frame.keyless = !platform.auth().has_key(&who.account).await?;
            }
        }
        let (account, lang) = (who.account.clone(), language::of(&parts.headers));
        Ok(Self {
            account,
            lang,
            frame,
            purpose: purpose.map(str::to_owned),
            who,
        })
    }
}

/// Name and roles, as the masthead shows them.
async fn reader(platform: &Platform, who: &Who) -> Result<Text, Problem> {
    let name = platform
        .auth()
        .profile(&who.account)
        .await?
        .map_or_else(|| who.account.to_string(), |p| p.name);
    let mut labels: Vec<&Text> = who
        .grants
        .iter()
        .filter_map(|g| auth::role(&g.role))
        .map(|r| &r.label)
        .collect();
    labels.dedup();
    let roles = |lang| {
        labels
            .iter()
            .map(|l| l.get(lang))
            .collect::<Vec<_>>()
            .join("・")
    };
    Ok(Text::made(
        format!("{} {name}", roles(Lang::Ja)),
        format!("{name}, {}", roles(Lang::En)),
    ))
}

/// The secret a request carries.
pub(crate) fn secret(headers: &HeaderMap) -> Option<(Kind, String)> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok());
    if let Some(token) = bearer.and_then(|v| v.strip_prefix("Bearer ")) {
        return Some((Kind::Token, token.trim().to_owned()));
    }
    cookie(headers, COOKIE).map(|value| (Kind::Session, value))
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}
