//! Somebody opens the platform for the first time, on a desk and on a phone.

use crate::{
    driver::Browser,
    look::{SIZES, look},
    server::Server,
    visitor::Visitor,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_the_door_in_both_languages() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let server = Server::start();
    let visitor = Visitor {
        browser: &browser,
        base: &server.base,
    };
    for (width, height) in SIZES {
        visitor.size(width, height).await;
        visitor.forget().await;
        // whoever asks for a page is shown the door, in Japanese, and in English with one button
        visitor.open("/cases/0123-01-00001").await;
        visitor.find("html[lang=ja]").await;
        assert_eq!(visitor.text("h1").await, "サインイン");
        look(&visitor, "sign-in").await;
        visitor.size(width, height).await;
        visitor.click("form[action='/language'] button").await;
        visitor.find("html[lang=en]").await;
        assert_eq!(visitor.text("h1").await, "Sign in");
        look(&visitor, "sign-in in English").await;

        // a wrong password gets a sentence, not a fault
        visitor.click("details:has(#p-password) summary").await;
        for (field, typed) in [
            ("#p-login", "nobody"),
            ("#p-password", "wrong"),
            ("#p-code", "000000"),
        ] {
            visitor.write(field, typed).await;
        }
        visitor.click("form:has(#p-password) button").await;
        assert!(!visitor.text(".notice.problem").await.is_empty());

        // an address that leads nowhere says so and shows the way back
        visitor.open("/nowhere").await;
        visitor.find("main a[href='/']").await;
        // both were answered with a status that the browser writes down, and with nothing else
        let said = browser.complaints().await;
        assert!(
            said.iter().all(|line| line.contains("status of 4")),
            "{said:?}"
        );
        look(&visitor, "nowhere").await;
    }
    browser.close().await;
}
