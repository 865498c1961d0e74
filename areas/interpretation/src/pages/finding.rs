//! One finding: the variant in words, the reads, what it rests on, and the verdict.

use auth::Holds;
use axum::{
    extract::{Form, Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};
use words::{Lang, Text, text};

use super::form::FormIn;
use super::{evidence, reads, say, verdict};
use crate::api::desk::{Desk, desk};
use crate::api::verdict::{Wish, say as told};
use verdict::Refused;

/// The page.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path((case, finding)): Path<(String, String)>,
) -> Result<Markup, Problem> {
    let opened = desk(&platform, &caller, "finding.read", &case, &finding).await?;
    draw(&platform, caller, &opened, None).await
}

async fn draw(
    platform: &Platform,
    mut caller: Caller,
    desk: &Desk,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    caller.frame.script("finding.js");
    let lang = caller.lang();
    let finding = &desk.finding;
    let (case, name) = (&desk.case.id, say::name(finding));
    let on = registry::facts::resource_of(&desk.case).holding(Holds::Genomic);
    let sees = caller.sees(platform, "finding.reads", &on).await?.is_some();
    let seen = if sees {
        reads::section(platform, desk, lang).await?
    } else {
        let not = text!("この役割では表示されません。", "Not shown to your role.");
        html! { p class="quiet-line" { (not.get(lang)) } }
    };
    let rests = evidence::section(platform, desk, lang).await?;
    let elsewhere = evidence::elsewhere(platform, &caller, desk).await?;
    let judged = verdict::section(platform, &caller, desk, refused).await?;
    let title = text!(("{name}（{case}）"), ("{name} ({case})"));
    let body = html! {
        p class="small" {
            a href={ "/cases/" (case) "/findings" } { (text!(("症例 {case}"), ("Case {case}")).get(lang)) } " › "
            a href={ "/findings/" (case) } { (text!("所見の一覧", "Findings").get(lang)) }
        }
        h1 { (name) " " (say::tags(finding, lang)) }
        p class="lead" { (finding.text.get(lang)) }
        p class="unprinted" { a href="#verdict" { (text!("判定へ", "To the verdict").get(lang)) } }
        div class="columns finding-page" {
            div {
                (page::section(lang, "variant", &text!("変化", "The variant"), page::facts(lang, &facts(finding, lang))))
                (page::section(lang, "reads", &text!("リード", "Reads"), seen))
                (page::section(lang, "evidence", &text!("根拠", "Evidence"), rests))
                (page::section(lang, "frequency", &text!("頻度", "Frequencies"), evidence::frequencies(lang)))
                (page::section(lang, "elsewhere", &text!("この事業でのこれまでの判定", "Earlier verdicts in this programme"), elsewhere))
            }
            (page::section(lang, "verdict", &text!("判定", "Verdict"), judged))
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn facts(finding: &crate::words::Finding, lang: Lang) -> Vec<(Text, Markup)> {
    let mut out = vec![(
        text!("影響", "Consequence"),
        html! { (say::consequence(&finding.consequence).get(lang)) " " span class="small" { (finding.consequence) } },
    )];
    if let Some(share) = say::share(finding, lang) {
        out.push((text!("リードの割合", "Share of reads"), share));
    }
    if let Some(word) = &finding.inheritance {
        out.push((
            text!("遺伝形式", "Inheritance"),
            html! { (say::inheritance(word).get(lang)) },
        ));
    }
    out.push((
        text!("位置（GRCh38）", "Place (GRCh38)"),
        html! { code { (finding.chrom) ":" (finding.pos) } " " (say::short(&finding.reference)) " → " (say::short(&finding.alternate)) },
    ));
    for (label, value) in [
        (text!("タンパク質の変化", "Protein change"), &finding.hgvs_p),
        (text!("転写産物上の変化", "Coding change"), &finding.hgvs_c),
    ] {
        if !value.is_empty() {
            out.push((label, html! { code { (value) } }));
        }
    }
    let from = &finding.provenance;
    out.push((
        text!("由来のファイル", "From"),
        html! { (from.file) " " (page::digest(&from.digest)) },
    ));
    out
}

/// Where a person comes back to after saying something.
fn back(case: &str, finding: &str) -> Response {
    let to = format!(
        "/findings/{}/{}#verdict",
        page::encode(case),
        page::encode(finding)
    );
    Redirect::to(&to).into_response()
}

/// A refusal that a person can mend is shown over the form with what was typed; the others are problems.
async fn answered(
    platform: &Platform,
    caller: Caller,
    (case, finding): (&str, &str),
    said: Result<(), Problem>,
    form: FormIn,
) -> Result<Response, Problem> {
    match said {
        Ok(()) => Ok(back(case, finding)),
        Err(problem) if matches!(problem.status, 409 | 422 | 400) => {
            let now = desk(platform, &caller, "finding.judge", case, finding).await?;
            let status = problem.status();
            let mut form = form;
            // what was typed stays, against what stands now: the reader has seen it
            form.version = now.version.to_string();
            let refused = Refused { problem, form };
            let page = draw(platform, caller, &now, Some(&refused)).await?;
            Ok((status, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Records a reading.
pub(super) async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path((case, finding)): Path<(String, String)>,
    Form(form): Form<FormIn>,
) -> Result<Response, Problem> {
    let opened = desk(&platform, &caller, "finding.judge", &case, &finding).await?;
    let said = match form.typed() {
        Ok(typed) => {
            let version = typed.version;
            told(&platform, &opened, Wish::Read(Box::new(typed)), version).await
        }
        Err(problem) => Err(problem),
    };
    answered(&platform, caller, (&case, &finding), said, form).await
}

/// A form with words, or with nothing but the version that was looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WordsIn {
    version: String,
    reason: String,
    remark: String,
}

async fn wished(
    platform: &Platform,
    caller: Caller,
    (case, finding): (String, String),
    wish: Wish,
    version: &str,
) -> Result<Response, Problem> {
    let opened = desk(platform, &caller, "finding.judge", &case, &finding).await?;
    told(platform, &opened, wish, version.parse().ok()).await?;
    Ok(back(&case, &finding))
}

/// Agrees.
pub(super) async fn agree(
    State(platform): State<Platform>,
    caller: Caller,
    Path(at): Path<(String, String)>,
    Form(form): Form<WordsIn>,
) -> Result<Response, Problem> {
    wished(&platform, caller, at, Wish::Agree, &form.version).await
}

/// Adds a remark.
pub(super) async fn remark(
    State(platform): State<Platform>,
    caller: Caller,
    Path(at): Path<(String, String)>,
    Form(form): Form<WordsIn>,
) -> Result<Response, Problem> {
    // a remark contradicts nobody: it is added whatever was said meanwhile
    wished(&platform, caller, at, Wish::Remark(form.remark), "").await
}

/// Opens the verdict again.
pub(super) async fn reopen(
    State(platform): State<Platform>,
    caller: Caller,
    Path(at): Path<(String, String)>,
    Form(form): Form<WordsIn>,
) -> Result<Response, Problem> {
    let wish = Wish::Reopen(form.reason);
    wished(&platform, caller, at, wish, &form.version).await
}
