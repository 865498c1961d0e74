//! Every sentence of the signed reports, each with what it rests on: the last step from the reads to what is said.

use ::words::text;
use auth::Holds;
use ledger::Recorded;
use maud::{Markup, html};
use report::facts::{Kind, Sentence, SourceKind, SourceRef};
use web::Problem;

use super::view::View;

/// The reports, folded; nothing for readers who may not read reports, and nothing after a withdrawal.
pub(super) async fn of_reports(view: &View<'_>) -> Result<Markup, Problem> {
    let lang = view.lang;
    if view.withdrawn.is_some() || !view.sees("report.read", Holds::Genomic).await? {
        return Ok(html! {});
    }
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let signed = report::facts::signed(view.platform.db(), &view.case.id, kind).await?;
        if let Some(signed) = signed {
            let said = report::facts::said(view.platform, &view.case.id, &signed).await?;
            all.push((kind, said));
        }
    }
    let title = text!("文ごとの根拠", "What each sentence rests on");
    Ok(html! {
        @if !all.is_empty() { h3 class="unprinted" { (title.get(lang)) } }
        @for (kind, said) in &all {
            details class="unprinted" {
                summary {
                    (kind.title().get(lang)) " "
                    span class="small" { (text!(("{}文", said.len()), ("{} sentences", said.len())).get(lang)) }
                }
                ol class="sentences" { @for one in said { (sentence(view, one)) } }
            }
        }
    })
}

fn sentence(view: &View<'_>, one: &Sentence) -> Markup {
    html! {
        li {
            (one.text.get(view.lang))
            ul class="small" { @for of in &one.sources { li { (source(view, of)) } } }
        }
    }
}

fn source(view: &View<'_>, of: &SourceRef) -> Markup {
    let what = match of.kind {
        SourceKind::File => text!("ファイル", "file"),
        SourceKind::Event => text!("記録", "event"),
        SourceKind::Release => text!("知識", "knowledge"),
        SourceKind::Rule => text!("規則", "rule"),
    };
    let event = view.events.iter().rfind(|e| names(&of.id, e));
    html! {
        (what.get(view.lang)) " "
        @if let Some(event) = event { a href=(view.event(event.seq)) { (of.id) } } @else { (of.id) }
        @if let Some(digest) = &of.digest {
            " " code class="digest" title=(digest) { (digest.get(..12).unwrap_or(digest)) }
        }
    }
}

/// Whether a source of the form `kind:id@version` is this event, or `kind:id` is about the same thing.
fn names(source: &str, event: &Recorded) -> bool {
    let Some((kind, rest)) = source.split_once(':') else {
        return false;
    };
    let (id, version) = rest
        .rsplit_once('@')
        .map_or((rest, None), |(id, version)| (id, Some(version)));
    let same = kind == event.kind && id == event.id;
    same && version.is_none_or(|v| v == event.version.to_string())
}
