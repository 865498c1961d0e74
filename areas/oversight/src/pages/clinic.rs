//! What the clinic wrote down.

use ::words::text;
use auth::Holds;
use maud::html;
use web::{Problem, page};

use super::view::{Part, View};

/// The part about clinical data.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("臨床情報", "Clinical data"));
    if !view.sees("clinical.read", Holds::Clinical).await? {
        return Ok(Part::new("clinic", title, None));
    }
    let all = clinical::facts::summary(view.platform, &view.case.id).await?;
    let facts: Vec<_> = all
        .into_iter()
        .map(|a| (a.label, html! { (a.display.get(lang)) }))
        .collect();
    let body = if facts.is_empty() {
        let none = text!(
            "臨床情報はまだ入力されていません。",
            "No clinical data have been entered yet."
        );
        view.none_yet(&none)
    } else {
        page::facts(lang, &facts)
    };
    Ok(Part::new("clinic", title, Some(body)))
}
