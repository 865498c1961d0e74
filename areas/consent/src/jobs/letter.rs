//! The invitation as an A4 letter with its one-time code. Made when it is asked for and not kept: nobody can read the code later.

use serde_json::{Value, json};
use web::Platform;
use words::{Day, Lang, Text, text};

use super::matrix;
use crate::words::form::Form;

const TEMPLATE: &str = include_str!("../../../../catalog/consent/letter.typ");

/// The letter as a PDF. `to` is the name as it stands on the envelope; `code` is shown in groups of four.
pub(crate) async fn letter(
    platform: &Platform,
    (id, form): (&str, &Form),
    to: &str,
    code: &str,
    until: Day,
) -> anyhow::Result<Vec<u8>> {
    let data = content(platform, (id, form), to, code, until);
    let fonts_dir = platform.settings().fonts_dir.clone();
    let pdf = tokio::task::spawn_blocking(move || -> anyhow::Result<paper::Pdf> {
        let fonts = paper::Fonts::find(&[fonts_dir])?;
        Ok(paper::render(TEMPLATE, &data, &fonts)?)
    });
    Ok(pdf.await??.bytes)
}

fn content(
    platform: &Platform,
    (id, form): (&str, &Form),
    to: &str,
    code: &str,
    until: Day,
) -> Value {
    let paragraphs: [Text; 2] = [
        text!(
            "ゲノムをすべて調べる検査について、ご自宅で説明を読み、参加するかどうかを決めていただけます。下のページを開き、番号を入れてください。",
            "At home you can read about the whole-genome analysis and decide whether to take part. Open the page below and type the code."
        ),
        text!(
            "途中でやめて、あとで続けることもできます。分からないことは、その場で質問できます。",
            "You can stop and go on later, and ask questions on the page."
        ),
    ];
    let help = text!(
        "スマートフォンやパソコンがない方、うまく開けない方は、病院の担当者にお声がけください。紙でもお答えいただけます。この番号はほかの人に教えないでください。",
        "Without a phone or computer, or if it does not open, please speak to the hospital staff: you can answer on paper too. Keep this code to yourself."
    );
    json!({
        "document": { "id": id, "at": platform.now().rfc3339() },
        "mark": form.mark,
        "to": to,
        "paragraphs": paragraphs,
        "address": format!("{}/tablet", platform.settings().base_url),
        "code": code,
        "matrix": matrix(&format!("{}/tablet/{code}", platform.settings().base_url)),
        "until": format!("{} / {}", until.show(Lang::Ja), until.show(Lang::En)),
        "help": help,
    })
}
