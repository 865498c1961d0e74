//! From the first invitation to a shared terminal: passkeys of a real browser, an administrator who invites, two people who take
//! turns, a draft that survives it, sign-out everywhere.

use serde_json::Value;

use crate::{driver::Browser, look::look, server::Server, visitor::Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn people_get_in_with_passkeys_and_take_turns() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = Server::start();
    let visitor = Visitor {
        browser: &browser,
        base: &server.base,
    };
    visitor.open("/sign-in").await;
    browser.plug_key().await;
    look(&visitor, "the door").await;
    first_in(&visitor, &server).await;
    let letter = invites(&visitor).await;
    takes_turns(&visitor, &letter).await;
    everywhere(&visitor).await;
    browser.close().await;
}

/// The operator invites the first administrator, who makes a passkey.
async fn first_in(visitor: &Visitor<'_>, server: &Server) {
    let code = server.invite(&["kanri", "--name", "管理 太郎"]);
    visitor.open("/sign-in").await;
    visitor.click("details:last-of-type summary").await;
    visitor
        .write("#code", &code.to_uppercase().replace('-', " "))
        .await;
    visitor.click("form[action='/invitations'] button").await;
    look(visitor, "invitation").await;
    visitor.write("#label", "受付のUSBキー").await;
    visitor.click("form[data-passkey=make] button").await;
    visitor.find("form[action='/sign-out']").await;
    visitor.open("/devices").await;
    assert!(visitor.text("main table").await.contains("受付のUSBキー"));
    look(visitor, "devices").await;
    // the code is used up
    visitor.open(&format!("/invitations/{code}")).await;
    visitor.find(".notice.problem").await;
    visitor.browser.complaints().await;
}

/// The administrator opens an account, grants a role and prints a letter.
async fn invites(visitor: &Visitor<'_>) -> String {
    visitor.open("/accounts").await;
    visitor.click("main details summary").await;
    visitor.write("#name", "関 二郎").await;
    visitor.write("#login", "seki").await;
    visitor.click("form[action='/accounts'] button").await;
    visitor.find("form[action$='/grant']").await;
    visitor.click("#role option[value=curator]").await;
    visitor.click("form[action$='/grant'] button").await;
    visitor.find("form[action$='/revoke']").await;
    visitor.click("form[action$='/invite'] button").await;
    let code = visitor.text(".letter .code").await;
    look(visitor, "letter").await;
    code
}

/// The second comes to the same terminal; the first one's half sentence stays with the first one.
async fn takes_turns(visitor: &Visitor<'_>, letter: &str) {
    let keep = "const done = arguments[0];
fetch('/api/drafts/note', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ fields: [['text', '半分の文']] }) }).then(r => done(r.status))";
    assert_eq!(visitor.later(keep).await, 204);
    visitor.click("form[action='/switch'] button").await;
    visitor.find("form.next").await;
    look(visitor, "change of user").await;
    visitor.open(&format!("/invitations/{letter}")).await;
    visitor.click("form[data-passkey=make] button").await;
    visitor.find("form[action='/sign-out']").await;
    let draft = "const done = arguments[0]; fetch('/api/drafts/note').then(r => r.json()).then(d => done(d.fields))";
    assert_eq!(visitor.later(draft).await, Value::Array(Vec::new()));

    // back to the first: one press
    visitor.click("form[action='/switch'] button").await;
    visitor.find("form.next").await;
    let names = "return [...document.querySelectorAll('form.next button')].map(b => b.textContent)";
    assert_eq!(
        visitor.ask(names).await,
        serde_json::json!(["seki", "kanri"])
    );
    visitor
        .click("form.next:has(input[value=kanri]) button")
        .await;
    visitor.find("form[action='/sign-out']").await;
    assert_eq!(visitor.later(draft).await[0][1], "半分の文");
}

async fn everywhere(visitor: &Visitor<'_>) {
    visitor.open("/devices").await;
    visitor
        .click("form[action='/sign-out-everywhere'] button")
        .await;
    visitor.find("form[data-passkey=use]").await;
    visitor.open("/devices").await;
    // typed by name, in English
    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    visitor.write("#login", "kanri").await;
    visitor
        .click("form[data-passkey=use]:has(#login) button")
        .await;
    visitor.find("form[action='/sign-out']").await;
    visitor.find("h1").await;
    assert!(visitor.ask("return location.pathname").await == "/devices");
    look(visitor, "devices in English").await;
    // a passkey of nobody: the same words as for a wrong key
    visitor.click("form[action='/sign-out'] button").await;
    visitor.write("#login", "nobody").await;
    visitor
        .click("form[data-passkey=use]:has(#login) button")
        .await;
    visitor
        .find("form[data-passkey=use] [role=alert]:not([hidden])")
        .await;
}
