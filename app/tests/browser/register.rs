//! A coordinator registers a cancer case and fills a section whose items depend on one another, by clicks and keys alone;
//! an analyst asks for an identity, a physician approves. On a desk and on a phone, in Japanese and in English.

use std::time::Instant;

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

/// What it cost the hand.
#[derive(Default)]
struct Hand {
    clicks: u32,
    keys: usize,
}

impl Hand {
    async fn click(&mut self, visitor: &Visitor<'_>, css: &str) {
        self.clicks += 1;
        visitor.click(css).await;
    }

    async fn write(&mut self, visitor: &Visitor<'_>, css: &str, typed: &str) {
        self.keys += typed.chars().count();
        visitor.write(css, typed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_registered_and_its_form_filled() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    registers(&visitor).await;
    fills(&visitor, &programme.cancer).await;
    opens(&visitor, &programme.cancer).await;
    browser.close().await;
}

async fn registers(visitor: &Visitor<'_>) {
    visitor.enter("coordinator-a").await;
    visitor.open("/register").await;
    look(visitor, "register").await;
    let (mut hand, begin) = (Hand::default(), Instant::now());
    for (field, typed) in [
        ("#number", "００９９１"),
        ("#name", "髙橋 見本"),
        ("#kana", "たかはし みほん"),
        ("#birth", "S64.1.8"),
    ] {
        hand.write(visitor, field, typed).await;
    }
    hand.click(visitor, "label[for=sex-female]").await;
    for rule in ["enough_specimen", "refractory", "alive_and_treatable"] {
        hand.click(visitor, &format!("label[for={rule}-yes]")).await;
    }
    hand.click(visitor, "form.sheet button[type=submit]").await;
    // the era had ended: said beside the field, and everything typed is there
    assert!(
        visitor
            .text("#birth-wrong")
            .await
            .contains("平成元年1月8日")
    );
    assert_eq!(
        visitor
            .ask("return document.querySelector('#name').value")
            .await,
        "髙橋 見本"
    );
    visitor.browser.complaints().await;
    look(visitor, "register, refused").await;
    visitor
        .ask("document.querySelector('#birth').value = ''")
        .await;
    hand.write(visitor, "#birth", "平成元年1月8日").await;
    hand.click(visitor, "form.sheet button[type=submit]").await;
    let number = visitor.text(".case-number").await;
    assert!(number.contains("-01-"), "{number}");
    look(visitor, "registered").await;
    hand.click(visitor, "a.button[href$='/consents']").await;
    visitor.find("h1").await;
    println!(
        "register to consent: {} clicks, {} keys, {:.1?} of machine time, with one mistake corrected",
        hand.clicks,
        hand.keys,
        begin.elapsed()
    );
    visitor.open(&format!("/cases/{number}/identity")).await;
    let shown = visitor
        .ask("return document.querySelector('ruby').textContent")
        .await;
    assert_eq!(shown, "髙橋 見本タカハシ　ミホン");
    look(visitor, "identity of the own patient").await;
}

async fn fills(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("coordinator-a").await;
    visitor.open(&format!("/cases/{case}/sheets")).await;
    look(visitor, "sheets").await;
    let mut hand = Hand::default();
    hand.click(visitor, "table a[href$='/sheets/background']")
        .await;
    visitor.find("#items").await;
    look(visitor, "a sheet").await;
    // an item appears when the answer it hangs on is given, and goes when it is taken back
    hand.click(visitor, "label[for='smoking_history-no']").await;
    hand.click(visitor, "label[for='smoking_history-yes']")
        .await;
    visitor.find("#smoking_years").await;
    visitor
        .ask("document.querySelector('#smoking_years').value = ''")
        .await;
    hand.write(visitor, "#smoking_years", "２０").await;
    hand.click(visitor, "label[for='fh_present-yes']").await;
    hand.click(visitor, "button[value='add family_history']")
        .await;
    let relation = "[id='family_history[0].fh_relationship']";
    visitor.find(relation).await;
    hand.click(visitor, "form.entry .actions button[value=save]")
        .await;
    assert!(visitor.text(".notice").await.contains("保存しました"));
    let kept = visitor
        .ask("return document.querySelector('#smoking_years').value")
        .await;
    assert_eq!(kept, "20");
    println!(
        "a section with conditional items: {} clicks, {} keys",
        hand.clicks, hand.keys
    );
    look(visitor, "a sheet, saved").await;
    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    look(visitor, "a sheet in English").await;
}

async fn opens(visitor: &Visitor<'_>, case: &str) {
    visitor.enter("analyst").await;
    let page = format!("/cases/{case}/identity");
    visitor.open(&page).await;
    assert_eq!(
        visitor.count("ruby").await,
        0,
        "an analyst sees the case number"
    );
    visitor.click("label[for=reason-mixup]").await;
    visitor.write("#said", "検体の再確認").await;
    look(visitor, "asking for an identity").await;
    visitor.click("form.sheet button[type=submit]").await;
    visitor.find("form[action$='/end']").await;
    visitor.enter("physician-a").await;
    visitor.open("/openings").await;
    look(visitor, "openings").await;
    visitor.click("form:has(input[value=yes]) button").await;
    visitor.enter("analyst").await;
    visitor.open(&page).await;
    visitor.find("ruby").await;
    look(visitor, "an opened identity").await;
}
