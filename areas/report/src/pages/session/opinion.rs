//! A member's own declaration and opinion: one form that fits a phone.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use web::{Problem, page};
use words::text;

use super::{Refused, Room, answer};
use crate::api::Desk;
use crate::api::seat::{Seat, seat};
use crate::decide::panel::{Ballot, Command, Panel};
use crate::pages::typed::{Sent, Typed, wire};
use crate::words::panel::{Interest, Vote};

/// The form.
pub fn form(room: &Room, panel: &Panel, refused: Option<&Refused>) -> Markup {
    let lang = room.lang;
    let own = room.seat.desk.caller.account.as_str();
    let typed = refused.filter(|r| r.form == "opinion").map(|r| &r.typed);
    let declared = panel.declared.get(own);
    let voted = panel.ballots.get(own).map(|b| b.vote);
    let picked = |name: &str, stands: Option<String>| {
        let typed = typed.and_then(|t| t.get(name)).map(str::to_owned);
        typed.or(stands).unwrap_or_default()
    };
    let interests = [
        (
            "none",
            text!("利益相反はありません", "I have no conflict of interest"),
        ),
        (
            "declared",
            text!(
                "利益相反がありますが、審議に参加します",
                "I have one, and stay"
            ),
        ),
        (
            "recused",
            text!(
                "利益相反があるため、この症例から退席します",
                "I have one, and leave this case"
            ),
        ),
    ];
    let votes = [
        ("agree", text!("同意する", "Agree")),
        (
            "agree_with_comment",
            text!("意見を付けて同意する", "Agree, with a comment"),
        ),
        ("discuss", text!("会議で議論したい", "Discuss in a meeting")),
    ];
    let comment = text!("意見（任意）", "Comment (optional)");
    let stands = typed.map_or("", |t| t.raw("comment"));
    let body = html! {
        (page::radios(lang, "interest", &text!("この症例についての利益相反", "Your interest in this case"), &interests, &picked("interest", declared.map(wire))))
        @if panel.running() {
            (page::radios(lang, "vote", &text!("提案された結論について", "About the proposed outcomes"), &votes, &picked("vote", voted.as_ref().map(wire))))
            (page::textarea(lang, "comment", &comment, stands, 3))
        }
    };
    let verb = if panel.running() {
        text!("意見を記録する", "Record my opinion")
    } else {
        text!("申告する", "Declare")
    };
    let form = page::form(lang, &room.to("/opinion"), &verb, body);
    page::section(
        lang,
        "own",
        &text!("あなたの申告と意見", "Your declaration and opinion"),
        form,
    )
}

/// Records it.
pub async fn post(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.vote", &case).await?;
    let done = record(&seat, &typed).await;
    answer(seat, "opinion", typed, done).await
}

async fn record(seat: &Seat, typed: &Typed) -> Result<(), Problem> {
    let interest: Option<Interest> = typed.word("interest");
    if let Some(interest) = interest {
        seat.act(Command::Declare(interest)).await?;
    }
    let Some(vote) = typed.word::<Vote>("vote") else {
        return match interest {
            Some(_) => Ok(()),
            None => Err(Problem::bad_input(text!(
                "利益相反の有無を選んでください。何も記録していません。",
                "Say whether you have a conflict of interest. Nothing was recorded."
            ))),
        };
    };
    // Who leaves the case has no opinion to record.
    if interest == Some(Interest::Recused) {
        return Ok(());
    }
    let comment = match typed.get("comment") {
        Some(said) => Some(seat.seal(&said).await?),
        None => None,
    };
    let member = seat.desk.caller.account.clone();
    let ballot = Ballot { vote, comment };
    seat.act(Command::Vote { member, ballot }).await.map(drop)
}
