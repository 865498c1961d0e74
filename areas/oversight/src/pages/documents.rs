//! The documents of a case, in the order they are made.

use ::words::{Lang, text};
use auth::Holds;
use maud::{Markup, html};
use report::facts::Kind;
use web::{
    Problem,
    page::{self, Status},
};

use super::view::{Part, View};

/// The part about documents.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("文書", "Documents"));
    if !view.sees("report.read", Holds::Genomic).await? {
        return Ok(Part::new("documents", title, None));
    }
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let id = report::words::report_id(&view.case.id, kind);
        let drafted = view
            .events
            .iter()
            .any(|e| e.kind == "report" && e.id == id && e.event == "drafted");
        if !drafted {
            continue;
        }
        let signed = report::facts::signed(view.platform.db(), &view.case.id, kind).await?;
        let stands = match &signed {
            Some(s) => {
                let said = text!(
                    ("署名済・第{}版 {}", s.version, s.at.day().show(Lang::Ja)),
                    (
                        "signed, version {}, {}",
                        s.version,
                        s.at.day().show(Lang::En)
                    )
                );
                page::status(lang, Status::Done, Some(&said))
            }
            None => page::status(lang, Status::Now, Some(&text!("草案", "draft"))),
        };
        let digest = signed.map(|s| page::digest(&s.digest));
        rows.push(vec![
            html! { a href=(format!("/reports/{id}")) { (kind.title().get(lang)) } },
            stands,
            links(&id, kind, lang),
            html! { @if let Some(digest) = digest { (digest) } @else { "–" } },
        ]);
    }
    let head = [
        text!("文書", "Document"),
        text!("状態", "State"),
        text!("開く", "Open"),
        text!("署名された内容", "Signed content"),
    ];
    let empty = text!("文書はまだありません。", "There is no document yet.");
    let table = if rows.is_empty() {
        view.none_yet(&empty)
    } else {
        page::table(lang, &title, &head, &rows, &empty)
    };
    Ok(Part::new("documents", title, Some(table)))
}

fn links(id: &str, kind: Kind, lang: Lang) -> Markup {
    html! {
        @for of in kind.langs() {
            @let name = match of { Lang::Ja => "PDF 日本語", Lang::En => "PDF English" };
            a href=(format!("/api/reports/{id}/pdf?lang={}", of.tag())) { (name) } " "
        }
        @if kind != Kind::Lay { a href=(format!("/api/reports/{id}/fhir")) { (text!("FHIR", "FHIR").get(lang)) } }
    }
}
