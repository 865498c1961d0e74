//! The documents of a case, in the order they are made.

use ::words::{Lang, text};
use auth::Holds;
use maud::{Markup, html};
use report::facts::{Kind, Why, notices};
use web::{
    Caller, Platform, Problem,
    page::{self, Status},
};

use super::view::{Part, View};

/// What the reader is told of reports: a version took the place of one the reader had opened, or one was shared.
pub(super) async fn told(platform: &Platform, caller: &Caller) -> Result<Markup, Problem> {
    let all = notices(platform.db(), &caller.account).await?;
    if all.is_empty() {
        return Ok(html! {});
    }
    let lang = caller.lang();
    let title = text!("レポートのお知らせ", "News of reports");
    let body = html! {
        ul class="plain" {
            @for n in &all {
                @let said = match n.why {
                    Why::Amended => text!(
                        ("症例 {}：開いたことのあるレポートが第{}版に置き換えられました", n.case, n.version),
                        ("Case {}: version {} took the place of a report you had opened", n.case, n.version)
                    ),
                    Why::Shared => text!(
                        ("症例 {}：レポート第{}版が共有されました", n.case, n.version),
                        ("Case {}: version {} of a report was shared with you", n.case, n.version)
                    ),
                };
                li {
                    a href=(format!("/reports/{}", n.report)) { (said.get(lang)) } " "
                    span class="small" { (n.told_at.show(lang)) }
                }
            }
        }
    };
    Ok(page::section(lang, "told-of-reports", &title, body))
}

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
