//! The end: minutes drafted from what was recorded, corrected by hand, closed by the chair; refused without quorum.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::{
    Problem, SignatureIn,
    page::{self, Status},
};
use words::{Text, text};

use super::{Refused, Room, answer, outcomes};
use crate::api::Desk;
use crate::api::seat::seat;
use crate::decide::panel::Panel;
use crate::pages::typed::{Sent, Typed};
use crate::rules::minutes::{Said, draft};
use crate::words::panel::Minutes;

/// What the minutes say before anybody edits them.
pub async fn drafted(room: &Room, panel: &Panel) -> Result<Text, Problem> {
    let mut comments = BTreeMap::new();
    for (account, ballot) in &panel.ballots {
        if let Some(digest) = &ballot.comment {
            comments.insert(account.clone(), room.seat.open(digest).await?);
        }
    }
    let recommendation = match &panel.recommendation {
        Some(digest) => Some(room.seat.open(digest).await?),
        None => None,
    };
    let trials = match &panel.trials {
        Some(digest) => room.seat.open(digest).await?,
        None => vec![],
    };
    let said = Said {
        names: room.names.clone(),
        findings: room.findings.clone(),
        recommendation,
        trials,
        comments,
    };
    Ok(draft(panel, &said))
}

/// The minutes and the button that ends the session.
pub async fn form(
    room: &Room,
    panel: &Panel,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    let lang = room.lang;
    let typed = refused.filter(|r| r.form == "close").map(|r| &r.typed);
    let text = match typed {
        Some(typed) => Text::made(typed.raw("minutes.ja"), typed.raw("minutes.en")),
        None => drafted(room, panel).await?,
    };
    if let Some(typed) = refused.filter(|r| r.form == "sign").map(|r| &r.typed) {
        return to_sign(room, panel, typed).await;
    }
    let rows = |said: &str| u32::try_from(said.lines().count() + 2).unwrap_or(12);
    let body = html! {
        (page::textarea(lang, "minutes.ja", &text!("議事録（日本語）", "Minutes (Japanese)"), &text.ja, rows(&text.ja)))
        (page::textarea(lang, "minutes.en", &text!("議事録（英語）", "Minutes (English)"), &text.en, rows(&text.en)))
    };
    let verb = text!(
        "議事録を確かめて署名へ進む",
        "Check the minutes and go on to sign"
    );
    let form = page::form(lang, &room.to("/minutes"), &verb, body);
    Ok(page::section(
        lang,
        "minutes",
        &text!("議事録", "Minutes"),
        form,
    ))
}

/// The minutes as they will be signed, and the key's turn.
async fn to_sign(room: &Room, panel: &Panel, typed: &Typed) -> Result<Markup, Problem> {
    let lang = room.lang;
    let minutes = minutes(room, panel, typed).await?;
    let said = serde_json::to_vec(&minutes).map_err(anyhow::Error::from)?;
    let asked = room.seat.asked(words::Digest::of(&said));
    let (text, case) = (minutes.text(), &room.seat.about.id);
    let consequence = text!(
        ("症例 {case} の検討を終了します。終了すると結論は変えられません。パネル後報告書の草案が作られます。"),
        ("You close the session on case {case}. Its outcomes then stand, and the panel report is drafted.")
    );
    let body = html! {
        pre class="minutes" { (text.get(lang)) }
        @if minutes.edited() { p { (page::status(lang, Status::Warn, Some(&text!("下書きから手で直されています", "changed by hand from the draft")))) } }
        input type="hidden" name="minutes.ja" value=(text.ja);
        input type="hidden" name="minutes.en" value=(text.en);
    };
    let verb = text!("署名して終了する", "Sign and close");
    let form = page::sign(lang, &room.to("/close"), &asked, &verb, &consequence, body);
    Ok(page::section(
        lang,
        "minutes",
        &text!("議事録に署名する", "Sign the minutes"),
        form,
    ))
}

/// A session that is over.
pub async fn closed(room: &Room, panel: &Panel) -> Result<Markup, Problem> {
    let lang = room.lang;
    let minutes: Option<Minutes> = match &panel.minutes {
        Some(digest) => Some(room.seat.open(digest).await?),
        None => None,
    };
    let table = outcomes::table(room, panel).await?;
    let report = crate::words::report_id(&room.seat.about.id, crate::words::Kind::Panel);
    let body = html! {
        @if let Some(minutes) = &minutes {
            @if minutes.edited() { p { (page::status(lang, Status::Warn, Some(&text!("下書きから手で直されています", "changed by hand from the draft")))) } }
            pre class="minutes" { (minutes.text().get(lang)) }
            @if let Minutes::Drafted { drafted, .. } = minutes && minutes.edited() {
                details { summary { (text!("直す前の下書き", "The draft before").get(lang)) } pre class="minutes" { (drafted.get(lang)) } }
            }
        }
        @if let Some(at) = panel.closed_at {
            p class="small" {
                (at.show(lang))
                @if let Some(signed) = &panel.signed {
                    " · " (text!("署名", "signed by").get(lang)) " " (room.name(signed.statement.account.as_str())) " " code { (signed.code()) }
                }
            }
        }
        p { a class="button" href=(format!("/reports/{report}")) { (text!("パネル後報告書を開く", "Open the panel report").get(lang)) } }
    };
    let title = text!("議事録", "Minutes");
    Ok(html! { (table) (page::section(lang, "minutes", &title, body)) })
}

/// The typed minutes beside what the platform drafts now.
async fn minutes(room: &Room, panel: &Panel, typed: &Typed) -> Result<Minutes, Problem> {
    let said = typed.text("minutes").ok_or_else(|| {
        Problem::bad_input(text!(
            "議事録が空です。何も記録していません。",
            "The minutes are empty. Nothing was recorded."
        ))
    })?;
    // Browsers send line ends of their own; the draft has plain ones.
    let plain = |said: &str| said.replace("\r\n", "\n").trim_end().to_owned();
    Ok(Minutes::Drafted {
        text: Text::made(plain(&said.ja), plain(&said.en)),
        drafted: drafted(room, panel).await?,
    })
}

/// Shows what will be signed; refused at once where the session could not be closed.
pub async fn check(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.close", &case).await?;
    if let Err(problem) = seat.could_close().await {
        return answer(seat, "close", typed, Err(problem)).await;
    }
    let room = Room::enter(seat).await?;
    let next = Refused {
        problem: Problem::bad_input(text!(
            "まだ終了していません。内容を確かめて署名してください。",
            "It is not closed yet. Read it and sign."
        )),
        typed,
        form: "sign",
    };
    Ok(super::show::page(&room, Some(&next)).await?.into_response())
}

/// Closes the session with the signed minutes.
pub async fn post(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.close", &case).await?;
    let room = Room::enter(seat).await?;
    let done = close(&room, &typed).await;
    answer(room.seat, "close", typed, done).await
}

async fn close(room: &Room, typed: &Typed) -> Result<(), Problem> {
    let (panel, _) = room.panel.as_ref().ok_or_else(crate::api::seat::no_panel)?;
    let signature = SignatureIn::typed(typed.raw("signature"))?;
    let minutes = minutes(room, panel, typed).await?;
    room.seat.close(&minutes, Some(&signature)).await.map(drop)
}
