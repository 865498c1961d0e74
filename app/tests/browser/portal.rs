//! A patient on a phone: where the test stands, the choices, a question to the team and its answer, the result that was
//! explained, who used the data, the papers, one of which proves itself without the server.

use crate::{driver::Browser, look::look, receipt, server::Programme, visitor::Visitor};

const PHONE: (u32, u32) = (390, 844);

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_on_a_phone_finds_everything_in_two_taps() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    visitor.enter("patient-").await;
    visitor.find("ol.steps li[aria-current=step]").await;
    let case = path(&visitor).await.replace("/my/", "");
    for (page, waits) in [
        ("", "ul.tiles"),
        ("/choices", "dl.choices dd"),
        ("/result", "main a.button"),
        ("/used", "ul.uses li"),
        ("/papers", "ul.papers a"),
    ] {
        on_phone(&visitor, &case, page, waits).await;
    }
    talk(&visitor, &case).await;
    let result = [(200, "%PDF".to_owned())];
    visitor.open(&format!("/my/{case}/result")).await;
    assert_eq!(visitor.fetch("main a.button").await, result);
    in_english(&visitor, &case).await;
    visitor.open(&format!("/my/{case}/papers")).await;
    receipt::proves(&visitor, &programme.server, "ul.papers a").await;
    browser.close().await;
}

async fn path(visitor: &Visitor<'_>) -> String {
    let path = visitor.ask("return location.pathname").await;
    path.as_str().unwrap_or_default().to_owned()
}

/// Opens a page from the first one with one tap.
async fn on_phone(visitor: &Visitor<'_>, case: &str, page: &str, waits: &str) {
    visitor.size(PHONE.0, PHONE.1).await;
    visitor.open(&format!("/my/{case}")).await;
    if !page.is_empty() {
        visitor
            .click(&format!("ul.tiles a[href='/my/{case}{page}']"))
            .await;
    }
    visitor.find(waits).await;
    look(visitor, &format!("my{page}")).await;
}

/// The patient asks, the physician answers, the patient reads it.
async fn talk(visitor: &Visitor<'_>, case: &str) {
    visitor.size(PHONE.0, PHONE.1).await;
    visitor.open(&format!("/my/{case}/questions")).await;
    look(visitor, "my questions").await;
    visitor.write("#text", "次の受診はいつですか。").await;
    visitor.click("form.sheet button[type=submit]").await;
    visitor.find("article.talk").await;
    visitor.enter("physician-a").await;
    visitor.open(&format!("/threads/{case}")).await;
    look(visitor, "thread").await;
    visitor.write("#answer-1", "来月の第一月曜日です。").await;
    visitor
        .click("#question-1 form.sheet button[type=submit]")
        .await;
    visitor.find("#question-1 .answer").await;
    visitor.open(&format!("/return/{case}")).await;
    visitor.find("#explanation").await;
    look(visitor, "confirm, counsel, explain").await;
    visitor.enter("patient-").await;
    visitor.open(&format!("/my/{case}/questions")).await;
    let said = visitor.text("article.talk .answer .said").await;
    assert_eq!(said, "来月の第一月曜日です。");
}

async fn in_english(visitor: &Visitor<'_>, case: &str) {
    visitor.open(&format!("/my/{case}")).await;
    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    assert_eq!(visitor.text("h1").await, "Where your test stands");
    for page in ["", "/choices", "/result", "/questions", "/used", "/papers"] {
        visitor.open(&format!("/my/{case}{page}")).await;
        look(visitor, &format!("my{page} in English")).await;
    }
}
