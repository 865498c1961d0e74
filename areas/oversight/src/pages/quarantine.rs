//! Deliveries in quarantine: why, and the way out.

use ::words::{Lang, text};
use auth::Holds;
use ledger::Recorded;
use maud::{Markup, html};
use sequencing::{decide::delivery::Event, words::Reason};
use web::{
    Problem,
    page::{self, Status},
};

use super::view::View;

/// Reasons shown of one delivery; a damaged file can have a great many.
const SHOWN: usize = 8;

/// A delivery that is or was held.
struct Held {
    delivery: String,
    specimen: String,
    solved: bool,
    reasons: Vec<Reason>,
}

/// One card per delivery. Who may not read the reasons is told that others act on them.
pub(super) async fn cards(view: &View<'_>) -> Result<Markup, Problem> {
    let held = held(view.events);
    let reads = !held.is_empty() && view.sees("quarantine.read", Holds::None).await?;
    Ok(html! { @for one in &held { (card(one, reads, view.lang)) } })
}

/// Held deliveries, oldest first; solved when reads of the same tube were accepted.
fn held(events: &[Recorded]) -> Vec<Held> {
    let mut specimens = std::collections::BTreeMap::new();
    let mut all: Vec<Held> = Vec::new();
    for recorded in events.iter().filter(|e| e.kind == "delivery") {
        match serde_json::from_value(recorded.payload.clone()) {
            Ok(Event::Announced { manifest, .. }) => {
                specimens.insert(recorded.id.clone(), manifest.specimen.clone());
            }
            Ok(Event::Quarantined { reasons, .. }) => all.push(Held {
                specimen: specimens.get(&recorded.id).cloned().unwrap_or_default(),
                delivery: recorded.id.clone(),
                solved: false,
                reasons,
            }),
            Ok(Event::Accepted { .. }) => {
                let of = specimens.get(&recorded.id);
                let same = |h: &&mut Held| of == Some(&h.specimen);
                all.iter_mut().filter(same).for_each(|h| h.solved = true);
            }
            _ => {}
        }
    }
    all
}

fn card(one: &Held, reads: bool, lang: Lang) -> Markup {
    let (shape, word) = if one.solved {
        (
            Status::Solved,
            text!("再納品で解決済", "solved by a new delivery"),
        )
    } else {
        (Status::Problem, text!("隔離中", "in quarantine"))
    };
    let title = text!("隔離された納品", "Delivery set aside");
    let waits = text!(
        "受託会社とセンターが対応しています。担当医がすることはありません。",
        "The vendor and the centre see to it; there is nothing for you to do."
    );
    html! {
        div class="card" id={ "quarantine-" (one.delivery) } {
            h3 { (title.get(lang)) " " code { (one.specimen) } " " (page::status(lang, shape, Some(&word))) }
            @if reads { (reasons(&one.reasons, lang)) } @else if !one.solved { p { (waits.get(lang)) } }
        }
    }
}

fn reasons(all: &[Reason], lang: Lang) -> Markup {
    let more = all.len().saturating_sub(SHOWN);
    let ways = all.iter().map(|r| r.remedy().get(lang).to_owned());
    let ways: std::collections::BTreeSet<_> = ways.collect();
    let title = text!("対処", "What to do");
    html! {
        ul { @for reason in all.iter().take(SHOWN) { li { (reason.text().get(lang)) } } }
        @if more > 0 { p class="small" { (text!(("ほか{more}件"), ("{more} more")).get(lang)) } }
        p { strong { (title.get(lang)) } }
        ul { @for way in &ways { li { (way) } } }
    }
}
