//! A patient takes the consent back in the middle, on a phone: the consequences stand before the button, nothing moves after
//! it, and the certificate of what was deleted proves itself without the server.

use crate::{driver::Browser, look::look, receipt, visitor::Visitor, waiting};

const PHONE: (u32, u32) = (390, 844);

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_withdraws_in_the_middle() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (programme, waiting) = waiting::start().await;
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let (case, patient) = (waiting.case.as_str(), waiting.patient.as_str());
    reads_first(&visitor, patient, case).await;
    withdraws(&visitor).await;
    stands_still(&visitor, case).await;
    deletes(&visitor, patient, case).await;
    receipt::proves(
        &visitor,
        &programme.server,
        "ul.papers a[href$='.withdrawal']",
    )
    .await;
    after(&visitor, patient, case).await;
    browser.close().await;
}

/// Before: what stops at once, what is deleted and when, what cannot be; and a way back that does nothing.
async fn reads_first(visitor: &Visitor<'_>, patient: &str, case: &str) {
    visitor.enter(patient).await;
    visitor.size(PHONE.0, PHONE.1).await;
    let withdraw = format!("ul.tiles a[href='/my/{case}/withdraw']");
    visitor.go(&withdraw).await;
    let said = visitor.text("main").await;
    for told in [
        "すぐに",
        "そのあと",
        "消せないもの",
        "診療で不利になることはありません",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    look(visitor, "before withdrawing").await;
    visitor.size(PHONE.0, PHONE.1).await;
    visitor.go("main .consent > p:last-child a").await;
    visitor.open(&format!("/my/{case}")).await;
    visitor.go(&withdraw).await;
    assert_eq!(visitor.count("form[action$='/withdraw']").await, 1);
}

async fn withdraws(visitor: &Visitor<'_>) {
    visitor
        .go("form[action$='/withdraw'] button[type=submit]")
        .await;
    visitor.find("form[action$='/take-back']").await;
    let said = visitor.text("main").await;
    assert!(said.contains("利用はすべて止まっています"), "{said}");
    look(visitor, "after withdrawing").await;
    visitor.go("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    look(visitor, "after withdrawing, in English").await;
    visitor.go("form[action='/language'] button").await;
}

/// The curator does not get to the report any more, and no explanation begins.
async fn stands_still(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("curator").await;
    visitor.open(&format!("/reports/{case}.analysis")).await;
    let said = visitor.text("main").await;
    assert!(said.contains("撤回されている"), "{said}");
    assert_eq!(visitor.count("form[action$='/sign']").await, 0);
    // the browser notes the status of a denial
    visitor.browser.complaints().await;
    visitor.enter("physician-a").await;
    visitor.open(&format!("/cases/{case}")).await;
    assert!(visitor.text("p.sentence").await.contains("撤回"));
    look(visitor, "a case that was withdrawn").await;
    visitor.open(&format!("/return/{case}")).await;
    assert!(visitor.text("main").await.contains("取りやめられた"));
    assert_eq!(visitor.count("#explanation form").await, 0);
}

/// The patient does not wait for the days of reflection; what was deleted is listed, and its certificate is among the papers.
async fn deletes(visitor: &Visitor<'_>, patient: &str, case: &str) {
    visitor.enter(patient).await;
    visitor.size(PHONE.0, PHONE.1).await;
    visitor
        .go(&format!("ul.tiles a[href='/my/{case}/withdraw']"))
        .await;
    visitor
        .click("details:has(form[action$='/shorten']) > summary")
        .await;
    visitor
        .go("form[action$='/shorten'] button[type=submit]")
        .await;
    let page = visitor.ask("return location.pathname").await;
    for _ in 0..200 {
        visitor.open(page.as_str().unwrap()).await;
        if visitor.text("main").await.contains("消しました") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    visitor.open(&format!("/my/{case}/papers")).await;
    look(visitor, "papers with the certificate").await;
}

/// What remains says what is gone.
async fn after(visitor: &Visitor<'_>, patient: &str, case: &str) {
    visitor.enter(patient).await;
    visitor.open(&format!("/my/{case}/withdraw")).await;
    let said = visitor.text("main").await;
    assert!(
        said.contains("消しました") && said.contains("消したもの"),
        "{said}"
    );
    look(visitor, "the proof").await;
    visitor.enter("physician-a").await;
    let genome = format!(
        "const done = arguments[0]; fetch('/api/cases/{case}/findings').then(async r => done([r.status, await r.text()]))"
    );
    let said = visitor.later(&genome).await.to_string();
    assert!(!said.contains("SYN5"), "{said}");
    visitor.browser.complaints().await;
}
