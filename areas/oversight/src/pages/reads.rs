//! Deliveries and the quality of their reads.

use ::words::{Lang, text};
use auth::Holds;
use maud::{Markup, html};
use sequencing::facts::ReadQc;
use web::{
    Problem,
    page::{self, Status},
};

use super::view::{Part, View};

/// The part about deliveries.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (
        view.lang,
        text!("納品とリード品質", "Deliveries and read quality"),
    );
    if !view.sees("delivery.read", Holds::None).await? {
        return Ok(Part::new("reads", title, None));
    }
    let all = sequencing::facts::read_qc(view.platform.db(), &view.case.id).await?;
    let held = super::quarantine::cards(view).await?;
    let body = if all.is_empty() && held.0.is_empty() {
        let none = text!("リードはまだ届いていません。", "No reads have arrived yet.");
        view.none_yet(&none)
    } else {
        html! { (held) @for qc in &all { (delivery(qc, lang)) } }
    };
    Ok(Part::new("reads", title, Some(body)))
}

fn delivery(qc: &ReadQc, lang: Lang) -> Markup {
    let (shape, word) = if qc.accepted {
        (Status::Done, text!("受入済", "accepted"))
    } else {
        (Status::Problem, text!("隔離中", "in quarantine"))
    };
    let files: Vec<_> = qc.pairs.iter().flat_map(|p| p.files()).collect();
    let rows: Vec<Vec<Markup>> = files
        .iter()
        .map(|f| {
            vec![
                html! { (f.name) },
                page::number(grouped(f.reads), ""),
                page::number(format!("{:.1}", f.bases as f64 / 1e6), "Mb"),
                page::number(format!("{:.1}", 100.0 * f.q30_share()), "%"),
                page::number(format!("{:.1}", 100.0 * f.gc_share()), "%"),
                html! { code { (f.sha256.get(..12).unwrap_or(&f.sha256)) } },
            ]
        })
        .collect();
    let head = [
        text!("ファイル", "File"),
        text!("リード数", "Reads"),
        text!("塩基数", "Bases"),
        text!("Q30以上", "Q30"),
        text!("GC", "GC"),
        text!("SHA-256", "SHA-256"),
    ];
    let caption = text!(("{} のファイル", qc.specimen), ("Files of {}", qc.specimen));
    let empty = text!("ファイルはありません。", "No files.");
    html! {
        h3 { code { (qc.specimen) } " " (page::status(lang, shape, Some(&word))) }
        (page::table(lang, &caption, &head, &rows, &empty))
        div class="plots" { @for file in &files {
            figure { figcaption { (file.name) } (sequencing::pages::quality_per_cycle(&file.cycles, lang)) }
        } }
    }
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|part| std::str::from_utf8(part).ok())
        .collect();
    parts.join(",")
}
