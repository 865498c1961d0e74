//! Who is needed, who is there, what has been said.

use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Status},
};
use words::{Text, text};

use super::Room;
use crate::decide::panel::{Panel, Stage};
use crate::rules::quorum::{self, Unmet};
use crate::words::panel::{Because, Interest, Vote};

/// Quorum: what is met, what is missing, and how the session came to meet like this.
pub fn quorum(room: &Room, panel: &Panel) -> Markup {
    let lang = room.lang;
    let set = quorum::rule_set(&panel.plan.rule_set);
    let body = html! {
        @if let Some(set) = set {
            p {
                (set.title.get(lang)) " "
                @if set.provisional { span class="tag" { (text!("暫定", "provisional").get(lang)) } }
                " " span class="small" { (set.source.get(lang)) }
            }
        }
        @if panel.overdue(room.seat.desk.platform.now().day()) {
            (page::notice(lang, &text!(
                "期限を過ぎましたが、意見がそろっていません。会議を開く必要があります。",
                "The deadline has passed and opinions are missing. A meeting must be held."
            ), true))
        }
        @if let Some(because) = panel.live_because { (page::notice(lang, &why(because), false)) }
        (unmet(room, &panel.unmet()))
    };
    page::section(lang, "quorum", &text!("開催要件", "Quorum"), body)
}

/// The roles that are missing, or that none is.
pub fn unmet(room: &Room, unmet: &[Unmet]) -> Markup {
    let lang = room.lang;
    html! {
        div id="unmet" role="status" {
            @if unmet.is_empty() {
                (page::status(lang, Status::Done, Some(&text!("要件を満たしています", "quorum met"))))
            } @else {
                p { (text!("不足している役割", "Missing roles").get(lang)) }
                ul class="missing" { @for u in unmet { li { (page::status(lang, Status::Problem, Some(&u.text))) } } }
            }
        }
    }
}

fn why(because: Because) -> Text {
    match because {
        Because::Discuss => text!(
            "議論を求める意見があったため、会議で決めます。出席者を改めて記録してください。",
            "A member asked to discuss: a meeting decides. Note anew who is there."
        ),
        Because::Deadline => text!(
            "期限までに意見がそろわなかったため、会議で決めます。出席者を改めて記録してください。",
            "Not every opinion came in time: a meeting decides. Note anew who is there."
        ),
        Because::Chair => text!(
            "座長が会議に切り替えました。出席者を改めて記録してください。",
            "The chair made it a meeting. Note anew who is there."
        ),
    }
}

/// Members with roles, declaration and opinion.
pub async fn opinions(room: &Room, panel: &Panel) -> Result<Markup, Problem> {
    let lang = room.lang;
    let mut rows = Vec::new();
    for member in &panel.plan.members {
        let account = member.account.as_str();
        let there = panel.presence.iter().find(|p| p.account == member.account);
        let declared = panel.declared.get(account).copied();
        let interest = there.map(|p| p.interest).or(declared);
        let remark = match panel.ballots.get(account).and_then(|b| b.comment.as_ref()) {
            Some(digest) => Some(room.seat.open::<String>(digest).await?),
            None => None,
        };
        let roles: Vec<_> = member
            .roles
            .iter()
            .map(|r| quorum::role_name(r).get(lang).to_owned())
            .collect();
        rows.push(vec![
            html! { (room.name(account)) br; span class="small" { (roles.join("・")) } },
            html! { (page::status(lang, presence(panel, there.is_some()).0, Some(&presence(panel, there.is_some()).1))) },
            html! { (interest_word(interest).get(lang)) },
            html! {
                (vote_word(panel.ballots.get(account).map(|b| b.vote)).get(lang))
                @if let Some(remark) = remark { br; span class="remark" { (remark) } }
            },
        ]);
    }
    let head = [
        text!("構成員", "Member"),
        text!("出席", "Present"),
        text!("利益相反", "Interest"),
        text!("意見", "Opinion"),
    ];
    let title = text!("構成員と意見", "Members and opinions");
    let empty = text!("構成員がいません。", "There is no member.");
    let table = page::table(lang, &title, &head, &rows, &empty);
    Ok(page::section(lang, "opinions", &title, table))
}

fn presence(panel: &Panel, there: bool) -> (Status, Text) {
    match (panel.stage, there) {
        (Stage::Planned, _) => (Status::Waiting, text!("開会前", "not open")),
        (_, true) => (Status::Done, text!("出席", "present")),
        (_, false) => (Status::Waiting, text!("欠席", "absent")),
    }
}

/// A declaration in words.
pub fn interest_word(interest: Option<Interest>) -> Text {
    match interest {
        None => text!("未申告", "not declared"),
        Some(Interest::None) => text!("なし", "none"),
        Some(Interest::Declared) => text!("あり（参加）", "declared, stays"),
        Some(Interest::Recused) => text!("あり（退席）", "declared, leaves"),
    }
}

/// An opinion in words.
pub fn vote_word(vote: Option<Vote>) -> Text {
    match vote {
        None => text!("まだ", "not yet"),
        Some(Vote::Agree) => text!("同意", "agrees"),
        Some(Vote::AgreeWithComment) => text!("意見付き同意", "agrees, with a comment"),
        Some(Vote::Discuss) => text!("議論を求める", "wants to discuss"),
    }
}
