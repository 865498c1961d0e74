//! Stored and reflected script: hostile text in every form and body there is, then every page is read by every role.

use words::AccountId;

use super::{
    house::{Answer, House},
    listed::{Route, body, form, of_document, of_pages},
};

/// What a page must show as text, if it shows it.
const HOSTILE: &str = "<script>alert('zz9')</script>\"><img src=x onerror=alert(2)></textarea></title><svg/onload=alert(3)>";
/// Where a link is expected.
const LINK: &str = "javascript:alert('zz9')";
/// Words that run backwards and a bell: a name can be made to read as another.
const TURNED: &str = "zz9\u{202e}nakanat\u{202c}\u{2066}\u{7}";

fn coded(text: &str) -> String {
    let coded = text.bytes().map(|b| format!("%{b:02X}"));
    coded.collect()
}

/// No page carries any of it as anything but text.
fn harmless(answer: &Answer, what: &str) {
    let kind = answer.header("content-type").to_owned();
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    if !kind.starts_with("text/html") {
        // JSON and PDF are not read as pages, whatever they hold
        let safe = ["application/", "text/plain", "image/"];
        let empty = kind.is_empty() && answer.body.is_empty();
        assert!(
            empty || safe.iter().any(|s| kind.starts_with(s)),
            "{what}: {kind}"
        );
        assert!(
            !kind.contains("svg") && !kind.contains("xml"),
            "{what}: {kind}"
        );
        return;
    }
    let page = answer.text();
    for raw in [
        "<script>alert",
        "<img src=x",
        "</textarea></title>",
        "<svg/onload",
    ] {
        assert!(
            !page.contains(raw),
            "{what} carries {raw}: {}",
            around(&page, raw)
        );
    }
    for attribute in [
        "href",
        "src",
        "action",
        "formaction",
        "data-to",
        "data-finish",
    ] {
        let wild = format!("{attribute}=\"javascript:");
        assert!(!page.contains(&wild), "{what} carries {wild}");
    }
    let turned = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    let found = page.chars().find(|c| turned(*c) || control(*c));
    assert_eq!(found, None, "{what}");
}

fn around(page: &str, raw: &str) -> String {
    let at = page.find(raw).unwrap_or_default();
    page.chars()
        .skip(page[..at].chars().count().saturating_sub(120))
        .take(300)
        .collect()
}

/// Fields that are stored and shown later: who writes, where, what.
fn stored(house: &House) -> Vec<(&'static str, &'static str, String, String)> {
    let case = &house.case;
    let (text, turned) = (coded(HOSTILE), coded(TURNED));
    let json = |value: serde_json::Value| value.to_string();
    vec![
        (
            "admin",
            "POST",
            "/accounts".to_owned(),
            format!("name={text}{turned}&login=hostile"),
        ),
        (
            "admin",
            "POST",
            "/accounts".to_owned(),
            format!("name=x&login={text}"),
        ),
        (
            "physician-b",
            "POST",
            format!("/threads/{case}/notes"),
            format!("text={text}{turned}"),
        ),
        (
            "physician-b",
            "PUT",
            "/api/drafts/zz9".to_owned(),
            json(serde_json::json!({ "fields": [["text", HOSTILE]] })),
        ),
        (
            "analyst",
            "POST",
            format!("/api/cases/{case}/openings"),
            json(serde_json::json!({ "reason": "other", "said": format!("{HOSTILE}{TURNED}") })),
        ),
        (
            "office",
            "POST",
            "/api/sites".to_owned(),
            json(
                serde_json::json!({ "id": "site-zz9", "kind": "hospital", "code": "9999",
            "name": { "ja": format!("{HOSTILE}{TURNED}"), "en": HOSTILE }, "approvals": [{ "from": "2026-01-01", "reference": HOSTILE }] }),
            ),
        ),
    ]
}

#[tokio::test]
async fn no_page_runs_what_somebody_typed() {
    let Some(house) = House::open().await else {
        return;
    };
    for (who, method, path, sent) in stored(&house) {
        let token = house.token(&id(who)).await;
        let answer = house.ask(method, &path, Some(&token), &sent).await;
        assert!(
            answer.status < 400,
            "{who} {path} stores it: {} {}",
            answer.status,
            answer.text()
        );
    }
    for patient in patients(&house).await {
        let token = house.token(&patient).await;
        let to = format!("/threads/{}/questions", house.case);
        let sent = format!("text={}", coded(HOSTILE));
        house.ask("POST", &to, Some(&token), &sent).await;
    }
    let notes = format!("/threads/{}", house.case);
    for (who, path) in [("admin", "/accounts"), ("physician-b", &notes)] {
        let token = house.token(&id(who)).await;
        let page = house.ask("GET", path, Some(&token), "").await.text();
        let shown = page.contains("&lt;script&gt;alert('zz9')");
        assert!(shown, "{who} is shown it as text: {page}");
    }
    typed_everywhere(&house).await;
    read_everywhere(&house).await;
}

fn id(account: &str) -> AccountId {
    AccountId::parse(account).unwrap()
}

/// Everybody who is a participant.
async fn patients(house: &House) -> Vec<AccountId> {
    let accounts = house.platform.auth().accounts().await.unwrap();
    let people = accounts.into_iter().filter(|(_, s)| s.person.is_some());
    people.map(|(id, _)| id).collect()
}

/// Staff of the case's own hospital and of the centre, and the participants.
async fn readers(house: &House) -> Vec<AccountId> {
    let staff = [
        "physician-b",
        "coordinator-b",
        "curator",
        "admin",
        "security",
        "office",
        "chair",
    ];
    let mut all: Vec<_> = staff.into_iter().map(id).collect();
    all.extend(patients(house).await);
    all
}

/// Every form and every body, with hostile text in every field, by whoever may send it. Most are refused, and the page that says
/// so repeats what was typed.
async fn typed_everywhere(house: &House) {
    let kinds = [
        form().replace("=1", &format!("={}", coded(HOSTILE))),
        form().replace("=1", &format!("={}", coded(LINK))),
    ];
    let documented = of_document(house).into_iter().map(|(route, _)| route);
    let routes: Vec<Route> = documented
        .chain(of_pages())
        .filter(|r| !r.is_safe())
        .collect();
    let mut answered = 0;
    for account in readers(house).await {
        let role = account.as_str();
        for route in &routes {
            let thing = route.thing(house).unwrap_or_default();
            let path = route.at(&thing);
            // doing it would end what the test asks with, or the one it asks as
            let ends = [
                "/close",
                "/shorten",
                "/withdraw",
                "/death",
                "/sign-out-everywhere",
            ];
            if ends.iter().any(|end| path.contains(end)) || route.method == "DELETE" {
                continue;
            }
            let token = house.token(&account).await;
            let bodies = if route.is_page() {
                kinds.to_vec()
            } else {
                vec![body(house, route).replace("\"x\"", &serde_json::json!(HOSTILE).to_string())]
            };
            for sent in bodies {
                let answer = house.ask(&route.method, &path, Some(&token), &sent).await;
                assert!(answer.status != 500, "{role} {path}: {}", answer.text());
                harmless(&answer, &format!("{role} {} {path}", route.method));
                answered += 1;
            }
        }
    }
    assert!(answered > 1000, "{answered}");
}

/// Every page, as it is, with hostile queries, and with hostile text in the place of its thing.
async fn read_everywhere(house: &House) {
    let text = coded(HOSTILE);
    let query = format!(
        "?q={text}&to={text}&because={text}&case={text}&account={text}&person={text}&page={text}&day={text}&kind={text}"
    );
    for account in readers(house).await {
        let role = account.as_str();
        for route in of_pages().into_iter().filter(Route::is_safe) {
            let thing = route.thing(house).unwrap_or_default();
            let path = route.at(&thing);
            for path in [path.clone(), format!("{path}{query}"), route.at(&text)] {
                let token = house.token(&account).await;
                let answer = house.ask("GET", &path, Some(&token), "").await;
                assert!(answer.status != 500, "{role} {path}: {}", answer.text());
                harmless(&answer, &format!("{role} {path}"));
            }
        }
    }
    for path in [
        format!("/sign-in{query}"),
        format!("/{text}"),
        format!("/sign-in?to={}", coded(LINK)),
    ] {
        harmless(&house.ask("GET", &path, None, "").await, &path);
    }
}
