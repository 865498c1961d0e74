//! What people do for a case at their screens, by clicks; the stories put them in order.

use crate::{crew::Crew, visitor::Visitor};

/// A report is opened, read, and signed with the key of whoever may.
pub async fn signs(visitor: &Visitor<'_>, account: &str, report: &str) {
    visitor.enter(account).await;
    visitor.open(&format!("/reports/{report}")).await;
    visitor.find("iframe.preview").await;
    visitor.go("form[action$='/sign'] button").await;
    assert_eq!(visitor.count("form[action$='/sign']").await, 0, "{report}");
    let code = "return [...document.querySelectorAll('#versions code')].some(c => /^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/.test(c.textContent))";
    assert_eq!(visitor.ask(code).await, true, "{report} shows a code");
}

/// The chair finds the case among those without a day and plans it for today, as people usually sit.
pub async fn plans(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("chair").await;
    visitor.open("/panels").await;
    visitor
        .go(&format!("#unplanned a[href='/panels/{case}']"))
        .await;
    today(visitor, "form[action$='/plan'] input[name=day]").await;
    visitor.go(RECORD_PLAN).await;
    visitor.find("form[action$='/outcomes']").await;
}

/// The button that records a plan.
pub const RECORD_PLAN: &str = "form[action$='/plan'] > button[type=submit]:not(.second)";

/// Picks today in a field for a day: a script, because how a day is typed depends on the browser's language.
pub async fn today(visitor: &Visitor<'_>, css: &str) {
    let script = format!(
        "const now = new Date(Date.now() + 9 * 36e5); document.querySelector({css:?}).value = now.toISOString().slice(0, 10)"
    );
    visitor.ask(&script).await;
}

/// Everybody who was planned is there.
pub async fn opens(visitor: &Visitor<'_>) {
    visitor
        .click("details:has(form[action$='/open']) > summary")
        .await;
    visitor.go("form[action$='/open'] button").await;
    visitor.find("form[action$='/votes']").await;
}

/// The chair writes down that everybody agrees, reads the minutes and signs them.
pub async fn closes(visitor: &Visitor<'_>) {
    visitor.go("form[action$='/votes'] button").await;
    visitor.go("form[action$='/minutes'] button").await;
    visitor.find("form[action$='/close'] pre.minutes").await;
    visitor.go("form[action$='/close'] button").await;
    visitor.find("a.button[href$='.panel']").await;
}

/// Orders a confirmatory test and records that it confirmed the finding.
pub async fn confirms(visitor: &Visitor<'_>, finding: &str) {
    let test = format!("[id='test-{finding}']");
    visitor
        .go(&format!("{test} form[action$='/order'] button"))
        .await;
    visitor.click(&format!("#result-{finding}-yes")).await;
    visitor
        .go(&format!("{test} form[action$='/result'] button"))
        .await;
}

/// The physician signs the patient's report until the page of the explanation says that it knows the answers of the tests:
/// each answer makes a new draft.
pub async fn signs_lay(visitor: &Visitor<'_>, crew: &Crew<'_>, case: &str) {
    visitor.enter("physician-a").await;
    for _ in 0..8 {
        crew.printed(case, "lay").await;
        visitor.open(&format!("/return/{case}")).await;
        if ready(visitor).await {
            return;
        }
        visitor.open(&format!("/reports/{case}.lay")).await;
        if visitor.count("form[action$='/sign']").await > 0 {
            visitor.go("form[action$='/sign'] button").await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    panic!("the report of {case} does not get to know its tests");
}

/// Nothing but counselling stands before the explanation.
async fn ready(visitor: &Visitor<'_>) -> bool {
    let waits = "return [...document.querySelectorAll('ul.gates li')].every(l => l.textContent.includes('カウンセリング'))";
    visitor.ask(waits).await == true
}

/// The counsellor sets a time, holds the talk and sums it up.
pub async fn counsels(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("counsellor-a").await;
    visitor.open(&format!("/return/{case}")).await;
    visitor.click("#urgency-soon").await;
    visitor
        .go("form[action$='/counselling'] button[type=submit]")
        .await;
    visitor.click("#step-done").await;
    visitor.click("#held-meeting-onsite").await;
    visitor.go("form[action$='/held'] button").await;
    visitor
        .write(
            "textarea#summary",
            "ご家族の病歴と、これからの検診について話した。",
        )
        .await;
    visitor.go("form[action$='/summary'] button").await;
    visitor.find("#counselling p.said").await;
}

/// The physician records who was told, reads the record and signs it.
pub async fn explains(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("physician-a").await;
    visitor.open(&format!("/return/{case}")).await;
    visitor.click("#attended-oneself").await;
    visitor.click("#copy_given-yes").await;
    visitor.go("form[action*='/to-sign'] button").await;
    visitor.find("form.signing[action$='/explained']").await;
    visitor.go("form[action$='/explained'] button").await;
    assert!(
        visitor.text("#explanation").await.contains("説明済"),
        "{case}"
    );
}
