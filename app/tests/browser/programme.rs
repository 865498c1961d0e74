//! After the demonstration: a physician signs in and reads a case, a technician sees less, the patient opens the own
//! report, the security officer looks who did.

use serde_json::Value;

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_read_by_those_who_may() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    visitor.open("/demo").await;
    look(&visitor, "the door of the demonstration").await;
    physician(&visitor, &programme).await;
    technician(&visitor, &programme).await;
    patient(&visitor).await;
    others(&visitor, &programme).await;
    browser.close().await;
}

/// Opens the cases by clicks, reads them in both languages.
async fn physician(visitor: &Visitor<'_>, programme: &Programme) {
    visitor.enter("physician-a").await;
    assert_eq!(visitor.text("h1").await, "いま、すること");
    visitor.click("main a[href='/cases']").await;
    assert_eq!(visitor.text("h1").await, "症例");
    look(visitor, "cases").await;
    let cancer = &programme.cancer;
    visitor.click(&format!("a[href='/cases/{cancer}']")).await;
    assert!(visitor.text("h1").await.contains(cancer));
    look(visitor, "case").await;
    parts(visitor, cancer).await;
    documents(visitor, cancer).await;
    visitor.open(&format!("/cases/{cancer}")).await;

    visitor.click("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    assert!(visitor.text("h1").await.starts_with("Case "));
    let cut = "return [...document.querySelectorAll('svg.strip text')].filter(t => t.textContent.includes('…')).length";
    assert_eq!(visitor.ask(cut).await, 0, "a label of the strip is cut");
    look(visitor, "case in English").await;

    visitor
        .open(&format!("/cases/{}", programme.withdrawn))
        .await;
    assert!(visitor.text("p.sentence").await.contains("withdrawn"));
    look(visitor, "withdrawn case").await;
    visitor.click("nav.tabs a[href$='/findings']").await;
    assert!(visitor.text("#findings").await.contains("withdrawal"));
    visitor.click("form[action='/sign-out'] button").await;
    visitor.find(".door").await;
}

/// What the tabs show: every event with its consent, plots, findings with evidence, the way of the files.
async fn parts(visitor: &Visitor<'_>, case: &str) {
    let broken = "return [...document.querySelectorAll('main a[href^=\"#\"], svg a[href^=\"#\"]')]
      .filter(a => !document.getElementById(a.getAttribute('href').slice(1))).map(a => a.getAttribute('href'))";
    for (tab, part, least) in [
        ("clinical", "#clinic", 1),
        ("specimens", "#tubes tbody tr", 2),
        ("findings", "#findings article .evidence li", 2),
        ("family", "main section", 1),
        ("panel", "#panel", 1),
        ("report", "#documents", 1),
        ("data", "#quality figure svg, #quality .qc-plots svg", 4),
        ("data", "#reads figure svg", 4),
        ("data", "#files .sentences li", 10),
        ("history", "svg.strip a", 10),
        ("history", "#history tbody tr", 60),
    ] {
        visitor.open(&format!("/cases/{case}/{tab}")).await;
        assert!(visitor.count(part).await >= least, "{tab}: {part}");
        assert_eq!(visitor.ask(broken).await, Value::Array(Vec::new()), "{tab}");
        look(visitor, tab).await;
    }
    resting(visitor).await;
    visitor.open(&format!("/cases/{case}/data")).await;
    let seen = "return [...document.querySelectorAll('svg.graph rect')].filter(r => r.getBoundingClientRect().width > 50).length";
    let seen = visitor.ask(seen).await.as_u64().unwrap_or_default();
    assert!(seen >= 10, "the graph shows {seen} boxes");
}

async fn resting(visitor: &Visitor<'_>) {
    let resting = "return [...document.querySelectorAll('#history tbody tr')].filter(r => /c--/.test(r.children[5].textContent)).length";
    let resting = visitor.ask(resting).await.as_u64().unwrap_or_default();
    assert!(resting >= 40, "{resting} events name their consent");
}

async fn documents(visitor: &Visitor<'_>, case: &str) {
    visitor.open(&format!("/cases/{case}/report")).await;
    let pdfs = visitor.fetch("#documents a[href*='/pdf']").await;
    assert!(pdfs.len() >= 5, "{pdfs:?}");
    let all = pdfs.iter().all(|pdf| *pdf == (200, "%PDF".to_owned()));
    assert!(all, "{pdfs:?}");
    let fhir = visitor.fetch("#documents a[href*='/fhir']").await;
    assert!(
        !fhir.is_empty() && fhir.iter().all(|f| f.0 == 200),
        "{fhir:?}"
    );
}

/// A technician knows where the tubes are, and nothing of what was found.
async fn technician(visitor: &Visitor<'_>, programme: &Programme) {
    visitor.enter("technician-a").await;
    let cancer = &programme.cancer;
    visitor.open(&format!("/cases/{cancer}/specimens")).await;
    visitor.find("#tubes table").await;
    look(visitor, "specimens of a technician").await;
    visitor.open(&format!("/cases/{cancer}/findings")).await;
    assert_eq!(visitor.count("article.finding").await, 0);
    visitor.find("#findings .quiet-line").await;
    let asked = format!(
        "const done = arguments[0]; fetch('/api/cases/{cancer}/findings').then(r => done(r.status))"
    );
    assert_eq!(visitor.later(&asked).await, 403);
    visitor.browser.complaints().await;
}

/// The patient finds the own case in plain words and opens the report.
async fn patient(visitor: &Visitor<'_>) {
    visitor.enter("patient-").await;
    visitor.find("ol.steps").await;
    assert_eq!(visitor.count("article.finding").await, 0);
    look(visitor, "first page of a patient").await;
    visitor.click("ul.tiles a[href$='/result']").await;
    let report = visitor.fetch("main a.button").await;
    assert_eq!(report, [(200, "%PDF".to_owned())]);
}

/// The rare-disease case of the other hospital, the vendor's first page, the access log.
async fn others(visitor: &Visitor<'_>, programme: &Programme) {
    visitor.enter("physician-b").await;
    visitor
        .open(&format!("/cases/{}/findings", programme.rare))
        .await;
    visitor.find("#findings article").await;
    look(visitor, "rare-disease case").await;
    visitor.enter("vendor").await;
    look(visitor, "first page of the vendor").await;
    visitor.enter("security").await;
    visitor.click("a[href='/access']").await;
    visitor.write("#case", &programme.cancer).await;
    visitor.click("form.search button").await;
    visitor.find("main table tbody tr").await;
    look(visitor, "accesses").await;
}
