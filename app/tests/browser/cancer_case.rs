//! A whole cancer case, from the registration to the patient who opens the report on a phone, by the clicks of its people:
//! coordinator, patient, two curators, chair, panel members, physician, counsellor.
//!
//! Tubes, order, reads and the run go over the API (`crew`): technician, vendor and analyst get their pages with the second
//! half of the doors.

use crate::{
    acts::{confirms, counsels, explains, signs, signs_lay, today},
    crew::Crew,
    driver::Browser,
    look::look,
    server::Programme,
    visitor::Visitor,
};

const PHONE: (u32, u32) = (390, 844);
const DESK: (u32, u32) = (1440, 900);

/// Everybody who sits on the panel beside the chair.
const MEMBERS: [&str; 8] = [
    "oncologist",
    "oncologist-2",
    "geneticist",
    "panel-counsellor",
    "pathologist",
    "genomicist",
    "bioinformatician",
    "physician-a",
];

#[tokio::test(flavor = "multi_thread")]
async fn from_the_registration_to_the_report_on_a_phone() {
    let (Some(browser), Some(other)) = (Browser::start().await, Browser::start().await) else {
        return;
    };
    let programme = Programme::start();
    let base = programme.server.base.as_str();
    let desk = Visitor {
        browser: &browser,
        base,
    };
    let tablet = Visitor {
        browser: &other,
        base,
    };
    let crew = Crew::of(&programme);
    let case = registers(&desk).await;
    let person = consents(&desk, &tablet).await;
    let login = invited(&desk, &tablet, &case).await;
    clinic(&desk, &case).await;
    let tubes = crew.carries(&case, &person).await;
    crew.reads(&case, &tubes).await;
    judged(&desk, &case).await;
    crew.printed(&case, "analysis").await;
    signs(&desk, "curator", &format!("{case}.analysis")).await;
    circulated(&desk, &case).await;
    crew.printed(&case, "panel").await;
    signs(&desk, "physician-a", &format!("{case}.panel")).await;
    returned(&desk, &crew, &case).await;
    opened(&tablet, &login, &case).await;
    browser.close().await;
    other.close().await;
}

/// The coordinator registers the patient and goes on to the consent: the number of the case.
async fn registers(desk: &Visitor<'_>) -> String {
    desk.enter("coordinator-a").await;
    desk.go("a[href='/register']").await;
    for (field, typed) in [
        ("#number", "０７７０１"),
        ("#name", "見本 一葉"),
        ("#kana", "みほん いちよう"),
        ("#birth", "昭和38年5月2日"),
    ] {
        desk.write(field, typed).await;
    }
    desk.click("label[for=sex-female]").await;
    for rule in ["enough_specimen", "refractory", "alive_and_treatable"] {
        desk.click(&format!("label[for={rule}-yes]")).await;
    }
    desk.go("form.sheet button[type=submit]").await;
    let case = desk.text(".case-number").await;
    desk.go("a.button[href$='/consents']").await;
    case
}

/// The consent on a tablet at the bedside, staff at the desk beside: the person.
async fn consents(desk: &Visitor<'_>, tablet: &Visitor<'_>) -> String {
    let person = desk.text("section.member .quiet-line code").await;
    desk.go("section.member form.act button").await;
    let procedure = desk.ask("return location.pathname").await;
    let procedure = procedure.as_str().unwrap();
    tablet.enter("coordinator-a").await;
    tablet.size(PHONE.0, PHONE.1).await;
    tablet.open(procedure).await;
    tablet.go("form[action$='/tablet'] button").await;
    let next = "form.sheet button[type=submit]";
    step(tablet, 1).await;
    tablet.go(next).await;
    step(tablet, 2).await;
    tablet.click("#giver-self").await;
    tablet.go(next).await;
    step(tablet, 3).await;
    for _ in 1..=8 {
        tablet.go(next).await;
    }
    step(tablet, 4).await;
    tablet.go("form.sheet[action$='/step/4'] button").await;
    step(tablet, 5).await;
    understands(tablet).await;
    step(tablet, 6).await;
    desk.open(procedure).await;
    desk.click("#place-onsite").await;
    desk.go("form[action$='/talk'] button").await;
    tablet.go(next).await;
    tablet.open("/tablet").await;
    step(tablet, 7).await;
    tablet
        .ask("document.querySelectorAll('input[value=agree]').forEach(i => i.click())")
        .await;
    tablet.go(next).await;
    step(tablet, 8).await;
    for wish in ["primary_now", "secondary_now"] {
        tablet.click(&format!("[id='item.ror.{wish}-yes']")).await;
    }
    tablet.go(next).await;
    step(tablet, 9).await;
    tablet.go(next).await;
    step(tablet, 10).await;
    desk.open(procedure).await;
    desk.click("#check-face_to_face").await;
    desk.go("form[action$='/identity'] button").await;
    tablet.open("/tablet").await;
    step(tablet, 11).await;
    tablet.write("#name", "見本 一葉").await;
    tablet.go(next).await;
    step(tablet, 12).await;
    desk.open(procedure).await;
    desk.go("form[action$='/countersign'] button").await;
    desk.find("a[href$='/receipt']").await;
    tablet.open("/tablet").await;
    tablet.find("a[href='/tablet/receipt']").await;
    person
}

/// Answers every question to see whether it was understood; an explanation that comes up is read and passed.
async fn understands(tablet: &Visitor<'_>) {
    tablet
        .click("form.sheet fieldset:first-of-type .pick:last-of-type input")
        .await;
    tablet.go("form.sheet button[type=submit]").await;
    if tablet.count("form.sheet .notice").await > 0 {
        tablet.go(".aside button").await;
    }
}

async fn step(tablet: &Visitor<'_>, step: u8) {
    let at = "return document.querySelector('progress')?.value ?? 0";
    for _ in 0..200 {
        if tablet.ask(at).await == step {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("step {step} is not reached");
}

/// The coordinator prints the letter, the patient makes a passkey on the own phone: the login name.
async fn invited(desk: &Visitor<'_>, phone: &Visitor<'_>, case: &str) -> String {
    desk.open(&format!("/cases/{case}/consents")).await;
    desk.go(&format!("main a[href='/cases/{case}/accounts']"))
        .await;
    desk.go(&format!(
        "form[action^='/cases/{case}/accounts/'] button[type=submit]"
    ))
    .await;
    let code = desk.text(".letter .code").await;
    let login = desk.text(".letter dl > div:nth-child(3) dd").await;
    phone.forget().await;
    phone.open("/sign-in").await;
    phone.browser.plug_key().await;
    phone.click("details:last-of-type summary").await;
    phone.write("#code", &code).await;
    phone.go("form[action='/invitations'] button").await;
    look(phone, "the letter of a patient").await;
    phone.size(PHONE.0, PHONE.1).await;
    phone.write("#label", "わたしのスマートフォン").await;
    phone.go("form[data-passkey=make] button").await;
    phone.find("ol.steps li[aria-current=step]").await;
    login
}

/// The physician notes what the panel asks for first.
async fn clinic(desk: &Visitor<'_>, case: &str) {
    desk.enter("physician-a").await;
    desk.open(&format!("/cases/{case}/sheets")).await;
    desk.go("table a[href$='/sheets/background']").await;
    desk.click("label[for='ecog_ps-1']").await;
    desk.click("label[for='smoking_history-no']").await;
    desk.go("form.entry .actions button[value=save]").await;
    assert!(desk.text(".notice").await.contains("保存しました"));
}

/// One curator judges every finding, another agrees.
async fn judged(desk: &Visitor<'_>, case: &str) {
    desk.enter("curator").await;
    desk.open(&format!("/findings/{case}")).await;
    let links = format!(
        "return [...new Set([...document.querySelectorAll('main td a[href^=\"/findings/{case}/\"]')].map(a => a.getAttribute('href')))].slice(0, 3)"
    );
    let pages: Vec<String> = serde_json::from_value(desk.ask(&links).await).unwrap();
    assert!(!pages.is_empty());
    for page in &pages {
        desk.open(page).await;
        desk.click("label[for=verdict-accepted]").await;
        desk.go("form[action$='/verdict'] button[type=submit]")
            .await;
        assert_eq!(desk.text("#verdict .stage").await, "二次判定待ち");
    }
    desk.enter("curator-2").await;
    for page in &pages {
        desk.open("/curation").await;
        desk.go(&format!("#second a[href='{page}']")).await;
        desk.go("#verdict form[action$='/agree'] button").await;
        assert_eq!(desk.text("#verdict .stage").await, "判定済み");
    }
}

/// Circulated: every member answers alone, some on phones; all agree, and the chair signs the minutes.
async fn circulated(desk: &Visitor<'_>, case: &str) {
    desk.enter("chair").await;
    desk.open("/panels").await;
    desk.go(&format!("#unplanned a[href='/panels/{case}']"))
        .await;
    desk.click("#mode-circulation").await;
    for field in ["day", "deadline"] {
        today(desk, &format!("form[action$='/plan'] input[name={field}]")).await;
    }
    desk.go(crate::acts::RECORD_PLAN).await;
    desk.go("form[action$='/outcomes'] button").await;
    desk.go("form[action$='/open'] button").await;
    for (n, member) in MEMBERS.iter().enumerate() {
        desk.enter(member).await;
        let (width, height) = if n % 2 == 0 { PHONE } else { DESK };
        desk.size(width, height).await;
        desk.open("/panels").await;
        desk.go(&format!("a[href='/panels/{case}']")).await;
        desk.click("#interest-none").await;
        desk.click("#vote-agree").await;
        desk.go("form[action$='/opinion'] button").await;
    }
    desk.size(DESK.0, DESK.1).await;
    desk.enter("chair").await;
    desk.open(&format!("/panels/{case}")).await;
    desk.go("form[action$='/minutes'] button").await;
    desk.find("form[action$='/close'] pre.minutes").await;
    desk.go("form[action$='/close'] button").await;
    desk.find("a.button[href$='.panel']").await;
}

/// Confirmed, counselled, explained.
async fn returned(desk: &Visitor<'_>, crew: &Crew<'_>, case: &str) {
    desk.open(&format!("/return/{case}")).await;
    let asked = "return [...document.querySelectorAll('#tests article')].map(a => a.id.replace('test-', ''))";
    let asked: Vec<String> = serde_json::from_value(desk.ask(asked).await).unwrap();
    assert!(!asked.is_empty(), "a test is asked for");
    for finding in &asked {
        confirms(desk, finding).await;
    }
    signs_lay(desk, crew, case).await;
    counsels(desk, case).await;
    desk.enter("physician-a").await;
    desk.open(&format!("/return/{case}")).await;
    look(desk, "ready to be explained").await;
    explains(desk, case).await;
    look(desk, "an explanation that was signed").await;
}

/// On the phone with its passkey: what is new, and the report.
async fn opened(phone: &Visitor<'_>, login: &str, case: &str) {
    phone.forget().await;
    phone.open("/sign-in").await;
    phone.write("#login", login).await;
    phone.go("form[data-passkey=use]:has(#login) button").await;
    phone.find("ol.steps").await;
    look(phone, "the patient's first page").await;
    phone.size(PHONE.0, PHONE.1).await;
    phone
        .go(&format!("ul.tiles a[href='/my/{case}/result']"))
        .await;
    let report = phone.fetch("main a.button").await;
    assert_eq!(report, [(200, "%PDF".to_owned())]);
    look(phone, "the patient's result").await;
}
