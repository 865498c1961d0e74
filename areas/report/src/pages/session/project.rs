//! The session on a wall: large type; no name, no number of a case, no hospital.

use maud::{Markup, html};
use web::page::{self, Frame};
use words::text;

use super::{Room, agenda};
use crate::rules::parts::wording;
use crate::rules::prepare;
use crate::words::input::FindingLine;

/// The view.
pub fn page(room: &Room) -> Markup {
    let lang = room.lang;
    let title = text!("検討中の症例", "Case under discussion");
    let agenda_of = room.panel.as_ref().map(|(p, _)| p);
    let set = agenda_of.map_or_else(Vec::new, |p| {
        prepare::fill(
            room.seat.about.kind,
            &p.findings,
            &room.findings,
            &p.outcomes,
        )
    });
    let outcome = |f: &FindingLine| set.iter().find(|o| o.finding == f.id);
    let body = html! {
        div class="projected" {
            h1 { (title.get(lang)) }
            @if !room.material.clinical.is_empty() {
                dl { @for c in &room.material.clinical { div { dt { (c.label.get(lang)) } dd { (c.value.get(lang)) } } } }
            }
            @for (i, f) in room.findings.iter().enumerate() {
                article {
                    h2 { "F" (i + 1) " " (f.name()) }
                    p { (f.text.get(lang)) }
                    @if let Some(o) = outcome(f) {
                        p class="decided" {
                            (wording::give_back(o.give_back).get(lang)) " · " (wording::action(o.action).get(lang)) " · "
                            (text!(("レベル{}", o.level), ("level {}", o.level)).get(lang))
                            @if let Some(test) = o.confirm_test { " · " (wording::test(test).get(lang)) }
                            @if o.counselling_needed { " · " (text!("要カウンセリング", "counselling needed").get(lang)) }
                        }
                    }
                }
            }
            @if let Some(panel) = agenda_of { (agenda::unmet(room, &panel.unmet())) }
        }
    };
    // The frame of somebody who is not signed in: neither name nor role nor search on the wall.
    let frame = Frame {
        synthetic: room.seat.desk.platform.settings().synthetic,
        path: room.to("?view=project"),
        ..Frame::default()
    };
    page::bare(lang, &title, &frame, body)
}
