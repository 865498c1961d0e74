//! Everybody of the demonstration enters and finds what waits for them, in both languages, on a desk and on a phone; the
//! oldest promise first, each with the one button that does it.

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

/// Who enters, and what the first page of that role must have.
const ROLES: [(&str, &str); 13] = [
    ("coordinator-a", "main a[href='/register']"),
    ("physician-a", "#waiting"),
    ("counsellor-a", "#waiting"),
    ("technician-a", "form.scan input[autofocus]"),
    ("vendor", "#waiting"),
    ("analyst", "aside.board tbody tr"),
    ("curator", "aside.board tbody tr"),
    ("chair", "#waiting"),
    ("oncologist", "#waiting"),
    ("office", "aside.board tbody tr"),
    ("security", "main a[href='/access']"),
    ("admin", "main a[href='/accounts']"),
    ("patient-", "ol.steps"),
];

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_an_own_first_page() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    for (account, has) in ROLES {
        visitor.enter(account).await;
        visitor.find(has).await;
        look(&visitor, &format!("first page of {account}")).await;
        visitor.click("form[action='/language'] button").await;
        visitor.find("html[lang=en]").await;
        visitor.find(has).await;
        let japanese =
            "return /[\\u3041-\\u30ff]/.test(document.querySelector('#waiting')?.innerText ?? '')";
        assert_eq!(visitor.ask(japanese).await, false, "{account}");
        look(&visitor, &format!("first page of {account} in English")).await;
    }
    coordinator(&visitor).await;
    found(&visitor, &programme).await;
    browser.close().await;
}

/// A newly registered case waits for consent; the promises are in their order, and a button leads to a page that does it.
async fn coordinator(visitor: &Visitor<'_>) {
    visitor.enter("coordinator-a").await;
    let register = "const done = arguments[0];
fetch('/api/cases', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({
  eligibility: { kind: 'cancer', enough_specimen: true, refractory: true, alive_and_treatable: true },
  members: [{ relation: 'proband', name: '見本 次郎', kana: 'ミホン ジロウ', birth_day: '1961-02-03', sex: 'male', patient_number: '0077777' }] })
}).then(r => done(r.status))";
    assert_eq!(visitor.later(register).await, 201);
    visitor.open("/").await;
    let due = "return [...document.querySelectorAll('#waiting .due')].map(d => d.innerText)";
    let due = visitor.ask(due).await;
    assert!(due.as_array().is_some_and(|d| !d.is_empty()), "{due}");
    visitor.click("#waiting ol.tasks a.button").await;
    visitor.find("main h1").await;
    let problem = visitor.count("main .door .notice.problem").await;
    assert_eq!(problem, 0, "the button of a task leads somewhere");
}

/// A case is found from any page: by its number in full width, and by the name in kana by those who treat.
async fn found(visitor: &Visitor<'_>, programme: &Programme) {
    let wide: String = programme
        .cancer
        .chars()
        .map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c))
        .collect();
    visitor.write("#find", &wide).await;
    visitor.click("form.find button").await;
    visitor.find("nav.tabs").await;
    assert!(visitor.text("h1").await.contains(&programme.cancer));
    visitor.open("/search?q=zzzz").await;
    visitor.find("p.empty").await;
    look(visitor, "nothing found").await;
}
