//! What it costs to prepare a routine case for the panel, counted on the real pages: from the curator's list to the
//! circulation that its members find in theirs. Clicks and keys are counted as they are made; of the words, every line that
//! somebody has not seen before in this work is taken as read in full, also those nobody would read.
//!
//! The hand: the keystroke-level model of Card, Moran and Newell ("The keystroke-level model for user performance time with
//! interactive systems", Communications of the ACM 23(7), 1980, 396-410): a key of an average typist 0.28 s, pointing 1.1 s,
//! pressing and releasing a button 0.2 s, a hand from the mouse to the keys 0.4 s, making up one's mind 1.35 s.
//!
//! The eye: reading aloud, which is slower than silent reading, and a reader one standard deviation slower than the mean of 17
//! languages, Japanese among them (Trauzettel-Klosinski and Dietz, "Standardized assessment of reading performance: the new
//! International Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53(9), 2012, 5452-5461: 370 ± 80
//! syllables and 184 ± 29 words a minute). A letter of Japanese is taken for a syllable, 290 a minute; what stands in Latin
//! letters and numbers for words, 155 a minute. The printed page beside the sentences of a report says the same and is not
//! read twice.
//!
//! Not counted: thinking about the medicine.

use std::collections::{HashMap, HashSet};

use crate::{acts::today, driver::Browser, visitor::Visitor, waiting};

/// A click: making up one's mind, pointing, pressing.
const CLICK: f64 = 1.35 + 1.1 + 0.2;
/// A key.
const KEY: f64 = 0.28;
/// The hand goes to the keys and makes up its mind what to type.
const FIELD: f64 = 0.4 + 1.35;
/// Letters of Japanese a second.
const LETTERS: f64 = 290.0 / 60.0;
/// Words and numbers in Latin letters a second.
const WORDS: f64 = 155.0 / 60.0;

/// The lines that one sees in the page, without what is folded away and the answers of a list that is not open.
const LINES: &str = "const lines = [], walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const at = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
  const shown = at.closest('option') ? at.closest('option').selected : !at.closest('script, title');
  const folded = at.closest('details:not([open])') && !at.closest('summary');
  if (text && shown && !folded && at.checkVisibility()) lines.push(text);
}
return lines";

/// Who works, and what it cost so far.
struct Work<'a> {
    visitor: &'a Visitor<'a>,
    clicks: u32,
    keys: usize,
    fields: u32,
    letters: usize,
    words: usize,
    who: String,
    seen: HashMap<String, HashSet<String>>,
}

impl Work<'_> {
    /// Somebody comes to the screen and opens the own list.
    async fn next(&mut self, account: &str) {
        self.visitor.enter(account).await;
        account.clone_into(&mut self.who);
        self.reads().await;
    }

    async fn click(&mut self, css: &str) {
        self.clicks += 1;
        self.visitor.click(css).await;
    }

    /// A click that leads on, and the page that comes.
    async fn go(&mut self, css: &str) {
        self.clicks += 1;
        self.visitor.go(css).await;
        self.reads().await;
    }

    /// A day: eight digits.
    async fn day(&mut self, css: &str) {
        today(self.visitor, css).await;
        self.keys += 8;
        self.fields += 1;
    }

    async fn reads(&mut self) {
        let lines: Vec<String> = serde_json::from_value(self.visitor.ask(LINES).await).unwrap();
        let seen = self.seen.entry(self.who.clone()).or_default();
        for line in lines {
            if !seen.insert(line.clone()) {
                continue;
            }
            let latin = |c: char| c.is_ascii_graphic();
            self.letters += line
                .chars()
                .filter(|c| c.is_alphanumeric() && !latin(*c))
                .count();
            let words = line.split(|c: char| !latin(c));
            self.words += words
                .filter(|w| w.chars().any(char::is_alphanumeric))
                .count();
        }
    }

    fn minutes(&self) -> [f64; 2] {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap());
        let hand = f64::from(self.clicks) * CLICK
            + count(self.keys) * KEY
            + f64::from(self.fields) * FIELD;
        let eye = count(self.letters) / LETTERS + count(self.words) / WORDS;
        [hand / 60.0, eye / 60.0]
    }

    fn say(&self, until: &str) {
        let [hand, eye] = self.minutes();
        println!(
            "until {until}: {} clicks, {} keys, {} letters and {} words to read: {hand:.1} min of the hand, {eye:.1} min of the eye",
            self.clicks, self.keys, self.letters, self.words
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_routine_case_is_prepared_in_half_an_hour() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let (programme, waiting) = waiting::start().await;
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let case = waiting.case.as_str();
    let mut work = Work {
        visitor: &visitor,
        clicks: 0,
        keys: 0,
        fields: 0,
        letters: 0,
        words: 0,
        who: String::new(),
        seen: HashMap::new(),
    };
    let pages = judge(&mut work, case).await;
    work.say("the findings are judged");
    agree(&mut work, case, &pages).await;
    work.say("a second curator agrees");
    sign(&mut work, case).await;
    work.say("the analysis report is signed");
    plan(&mut work, case).await;
    work.say("the case circulates");
    let [hand, eye] = work.minutes();
    assert!(hand + eye <= 30.0, "{hand:.1} min and {eye:.1} min");
    browser.close().await;
}

/// The curator reads every finding that stands in the report and accepts what the machine proposes.
async fn judge(work: &mut Work<'_>, case: &str) -> Vec<String> {
    work.next("curator").await;
    let list = format!("main a[href='/findings/{case}']");
    work.go(&list).await;
    let pages = format!(
        "return [...document.querySelectorAll('main td a[href^=\"/findings/{case}/\"]')].map(a => a.getAttribute('href'))"
    );
    let pages: Vec<String> = serde_json::from_value(work.visitor.ask(&pages).await).unwrap();
    assert!(pages.len() >= 3, "{pages:?}");
    for page in &pages {
        work.go(&format!("main td a[href='{page}']")).await;
        work.click("label[for=verdict-accepted]").await;
        work.go("form[action$='/verdict'] button[type=submit]")
            .await;
        work.go(&list).await;
    }
    pages
}

/// The second reader comes from the own list, reads each finding too, and agrees.
async fn agree(work: &mut Work<'_>, case: &str, pages: &[String]) {
    work.next("curator-2").await;
    let list = format!("main a[href='/findings/{case}']");
    work.go(&list).await;
    for page in pages {
        work.go(&format!("main td a[href='{page}']")).await;
        work.go("#verdict form[action$='/agree'] button").await;
        work.go(&list).await;
    }
}

/// Reads the report, sentence by sentence, and signs it.
async fn sign(work: &mut Work<'_>, case: &str) {
    work.next("curator").await;
    work.go(&format!("main a[href^='/reports/{case}.analysis']"))
        .await;
    work.go("form[action$='/sign'] button").await;
}

/// The chair plans a circulation, reads the proposed outcomes, records them, and begins it.
async fn plan(work: &mut Work<'_>, case: &str) {
    work.next("chair").await;
    work.go(&format!("main a[href='/panels/{case}']")).await;
    work.click("#mode-circulation").await;
    for field in ["day", "deadline"] {
        work.day(&format!("form[action$='/plan'] input[name={field}]"))
            .await;
    }
    work.go(crate::acts::RECORD_PLAN).await;
    work.go("form[action$='/outcomes'] button").await;
    work.go("form[action$='/open'] button").await;
}
