//! What the clinic wrote down: a few lines, the course as a drawing, then every answer.

use ::words::{Text, text};
use auth::Holds;
use clinical::{
    facts::Answer,
    pages::timeline,
    rules::timeline::{Mark, Timeline},
};
use maud::{Markup, html};
use web::{Problem, page};

use super::view::{Part, View};

/// What is told in a few lines, in this order, as far as it is known.
const FIRST: [&str; 9] = [
    "main_disease",
    "path_diagnosis",
    "cancer_type_solid",
    "cancer_type_haem",
    "stage_dx_clin",
    "ecog_ps",
    "affected_status",
    "chief_complaint",
    "fh_present",
];

/// The part about clinical data.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("臨床情報", "Clinical data"));
    if !view.sees("clinical.read", Holds::Clinical).await? {
        return Ok(Part::new("clinic", title, None));
    }
    let all = clinical::facts::summary(view.platform, &view.case.id).await?;
    let enter = format!("/cases/{}/sheets", view.case.id);
    let enter = page::link(
        lang,
        &enter,
        &text!("臨床情報を入力する・見る", "Enter or read the sheets"),
    );
    let body = if all.is_empty() {
        let none = text!(
            "臨床情報はまだ入力されていません。",
            "No clinical data have been entered yet."
        );
        html! { (view.none_yet(&none)) p class="unprinted" { (enter) } }
    } else {
        html! {
            (summary(view, &all))
            p class="unprinted" { (enter) }
            (course(view, &all).await?)
            (every(view, all))
        }
    };
    Ok(Part::new("clinic", title, Some(body)))
}

/// The few lines that a colleague would say first.
fn summary(view: &View<'_>, all: &[Answer]) -> Markup {
    let of = |key: &&str| all.iter().find(|a| a.item.rsplit('.').next() == Some(*key));
    let facts = FIRST.iter().filter_map(of);
    let mut facts: Vec<(Text, Markup)> = facts
        .map(|a| {
            (
                a.label.clone(),
                html! { strong { (a.display.get(view.lang)) } },
            )
        })
        .collect();
    let lines = all
        .iter()
        .filter(|a| a.item.ends_with(".rx_regimen_name"))
        .count();
    if lines > 0 {
        let said = text!(("{lines}件"), ("{lines}"));
        facts.push((
            text!("薬物療法", "Drug therapies"),
            html! { strong { (said.get(view.lang)) } },
        ));
    }
    page::facts(view.lang, &facts)
}

/// Drugs, diagnosis, tests from the sheets; samples and death from the events of the case.
async fn course(view: &View<'_>, all: &[Answer]) -> Result<Markup, Problem> {
    let mut course: Timeline = clinical::rules::timeline::read(all);
    for event in view.events {
        let said = match (event.kind.as_str(), event.event.as_str()) {
            ("tube", "collected") => (
                Mark::Sample,
                text!(("検体 {}", event.id), ("sample {}", event.id)),
            ),
            _ => continue,
        };
        course = course.with(event.at.day(), said.0, said.1);
    }
    if let Some(patient) = view
        .case
        .proband()
        .filter(|_| view.case.is_over_for_patient())
    {
        // the day lies sealed; where it is not known, the day of the record stands for it
        let recorded = view.events.iter().rfind(|e| is_death(e));
        let known = registry::facts::day_of_death(view.platform, patient).await?;
        if let Some(on) = known.or(recorded.map(|e| e.at.day())) {
            course = course.with(on, Mark::Outcome, text!("逝去", "death"));
        }
    }
    if course.is_empty() {
        return Ok(html! {});
    }
    let title = text!("治療と経過", "Course");
    Ok(html! {
        h3 { (title.get(view.lang)) }
        (timeline::draw(&course, view.platform.now().day(), view.lang))
    })
}

fn is_death(event: &ledger::Recorded) -> bool {
    event.kind == "case" && event.event == "died"
}

/// Every answer, folded away: the drawing and the lines above say what matters first.
fn every(view: &View<'_>, all: Vec<Answer>) -> Markup {
    let (lang, count) = (view.lang, all.len());
    let facts: Vec<_> = all
        .into_iter()
        .map(|a| (a.label, html! { (a.display.get(lang)) }))
        .collect();
    html! {
        details {
            summary { (text!(("すべての回答 {count}件"), ("All {count} answers")).get(lang)) }
            (page::facts(lang, &facts))
        }
    }
}
