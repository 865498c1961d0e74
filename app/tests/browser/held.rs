//! A secondary finding is held until it was counselled. Two copies of one programme differ only in what the panel returns:
//! until the explanation the patient's pages are the same, byte for byte; the physician sees that counselling is due;
//! after it the finding is in what is explained.

use serde_json::Value;

use crate::{
    acts::{closes, confirms, counsels, explains, opens, plans, signs, signs_lay},
    crew::Crew,
    driver::Browser,
    look::look,
    server::Programme,
    visitor::Visitor,
    waiting,
};

/// What a patient can open.
const PAGES: [&str; 6] = ["", "/choices", "/result", "/questions", "/used", "/papers"];

#[tokio::test(flavor = "multi_thread")]
async fn a_secondary_finding_is_held_until_it_was_counselled() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (returned, waiting) = waiting::start().await;
    let (without, _) = waiting::start().await;
    let (case, patient) = (waiting.case.as_str(), waiting.patient.as_str());
    let with = Visitor {
        browser: &browser,
        base: &returned.server.base,
    };
    let plain = Visitor {
        browser: &browser,
        base: &without.server.base,
    };
    let finding = until_the_gate(&with, &returned, case, true).await;
    alone(&with).await;
    until_the_gate(&plain, &without, case, false).await;
    alone(&plain).await;

    // the physician knows what is due, the patient's pages know nothing
    with.enter("physician-a").await;
    with.open(&format!("/return/{case}")).await;
    let due = with.text("ul.gates").await;
    assert!(due.contains("遺伝カウンセリング"), "{due}");
    assert_eq!(with.count("#explanation form").await, 0);
    look(&with, "counselling is due").await;
    with.open("/").await;
    alone(&with).await;
    plain.enter("physician-a").await;
    plain.open(&format!("/return/{case}")).await;
    plain.find("#explanation form").await;
    alone(&plain).await;
    for lang in ["ja", "en"] {
        let held = pages(&with, patient, case, lang).await;
        let never = pages(&plain, patient, case, lang).await;
        assert_eq!(
            held, never,
            "the patient's pages tell that something is held"
        );
    }

    // counselled and explained, it appears
    counsels(&with, case).await;
    explains(&with, case).await;
    alone(&with).await;
    explains(&plain, case).await;
    alone(&plain).await;
    assert_eq!(told(&with, case, &finding).await, true);
    alone(&with).await;
    assert_eq!(told(&plain, case, &finding).await, false);
    let report = "#main a.button[href*='/lay']";
    for visitor in [&plain, &with] {
        visitor.enter(patient).await;
        visitor.open(&format!("/my/{case}/result")).await;
        assert_eq!(visitor.fetch(report).await, [(200, "%PDF".to_owned())]);
        alone(visitor).await;
    }
    look(&with, "a result with a secondary finding").await;
    browser.close().await;
}

/// Since the last time the pages asked nothing of another place; both programmes share the browser's log.
async fn alone(visitor: &Visitor<'_>) {
    let strangers = visitor.browser.strangers(visitor.base).await;
    assert_eq!(strangers, Vec::<String>::new());
}

/// From the draft to the last gate but counselling; answers the number of the secondary finding.
async fn until_the_gate(
    visitor: &Visitor<'_>,
    programme: &Programme,
    case: &str,
    returned: bool,
) -> String {
    let crew = Crew::of(programme);
    signs(visitor, "curator", &format!("{case}.analysis")).await;
    plans(visitor, case).await;
    let secondary =
        "return document.querySelector('article.finding:has(h4 .tag)').id.replace('finding-', '')";
    let secondary = visitor.ask(secondary).await;
    let secondary = secondary.as_str().unwrap().to_owned();
    if !returned {
        let cell = format!("[name='o.{secondary}.return'] option[value=no]");
        visitor.click(&cell).await;
    }
    visitor.go("form[action$='/outcomes'] button").await;
    opens(visitor).await;
    closes(visitor).await;
    crew.printed(case, "panel").await;
    signs(visitor, "physician-a", &format!("{case}.panel")).await;
    visitor.open(&format!("/return/{case}")).await;
    let asked = "return [...document.querySelectorAll('#tests article')].map(a => a.id.replace('test-', ''))";
    let asked: Vec<String> = serde_json::from_value(visitor.ask(asked).await).unwrap();
    for finding in &asked {
        confirms(visitor, finding).await;
    }
    signs_lay(visitor, &crew, case).await;
    secondary
}

/// The bytes of every page of a patient.
async fn pages(visitor: &Visitor<'_>, patient: &str, case: &str, lang: &str) -> Vec<String> {
    visitor.enter(patient).await;
    if lang == "en" {
        visitor.go("form[action='/language'] button").await;
    }
    let mut bytes = Vec::new();
    for page in PAGES {
        let script = format!(
            "const done = arguments[0]; fetch('/my/{case}{page}').then(async r => done(r.status + ' ' + await r.text()))"
        );
        let said = visitor.later(&script).await;
        let said = said.as_str().unwrap().to_owned();
        assert!(said.starts_with("200 "), "{page}: {said:.200}");
        bytes.push(said);
    }
    alone(visitor).await;
    bytes
}

/// Whether the explanation that stands in the record is about the finding.
async fn told(visitor: &Visitor<'_>, case: &str, finding: &str) -> Value {
    let script = format!(
        "const done = arguments[0]; fetch('/api/cases/{case}/disclosure').then(r => r.json()).then(d => done(d.explained.findings.includes('{finding}')))"
    );
    visitor.enter("physician-a").await;
    visitor.later(&script).await
}
