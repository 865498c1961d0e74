//! Gates and pictures of the run that counts.

use ::words::text;
use analysis::facts::Status as Stands;
use auth::Holds;
use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Status},
};

use super::view::{Part, View};

/// The part about quality: the last run whose gates answered.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("解析の品質", "Quality of the analysis"));
    if !view.sees("qc.read", Holds::None).await? {
        return Ok(Part::new("quality", title, None));
    }
    let runs = analysis::facts::runs(view.platform.db(), &view.case.id).await?;
    let Some(run) = runs.iter().rfind(|r| !r.gates.is_empty()) else {
        let none = text!(
            "解析はまだ終わっていません。",
            "No analysis has finished yet."
        );
        return Ok(Part::new("quality", title, Some(view.none_yet(&none))));
    };
    let qc = if run.status == Stands::Withdrawn {
        None
    } else {
        analysis::facts::qc(view.platform, &view.case.id, run).await?
    };
    let shape = match run.status {
        Stands::Accepted => Status::Done,
        Stands::Rejected | Stands::Failed => Status::Problem,
        Stands::Cancelled | Stands::Withdrawn => Status::Stopped,
        Stands::Planned | Stands::Running => Status::Now,
        Stands::GatesOpen => Status::Hold,
    };
    let mut gates = run.gates.clone();
    if !view.sees("kinship.read", Holds::Genomic).await? {
        gates.retain(|gate| !analysis::rules::tells_kinship(gate));
    }
    let body = html! {
        p { (page::status(lang, shape, Some(&run.status.text()))) " " code { (run.id) } " " span class="small" { (run.reference) } }
        div class="scroll" tabindex="0" role="group" aria-label=(title.get(lang)) { (analysis::pages::gates(&gates, lang)) }
        @if let Some(qc) = &qc { (analysis::pages::plots(qc, lang)) }
        (tools(run, lang))
    };
    Ok(Part::new("quality", title, Some(body)))
}

fn tools(run: &analysis::facts::RunView, lang: ::words::Lang) -> Markup {
    let said: Vec<String> = run.tools.iter().map(|(n, v)| format!("{n} {v}")).collect();
    let label = text!("使用した道具", "Tools");
    html! { @if !said.is_empty() { p class="small" { (label.get(lang)) " " (said.join("、")) } } }
}
