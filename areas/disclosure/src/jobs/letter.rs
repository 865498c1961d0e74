//! Letters on A4: for relatives, for an appointment, that results are ready to be explained. They carry no name: the
//! envelope is written by hand, and who finds the sheet learns nothing.

use blob::KeyId;
use report::jobs::gather::CaseFacts;
use serde_json::{Value, json};
use web::Platform;
use words::{At, Digest, Lang, Text, text};

use crate::words::{Attendee, Meeting};

const TEMPLATE: &str = include_str!("../../../../catalog/disclosure/letter.typ");

/// A letter before it is set.
pub(crate) struct Letter {
    pub title: Text,
    pub to: Text,
    pub paragraphs: Vec<Text>,
    pub facts: Vec<(Text, String)>,
}

/// Sets a letter as a PDF. Its code stands on the sheet and is the beginning of the digest of what it says.
pub(crate) async fn set(
    platform: &Platform,
    case: &CaseFacts,
    letter: Letter,
    at: At,
) -> anyhow::Result<Vec<u8>> {
    let site = registry::facts::site(platform.db(), &case.site).await?;
    let site = site.map_or_else(
        || Text::made(case.site.to_string(), case.site.to_string()),
        |s| s.name,
    );
    let facts: Vec<Value> = letter
        .facts
        .iter()
        .map(|(label, value)| json!({ "label": label, "value": value }))
        .collect();
    let mut data = json!({
        "title": letter.title, "to": letter.to, "from": site, "day": at.day().show(Lang::Ja),
        "paragraphs": letter.paragraphs, "facts": facts, "case": case.id,
    });
    let code = Digest::of(data.to_string().as_bytes());
    let code = code.short().to_owned();
    if let Some(all) = data.as_object_mut() {
        let id = format!("{}-{code}", case.id);
        let matrix = paper::matrix(&id).map(|svg| json!({ "svg": svg, "text": id }));
        let document = json!({ "id": id, "at": at.rfc3339() });
        all.insert("document".to_owned(), document);
        all.insert("matrix".to_owned(), json!(matrix));
        all.insert("code".to_owned(), json!(code));
    }
    let fonts_dir = platform.settings().fonts_dir.clone();
    let pdf = tokio::task::spawn_blocking(move || -> anyhow::Result<paper::Pdf> {
        let fonts = paper::Fonts::find(&[fonts_dir])?;
        Ok(paper::render(TEMPLATE, &data, &fonts)?)
    });
    Ok(pdf.await??.bytes)
}

/// Keeps a letter under the key of the case.
pub(crate) async fn keep(
    platform: &Platform,
    case: &CaseFacts,
    pdf: &[u8],
) -> anyhow::Result<Digest> {
    Ok(platform
        .blobs()
        .put(&KeyId::case(&case.id), pdf)
        .await?
        .digest)
}

/// The letter to a relative. `named` are the sentences of the explained findings that it may name.
pub(crate) fn family(to: Attendee, named: &[Text]) -> Letter {
    let mut paragraphs = vec![
        text!(
            "このお手紙は、検査を受けた方からご家族（血のつながりのある方）にお渡しいただくものです。",
            "This letter is handed by the person who was tested to a relative by blood."
        ),
        text!(
            "ご家族のお一人が全ゲノム解析を受け、結果の説明を受けました。その中に、血縁のある方の健康管理にも役立つかもしれないことが含まれていました。",
            "Somebody in your family had a whole-genome analysis, and its result was explained. Part of it may also help relatives to look after their health."
        ),
    ];
    if !named.is_empty() {
        paragraphs.push(text!(
            "ご本人の同意を得て、その内容を次に記します。",
            "With the person's agreement it is named here."
        ));
        paragraphs.extend(named.iter().cloned());
    }
    paragraphs.extend([
        text!(
            "同じ体質を受け継いでいるとは限りません。知りたいかどうか、調べるかどうかは、ご自身で決められます。知らないでいることも選べます。",
            "You have not necessarily inherited it. Whether you want to know, and to be tested, is for you to decide. You may also choose not to know."
        ),
        text!(
            "相談をご希望の方は、このお手紙を持って、遺伝カウンセリングを行っている医療機関か、下記の病院にお問い合わせください。用紙の下にある番号をお伝えいただくと、どのお手紙か担当者にわかります。",
            "If you would like to talk about it, take this letter to a hospital that offers genetic counselling, or call the hospital below. With the numbers at the foot of this sheet its staff know which letter it is."
        ),
    ]);
    Letter {
        title: text!("ご家族へのお知らせ", "A letter to the family"),
        to: to.word(),
        paragraphs,
        facts: Vec::new(),
    }
}

/// The same letter for everybody whose results are ready: it says nothing of what they are.
pub(crate) fn ready() -> Letter {
    Letter {
        title: text!(
            "結果のご説明について",
            "Your result is ready to be explained"
        ),
        to: text!("検査を受けられた方", "the person who was tested"),
        paragraphs: vec![
            text!(
                "検査の結果をご説明する準備ができました。結果は、このお手紙ではなく、担当の医師または遺伝カウンセラーが直接ご説明します。",
                "Your result is ready to be explained. It is not in this letter: your doctor or genetic counsellor explains it to you in person."
            ),
            text!(
                "病院にお電話のうえ、ご都合のよい日をお知らせください。ご家族など、一緒に聞いてほしい方がいらっしゃれば、ご同席いただけます。",
                "Please call the hospital and say which day suits you. You may bring somebody you would like to have with you."
            ),
            text!(
                "聞きたくないこと、知りたくないことがあれば、説明の前でも途中でもお申し出ください。",
                "If there is something you would rather not hear, say so before or during the talk."
            ),
        ],
        facts: Vec::new(),
    }
}

/// An appointment for counselling.
pub(crate) fn appointment(slot: At, meeting: Meeting) -> Letter {
    let how = match meeting {
        Meeting::Onsite => "来院 / at the hospital",
        Meeting::Video => "ビデオ通話 / by video",
    };
    let when = format!("{} / {}", slot.show(Lang::Ja), slot.show(Lang::En));
    Letter {
        title: text!("遺伝カウンセリングのご予約", "Your counselling appointment"),
        to: text!("ご予約の方", "the person who has the appointment"),
        paragraphs: vec![
            text!(
                "下記の日時にお待ちしています。ご都合が悪くなったときは、病院にお電話ください。何度でも変更できます。",
                "We expect you at the time below. If it does not suit you, please call the hospital; it can be changed as often as you need."
            ),
            text!(
                "ご家族の病気のこと（どなたが、何歳ごろ、どんな病気か）がわかるものがあれば、お持ちください。なくてもかまいません。",
                "If you can, bring what you know of illnesses in your family (who, at what age, which illness). It is not required."
            ),
        ],
        facts: vec![
            (text!("日時", "When"), when),
            (text!("方法", "How"), how.to_owned()),
        ],
    }
}
