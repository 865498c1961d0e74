//! A trio as its physician works with it: one cord per member, candidates with three genotypes, the case found again by its
//! gene; a parent's genome that is nobody else's business; a death recorded, drawn as a bar, and taken back.

use crate::{driver::Browser, look::look, server::Programme, visitor::Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_read_and_a_death_is_recorded() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let case = &programme.rare;
    visitor.enter("physician-b").await;
    cords(&visitor, case).await;
    let gene = candidates(&visitor, case).await;
    by_gene(&visitor, case, &gene).await;
    kinship(&visitor, case).await;
    visitor.enter("physician-b").await;
    death(&visitor, case).await;
    browser.close().await;
}

async fn english(visitor: &Visitor<'_>, page: &str) {
    visitor.go("form[action='/language'] button").await;
    visitor.find("html[lang=en]").await;
    look(visitor, page).await;
    visitor.go("form[action='/language'] button").await;
    visitor.find("html[lang=ja]").await;
}

/// One cord per member, each with a sentence for those who do not see it.
async fn cords(visitor: &Visitor<'_>, case: &str) {
    visitor.open(&format!("/cases/{case}")).await;
    assert_eq!(visitor.count("#people svg.thread").await, 3);
    visitor.go("nav.tabs a[href$='/family']").await;
    assert_eq!(visitor.count("#cords svg.strip").await, 3);
    assert_eq!(visitor.count("#cords p.sentence").await, 3);
    let said = "return [...document.querySelectorAll('#cords svg.strip')].every(s => s.getAttribute('aria-label').length > 20)";
    assert_eq!(visitor.ask(said).await, true);
    // the patient's cord goes on where those of the parents end
    let knots = |n: u32| {
        format!(
            "return document.querySelectorAll('#cords .cords > div:nth-child({n}) svg a').length"
        )
    };
    let (child, father) = (visitor.ask(&knots(1)).await, visitor.ask(&knots(3)).await);
    assert!(child.as_u64() > father.as_u64(), "{child} {father}");
    visitor.find("#family svg").await;
    look(visitor, "the family of a case").await;
    english(visitor, "the family of a case in English").await;
}

/// Candidates with the genotypes of three; answers with the gene of the first.
async fn candidates(visitor: &Visitor<'_>, case: &str) -> String {
    visitor.open(&format!("/trio/{case}")).await;
    let row = "return [...document.querySelectorAll('main table tbody tr:first-child td')].slice(1, 4).map(c => c.textContent.trim())";
    let three = visitor.ask(row).await;
    let three = three.as_array().cloned().unwrap_or_default();
    assert_eq!(three.len(), 3, "{three:?}");
    assert!(
        three
            .iter()
            .all(|g| g.as_str().is_some_and(|g| !g.is_empty()))
    );
    look(visitor, "candidates of a trio").await;
    english(visitor, "candidates of a trio in English").await;
    let name = visitor.text("main table tbody tr:first-child a").await;
    name.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The field of every page finds the case by its gene, in any case of letters; not for who reads no findings.
async fn by_gene(visitor: &Visitor<'_>, case: &str, gene: &str) {
    let hit = format!("main a[href='/cases/{case}/findings']");
    visitor.open("/").await;
    visitor.write("#find", &gene.to_lowercase()).await;
    visitor.go("form.find button").await;
    visitor.find(&hit).await;
    look(visitor, "found by gene").await;
    english(visitor, "found by gene in English").await;
    visitor.enter("coordinator-b").await;
    visitor.open(&format!("/search?q={gene}")).await;
    assert_eq!(visitor.count(&hit).await, 0);
}

/// How relations agree with the genomes is shown to the analyst, and not to the physician.
async fn kinship(visitor: &Visitor<'_>, case: &str) {
    let (data, gate) = (format!("/cases/{case}/data"), "tr[data-gate=relatedness]");
    visitor.enter("analyst").await;
    visitor.open(&data).await;
    assert!(visitor.count(gate).await >= 2);
    visitor.enter("physician-b").await;
    visitor.open(&data).await;
    assert!(visitor.count("tr[data-gate]").await > 2);
    assert_eq!(visitor.count(gate).await, 0);
}

/// Recorded through the door, said on the case, drawn as a bar and not as a cut; and taken back.
async fn death(visitor: &Visitor<'_>, case: &str) {
    let (bar, page) = ("svg.strip path.end", format!("/cases/{case}"));
    visitor.open(&page).await;
    assert_eq!(visitor.count(bar).await, 0);
    visitor.go("#people a[href$='/death']").await;
    look(visitor, "the door of a death").await;
    english(visitor, "the door of a death in English").await;
    let child = "main section:first-of-type";
    visitor.go(&format!("{child} a.button")).await;
    visitor
        .write(&format!("{child} input[name=on]"), "2026/13/1")
        .await;
    visitor.click(&format!("{child} input[value=chart]")).await;
    visitor.go(&format!("{child} form button")).await;
    assert!(
        visitor
            .text("main")
            .await
            .contains("E-REGISTRY-DEATH-INCOMPLETE")
    );
    // the browser notes every refusal
    visitor.browser.complaints().await;
    visitor
        .ask("document.querySelector('main section:first-of-type input[name=on]').value = ''")
        .await;
    visitor.go(&format!("{child} form button")).await;
    look(visitor, "a death on record").await;

    visitor.open(&page).await;
    assert!(
        visitor
            .text("#now .notice")
            .await
            .contains("亡くなられました")
    );
    assert_eq!(visitor.count(bar).await, 1);
    assert!(visitor.text("p.sentence").await.contains("ご逝去"));
    look(visitor, "a case after a death").await;
    english(visitor, "a case after a death in English").await;
    visitor.open("/cases").await;
    visitor.find("svg.thread path.end").await;

    visitor.open(&format!("{page}/death")).await;
    visitor.go(&format!("{child} a.button")).await;
    visitor
        .click(&format!("{child} input[value=other_person]"))
        .await;
    visitor.go(&format!("{child} form button")).await;
    visitor.open(&page).await;
    assert_eq!(visitor.count(bar).await, 0);
}
