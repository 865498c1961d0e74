//! An adult on a tablet through all thirteen steps by clicks, with staff at the desk beside; then a look in English.

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

/// The phone and the desk of this story.
const PHONE: (u32, u32) = (390, 844);

#[tokio::test(flavor = "multi_thread")]
async fn an_adult_consents_on_a_tablet_handed_over_at_the_bedside() {
    let (Some(browser), Some(other)) = (Browser::start().await, Browser::start().await) else {
        return;
    };
    let programme = Programme::start();
    let base = programme.server.base.as_str();
    let tablet = Visitor {
        browser: &browser,
        base,
    };
    let desk = Visitor {
        browser: &other,
        base,
    };
    let procedure = begin(&desk).await;
    hand_over(&tablet, &procedure).await;
    read(&tablet).await;
    staff_tick(&desk, &procedure).await;
    decide(&tablet).await;
    identity(&desk, &procedure).await;
    sign(&tablet).await;
    countersign(&desk, &procedure).await;
    receipt(&tablet).await;
    english(&desk, &programme.cancer).await;
    browser.close().await;
    other.close().await;
}

/// The coordinator registers somebody and begins: answers the path of the procedure.
async fn begin(desk: &Visitor<'_>) -> String {
    desk.enter("coordinator-a").await;
    let script = "const done = arguments[0];
const eligibility = { kind: 'cancer', enough_specimen: true, refractory: true, alive_and_treatable: true };
const member = { relation: 'proband', name: '見本 花子', kana: 'ミホン ハナコ', birth_day: '1980-01-01', sex: 'female', patient_number: '770001' };
fetch('/api/cases', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ eligibility, members: [member] }) })
  .then(r => r.json()).then(c => done(c.id))";
    let case = desk.later(script).await;
    let case = case.as_str().unwrap();
    desk.open(&format!("/cases/{case}/consents")).await;
    look(desk, "consents of a case").await;
    desk.click(&format!("form[action^='/cases/{case}/consents/'] button"))
        .await;
    desk.find("form[action$='/tablet']").await;
    look(desk, "a procedure that has not begun").await;
    let path = desk.ask("return location.pathname").await;
    path.as_str().unwrap().to_owned()
}

/// The tablet is the coordinator's until it is handed over; then it opens nothing else.
async fn hand_over(tablet: &Visitor<'_>, procedure: &str) {
    tablet.enter("coordinator-a").await;
    tablet.open(procedure).await;
    tablet.click("form[action$='/tablet'] button").await;
    tablet.find("input[name=letters]").await;
    for path in [procedure, "/", "/cases"] {
        tablet.open(path).await;
        tablet.find("input[name=to]").await;
        let path = tablet.ask("return location.pathname").await;
        assert_eq!(path, "/sign-in");
    }
    tablet.open("/tablet").await;
}

async fn small(tablet: &Visitor<'_>) {
    tablet.size(PHONE.0, PHONE.1).await;
}

async fn press(tablet: &Visitor<'_>) {
    tablet.click("form.sheet button[type=submit]").await;
}

async fn at(tablet: &Visitor<'_>, step: u8) {
    let script = "return document.querySelector('progress')?.value ?? 0";
    for _ in 0..100 {
        if tablet.ask(script).await == step {
            look(tablet, &format!("step {step}")).await;
            return small(tablet).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("step {step} is not reached");
}

/// Steps 1 to 6, with a question.
async fn read(tablet: &Visitor<'_>) {
    small(tablet).await;
    at(tablet, 1).await;
    assert!(
        tablet
            .text(".sample")
            .await
            .contains("見本・倫理審査未承認")
    );
    press(tablet).await;
    at(tablet, 2).await;
    tablet.click("#giver-self").await;
    press(tablet).await;
    at(tablet, 3).await;
    for card in 1..=8 {
        tablet
            .find(&format!("input[name=card][value='{card}']"))
            .await;
        press(tablet).await;
    }
    at(tablet, 4).await;
    tablet.click("ol.leaves summary").await;
    tablet
        .write("ol.leaves textarea", "いつ結果が分かりますか")
        .await;
    tablet.click("ol.leaves details[open] button").await;
    tablet.find("dl.asked").await;
    press_last(tablet).await;
    at(tablet, 5).await;
    // a wrong answer shows the explanation once more and stops nobody
    tablet.click("[id='item.check.always-yes']").await;
    press(tablet).await;
    tablet.find("form.sheet .notice").await;
    tablet.click(".aside button").await;
    at(tablet, 6).await;
}

async fn press_last(tablet: &Visitor<'_>) {
    tablet.click("form.sheet[action$='/step/4'] button").await;
}

/// Staff answer the question and tick the talk.
async fn staff_tick(desk: &Visitor<'_>, procedure: &str) {
    desk.open(procedure).await;
    look(desk, "a procedure with a question").await;
    desk.write("textarea[name^=answer]", "およそ2か月後です")
        .await;
    desk.click("form[action$='/reply'] button").await;
    desk.find("form[action$='/talk']").await;
    desk.click("#place-onsite").await;
    desk.click("form[action$='/talk'] button").await;
    desk.find("form[action$='/identity']").await;
}

/// Steps 7 to 10: agrees to everything, wishes to know, leaves the rest.
async fn decide(tablet: &Visitor<'_>) {
    press(tablet).await;
    tablet.open("/tablet").await;
    at(tablet, 7).await;
    let agree = "document.querySelectorAll('input[value=agree]').forEach(i => i.click())";
    tablet.ask(agree).await;
    press(tablet).await;
    at(tablet, 8).await;
    assert_eq!(
        tablet.count("input:checked").await,
        0,
        "nothing is presumed"
    );
    tablet.click("[id='item.ror.primary_now-yes']").await;
    press(tablet).await;
    at(tablet, 9).await;
    press(tablet).await;
    at(tablet, 10).await;
}

async fn identity(desk: &Visitor<'_>, procedure: &str) {
    desk.open(procedure).await;
    desk.click("#check-face_to_face").await;
    desk.click("form[action$='/identity'] button").await;
    desk.find("ol.steps").await;
}

async fn sign(tablet: &Visitor<'_>) {
    tablet.open("/tablet").await;
    at(tablet, 11).await;
    tablet.write("#name", "見本 花子").await;
    press(tablet).await;
    at(tablet, 12).await;
}

async fn countersign(desk: &Visitor<'_>, procedure: &str) {
    desk.open(procedure).await;
    look(desk, "a signature to countersign").await;
    desk.click("form[action$='/countersign'] button").await;
    desk.find("a[href$='/receipt']").await;
    look(desk, "a recorded consent").await;
}

/// Step 13; the receipt is made by a job, so it may take a moment.
async fn receipt(tablet: &Visitor<'_>) {
    tablet.open("/tablet").await;
    tablet.find("a[href='/tablet/receipt']").await;
    look(tablet, "the end").await;
    for _ in 0..100 {
        let pdfs = tablet.fetch("a[href='/tablet/receipt']").await;
        if pdfs == [(200, "%PDF".to_owned())] {
            tablet.browser.complaints().await;
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    panic!("there is no receipt");
}

/// The pages of staff in English.
async fn english(desk: &Visitor<'_>, case: &str) {
    desk.click("form[action='/language'] button").await;
    desk.find("html[lang=en]").await;
    desk.open(&format!("/cases/{case}/consents")).await;
    look(desk, "consents in English").await;
    desk.click("a[href$='/choices']").await;
    look(desk, "choices in English").await;
    desk.open("/consents/forms/icf-cancer-adult@1.0/icf-cancer-adult@1.1")
        .await;
    assert!(desk.count("ins").await > 0);
    look(desk, "two versions in English").await;
    desk.open(&format!("/cases/{case}/consents")).await;
    desk.click("a[href$='/withdraw']").await;
    look(desk, "withdrawal in English").await;
}
