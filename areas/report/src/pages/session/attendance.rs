//! Who is there; what is said in a meeting and written down by the chair; a circulation that becomes a meeting.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use web::{Problem, page};
use words::text;

use super::{Refused, Room, agenda, answer};
use crate::api::Desk;
use crate::api::seat::{Seat, seat};
use crate::decide::panel::{Ballot, Command, Panel, Stage};
use crate::pages::typed::{Sent, Typed, wire};
use crate::words::panel::{Interest, Mode, Presence, Vote};

/// What the chair does with the session as it stands.
pub fn forms(room: &Room, panel: &Panel, refused: Option<&Refused>) -> Markup {
    let lang = room.lang;
    let live = panel.plan.mode == Mode::Realtime;
    html! {
        @if live && panel.stage != Stage::Closed { (there(room, panel, refused)) }
        @if !live && panel.stage == Stage::Planned {
            (page::act(lang, &room.to("/open"), &text!("持ち回りを始める", "Begin the circulation"), &[("all", "1")]))
        }
        @if !live && panel.running() {
            (page::act(lang, &room.to("/live"), &text!("会議に切り替える", "Make it a meeting"), &[]))
        }
        @if live && panel.stage == Stage::Open { (said(room, panel)) }
    }
}

fn there(room: &Room, panel: &Panel, refused: Option<&Refused>) -> Markup {
    let lang = room.lang;
    let typed = refused.filter(|r| r.form == "open").map(|r| &r.typed);
    let interests = [
        ("none", agenda::interest_word(Some(Interest::None))),
        ("declared", agenda::interest_word(Some(Interest::Declared))),
        ("recused", agenda::interest_word(Some(Interest::Recused))),
    ];
    let row = |account: &words::AccountId| {
        let noted = panel.presence.iter().find(|p| p.account == *account);
        // Before anything is noted everybody is expected; the chair unticks who is away.
        let here = typed.map_or(panel.presence.is_empty() || noted.is_some(), |t| {
            t.all("present").any(|a| a == account.as_str())
        });
        let own = panel.declared.get(account.as_str()).copied();
        let stands = own.or(noted.map(|p| p.interest)).unwrap_or(Interest::None);
        let (name, field) = (room.name(account.as_str()), format!("interest.{account}"));
        let label = text!(("{name}の利益相反"), ("Interest of {name}"));
        html! {
            div class="seat" {
                (page::tick(lang, "present", account.as_str(), &words::Text::made(name, name), here))
                (page::select(lang, &field, &label, &interests, &wire(&stands)))
            }
        }
    };
    let body = html! { @for m in &panel.plan.members { (row(&m.account)) } };
    let verb = match panel.stage {
        Stage::Planned => text!("開会する", "Open the session"),
        _ => text!("出席を記録する", "Note who is there"),
    };
    let form = page::form(lang, &room.to("/open"), &verb, body);
    let title = text!(
        "出席と利益相反の申告",
        "Who is there, and declarations of interest"
    );
    html! {
        details class="card" open[panel.stage == Stage::Split || typed.is_some()] {
            summary { (title.get(lang)) }
            (form)
        }
    }
}

fn said(room: &Room, panel: &Panel) -> Markup {
    let lang = room.lang;
    let votes = [
        ("agree", agenda::vote_word(Some(Vote::Agree))),
        (
            "agree_with_comment",
            agenda::vote_word(Some(Vote::AgreeWithComment)),
        ),
        ("discuss", agenda::vote_word(Some(Vote::Discuss))),
    ];
    let silent = panel.silent();
    if silent.is_empty() {
        return html! {};
    }
    let body = html! {
        @for account in &silent {
            @let name = room.name(account.as_str());
            (page::select(lang, &format!("vote.{account}"), &words::Text::made(name, name), &votes, "agree"))
        }
    };
    let verb = text!(
        "会議での意見を記録する",
        "Record the opinions of the meeting"
    );
    let form = page::form(lang, &room.to("/votes"), &verb, body);
    page::section(
        lang,
        "votes",
        &text!("会議での意見", "Opinions at the meeting"),
        form,
    )
}

/// Opens the session, or notes anew who is there.
pub async fn open(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.open", &case).await?;
    let done = note(&seat, &typed).await;
    answer(seat, "open", typed, done).await
}

async fn note(seat: &Seat, typed: &Typed) -> Result<(), Problem> {
    let (panel, _) = seat.panel().await?.ok_or_else(crate::api::seat::no_panel)?;
    let everybody = typed.ticked("all");
    let there = |m: &crate::words::panel::Member| {
        let account = &m.account;
        let here = everybody || typed.all("present").any(|a| a == account.as_str());
        here.then(|| Presence {
            interest: typed
                .word(&format!("interest.{account}"))
                .unwrap_or(Interest::None),
            account: account.clone(),
        })
    };
    let presence = panel.plan.members.iter().filter_map(there).collect();
    seat.act(Command::Open(presence)).await.map(drop)
}

/// Makes a meeting of a circulation.
pub async fn live(desk: Desk, Path(case): Path<String>) -> Result<Response, Problem> {
    let seat = seat(desk, "panel.open", &case).await?;
    let done = seat.act(Command::CallLive).await.map(drop);
    answer(seat, "live", Typed::default(), done).await
}

/// Writes down what was said in the meeting.
pub async fn votes(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.vote", &case).await?;
    let done = write_down(&seat, &typed).await;
    answer(seat, "votes", typed, done).await
}

async fn write_down(seat: &Seat, typed: &Typed) -> Result<(), Problem> {
    let (panel, _) = seat.panel().await?.ok_or_else(crate::api::seat::no_panel)?;
    for member in panel.silent() {
        let Some(vote) = typed.word::<Vote>(&format!("vote.{member}")) else {
            continue;
        };
        let ballot = Ballot {
            vote,
            comment: None,
        };
        seat.act(Command::Vote { member, ballot }).await?;
    }
    Ok(())
}
