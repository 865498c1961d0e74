//! A panel without quorum: who is missing is said while it is planned, in the list, and when it shall be closed; the member
//! joins, and it closes. In Japanese, and what is refused in English too.

use crate::{
    acts::{RECORD_PLAN, signs, today},
    driver::Browser,
    look::look,
    visitor::Visitor,
    waiting,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_closes_only_when_every_role_is_there() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (programme, waiting) = waiting::start().await;
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let case = waiting.case.as_str();
    signs(&visitor, "curator", &format!("{case}.analysis")).await;
    plan(&visitor, case).await;
    amend_plan(&visitor, case).await;
    meet(&visitor, case).await;
    join(&visitor, case).await;
    browser.close().await;
}

/// Planned without the pathologist: the page says so at once, and so does the list.
async fn plan(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("chair").await;
    visitor.open("/panels").await;
    visitor
        .go(&format!("#unplanned a[href='/panels/{case}']"))
        .await;
    assert!(
        visitor
            .text("#unmet")
            .await
            .contains("要件を満たしています")
    );
    visitor.click("[id='pathologist.in-1']").await;
    // said while one chooses, before anything is recorded
    let missing = "const done = arguments[0]; const look = () => document.querySelector('#unmet').textContent.includes('病理') ? done(true) : setTimeout(look, 50); look();";
    assert_eq!(visitor.later(missing).await, true);
    look(visitor, "a plan without a pathologist").await;
    today(visitor, "form[action$='/plan'] input[name=day]").await;
    visitor.go(RECORD_PLAN).await;
    assert!(visitor.text("#quorum #unmet").await.contains("病理"));
    visitor.open("/panels").await;
    assert!(visitor.text("main ul.unmet").await.contains("病理"));
    look(visitor, "the list with a role that is missing").await;
}

/// The pathologist is added to the plan.
async fn amend_plan(visitor: &Visitor<'_>, case: &str) {
    visitor.go(&format!("main a[href='/panels/{case}']")).await;
    visitor
        .click("details:has(form[action$='/plan']) > summary")
        .await;
    visitor.click("[id='pathologist.in-1']").await;
    visitor
        .click(".seat:has([id='pathologist.in-1']) details > summary")
        .await;
    visitor.click("[id='pathologist.role-pathologist']").await;
    visitor.go(RECORD_PLAN).await;
    let said = visitor.text("#quorum #unmet").await;
    assert!(said.contains("要件を満たしています"), "{said}");
}

/// On the day the pathologist is not there: the session goes on, but it is not closed.
async fn meet(visitor: &Visitor<'_>, case: &str) {
    visitor.go("form[action$='/outcomes'] button").await;
    present(visitor).await;
    visitor.go("form[action$='/votes'] button").await;
    visitor.go("form[action$='/minutes'] button").await;
    let said = visitor.text(".notice.problem").await;
    assert!(
        said.contains("病理") && said.contains("E-PANEL-NO-QUORUM"),
        "{said}"
    );
    assert_eq!(visitor.count("form[action$='/close']").await, 0);
    // a refusal is no fault of the page, but the browser notes its status
    visitor.browser.complaints().await;
    look(visitor, "closing refused").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.go("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    visitor.go("form[action$='/minutes'] button").await;
    let said = visitor.text(".notice.problem").await;
    assert!(said.contains("pathologist"), "{said}");
    visitor.browser.complaints().await;
    look(visitor, "closing refused, in English").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.go("form[action='/language'] button").await;
}

/// Ticks or unticks the pathologist and notes who is there.
async fn present(visitor: &Visitor<'_>) {
    visitor
        .click("details:has(form[action$='/open']) > summary")
        .await;
    visitor.click("[id='present-pathologist']").await;
    visitor.go("form[action$='/open'] button").await;
}

/// The pathologist comes in, says something, and the minutes are signed.
async fn join(visitor: &Visitor<'_>, case: &str) {
    present(visitor).await;
    let said = visitor.text("#quorum #unmet").await;
    assert!(said.contains("要件を満たしています"), "{said}");
    visitor.go("form[action$='/votes'] button").await;
    visitor.go("form[action$='/minutes'] button").await;
    visitor.find("form[action$='/close'] pre.minutes").await;
    visitor.go("form[action$='/close'] button").await;
    visitor
        .find(&format!("a.button[href='/reports/{case}.panel']"))
        .await;
    assert!(visitor.text(".session-head").await.contains("終了"));
    look(visitor, "closed with quorum").await;
}
