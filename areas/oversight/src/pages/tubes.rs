//! Tubes: where each is, and through whose hands it went.

use std::collections::BTreeMap;

use ::words::{Text, text};
use auth::Holds;
use ledger::Recorded;
use maud::{Markup, html};
use specimen::{
    facts::TubeView,
    words::{Material, Role, Status as Stands},
};
use web::{
    Problem,
    page::{self, Status},
};

use super::view::{Part, View};
use crate::rules::labels::label;

/// The part about tubes.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let title = text!("検体", "Specimens");
    if !view.sees("specimen.read", Holds::None).await? {
        return Ok(Part::new("tubes", title, None));
    }
    let tubes = specimen::facts::tubes(view.platform.db(), &view.case.id).await?;
    let mut ways: BTreeMap<&str, Vec<&Recorded>> = BTreeMap::new();
    for event in view.events.iter().filter(|e| e.kind == "tube") {
        ways.entry(&event.id).or_default().push(event);
    }
    let none = Vec::new();
    let rows: Vec<_> = tubes
        .iter()
        .map(|tube| row(view, tube, ways.get(tube.id.as_str()).unwrap_or(&none)))
        .collect();
    let head = [
        text!("検体番号", "Tube"),
        text!("誰の・何", "Of whom, what"),
        text!("状態", "State"),
        text!("所在", "Held by"),
        text!("受け渡し", "Chain of custody"),
    ];
    let empty = text!(
        "検体番号はまだ発行されていません。",
        "No tube has been numbered yet."
    );
    let table = page::table(view.lang, &title, &head, &rows, &empty);
    Ok(Part::new("tubes", title, Some(table)))
}

fn row(view: &View<'_>, tube: &TubeView, way: &[&Recorded]) -> Vec<Markup> {
    let lang = view.lang;
    let shape = match tube.status {
        _ if tube.locked => Status::Stopped,
        Stands::Accepted => Status::Done,
        Stands::Nonconforming => Status::Problem,
        Stands::Destroyed => Status::Stopped,
        Stands::Planned => Status::Waiting,
        _ => Status::Now,
    };
    let locked = text!("使用停止", "locked");
    let many = view.case.members.len() > 1;
    vec![
        html! { code id=(tube.id) { (tube.id) } },
        html! {
            @if many { (view.relation(&tube.person)) " " }
            (what(tube.role, tube.material, view).get(lang))
        },
        html! {
            (page::status(lang, shape, Some(&tube.status.text())))
            @if tube.locked { " " span class="tag" { (locked.get(lang)) } }
        },
        html! { (tube.custodian) },
        custody(view, way),
    ]
}

fn what(role: Role, material: Material, view: &View<'_>) -> Text {
    let material = match material {
        Material::Dna => text!("DNA", "DNA"),
        Material::Rna => text!("RNA", "RNA"),
        Material::Unextracted => text!("未抽出", "not extracted"),
    };
    let cancer = view.case.kind == registry::facts::CaseKind::Cancer;
    match role {
        Role::Tumour => text!(("腫瘍 {}", material.ja), ("tumour {}", material.en)),
        Role::Normal if cancer => text!(("正常 {}", material.ja), ("normal {}", material.en)),
        Role::Normal => material,
    }
}

fn custody(view: &View<'_>, way: &[&Recorded]) -> Markup {
    let lang = view.lang;
    html! {
        ol class="way" {
            @for event in way {
                li {
                    a href=(view.event(event.seq)) { (label(&event.kind, &event.event).get(lang)) }
                    " " span class="small" { (event.at.show(lang)) " " (event.actor.account) }
                }
            }
        }
    }
}
