//! Every event of a case: when, what, by whom, and on which consent.

use ledger::Recorded;
use maud::{Markup, html};
use web::page;
use words::{Lang, text};

use crate::rules::{labels::label, provenance::digests_of};

/// The table of events, oldest first.
pub fn table(events: &[Recorded], lang: Lang) -> Markup {
    let rows: Vec<Vec<Markup>> = events.iter().map(|event| row(event, lang)).collect();
    let head = [
        text!("番号", "No."),
        text!("日時", "Time"),
        text!("できごと", "Event"),
        text!("対象", "Of"),
        text!("行った人", "By"),
        text!("根拠の同意", "Consent it rests on"),
        text!("ファイル", "Files"),
        text!("証跡", "Proof"),
    ];
    let empty = text!("まだ何も起きていません。", "Nothing has happened yet.");
    page::table(lang, &text!("履歴", "History"), &head, &rows, &empty)
}

fn row(event: &Recorded, lang: Lang) -> Vec<Markup> {
    let consent = event
        .consent
        .as_ref()
        .map(|c| (format!("{} v{}", c.id, c.version), c.form.clone()));
    vec![
        html! { span id={ "event-" (event.seq) } { (event.seq) } },
        html! { span class="number" { (event.at.show(lang)) } },
        html! {
            (label(&event.kind, &event.event).get(lang))
            br; code class="small" { (event.kind) "." (event.event) }
        },
        html! { (event.id) },
        html! { (event.actor.account) " (" (event.actor.role) ")" },
        html! { @if let Some((record, form)) = consent { (record) br; span class="small" { (form) } } @else { "–" } },
        files(&digests_of(event)),
        html! { code { (event.hash.get(..12).unwrap_or(&event.hash)) } },
    ]
}

/// The beginnings of the digests an event names; the rest is folded away.
fn files(digests: &[String]) -> Markup {
    let short = |d: &String| d.get(..10).unwrap_or(d).to_owned();
    let (shown, more) = digests.split_at(digests.len().min(2));
    html! {
        @if digests.is_empty() { "–" }
        @for digest in shown { code class="digest" title=(digest) { (short(digest)) } " " }
        @if !more.is_empty() {
            details {
                summary class="small" { "+" (more.len()) }
                @for digest in more { code class="digest" title=(digest) { (short(digest)) } " " }
            }
        }
    }
}
