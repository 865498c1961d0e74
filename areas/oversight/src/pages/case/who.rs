//! Who the patient is, in one line: for those who treat; everybody else works with the case number.

use ::words::text;
use maud::{Markup, html};
use web::Problem;

use super::super::view::View;

/// Name with its reading, birth day in both calendars, age, patient number.
pub(super) async fn line(view: &View<'_>) -> Result<Markup, Problem> {
    let lang = view.lang;
    let Some(person) = view.case.proband() else {
        return Ok(html! {});
    };
    let sight = registry::facts::sight(view.platform, view.caller, view.case).await?;
    if sight.is_none() {
        return Ok(html! {});
    }
    let Some(who) = registry::facts::identity(view.platform, person).await? else {
        let gone = text!("本人情報は消去されています。", "The identity was erased.");
        return Ok(html! { p class="quiet-line" { (gone.get(lang)) } });
    };
    let age = who.birth_day.years_until(view.platform.now().day());
    let era = who.birth_day.era().unwrap_or_default();
    Ok(html! {
        p class="person" {
            ruby lang="ja" { (who.name) rt { (who.kana) } } " "
            span class="number" { (who.birth_day.show(lang)) } "（" span lang="ja" { (era) } "） "
            (text!(("{age}歳"), ("{age} years")).get(lang))
            @if let Some(number) = &who.patient_number {
                " " span class="number" { (text!("患者番号", "patient no.").get(lang)) " " (number) }
            }
        }
    })
}
