//! The result: only after a person explained it, and always the version that was explained.

use ::words::text;
use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};

use super::{My, open};

/// `GET /my/{case}/result`.
pub(in crate::pages) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    let title = text!("結果", "Result");
    Ok(my.show(&title, body(&my).await?))
}

async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let found = disclosure::facts::disclosure(my.platform.db(), &my.case.id).await?;
    let explained = found
        .filter(|d| my.is_patient() && my.progress.died.is_none() && !d.stopped)
        .and_then(|d| d.explained);
    let Some(told) = explained else {
        let said = text!(
            "説明書は、担当者が結果をご説明した後にここで開けます。結果を文書やメールだけでお知らせすることはありません。",
            "You can open the report here once a member of staff has explained the result. Nobody sends a result by letter or e-mail alone."
        );
        return Ok(page::notice(lang, &said, false));
    };
    let day = told.at.day();
    let (ja, en) = (day.show(::words::Lang::Ja), day.show(::words::Lang::En));
    let said = text!(
        ("{ja}に説明を受けた説明書です。"),
        ("This is the report that was explained to you on {en}.")
    );
    let lay = format!("/api/cases/{}/lay?lang={}", my.case.id, lang.tag());
    Ok(html! {
        p { (said.get(lang)) }
        p { a class="button" href=(lay) { (text!("説明書を開く（PDF）", "Open the report (PDF)").get(lang)) } }
        p { a href=(my.at("/questions")) { (text!("わからないことを質問する", "Ask about what is unclear").get(lang)) } }
    })
}
