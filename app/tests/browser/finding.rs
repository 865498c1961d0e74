//! A curator opens the finding that matters, looks at its reads, records a verdict without a mouse; another curator agrees,
//! and the physician reads what stands.

use serde_json::Value;

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn two_curators_judge_a_finding() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let second = another_curator(&visitor).await;
    visitor.enter("curator").await;
    visitor.open("/curation").await;
    look(&visitor, "what waits for a curator").await;
    let list = format!("/findings/{}", programme.cancer);
    visitor.open(&list).await;
    look(&visitor, "findings of a case").await;
    visitor.click(&format!("main td a[href^='{list}/']")).await;
    assert!(visitor.text("h1").await.contains("p."));
    let page = visitor.ask("return location.pathname").await;
    let page = page.as_str().unwrap_or_default().to_owned();
    look(&visitor, "a finding").await;

    reads(&visitor).await;
    keys(&visitor, &page).await;

    // the second reader is somebody else, finds it in the list, and agrees with one click
    enter(&visitor, &second).await;
    visitor.open("/curation").await;
    visitor.click(&format!("#second a[href='{page}']")).await;
    look(&visitor, "a finding for the second reader").await;
    visitor
        .click("#verdict form[action$='/agree'] button")
        .await;
    visitor.find("#verdict ol.readings li:nth-child(2)").await;
    assert_eq!(visitor.text("#verdict .stage").await, "判定済み");

    visitor.enter("physician-a").await;
    visitor.open(&page).await;
    assert_eq!(visitor.text("#verdict .stage").await, "判定済み");
    assert_eq!(visitor.count("#verdict form").await, 0);
    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    assert_eq!(visitor.text("#verdict .stage").await, "decided");
    look(&visitor, "a finding in English").await;

    visitor.enter("curator").await;
    visitor.open(&format!("/trio/{}", programme.rare)).await;
    visitor.find("main table tbody tr").await;
    look(&visitor, "a trio").await;
    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    look(&visitor, "a trio in English").await;
    browser.close().await;
}

/// A second curator, opened by the administrator.
async fn another_curator(visitor: &Visitor<'_>) -> String {
    visitor.enter("admin").await;
    let script = "const done = arguments[0];
const post = (to, body) => fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then(r => r.json());
post('/api/accounts', { login: 'second-reader', name: '見本 二郎' }).then(a =>
  post('/api/accounts/' + a.id + '/grants', { role: 'curator' }).then(() => done(a.id)))";
    let id = visitor.later(script).await;
    id.as_str().unwrap().to_owned()
}

async fn enter(visitor: &Visitor<'_>, account: &str) {
    visitor.forget().await;
    visitor.open("/demo").await;
    visitor
        .click(&format!("table form:has(input[value='{account}']) button"))
        .await;
    visitor.find("form[action='/sign-out']").await;
}

/// The drawing is there without a script; the viewer comes when it is opened, asks nobody else, and breaks no rule.
async fn reads(visitor: &Visitor<'_>) {
    assert!(visitor.count("#reads figure.pile svg rect").await > 20);
    let before =
        "return performance.getEntriesByType('resource').some(r => r.name.includes('igv'))";
    assert_eq!(visitor.ask(before).await, Value::Bool(false));
    visitor.click("details.viewer summary").await;
    visitor.find("details.viewer[data-ready]").await;
    let drawn = "const root = document.querySelector('.igv').shadowRoot ?? document.querySelector('.igv *')?.shadowRoot ?? document.querySelector('.igv');
return [...root.querySelectorAll('canvas')].filter(c => c.width > 100 && c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)).length";
    let mut canvases = 0;
    for _ in 0..50 {
        canvases = visitor.ask(drawn).await.as_u64().unwrap_or_default();
        if canvases >= 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert!(canvases >= 2, "{canvases} canvases are drawn");
    let none = Vec::<String>::new();
    assert_eq!(visitor.browser.complaints().await, none);
    assert_eq!(visitor.browser.strangers(visitor.base).await, none);
    // wider than the window: refused
    let path = visitor
        .ask("return document.querySelector('.viewer').dataset.genome")
        .await;
    let path = path.as_str().unwrap_or_default();
    let wide = format!(
        "const done = arguments[0]; fetch('{path}?from=1&to=100000000').then(r => done(r.status))"
    );
    assert_eq!(visitor.later(&wide).await, 403);
    visitor.browser.complaints().await;
}

/// Keys choose, Control and Enter record; in a text field a key is a letter.
async fn keys(visitor: &Visitor<'_>, page: &str) {
    let press = |key: &str, with: &str| {
        format!(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, {with} }}))"
        )
    };
    let picked = "return document.querySelector('input[name=verdict]:checked')?.value ?? ''";
    visitor
        .ask("document.getElementById('reason').focus()")
        .await;
    visitor.ask(&press("a", "")).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(visitor.ask(picked).await, "");
    visitor.ask("document.activeElement.blur()").await;
    // a scanner's burst and a key of a composition choose nothing
    let burst = format!("{};{}", press("a", ""), press("4", ""));
    visitor.ask(&burst).await;
    visitor.ask(&press("a", "isComposing: true")).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(visitor.ask(picked).await, "");
    visitor.ask(&press("a", "")).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(visitor.ask(picked).await, "accepted");
    visitor.ask(&press("Enter", "ctrlKey: true")).await;
    visitor.find("#verdict ol.readings li").await;
    assert_eq!(visitor.ask("return location.pathname").await, page);
    assert_eq!(visitor.text("#verdict .stage").await, "二次判定待ち");
}
