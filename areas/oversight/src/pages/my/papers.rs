//! Papers the person keeps: receipts that prove themselves, letters for the family.

use ::words::text;
use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{Caller, Platform, Problem};

use super::{My, choices::consents, open};

/// `GET /my/{case}/papers`.
pub(in crate::pages) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    let title = text!("控えと手紙", "Receipts and letters");
    Ok(my.show(&title, body(&my).await?))
}

async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let all = consents(my).await?;
    let none = text!("控えはまだありません。", "There is no receipt yet.");
    let proof = text!(
        "控えのPDFには、記録が書き換えられていないことの証明が入っています。病院や事業がなくなっても、無料のプログラム（kumi verify --receipt）で確かめられます。",
        "The PDF carries the proof that the record was not changed. It can be checked with a free program (kumi verify --receipt), even without the hospital or the programme."
    );
    Ok(html! {
        h2 { (text!("控え", "Receipts").get(lang)) }
        @if all.is_empty() { p class="empty" { (none.get(lang)) } }
        ul class="papers" {
            @for view in &all {
                @if view.consent.withdrawn_at.is_some() {
                    li { a href={ "/receipts/" (view.id) ".withdrawal" } { (text!("取りやめの証明書（PDF）", "Certificate of withdrawal (PDF)").get(lang)) }
                        " " span class="small" { (view.id) } }
                } @else {
                    li { a href={ "/receipts/" (view.id) } { (text!("同意の控え（PDF）", "Receipt of consent (PDF)").get(lang)) }
                        " " span class="small" { (view.consent.submitted_at.day().show(lang)) " · " (view.id) } }
                }
            }
        }
        @if !all.is_empty() { p class="small" { (proof.get(lang)) } }
        (letters(my).await?)
    })
}

async fn letters(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let told = disclosure::facts::disclosure(my.platform.db(), &my.case.id).await?;
    let letters = told
        .filter(|_| my.is_patient())
        .map(|d| d.letters)
        .unwrap_or_default();
    if letters.is_empty() {
        return Ok(html! {});
    }
    let said = text!(
        "ご家族に渡すかどうかは、あなたが決められます。病院からご家族へ送ることはありません。",
        "Whether you hand it on is for you to decide. The hospital does not send it to your family."
    );
    Ok(html! {
        h2 { (text!("ご家族への手紙", "Letters for your family").get(lang)) }
        ul class="papers" {
            @for (n, letter) in letters.iter().enumerate() {
                li { a href={ "/return/" (my.case.id) "/letters/" (n) } { (letter.to.word().get(lang)) (text!("への手紙（PDF）", ": letter (PDF)").get(lang)) }
                    " " span class="small" { (letter.at.day().show(lang)) } }
            }
        }
        p class="small" { (said.get(lang)) }
    })
}
