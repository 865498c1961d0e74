//! The page of a session, put together.

use maud::{Markup, html};
use web::{Problem, page};
use words::{Text, text};

use super::{Refused, Room, agenda, attendance, case, changes, closing, opinion, outcomes, plan};
use crate::decide::panel::Stage;
use crate::pages::sessions;

/// The page; after a refusal with what had been typed.
pub async fn page(room: &Room, refused: Option<&Refused>) -> Result<Markup, Problem> {
    let lang = room.lang;
    let id = &room.seat.about.id;
    let title = text!(("パネル {id}"), ("Expert panel {id}"));
    let said = refused.map(|r| match r.only_checked() {
        true => page::notice(lang, &r.problem.detail, false),
        false => page::refused(lang, &r.problem),
    });
    let since = changes::since(room, refused).await?;
    let body = html! {
        h1 { (title.get(lang)) }
        (head(room))
        @if let Some(said) = said { (said) }
        @if let Some(since) = since { (since) }
        div class="session" {
            div class="case-side" { (case::side(room)) }
            div class="agenda-side" { (side(room, refused).await?) }
        }
    };
    Ok(page::page(lang, &title, &room.seat.desk.caller, body))
}

fn head(room: &Room) -> Markup {
    let lang = room.lang;
    let to = |what: &str, label: Text| {
        html! { a class="button second" href=(room.to(what)) { (label.get(lang)) } }
    };
    html! {
        p class="session-head" {
            @if let Some((panel, _)) = &room.panel {
                (sessions::stage(panel, lang)) " "
                (panel.plan.day.show(lang)) " · " (sessions::mode(panel, lang).get(lang)) " "
            }
            a href=(format!("/cases/{}", room.seat.about.id)) { (text!("症例のページ", "Case page").get(lang)) }
            " " (to("?view=project", text!("氏名なしで投影する", "Project without names")))
        }
    }
}

async fn side(room: &Room, refused: Option<&Refused>) -> Result<Markup, Problem> {
    let lang = room.lang;
    let Some((panel, version)) = &room.panel else {
        if room.chair() {
            return plan::form(room, None, refused).await;
        }
        let none = text!(
            "パネルはまだ計画されていません。",
            "No session is planned yet."
        );
        return Ok(html! { p class="empty" { (none.get(lang)) } });
    };
    if panel.stage == Stage::Closed {
        let over = closing::closed(room, panel).await?;
        let again = plan::again(room, panel, refused).await?;
        return Ok(html! { (over) (again) });
    }
    let plan = if room.chair() && panel.stage == Stage::Planned {
        Some(plan::form(room, Some(panel), refused).await?)
    } else {
        None
    };
    let typing = refused.is_some_and(|r| matches!(r.form, "plan" | "checked"));
    Ok(html! {
        (agenda::quorum(room, panel))
        @if room.member() { (opinion::form(room, panel, refused)) }
        (agenda::opinions(room, panel).await?)
        @if room.chair() {
            (attendance::forms(room, panel, refused))
            (outcomes::form(room, panel, *version, refused).await?)
            @if panel.running() { (closing::form(room, panel, refused).await?) }
            @if let Some(plan) = plan {
                details open[typing] class="card" {
                    summary { (text!("計画を変える", "Change the plan").get(lang)) }
                    (plan)
                }
            }
        } @else {
            (outcomes::table(room, panel).await?)
        }
    })
}
