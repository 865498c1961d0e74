//! Somebody opens the platform for the first time, on a desk and on a phone.

use std::time::Duration;

use fantoccini::{Client, Locator};

use crate::{driver::Browser, server::Server};

/// A desk and a phone.
const SIZES: [(u32, u32); 2] = [(1440, 900), (390, 844)];

async fn open(client: &Client, address: &str) {
    let went = client.goto(address).await;
    went.unwrap_or_else(|e| panic!("{address}: {e}"));
}

async fn text(client: &Client, css: &str) -> String {
    let wait = client.wait().at_most(Duration::from_secs(10));
    let found = wait.for_element(Locator::Css(css)).await;
    let found = found.unwrap_or_else(|e| panic!("{css}: {e}"));
    found.text().await.unwrap_or_else(|e| panic!("{css}: {e}"))
}

async fn ask(client: &Client, script: &str) -> serde_json::Value {
    let said = client.execute(script, Vec::new()).await;
    said.unwrap_or_else(|e| panic!("{script}: {e}"))
}

/// Nothing is wider than the window, every field has a label, and every button can be hit with a thumb.
async fn fits(client: &Client, page: &str) {
    let overflow = ask(
        client,
        "return document.documentElement.scrollWidth - window.innerWidth",
    )
    .await;
    assert!(
        overflow.as_i64().unwrap_or(1) <= 0,
        "{page} is too wide by {overflow}"
    );
    let unlabelled = "return [...document.querySelectorAll('input:not([type=hidden])')].filter(i => !i.labels.length).length";
    assert_eq!(ask(client, unlabelled).await, 0, "{page}");
    let small = "return [...document.querySelectorAll('main button')].filter(b => b.getBoundingClientRect().height < 44).length";
    assert_eq!(ask(client, small).await, 0, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_the_door_in_both_languages() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = Server::start();
    let client = &browser.client;
    for (width, height) in SIZES {
        let sized = client.set_window_size(width, height).await;
        sized.unwrap_or_else(|e| panic!("{e}"));
        client
            .delete_all_cookies()
            .await
            .unwrap_or_else(|e| panic!("{e}"));

        // whoever asks for a page is shown the door, in Japanese
        open(client, &format!("{}/cases/0123-01-00001", server.base)).await;
        assert_eq!(text(client, "h1").await, "サインイン");
        assert_eq!(
            ask(client, "return document.documentElement.lang").await,
            "ja"
        );
        fits(client, "sign-in").await;

        // and in English with one button
        let switch = client
            .find(Locator::Css("form[action='/language'] button"))
            .await;
        let switch = switch.unwrap_or_else(|e| panic!("{e}"));
        switch.click().await.unwrap_or_else(|e| panic!("{e}"));
        let english = client.wait().at_most(Duration::from_secs(10));
        let english = english.for_element(Locator::Css("html[lang=en]")).await;
        english.unwrap_or_else(|e| panic!("the language did not change: {e}"));
        assert_eq!(text(client, "h1").await, "Sign in");
        assert_eq!(browser.complaints().await, Vec::<String>::new());

        // a wrong password gets a sentence, not a fault
        for (field, typed) in [
            ("#login", "nobody"),
            ("#password", "wrong"),
            ("#code", "000000"),
        ] {
            let input = client.find(Locator::Css(field)).await;
            let input = input.unwrap_or_else(|e| panic!("{field}: {e}"));
            input
                .send_keys(typed)
                .await
                .unwrap_or_else(|e| panic!("{field}: {e}"));
        }
        let enter = client.find(Locator::Css(".door button[type=submit]")).await;
        let enter = enter.unwrap_or_else(|e| panic!("{e}"));
        enter.click().await.unwrap_or_else(|e| panic!("{e}"));
        assert!(!text(client, ".notice.problem").await.is_empty());

        // an address that leads nowhere says so and shows the way back
        open(client, &format!("{}/nowhere", server.base)).await;
        text(client, "main a[href='/']").await;
        fits(client, "nowhere").await;

        let violations = browser.complaints().await;
        let policy: Vec<_> = violations
            .iter()
            .filter(|v| v.contains("Content Security Policy"))
            .collect();
        assert!(policy.is_empty(), "{policy:?}");
    }
    browser.close().await;
}
