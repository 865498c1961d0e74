//! An amended report is discussed again: mended and signed by the curator, planned by the chair, circulated to phones,
//! made a meeting by one wish to discuss, refused without quorum, closed with signed minutes, shown on a wall.

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

const PHONE: (u32, u32) = (390, 844);
const DESK: (u32, u32) = (1440, 900);

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_meets_over_an_amended_report() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let case = programme.cancer.as_str();
    amend(&visitor, case).await;
    plan(&visitor, case).await;
    circulate(&visitor, case).await;
    meet(&visitor, case).await;
    close(&visitor, case).await;
    wall(&visitor, case).await;
    told(&visitor, case).await;
    browser.close().await;
}

/// The curator makes a new version, mends a sentence, compares and signs.
async fn amend(visitor: &Visitor<'_>, case: &str) {
    let report = format!("/reports/{case}.analysis");
    visitor.enter("physician-a").await;
    visitor.open(&report).await;
    visitor.find("iframe.preview").await;
    visitor.enter("curator").await;
    visitor.open(&report).await;
    visitor.click("details.card summary").await;
    visitor
        .click("select#reason option[value=correction]")
        .await;
    visitor.go("form[action$='/draft'] button").await;
    visitor.find("form[action$='/sign']").await;
    reachable(visitor, "form[action$='/sign'] button").await;
    look(visitor, "draft of a report").await;
    visitor.open(&format!("{report}?edit=12")).await;
    visitor
        .write("textarea[name='text.ja']", "（確認済み）")
        .await;
    visitor
        .write("textarea[name='text.en']", " (checked)")
        .await;
    visitor.go("form[action$='/sentences'] button").await;
    assert!(visitor.text("li[id=s12]").await.contains("手直し"));
    visitor.open(&format!("{report}/compare?from=1&to=2")).await;
    assert_eq!(visitor.count("ins").await, 1, "one sentence was mended");
    look(visitor, "two versions").await;
    visitor.open(&report).await;
    visitor.go("form[action$='/sign'] button").await;
    visitor.find("form[action$='/draft']").await;
    assert_eq!(visitor.count("form[action$='/sign']").await, 0, "signed");
}

/// A mouse reaches it: scrolled to, it lies inside the window, and nothing lies over it.
async fn reachable(visitor: &Visitor<'_>, css: &str) {
    let script = format!(
        "const button = document.querySelector({css:?}); button.scrollIntoView({{ block: 'center' }});
const box = button.getBoundingClientRect();
return box.top >= 0 && box.bottom <= innerHeight
  && button.contains(document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2))"
    );
    assert_eq!(visitor.ask(&script).await, true, "{css} is out of reach");
}

/// The chair plans a second session; a missing role shows before anything is recorded.
async fn plan(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("chair").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.click("[id='pathologist.in-1']").await;
    visitor.click("button[formaction$='/check']").await;
    let missing = "return new Promise(done => { const look = () => document.querySelector('#unmet').textContent.includes('病理') ? done(true) : setTimeout(look, 100); look(); })";
    assert_eq!(visitor.ask(missing).await, true);
    visitor.open(&format!("/panels/{case}")).await;
    visitor.click("#mode-circulation").await;
    let days = "for (const [name, days] of [['day', 7], ['deadline', 5]]) {
      const day = new Date(Date.now() + days * 864e5);
      document.querySelector(`input[name=${name}]`).value = day.toISOString().slice(0, 10); }";
    visitor.ask(days).await;
    visitor
        .go("form[action$='/plan'] > button[type=submit]:not(.second)")
        .await;
    visitor.find("form[action$='/outcomes']").await;
    look(visitor, "session in preparation").await;
    visitor.go("form[action$='/outcomes'] button").await;
    visitor.go("form[action$='/open'] button").await;
    visitor.find("form[action$='/live'] button").await;
}

/// Two members answer on their phones; one wants to discuss.
async fn circulate(visitor: &Visitor<'_>, case: &str) {
    visitor.size(PHONE.0, PHONE.1).await;
    for (member, vote) in [
        ("geneticist", "agree_with_comment"),
        ("oncologist-2", "discuss"),
    ] {
        visitor.enter(member).await;
        visitor.open("/panels").await;
        visitor.go(&format!("a[href='/panels/{case}']")).await;
        visitor.click("#interest-none").await;
        visitor.click(&format!("#vote-{vote}")).await;
        visitor
            .write("textarea[name=comment]", "家族歴を確認したい。")
            .await;
        visitor.go("form[action$='/opinion'] button").await;
        visitor.find("#opinions .remark").await;
        look(visitor, "session of a member").await;
        visitor.size(PHONE.0, PHONE.1).await;
    }
    visitor.size(DESK.0, DESK.1).await;
}

/// The chair notes who is there and what is said; without the pathologist it does not close.
async fn meet(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("chair").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.click("[id='present-pathologist']").await;
    visitor.go("form[action$='/open'] button").await;
    visitor.find("form[action$='/votes']").await;
    visitor.go("form[action$='/minutes'] button").await;
    let said = visitor.text(".notice.problem").await;
    assert!(said.contains("病理"), "{said}");
    // a refusal is no fault of the page, but the browser notes its status
    visitor.browser.complaints().await;
    look(visitor, "refused without quorum").await;
    visitor
        .click("#agenda details.card summary, .agenda-side details.card summary")
        .await;
    visitor.click("[id='present-pathologist']").await;
    visitor.go("form[action$='/open'] button").await;
    visitor.go("form[action$='/votes'] button").await;
}

/// Whoever wanted to discuss agrees; the minutes are signed.
async fn close(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("oncologist-2").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.click("#vote-agree").await;
    visitor.go("form[action$='/opinion'] button").await;
    visitor.find("#opinions").await;
    visitor.enter("chair").await;
    visitor.open(&format!("/panels/{case}")).await;
    visitor.go("form[action$='/minutes'] button").await;
    visitor.find("form[action$='/close'] pre.minutes").await;
    look(visitor, "minutes to sign").await;
    visitor.go("form[action$='/close'] button").await;
    visitor.find("a.button[href$='.panel']").await;
    visitor.go("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    assert!(visitor.text(".session-head").await.contains("closed"));
    look(visitor, "closed session in English").await;
}

/// On the wall there is neither name nor number.
async fn wall(visitor: &Visitor<'_>, case: &str) {
    visitor.open(&format!("/panels/{case}?view=project")).await;
    let shown = visitor.text("body").await;
    assert!(
        !shown.contains(case) && !shown.contains("hospital-a"),
        "{shown}"
    );
    assert_eq!(visitor.count("form[action='/sign-out']").await, 0);
    look(visitor, "view for the wall").await;
}

/// The physician had read the first version; the page of that version says that another took its place.
async fn told(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("physician-a").await;
    visitor
        .open(&format!("/reports/{case}.analysis?version=1"))
        .await;
    assert!(visitor.text(".notice.problem").await.contains("第2版"));
}
