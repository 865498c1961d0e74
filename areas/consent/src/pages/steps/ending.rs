//! Steps 10 to 13: who it is, the signature, the countersignature, the receipt.

use maud::{Markup, html};
use web::page::{self, Field};
use words::text;

use super::{Scene, value};
use crate::words::{
    Giver,
    session::{End, Step},
    strokes,
};

pub(super) fn identity(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let proxy = scene.visit.session.giver == Some(Giver::Proxy);
    html! {
        p { (text!("担当者に、身分証（マイナンバーカード、運転免許証など）を見せてください。", "Please show the staff an identity document, such as a My Number card or a driving licence.").get(lang)) }
        @if proxy { p { (text!("代わって決める方は、本人との関係が分かる書類（戸籍、母子健康手帳、後見の登記など）もお見せください。", "If you decide for somebody, also show a document of your relation or of the guardianship.").get(lang)) } }
        (super::reading::look_again(scene, Step::Identity))
    }
}

pub(super) fn sign(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let open = scene.visit.session.open_questions();
    let name = Field::new(
        "name",
        text!(
            "お名前を書いて署名してください",
            "Sign by writing your own name"
        ),
    )
    .hint(text!(
        "お答えになった方ご自身のお名前です",
        "The name of the person who answered"
    ))
    .value(value(scene, "name", ""))
    .autocomplete("name");
    html! {
        @if open > 0 {
            (page::notice(lang, &text!(("まだ答えていない質問が{open}件あります。担当者の回答を待ってから署名してください。"), ("{open} of your questions are still open. Please wait for the answer before you sign.")), false))
        }
        p { (text!("署名すると、ここまでの回答が記録されます。", "Your signature records the answers you gave.").get(lang)) }
        p { (text!("署名したあとも、理由を言わずに、いつでもやめられます。", "After signing you can still stop at any time without a reason.").get(lang)) }
        (page::form(lang, &format!("/tablet/step/{}", Step::Sign.number()), &text!("署名する", "Sign"), html! { (page::field(lang, &name)) (sheet(scene)) }))
    }
}

/// Where the name can be drawn with a finger or a pen instead. Shown by the script: without it the name is written.
fn sheet(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    let (width, height) = strokes::SHEET;
    let said = text!(
        "指やペンで書いて署名することもできます",
        "Or sign here with a finger or a pen"
    );
    html! {
        div class="signature" data-draw hidden {
            p id="draw-said" { (said.get(lang)) }
            canvas width=(width) height=(height) role="img" aria-labelledby="draw-said" {}
            input type="hidden" name="drawn";
            p { button class="second" type="button" { (text!("書き直す", "Start again").get(lang)) } }
        }
    }
}

pub(super) fn countersign(scene: &Scene<'_>) -> Markup {
    let lang = scene.lang;
    html! {
        p { (text!("署名を受け取りました。担当者が確認しています。", "Your signature was received. The staff are checking it.").get(lang)) }
        p { (text!("担当者が確認すると、控えを受け取れます。", "When they have countersigned, you get your receipt.").get(lang)) }
        (super::reading::look_again(scene, Step::Countersign))
    }
}

pub(super) fn ended(scene: &Scene<'_>, end: &End) -> Markup {
    let lang = scene.lang;
    match end {
        End::Recorded { consent } => html! {
            p { (text!("同意が記録されました。ありがとうございました。", "Your consent is recorded. Thank you.").get(lang)) }
            p { a class="button" href="/tablet/receipt" { (text!("控え（PDF）を開く", "Open the receipt (PDF)").get(lang)) } }
            p { (text!("控えはご家族に見せることもできます。紙の控えは担当者にお申し付けください。", "You can show the receipt to your family. Ask the staff for it on paper.").get(lang)) }
            p { (text!("いつでも、理由を言わずに取りやめられます。", "You can withdraw at any time without a reason.").get(lang)) }
            p class="small" { (text!("記録番号", "Record").get(lang)) " " code { (consent) } }
        },
        End::Declined { .. } => html! {
            p { (text!("参加しないことを承りました。診療で不利になることはありません。お読みいただき、ありがとうございました。", "You do not take part. Your care stays the same. Thank you for reading.").get(lang)) }
        },
        End::Expired | End::Closed => html! {
            p { (text!("この手続きは終わっています。続ける場合は、担当者にお声がけください。", "This has ended. To go on, please speak to the staff.").get(lang)) }
        },
    }
}
