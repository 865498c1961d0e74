//! A child consents with its mother on a tablet: she decides, the child is asked too. The hospital invites her with a letter; on her
//! pages she has one tab for each of her two children, and every page says that she acts for them. Then the proxy ends.

use serde_json::Value;

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_mother_decides_with_her_child_and_acts_for_two() {
    let (Some(browser), Some(other)) = (Browser::start().await, Browser::start().await) else {
        return;
    };
    let programme = Programme::start();
    let base = programme.server.base.as_str();
    let (home, desk) = (
        Visitor {
            browser: &browser,
            base,
        },
        Visitor {
            browser: &other,
            base,
        },
    );
    desk.enter("coordinator-b").await;
    let elder = registers(&desk, "ハナ", "2016-05-01", "880001").await;
    consents(&home, &desk, &elder).await;
    let younger = registers(&desk, "ソラ", "2018-07-01", "880002").await;
    on_paper(&desk, &younger).await;
    let (code, login) = invites(&desk, &elder).await;
    second_child(&desk, &younger, &login).await;
    two_tabs(&home, &code, (&elder.0, &younger.0)).await;
    messages(&home).await;
    recalled(&desk, &home, (&elder.0, &younger.0)).await;
    browser.close().await;
    other.close().await;
}

/// A case and its patient.
type Child = (String, String);

async fn asks(desk: &Visitor<'_>, path: &str, body: &Value) -> Value {
    let script = format!(
        "const done = arguments[0];
fetch('{path}', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: JSON.stringify({body}) }}).then(r => r.json()).then(done)"
    );
    desk.later(&script).await
}

async fn registers(desk: &Visitor<'_>, kana: &str, born: &str, number: &str) -> Child {
    let fit = serde_json::json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let member = serde_json::json!({ "relation": "proband", "name": format!("見本 {kana}"), "kana": format!("ミホン {kana}"),
        "birth_day": born, "sex": "female", "patient_number": number });
    let body = serde_json::json!({ "eligibility": fit, "members": [member] });
    let case = asks(desk, "/api/cases", &body).await;
    let text = |v: &Value| v.as_str().unwrap_or_else(|| panic!("{case}")).to_owned();
    (text(&case["id"]), text(&case["members"][0]["person"]))
}

async fn press(tablet: &Visitor<'_>) {
    tablet.go("form.sheet button[type=submit]").await;
}

/// Waits for a step of the tablet and looks at it.
async fn at(tablet: &Visitor<'_>, step: u8) {
    let script = "return document.querySelector('progress')?.value ?? 0";
    for _ in 0..300 {
        if tablet.ask(script).await == step {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("step {step} is not reached");
}

/// The thirteen steps, with the child's own answers.
async fn consents(tablet: &Visitor<'_>, desk: &Visitor<'_>, child: &Child) {
    desk.open(&format!("/cases/{}/consents", child.0)).await;
    desk.go(&format!(
        "form[action^='/cases/{}/consents/'] button",
        child.0
    ))
    .await;
    let procedure = desk.ask("return location.pathname").await;
    let procedure = procedure.as_str().unwrap();
    tablet.enter("coordinator-b").await;
    tablet.open(procedure).await;
    tablet.go("form[action$='/tablet'] button").await;
    at(tablet, 1).await;
    press(tablet).await;
    at(tablet, 2).await;
    tablet.click("#giver-proxy").await;
    tablet.click("#relation-mother").await;
    look(tablet, "who decides for whom").await;
    press(tablet).await;
    at(tablet, 3).await;
    while tablet.count("input[name=card]").await > 0 {
        press(tablet).await;
    }
    at(tablet, 4).await;
    tablet.go("form.sheet[action$='/step/4'] button").await;
    at(tablet, 5).await;
    tablet.go(".aside button").await;
    at(tablet, 6).await;
    desk.open(procedure).await;
    desk.click("#place-onsite").await;
    desk.go("form[action$='/talk'] button").await;
    press(tablet).await;
    tablet.open("/tablet").await;
    at(tablet, 7).await;
    assert!(tablet.count(".child input").await > 0, "the child is asked");
    look(tablet, "what the child is asked").await;
    tablet
        .ask("document.querySelectorAll('input[value=agree]').forEach(i => i.click())")
        .await;
    press(tablet).await;
    at(tablet, 8).await;
    press(tablet).await;
    at(tablet, 9).await;
    look(tablet, "a review with the child's answers").await;
    press(tablet).await;
    at(tablet, 10).await;
    desk.open(procedure).await;
    desk.click("#check-face_to_face").await;
    desk.go("form[action$='/identity'] button").await;
    tablet.open("/tablet").await;
    at(tablet, 11).await;
    tablet.write("#name", "見本 花子").await;
    press(tablet).await;
    at(tablet, 12).await;
    desk.open(procedure).await;
    desk.click("form[action$='/countersign'] button").await;
    desk.find("a[href$='/receipt']").await;
}

/// The younger child's consent, recorded by the mother on paper.
async fn on_paper(desk: &Visitor<'_>, child: &Child) {
    let script = "const done = arguments[0];
fetch('/api/forms').then(r => r.json()).then(f => done(f.forms.filter(x => x.in_force && x.form.domain === 'rare')))";
    let forms = desk.later(script).await;
    let form = |id: &str| {
        let all = forms.as_array().unwrap();
        all.iter().find(|f| f["form"]["id"] == id).unwrap().clone()
    };
    let answers = |form: &Value| {
        let items = form["form"]["item"].as_array().unwrap().iter();
        let one = |i: &Value| {
            let answer = if i["kind"] == "mandatory" {
                "agree"
            } else {
                "not_set"
            };
            (i["code"].as_str().unwrap().to_owned(), Value::from(answer))
        };
        let shown = items.filter(|i| i["when"].is_null());
        Value::Object(shown.map(one).collect())
    };
    let (adult, assent) = (form("icf-rare-adult"), form("assent-child"));
    let body = serde_json::json!({ "case": child.0, "person": child.1, "form": adult["reference"], "form_sha256": adult["sha256"],
        "giver": "proxy", "proxy": { "relation": "mother" }, "answers": answers(&adult),
        "assent": { "form": assent["reference"], "form_sha256": assent["sha256"], "answers": answers(&assent) },
        "explained": { "place": "onsite", "method": "paper" }, "identity_check": "face_to_face",
        "signature_sha256": words::Digest::of(b"paper") });
    let given = asks(desk, "/api/consents", &body).await;
    assert_eq!(given["status"], "active", "{given}");
}

/// The letter: a code for eyes and one for a scanner, the login name.
async fn invites(desk: &Visitor<'_>, child: &Child) -> (String, String) {
    desk.open(&format!("/cases/{}/consents", child.0)).await;
    desk.go(&format!("a[href='/cases/{}/accounts']", child.0))
        .await;
    look(desk, "accounts of a case").await;
    desk.write("#name", "見本 花子").await;
    desk.go("form[action$='/proxy'] button").await;
    look(desk, "the letter of a proxy").await;
    assert!(desk.count(".matrix svg path").await > 1);
    let code = desk.text(".letter .code").await;
    let facts = "return [...document.querySelectorAll('.letter dd')].map(d => d.textContent)";
    let facts = desk.ask(facts).await;
    (code, facts[2].as_str().unwrap().trim().to_owned())
}

/// She has pages already: the second child is one more tab.
async fn second_child(desk: &Visitor<'_>, child: &Child, login: &str) {
    desk.open(&format!("/cases/{}/accounts", child.0)).await;
    desk.write("#login", login).await;
    desk.go("form[action$='/proxy'] button").await;
    desk.find("[role=status]").await;
    assert!(desk.text("main").await.contains("代理を終わらせる"));
}

/// At home she makes a passkey; two tabs, and every page says for whom she acts.
async fn two_tabs(home: &Visitor<'_>, code: &str, (elder, younger): (&str, &str)) {
    home.forget().await;
    home.open(&format!("/invitations/{code}")).await;
    home.browser.plug_key().await;
    look(home, "a proxy's invitation").await;
    home.click("form[data-passkey=make] button").await;
    home.find("ul.tiles a").await;
    look(home, "pages of a proxy").await;
    home.go(&format!("ul.tiles a[href='/my/{elder}']")).await;
    for (here, other) in [(elder, younger), (younger, elder)] {
        let acting = home.text(".acting").await;
        assert!(
            acting.contains("代理：") && acting.contains(here),
            "{acting}"
        );
        look(home, "a child's page").await;
        home.go(&format!(".tabs a[href='/my/{other}']")).await;
    }
    for page in [
        "/choices",
        "/questions",
        "/result",
        "/used",
        "/papers",
        "/withdraw",
    ] {
        home.open(&format!("/my/{elder}{page}")).await;
        assert!(home.text(".acting").await.contains(elder), "{page}");
        look(home, &format!("a child's {page}")).await;
    }
    home.open(&format!("/my/{elder}/questions")).await;
    home.write("#text", "採血は痛いですか。").await;
    home.go("form.sheet button[type=submit]").await;
    home.find("article.talk").await;
    in_english(home, elder).await;
}

async fn in_english(home: &Visitor<'_>, elder: &str) {
    home.open(&format!("/my/{elder}")).await;
    home.go("form[action='/language'] button").await;
    assert!(home.text(".acting").await.starts_with("As a proxy:"));
    look(home, "a child's page in English").await;
    home.go("form[action='/language'] button").await;
}

/// Where messages by e-mail are chosen; the demonstration has no mail server and says so.
async fn messages(home: &Visitor<'_>) {
    home.open("/messages").await;
    home.find("main .notice").await;
    look(home, "messages").await;
}

/// The hospital ends one of the two: that tab is gone, and its address is denied; the other stays.
async fn recalled(desk: &Visitor<'_>, home: &Visitor<'_>, (elder, younger): (&str, &str)) {
    desk.open(&format!("/cases/{younger}/accounts")).await;
    desk.go("form[action$='/recall'] button").await;
    home.open("/my").await;
    let path = home.ask("return location.pathname").await;
    assert_eq!(path, format!("/my/{elder}"), "only one is left");
    home.open(&format!("/my/{younger}")).await;
    assert_eq!(home.count("ol.steps").await, 0);
    home.find(".notice.problem").await;
    // the browser complains of the refused address, as it should
    home.browser.complaints().await;
    desk.open(&format!("/cases/{elder}/history")).await;
    look(desk, "the history with a proxy").await;
}
