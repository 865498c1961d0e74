//! The cookies of a session and of the language, and what letting somebody in does.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use words::AccountId;

use crate::{Platform, Problem, caller, language};

/// A year.
pub(super) const YEAR: &str = "Max-Age=31536000";
/// Login names used on this terminal, for a quick change of user.
pub(super) const RECENT: &str = "kumi_recent";
/// How many of them.
const RECENT_MOST: usize = 6;

/// Sets a cookie for the whole platform.
pub(super) fn set(
    platform: &Platform,
    response: &mut Response,
    name: &str,
    value: &str,
    more: &str,
) -> Result<(), Problem> {
    let secure = if platform.settings().base_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; SameSite=Lax; {more}{secure}");
    let value = HeaderValue::from_str(&text).map_err(|_| Problem::broken())?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

/// Opens a session for somebody who proved who they are; the session of before, if any, ends.
pub(super) async fn let_in(
    platform: &Platform,
    headers: &HeaderMap,
    account: &AccountId,
    response: &mut Response,
) -> Result<(), Problem> {
    if let Some((auth::Kind::Session, old)) = caller::secret(headers) {
        platform.auth().revoke(auth::Kind::Session, &old).await?;
    }
    let issued = platform
        .auth()
        .open_session(account, platform.now())
        .await?;
    set(
        platform,
        response,
        caller::COOKIE,
        &issued.secret,
        "HttpOnly",
    )?;
    let Some(profile) = platform.auth().profile(account).await? else {
        return Ok(());
    };
    if caller::cookie(headers, language::COOKIE).is_none() {
        set(
            platform,
            response,
            language::COOKIE,
            profile.lang.tag(),
            YEAR,
        )?;
    }
    let who = platform.auth().who(account, platform.now()).await?;
    if who.is_some_and(|w| w.person.is_none()) {
        let names = remembered(headers, &profile.login);
        set(
            platform,
            response,
            RECENT,
            &names,
            &format!("HttpOnly; {YEAR}"),
        )?;
    }
    Ok(())
}

/// The login names used here lately, the newest first. Staff only: a patient's is not left on a shared terminal.
pub(super) fn recent(headers: &HeaderMap) -> Vec<String> {
    let kept = caller::cookie(headers, RECENT).unwrap_or_default();
    let names = kept.split('.').filter_map(|name| {
        let bytes = data_encoding::BASE64URL_NOPAD
            .decode(name.as_bytes())
            .ok()?;
        String::from_utf8(bytes).ok()
    });
    names.filter(|n| !n.is_empty()).take(RECENT_MOST).collect()
}

fn remembered(headers: &HeaderMap, login: &str) -> String {
    let mut names = vec![login.to_owned()];
    names.extend(recent(headers).into_iter().filter(|n| n != login));
    names.truncate(RECENT_MOST);
    let coded = names
        .iter()
        .map(|n| data_encoding::BASE64URL_NOPAD.encode(n.as_bytes()));
    coded.collect::<Vec<_>>().join(".")
}
