//! Records with gaps: active cases whose clinical record is not complete, each with the way to the first gap.

use ::words::text;
use auth::{Holds, Resource};
use axum::extract::State;
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};

use crate::{facts, words::catalogue};

/// The list.
pub(super) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    let (lang, site) = (caller.lang(), caller.site());
    let mut on = Resource::new("sheet", "all").holding(Holds::Clinical);
    if let Some(site) = &site {
        on = on.at_site(site);
    }
    caller.may(&platform, "clinical.read", &on).await?;
    let all = facts::incomplete(platform.db(), site.as_ref()).await?;
    let rows = all.iter().map(|one| {
        let section = catalogue::all().ok().and_then(|all| {
            let named = all.iter().find(|s| s.section == one.section);
            named.map(|s| s.title.get(lang))
        });
        vec![
            html! { a href={ "/cases/" (one.case) "/sheets" } { (one.case) } },
            page::number(one.not_begun, ""),
            page::number(one.gaps, ""),
            html! { a href={ "/cases/" (one.case) "/sheets/" (one.section) } { (section.unwrap_or(&one.section)) } },
        ]
    });
    let rows: Vec<_> = rows.collect();
    let head = [
        text!("症例", "Case"),
        text!("未着手の区分", "Sections not begun"),
        text!("未入力の必須項目", "Required answers missing"),
        text!("次に入力するところ", "Go on at"),
    ];
    let title = text!("入力が残っている症例", "Records with gaps");
    let empty = text!(
        "臨床情報の入力は、すべて済んでいます。",
        "Every clinical record is complete."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (page::table(lang, &title, &head, &rows, &empty))
    };
    Ok(page::page(lang, &title, &caller, body))
}
