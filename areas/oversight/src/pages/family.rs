//! The family of a case: who takes part with whose consent, and the pedigree from members and family history.

use ::words::{Text, text};
use auth::Holds;
use clinical::pages::pedigree;
use maud::{Markup, html};
use registry::facts::{Member, Relation};
use web::{
    Problem,
    page::{self, Cord, Size},
};

use super::{
    cord, people,
    view::{Part, View},
};
use crate::{rules::member, words::Progress};

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

/// The parts of the tab.
pub(super) async fn parts(view: &View<'_>, progress: &Progress) -> Result<Vec<Part>, Problem> {
    let mut all = vec![part(view).await?, people::part(view).await?];
    all.extend(cords(view, progress));
    Ok(all)
}

/// One cord per member, one under the other so that the same steps stand in the same place, each with its sentence.
fn cords(view: &View<'_>, progress: &Progress) -> Option<Part> {
    let lang = view.lang;
    if view.case.members.len() + view.case.removed.len() < 2 {
        return None;
    }
    let title = text!("ひとりずつの進み具合", "Where each of them stands");
    let body = html! {
        div class="cords" {
            @for (relation, cord) in of_members(view, progress) {
                div {
                    h3 { (relation.get(lang)) }
                    div class="strip" { (page::cord(&cord, Size::Strip, lang)) }
                    p class="sentence" { (page::sentence(&cord, lang)) }
                }
            }
        }
    };
    Some(Part::new("cords", title, Some(body)))
}

/// The cord of every member, also of one who left: patient, mother, father.
pub(super) fn of_members(view: &View<'_>, whole: &Progress) -> Vec<(Text, Cord)> {
    let all = view.case.members.iter().chain(&view.case.removed);
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|m| match m.relation {
        Relation::Proband => 0,
        Relation::Mother => 1,
        Relation::Father => 2,
    });
    let one = |m: &&Member| {
        let is_patient = m.relation == Relation::Proband;
        let own = member::of(view.events, m.person.as_str(), is_patient, whole);
        let cord = cord::of_member(&own, is_patient, view.case.id.as_str());
        (m.relation.text(), cord)
    };
    all.iter().map(one).collect()
}

/// What the genomes say against the relations as stated: for those who weigh it, and for them alone.
async fn contradiction(view: &View<'_>) -> Result<Markup, Problem> {
    if !view.sees("kinship.read", Holds::Genomic).await? {
        return Ok(html! {});
    }
    let runs = analysis::facts::runs(view.platform.db(), &view.case.id).await?;
    let Some(run) = runs.iter().rfind(|r| !r.gates.is_empty()) else {
        return Ok(html! {});
    };
    let against = run.gates.iter().filter(|g| {
        use analysis::words::Answer::{Fail, Warn};
        analysis::rules::tells_kinship(g) && matches!(g.answer, Warn | Fail)
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
