//! Child and parents: candidates by how they were inherited, the three genotypes side by side, what fits and what is missing.

use analysis::facts::{Sample, SampleRole};
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};
use words::{CaseId, Lang, Text, text};

use super::{list, reads, say, verdict};
use crate::api::desk::{Desk, desk, open};
use crate::facts;
use crate::words::{Call, Finding};

/// The candidate that is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    finding: Option<String>,
}

/// The groups, in the order of print.
fn groups() -> [(Text, &'static [&'static str]); 6] {
    [
        (text!("新生（両親にない）", "De novo"), &["de_novo"]),
        (
            text!("潜性（両親から1つずつ）", "Recessive"),
            &["hom_recessive"],
        ),
        (
            text!("複合ヘテロ接合", "Compound heterozygous"),
            &["compound_heterozygous"],
        ),
        (text!("X連鎖", "X-linked"), &["x_linked"]),
        (
            text!("顕性（片方の親から）", "Dominant (from one parent)"),
            &["maternal", "paternal", "either_parent"],
        ),
        (
            text!("判定できない", "Not assessable"),
            &["unclear", "not_assessable"],
        ),
    ]
}

/// The page.
pub(super) async fn show(
    State(platform): State<Platform>,
    mut caller: Caller,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    caller.frame.script("finding.js");
    let lang = caller.lang();
    let opened = open(&platform, &caller, "finding.read", &id).await?;
    let case = opened.case.id.clone();
    let wants = facts::wants_secondary(&platform, &case).await?;
    let mut all = facts::findings(&platform, &case).await?;
    all.retain(|f| f.inheritance.is_some() && (wants || !f.secondary));
    let chosen = asked.finding.filter(|id| all.iter().any(|f| f.id == *id));
    let chosen = chosen.or_else(|| all.first().map(|f| f.id.clone()));
    let desk = match &chosen {
        Some(finding) => Some(desk(&platform, &caller, "finding.read", &id, finding).await?),
        None => None,
    };
    let samples = match &desk {
        Some(desk) => reads::samples(&platform, desk).await?,
        None => Vec::new(),
    };
    let side = match &desk {
        Some(desk) => candidate(&platform, &caller, desk).await?,
        None => html! {},
    };
    let seen = match &desk {
        Some(desk) => seen(&platform, &caller, desk).await?,
        None => html! {},
    };
    let title = text!(
        ("親子の解析：症例 {case}"),
        ("Child and parents: case {case}")
    );
    let none = text!("候補はまだありません。", "There are no candidates yet.");
    let body = html! {
        p class="small" { a href={ "/cases/" (case) "/findings" } { (text!(("症例 {case}"), ("Case {case}")).get(lang)) } " › "
            a href={ "/cases/" (case) "/family" } { (text!("家系図", "Pedigree").get(lang)) } }
        h1 { (title.get(lang)) }
        @if all.is_empty() { p class="empty" { (none.get(lang)) } }
        div class="columns finding-page" {
            div {
                (phenotypes(&all, lang))
                @for (heading, words) in groups() { (group(&case, &heading, words, &all, chosen.as_deref(), &samples, lang)) }
                (seen)
                (missing(&samples, &all, lang))
            }
            div { (side) }
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn phenotypes(all: &[Finding], lang: Lang) -> Markup {
    let Some(first) = all.iter().find(|f| !f.features.is_empty()) else {
        return html! {};
    };
    let title = text!("登録されている症状（HPO）", "Features on record (HPO)");
    let list = html! {
        ul { @for feature in &first.features { li { (feature.asked.label.get(lang)) " " code class="small" { (feature.asked.id) } } } }
    };
    page::section(lang, "features", &title, list)
}

fn group(
    case: &CaseId,
    heading: &Text,
    words: &[&str],
    all: &[Finding],
    chosen: Option<&str>,
    samples: &[Sample],
    lang: Lang,
) -> Markup {
    let of = |f: &&Finding| f.inheritance.as_deref().is_some_and(|w| words.contains(&w));
    let found: Vec<&Finding> = all.iter().filter(of).collect();
    if found.is_empty() {
        return html! {};
    }
    let rows: Vec<_> = found
        .iter()
        .map(|f| {
            let mut row = vec![html! {
                a href={ "/trio/" (case) "?finding=" (f.id) } aria-current=[(chosen == Some(f.id.as_str())).then_some("true")] { (say::name(f)) }
                @if let Some(class) = &f.class { " " span class="tag" { (class) } }
            }];
            row.extend(ROLES.iter().map(|role| genotype(f, *role, samples, lang)));
            row.push(fit(f));
            row.push(list::state(f, lang));
            row
        })
        .collect();
    let head = [
        text!("変化", "Change"),
        text!("本人", "Child"),
        text!("母", "Mother"),
        text!("父", "Father"),
        text!("症状との一致", "Fit"),
        text!("判定", "Verdict"),
    ];
    html! { h2 { (heading.get(lang)) } (page::table(lang, heading, &head, &rows, heading)) }
}

const ROLES: [SampleRole; 3] = [SampleRole::Proband, SampleRole::Mother, SampleRole::Father];

/// The call of one of the three.
fn call<'f>(finding: &'f Finding, role: SampleRole, samples: &[Sample]) -> Option<&'f Call> {
    let sample = samples.iter().find(|s| s.role == role)?;
    finding.calls.iter().find(|c| c.sample == sample.specimen)
}

fn genotype(finding: &Finding, role: SampleRole, samples: &[Sample], lang: Lang) -> Markup {
    let Some(call) = call(finding, role, samples) else {
        return html! { span class="small" { (text!("なし", "none").get(lang)) } };
    };
    let reads = call.variant.zip(call.depth);
    html! {
        (say::genotype(call).get(lang))
        @if let Some(genotype) = &call.genotype { " " code { (genotype) } }
        @if let Some((variant, depth)) = reads {
            br; span class="small" { (text!(("{depth}本中{variant}本"), ("{variant} of {depth} reads")).get(lang)) }
        }
    }
}

fn fit(finding: &Finding) -> Markup {
    let share = finding.score.as_ref().map(|s| s.fit.share);
    html! { @if let Some(share) = share { (page::number(format!("{:.0}", share * 100.0), "%")) } @else { "–" } }
}

/// The reads of the three at the candidate that is looked at.
async fn seen(platform: &Platform, caller: &Caller, desk: &Desk) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let on = crate::api::resource(&desk.case);
    if caller.sees(platform, "finding.reads", &on).await?.is_none() {
        return Ok(html! {});
    }
    let name = say::name(&desk.finding);
    let title = text!(("3人のリード：{name}"), ("Reads of the three: {name}"));
    let body = reads::section(platform, desk, lang).await?;
    Ok(page::section(lang, "reads", &title, body))
}

/// The candidate that is looked at: sentence, fit, verdict.
async fn candidate(platform: &Platform, caller: &Caller, desk: &Desk) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let judged = verdict::section(platform, caller, desk, None).await?;
    let finding = &desk.finding;
    let shared = text!("症状との一致", "How the features fit");
    Ok(html! {
        section aria-labelledby="candidate-h" {
            h2 id="candidate-h" { (say::name(finding)) }
            p { (finding.text.get(lang)) }
            p { a href={ "/findings/" (desk.case.id) "/" (finding.id) } { (text!("根拠とこれまでの判定を見る", "See evidence and earlier verdicts").get(lang)) } }
            @if !finding.features.is_empty() {
                h3 { (shared.get(lang)) }
                ul { @for feature in &finding.features { li {
                    (feature.asked.label.get(lang)) " → "
                    @match &feature.shared {
                        Some(term) => { (term.label.get(lang)) }
                        None => { span class="small" { (text!("この遺伝子では知られていない", "not known of this gene").get(lang)) } }
                    }
                } } }
            }
            h3 { (text!("判定", "Verdict").get(lang)) }
            div id="verdict" { (judged) }
        }
    })
}

/// What is not there, in sentences.
fn missing(samples: &[Sample], all: &[Finding], lang: Lang) -> Markup {
    let mut lacks: Vec<Text> = ROLES
        .iter()
        .filter(|role| !samples.iter().any(|s| s.role == **role))
        .map(|role| {
            let who = role.text();
            let (ja, en) = (who.ja, who.en);
            text!(
                ("{ja}のデータがありません。遺伝形式の判定に限りがあります。"),
                ("There are no data of the {en}; inheritance can be told only in part.")
            )
        })
        .collect();
    if all.iter().all(|f| f.features.is_empty()) {
        lacks.push(text!(
            "症状（HPO）が登録されていないため、症状との一致は評価していません。",
            "No features (HPO) are on record, so their fit is not assessed."
        ));
    }
    let limits = facts::limits(false);
    let title = text!(
        "足りないもの・評価していないこと",
        "What is missing or not assessed"
    );
    let body = html! {
        ul class="small" {
            @for lack in &lacks { li { strong { (lack.get(lang)) } } }
            @for (_, text) in &limits { li { (text.get(lang)) } }
        }
    };
    page::section(lang, "missing", &title, body)
}
