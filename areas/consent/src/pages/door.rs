//! The door of a consent: a code typed or a link followed opens this consent and nothing else. Whatever session of staff
//! the browser held ends with it, so coming back needs staff to sign in.

use auth::{Kind as Session, Resource};
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use blob::KeyId;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Platform, Problem, anyone,
    page::{self, Field},
};
use words::{Actor, Lang, Text, text};

use crate::{
    api,
    decide::{Refusal, SessionFacts},
    store::{
        self,
        door::{self, Door, Kind},
        session,
    },
    words::{Method, session as said},
};

/// The cookie of a handed-over consent.
pub(super) const COOKIE: &str = "kumi_consent";
/// A tablet is taken back within hours.
const TABLET_SECONDS: i64 = 4 * 3600;

/// Somebody at a tablet or at home, for one consent and nothing else.
pub(super) struct Visit {
    /// The session.
    pub id: String,
    /// Its state.
    pub session: said::Session,
    /// The language.
    pub lang: Lang,
    /// Whom the log names.
    pub actor: Actor,
}

impl Visit {
    /// Who holds the cookie of an open door; everybody else is a stranger.
    pub(super) async fn of(platform: &Platform, headers: &HeaderMap) -> Result<Self, Problem> {
        let stranger = || Problem::from(auth::NotSignedIn::None);
        let secret = super::cookie(headers, COOKIE).ok_or_else(stranger)?;
        let now = platform.now();
        let door = door::find(platform.db(), &secret, Kind::Cookie, now).await?;
        let door = door.ok_or_else(stranger)?;
        let state = session::session(platform.db(), &door.session).await?;
        let state = state.ok_or_else(stranger)?;
        let mut on = Resource::new("consent_session", door.session.clone())
            .of_case(&state.invitation.case)
            .of_person(&state.invitation.person);
        on = on.in_state("handed_over");
        let actor = anyone(platform, "consent.answer", &on).await?;
        Ok(Self {
            id: door.session.clone(),
            session: state,
            lang: super::lang(headers),
            actor,
        })
    }

    /// What a decision of the session needs to know.
    pub(super) async fn facts(&self, platform: &Platform) -> Result<SessionFacts, Problem> {
        facts(platform, &self.session.invitation, &self.actor).await
    }
}

/// What a decision of a session needs to know.
pub(super) async fn facts(
    platform: &Platform,
    invitation: &said::Invitation,
    actor: &Actor,
) -> Result<SessionFacts, Problem> {
    let (now, person) = (platform.now(), &invitation.person);
    Ok(SessionFacts {
        now,
        actor: actor.account.clone(),
        age: registry::facts::age_on(platform, person, now.day()).await?,
        samples: api::samples(platform),
        in_force: crate::facts::standing(platform.db(), person, &invitation.case).await?,
    })
}

/// A new one-time code of a session.
pub(super) async fn code(
    platform: &Platform,
    id: &str,
    session: &said::Session,
    method: Method,
    by: &Actor,
) -> Result<String, Problem> {
    let chance = platform.new_id("");
    let code = chance.trim_start_matches('-').to_owned();
    let door = Door {
        session: id.to_owned(),
        method,
        by: by.account.clone(),
        expires: session.invitation.until,
    };
    door::open(platform.db(), &code, Kind::Code, &door, platform.now()).await?;
    Ok(code)
}

/// A code in groups of four, to be read and typed.
pub(super) fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.to_uppercase().chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|c| c.iter().collect()).collect();
    groups.join("-")
}

/// A code as it was typed: any width and case, with or without strokes between.
fn ungrouped(typed: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        other => other,
    };
    let plain = typed
        .chars()
        .map(narrow)
        .filter(char::is_ascii_alphanumeric);
    plain.map(|c| c.to_ascii_lowercase()).collect()
}

/// The page on which a code is typed.
pub(super) async fn ask(
    State(platform): State<Platform>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    anyone(
        &platform,
        "consent.open",
        &Resource::new("consent_door", "new"),
    )
    .await?;
    if Visit::of(&platform, &headers).await.is_ok() {
        return Ok(Redirect::to("/tablet/step/0").into_response());
    }
    let lang = super::lang(&headers);
    Ok(form(&platform, lang, "", None).into_response())
}

/// The page behind a link: the code is in it, one button begins.
pub(super) async fn follow(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Markup, Problem> {
    anyone(
        &platform,
        "consent.open",
        &Resource::new("consent_door", "new"),
    )
    .await?;
    Ok(form(
        &platform,
        super::lang(&headers),
        &grouped(&ungrouped(&secret)),
        None,
    ))
}

fn form(platform: &Platform, lang: Lang, code: &str, wrong: Option<Text>) -> Markup {
    let title = text!("説明と同意をはじめる", "Begin: explanation and consent");
    let field = Field::new("code", text!("1回だけ使える番号", "One-time code"))
        .hint(text!(
            "手紙や画面に書かれた16文字です",
            "16 letters and digits, from the letter or the screen"
        ))
        .value(code)
        .required(true)
        .wrong(wrong);
    let body = html! {
        div class="door consent" {
            h1 { (title.get(lang)) }
            (page::form(lang, "/tablet", &text!("はじめる", "Begin"), page::field(lang, &field)))
            p class="small" { (text!("番号がない方、使えない方は、病院の担当者にお声がけください。", "Without a code, or if it does not work, please speak to the hospital staff.").get(lang)) }
        }
    };
    super::plain(platform, lang, "/tablet", &title, body)
}

#[derive(Deserialize)]
pub(super) struct Typed {
    code: String,
}

/// Uses the code up and hands this browser over.
pub(super) async fn open(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    anyone(
        &platform,
        "consent.open",
        &Resource::new("consent_door", "new"),
    )
    .await?;
    let code = ungrouped(&typed.code);
    let door = door::find(platform.db(), &code, Kind::Code, platform.now()).await?;
    let used = match &door {
        Some(_) => door::use_up(platform.db(), &code).await?,
        None => false,
    };
    let Some(door) = door.filter(|_| used) else {
        let wrong = text!(
            "この番号は使えません。打ち間違い、使用済み、期限切れのいずれかです。入力を確かめるか、担当者に新しい番号を頼んでください。",
            "This code does not open anything: mistyped, used before, or too old. Check it, or ask the staff for a new one."
        );
        let page = form(&platform, super::lang(&headers), &typed.code, Some(wrong));
        return Ok((axum::http::StatusCode::FORBIDDEN, page).into_response());
    };
    hand_over(&platform, &headers, door).await
}

/// Gives the browser the cookie of one consent, and takes every other session from it.
pub(super) async fn hand_over(
    platform: &Platform,
    headers: &HeaderMap,
    door: Door,
) -> Result<Response, Problem> {
    if let Some(secret) = super::cookie(headers, "kumi_session") {
        platform.auth().revoke(Session::Session, &secret).await?;
    }
    let mut response = enter(platform, door).await?;
    // nor do the login names of staff stay on a device that changes hands
    for cookie in ["kumi_session", "kumi_recent"] {
        set(platform, &mut response, cookie, "", "/", "Max-Age=0")?;
    }
    Ok(response)
}

/// Gives the browser the cookie of one consent.
pub(super) async fn enter(platform: &Platform, mut door: Door) -> Result<Response, Problem> {
    let now = platform.now();
    if door.method == Method::EOnsite {
        door.expires = door.expires.min(now.plus_seconds(TABLET_SECONDS));
    }
    let secret = format!("{}{}", platform.new_id(""), platform.new_id(""));
    door::open(platform.db(), &secret, Kind::Cookie, &door, now).await?;
    let mut response = Redirect::to("/tablet/step/0").into_response();
    let seconds = (door.expires.micros() - now.micros()) / 1_000_000;
    let life = format!("Max-Age={seconds}");
    set(platform, &mut response, COOKIE, &secret, "/tablet", &life)?;
    Ok(response)
}

fn set(
    platform: &Platform,
    response: &mut Response,
    name: &str,
    value: &str,
    path: &str,
    life: &str,
) -> Result<(), Problem> {
    let secure = if platform.settings().base_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path={path}; SameSite=Lax; HttpOnly; {life}{secure}");
    let value = HeaderValue::from_str(&text).map_err(|_| Problem::broken())?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

/// Gives the tablet back: the door closes, staff sign in.
pub(super) async fn leave(
    State(platform): State<Platform>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    door::close(platform.db(), &visit.id).await?;
    let mut response = Redirect::to(&format!("/consents/{}", visit.id)).into_response();
    set(&platform, &mut response, COOKIE, "", "/tablet", "Max-Age=0")?;
    Ok(response)
}

/// The receipt, for who just signed.
pub(super) async fn receipt(
    State(platform): State<Platform>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let visit = Visit::of(&platform, &headers).await?;
    let not_yet = || Problem::refused(&Refusal::NotYet(said::Step::Countersign.text()));
    let Some(said::End::Recorded { consent }) = &visit.session.end else {
        return Err(not_yet());
    };
    let found = store::receipt(platform.db(), consent).await?;
    let (_, digest) = found.ok_or_else(|| {
        Problem::not_found(text!(
            "控えを作成しています。少し待ってから、もう一度開いてください。",
            "The receipt is being made. Please open it again in a moment."
        ))
    })?;
    let key = KeyId::person(&visit.session.invitation.person);
    let pdf = platform.blobs().get(&key, &digest).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], pdf))
}
