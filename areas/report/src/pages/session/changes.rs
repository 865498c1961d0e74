//! Two people at one session: who changed what since the writer opened the page.

use maud::{Markup, html};
use web::Problem;
use words::{Lang, Text, text};

use super::{Refused, Room};
use crate::words::panel_id;

/// What happened after the version that the writer saw; nothing if the writer saw everything.
pub async fn since(room: &Room, refused: Option<&Refused>) -> Result<Option<Markup>, Problem> {
    let Some(seen) = refused.and_then(|r| r.typed.seen()) else {
        return Ok(None);
    };
    let (lang, case) = (room.lang, &room.seat.about.id);
    let ledger = room.seat.desk.platform.ledger();
    let events = ledger.events_of_case(case).await?;
    let id = panel_id(case);
    let new: Vec<_> = events
        .iter()
        .filter(|e| e.kind == "panel" && e.id == id && e.version > seen)
        .collect();
    if new.is_empty() {
        return Ok(None);
    }
    let said = text!(
        "ご覧になった後に変わったこと。もう一度記録すると、下の入力が新しい結論になります。",
        "What changed after you opened this page. Recording again makes your input below the new outcome."
    );
    Ok(Some(html! {
        div class="notice" role="status" {
            p { (said.get(lang)) }
            ul {
                @for e in &new {
                    li { (room.name(e.actor.account.as_str())) "：" (word(&e.event).get(lang)) " " span class="small" { (e.at.show(lang)) } }
                }
            }
            (current(room, lang))
        }
    }))
}

/// What stands now, finding by finding.
fn current(room: &Room, lang: Lang) -> Markup {
    let Some((panel, _)) = &room.panel else {
        return html! {};
    };
    html! {
        ul {
            @for o in &panel.outcomes {
                @let name = room.findings.iter().find(|f| f.id == o.finding).map_or_else(|| o.finding.clone(), |f| f.name());
                li { (name) "：" (crate::rules::parts::wording::give_back(o.give_back).get(lang)) " · " (crate::rules::parts::wording::action(o.action).get(lang)) }
            }
        }
    }
}

fn word(event: &str) -> Text {
    match event {
        "planned" => text!("計画を変えた", "changed the plan"),
        "opened" => text!("出席を記録した", "noted who is there"),
        "declared" => text!("利益相反を申告した", "declared an interest"),
        "voted" => text!("意見を記録した", "recorded an opinion"),
        "called_live" | "moved_live" => text!("会議に切り替えた", "made it a meeting"),
        "decided" => text!("結論を変えた", "changed the outcomes"),
        "closed" => text!("終了した", "closed the session"),
        _ => text!("変更した", "changed it"),
    }
}
