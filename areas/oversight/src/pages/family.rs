//! The family of a case: who takes part with whose consent, and the pedigree from members and family history.

use ::words::text;
use auth::Holds;
use clinical::pages::pedigree;
use maud::{Markup, html};
use web::{Problem, page};

use super::{
    people,
    view::{Part, View},
};

/// Whose work it is to weigh a finding against a stated relationship; nobody else is shown one.
const WEIGHS: [&str; 2] = ["analyst", "curator"];

/// The part about the family.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("家系図", "Pedigree"));
    if !view.sees("clinical.read", Holds::Clinical).await? {
        return Ok(Part::new("family", title, None));
    }
    let family = clinical::facts::family(view.platform, view.case).await?;
    let section = match view.case.kind {
        registry::facts::CaseKind::Rare => "family",
        registry::facts::CaseKind::Cancer => "background",
    };
    let history = format!("/cases/{}/sheets/{section}", view.case.id);
    let body = html! {
        (pedigree::draw(&family, lang))
        p class="unprinted" { (page::link(lang, &history, &text!("家族歴を入力する", "Enter the family history"))) }
        (contradiction(view).await?)
    };
    Ok(Part::new("family", title, Some(body)))
}

/// Both parts of the tab.
pub(super) async fn parts(view: &View<'_>) -> Result<Vec<Part>, Problem> {
    Ok(vec![part(view).await?, people::part(view).await?])
}

/// What the genomes say against the relations as stated: for those who weigh it, and for them alone.
async fn contradiction(view: &View<'_>) -> Result<Markup, Problem> {
    let weighs = WEIGHS.iter().any(|role| view.caller.holds(role));
    if !weighs || !view.sees("finding.read", Holds::Genomic).await? {
        return Ok(html! {});
    }
    let runs = analysis::facts::runs(view.platform.db(), &view.case.id).await?;
    let Some(run) = runs.iter().rfind(|r| !r.gates.is_empty()) else {
        return Ok(html! {});
    };
    let against = run.gates.iter().filter(|g| {
        use analysis::words::Answer::{Fail, Warn};
        g.gate == "relatedness" && matches!(g.answer, Warn | Fail)
    });
    let against: Vec<_> = against.collect();
    let lang = view.lang;
    let said = text!(
        "解析担当とキュレーターだけに表示しています。",
        "Shown to analysts and curators only."
    );
    Ok(html! {
        @if !against.is_empty() {
            div class="notice problem" role="note" {
                @for gate in &against { p { (gate.text.get(lang)) } }
                p class="small" { (said.get(lang)) }
            }
        }
    })
}
