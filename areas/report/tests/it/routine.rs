//! A routine case is prepared by one person from one page: what has to be clicked, typed and read is counted from the
//! pages as they are served.

use report::decide::panel::{Asked, Command, Facts, Panel};
use report::words::CaseKind;
use words::{Actor, CaseId, Context};

use crate::desk::{CASE, Desk};
use crate::panel::{account, plan};
use crate::sample::at;

/// Letters of Japanese read in a minute by somebody who checks what is read, seconds of a click, seconds of a letter.
const READ: f64 = 400.0;
const CLICK: f64 = 4.0;
const KEY: f64 = 1.0;

#[derive(Default)]
struct Work {
    clicks: usize,
    keys: usize,
    letters: usize,
}

impl Work {
    fn minutes(&self) -> f64 {
        let of = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        of(self.letters) / READ + (of(self.clicks) * CLICK + of(self.keys) * KEY) / 60.0
    }
}

/// The text of the content of a page, without what a closed list offers beside its answer.
fn read(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or_default();
    let (mut text, mut tag, mut skip) = (String::new(), String::new(), false);
    let mut inside = false;
    for letter in main.chars() {
        match letter {
            '<' => (inside, tag) = (true, String::new()),
            '>' => {
                inside = false;
                skip = tag.starts_with("option") && !tag.contains("selected");
            }
            _ if inside => tag.push(letter),
            _ if !skip && !letter.is_whitespace() => text.push(letter),
            _ => {}
        }
    }
    text
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}=\""))?;
    tag.get(at + name.len() + 3..)?.split('"').next()
}

fn plain(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |t, (from, to)| t.replace(from, to))
}

/// The fields of the form that posts to an address, as a browser would send them untouched.
fn form(page: &str, action: &str) -> Vec<(String, String)> {
    let start = page
        .find(&format!("action=\"{action}\""))
        .unwrap_or_else(|| panic!("no form for {action}"));
    let form = page[start..].split("</form>").next().unwrap_or_default();
    let (mut fields, mut list) = (Vec::new(), None);
    let mut rest = form;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let tag = rest.split('>').next().unwrap_or_default();
        let name = attribute(tag, "name").map(str::to_owned);
        let value = attribute(tag, "value").map(plain).unwrap_or_default();
        let picked = !matches!(attribute(tag, "type"), Some("checkbox" | "radio"))
            || tag.ends_with(" checked");
        if tag.starts_with("input") && picked {
            fields.extend(name.map(|n| (n, value)));
        } else if tag.starts_with("select") {
            list = name;
        } else if tag.starts_with("option") && tag.ends_with(" selected") {
            fields.extend(list.clone().map(|n| (n, value)));
        } else if tag.starts_with("textarea") {
            let said = rest[tag.len() + 1..]
                .split("</textarea>")
                .next()
                .unwrap_or_default();
            fields.extend(name.map(|n| (n, plain(said))));
        }
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, String)> {
    fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.clone()))
        .collect()
}

/// Another case has met before, so that it is known who usually sits where.
async fn met_before(desk: &Desk) {
    let case = CaseId::parse("0123-04-00058").unwrap_or_else(|e| panic!("{e}"));
    let facts = Facts {
        now: at(),
        case: case.clone(),
        case_kind: CaseKind::Cancer,
        account: account("chair"),
        role: "panel_chair".to_owned(),
        analysis: Some("report:0123-04-00058.analysis@1".to_owned()),
        findings: vec![Asked {
            id: "f-1".to_owned(),
            germline: false,
        }],
        before: None,
        consented: true,
    };
    let context = Context::new(at(), Actor::system()).on(&case);
    let command = Command::Plan(Box::new(plan()));
    let ledger = desk.stage.platform.ledger();
    let done = ledger
        .execute::<Panel>("0123-04-00058.panel", command, &facts, &context)
        .await;
    done.unwrap_or_else(|e| panic!("{e:?}"));
}

#[tokio::test]
async fn a_routine_case_is_prepared_in_half_an_hour_of_clicks_and_reading() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    desk.members().await;
    met_before(&desk).await;
    let mut work = Work::default();
    let to = format!("/panels/{CASE}");
    // Opens the case from the list, reads it whole, records the plan as proposed.
    work.clicks += 2;
    let (_, page) = desk.page(&desk.chair, &to).await;
    work.letters += read(&page).chars().count();
    assert!(
        page.contains("要件を満たしています"),
        "everybody sits where they sat last"
    );
    let plan = form(&page, &format!("{to}/plan"));
    let (status, said) = desk
        .post(&desk.chair, &format!("{to}/plan"), &borrowed(&plan))
        .await;
    assert_eq!(status, 303, "{said}");
    work.clicks += 1;
    // Reads the page again, corrects one answer and a few words, records the preparation.
    let (_, page) = desk.page(&desk.chair, &to).await;
    work.letters += read(&page).chars().count();
    let mut outcomes = form(&page, &format!("{to}/outcomes"));
    let typed = "他剤の治療歴を確認する。";
    for (name, value) in &mut outcomes {
        if name == "o.f-tp53.action" {
            *value = "surveillance".to_owned();
        }
        if name == "advice.ja" {
            value.push_str(typed);
        }
    }
    work.clicks += 3;
    work.keys += typed.chars().count() * 3;
    let (status, said) = desk
        .post(&desk.chair, &format!("{to}/outcomes"), &borrowed(&outcomes))
        .await;
    assert_eq!(status, 303, "{said}");
    work.clicks += 1;
    let (_, page) = desk.page(&desk.chair, &to).await;
    assert!(
        page.contains(typed) && !page.contains("案です"),
        "it is prepared"
    );
    let minutes = work.minutes();
    println!(
        "prepared with {} clicks, {} keystrokes, {} letters to read: {minutes:.1} minutes",
        work.clicks, work.keys, work.letters
    );
    assert!(minutes <= 30.0, "{minutes:.1} minutes");
}
