//! Findings: one variant in words, with what it rests on.

use ::words::{CaseId, Lang, Text, text};
use auth::Holds;
use interpretation::facts::{Evidence, Finding, Origin, Stage};
use maud::{Markup, html};
use web::{Problem, page};

use super::view::{Part, View, nothing};

/// Evidence shown before the rest is folded away; the defining items come first.
const SHOWN: usize = 3;

/// The part about findings. What the patient does not want to know stands nowhere, and nothing tells whether there is any.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let (lang, title) = (view.lang, text!("所見", "Findings"));
    if !view.sees("finding.read", Holds::Genomic).await? {
        return Ok(Part::new("findings", title, None));
    }
    let ready = interpretation::facts::ready(view.platform, &view.case.id).await?;
    if ready.is_none() {
        let none = text!("所見はまだありません。", "There are no findings yet.");
        return Ok(Part::new("findings", title, Some(view.none_yet(&none))));
    }
    let mut all = interpretation::facts::findings(view.platform, &view.case.id).await?;
    all.retain(|f| !f.secondary || view.wants_secondary);
    let cancer = view.case.kind == registry::facts::CaseKind::Cancer;
    let none = text!(
        "報告すべき所見はありませんでした。",
        "There was nothing to report."
    );
    let kept = text!(
        "二次的所見は、本人が知ることを希望していないため表示しません。",
        "Secondary findings are not shown: the patient did not ask to know."
    );
    let body = html! {
        @if all.is_empty() { (nothing(&none, lang)) }
        @if !all.is_empty() { p {
            a href={ "/findings/" (view.case.id) } { (text!("判定の状態を一覧で見る", "List with verdicts").get(lang)) }
            @if all.iter().any(|f| f.inheritance.is_some()) { " · " a href={ "/trio/" (view.case.id) } { (text!("親子の3人で見る", "See the three of the family").get(lang)) } }
        } }
        @for finding in all.iter().filter(|f| weighs(f)) { (card(&view.case.id, finding, lang)) }
        (others(&view.case.id, &all, lang))
        @if !view.wants_secondary { p class="quiet-line" { (kept.get(lang)) } }
        (limits(cancer, lang))
    };
    Ok(Part::new("findings", title, Some(body)))
}

/// Findings with evidence are told one by one, the others in a table.
fn weighs(finding: &Finding) -> bool {
    !finding.evidence.is_empty() && finding.verdict.as_deref() != Some("rejected")
}

fn others(case: &CaseId, all: &[Finding], lang: Lang) -> Markup {
    let row = |f: &Finding| {
        vec![
            html! { span id={ "finding-" (f.id) } { (f.id) } },
            html! { a href={ "/findings/" (case) "/" (f.id) } { (f.gene) " " (change(f)) } },
            html! { code { (f.chrom) ":" (f.pos) } " " (short(&f.reference)) " → " (short(&f.alternate)) },
            html! { (f.consequence) },
            html! { @if let Some(vaf) = f.vaf { (page::number(format!("{:.0}", vaf * 100.0), "%")) } @else { "–" } },
            tags(f, lang),
        ]
    };
    let rows: Vec<_> = all.iter().filter(|f| !weighs(f)).map(row).collect();
    let head = [
        text!("番号", "No."),
        text!("変化", "Change"),
        text!("位置（GRCh38）", "Place (GRCh38)"),
        text!("影響", "Consequence"),
        text!("リードの割合", "Share of reads"),
        text!("判定", "Judgement"),
    ];
    let caption = text!(
        "根拠がまだないその他の変化",
        "Other changes, without evidence so far"
    );
    html! { @if !rows.is_empty() { (page::table(lang, &caption, &head, &rows, &caption)) } }
}

fn change(finding: &Finding) -> &str {
    if finding.hgvs_p.is_empty() {
        &finding.hgvs_c
    } else {
        &finding.hgvs_p
    }
}

fn card(case: &CaseId, finding: &Finding, lang: Lang) -> Markup {
    let (shown, more) = finding.evidence.split_at(finding.evidence.len().min(SHOWN));
    let rest = more.len();
    html! {
        article class="card finding" id={ "finding-" (finding.id) } {
            h3 { span class="small" { (finding.id) } " " a href={ "/findings/" (case) "/" (finding.id) } { (finding.gene) " " (change(finding)) } " " (tags(finding, lang)) }
            p { (finding.text.get(lang)) }
            (page::facts(lang, &facts(finding, lang)))
            ul class="evidence" { @for one in shown { (evidence(one, lang)) } }
            @if rest > 0 {
                details {
                    summary { (text!(("ほかの根拠 {rest}件"), ("{rest} more items of evidence")).get(lang)) }
                    ul class="evidence" { @for one in more { (evidence(one, lang)) } }
                }
            }
        }
    }
}

fn tags(finding: &Finding, lang: Lang) -> Markup {
    let origin = match finding.origin {
        Origin::Somatic => text!("体細胞", "somatic"),
        Origin::Germline => text!("生殖細胞系列", "germline"),
        Origin::Unknown => text!("由来未確定", "origin not settled"),
    };
    let level = finding.level;
    let verdict = finding.verdict.as_deref().map(|word| match word {
        "accepted" => text!("採用", "accepted"),
        "rejected" => text!("不採用", "rejected"),
        _ => text!("不確実", "uncertain"),
    });
    let stage = finding.judged.as_ref().map_or(Stage::Open, |j| j.stage);
    html! {
        span class="tag" { (text!(("レベル{level}"), ("level {level}")).get(lang)) }
        " " span class="tag" { (origin.get(lang)) }
        @if let Some(tier) = &finding.tier { " " span class="tag" { "Tier " (tier) } }
        @if let Some(class) = &finding.class { " " span class="tag" { @if stage != Stage::Decided { "ClinVar " } (class) } }
        @if let Some(verdict) = verdict { " " span class="tag" { (verdict.get(lang)) } }
        " " span class="small" { (stage.text().get(lang)) }
    }
}

fn facts(finding: &Finding, lang: Lang) -> Vec<(Text, Markup)> {
    let place = format!("{}:{}", finding.chrom, finding.pos);
    let bases = format!(
        "{} → {}",
        short(&finding.reference),
        short(&finding.alternate)
    );
    let mut out = vec![
        (
            text!("位置（GRCh38）", "Place (GRCh38)"),
            html! { code { (place) } " " (bases) },
        ),
        (
            text!("影響", "Consequence"),
            html! { (finding.consequence) },
        ),
    ];
    if !finding.hgvs_c.is_empty() {
        let said = text!("転写産物上の変化", "Coding change");
        out.push((said, html! { code { (finding.hgvs_c) } }));
    }
    if let Some(vaf) = finding.vaf {
        out.push((
            text!("リードの割合", "Share of reads"),
            page::number(format!("{:.0}", vaf * 100.0), "%"),
        ));
    }
    if let Some(word) = &finding.inheritance {
        out.push((
            text!("遺伝形式", "Inheritance"),
            html! { (inheritance(word).get(lang)) },
        ));
    }
    let from = &finding.provenance;
    out.push((
        text!("由来", "From"),
        html! { (from.file) " " (page::digest(&from.digest)) },
    ));
    out
}

fn short(bases: &str) -> String {
    match bases.get(..12) {
        Some(start) if bases.len() > 12 => format!("{start}… ({})", bases.len()),
        _ => bases.to_owned(),
    }
}

fn inheritance(word: &str) -> Text {
    match word {
        "de_novo" => text!("新生（両親にない）", "de novo (in neither parent)"),
        "compound_heterozygous" => text!(
            "複合ヘテロ接合（父由来と母由来）",
            "compound heterozygous (one from each parent)"
        ),
        "maternal" => text!("母由来", "from the mother"),
        "paternal" => text!("父由来", "from the father"),
        "either_parent" => text!("両親のいずれか", "from either parent"),
        "hom_recessive" => text!("ホモ接合（両親から）", "homozygous (from both parents)"),
        "x_linked" => text!("X連鎖", "X-linked"),
        "not_assessable" => text!(
            "判定不能（両親のデータがそろわないため）",
            "not assessable (not both parents' data are there)"
        ),
        _ => text!("判定できず", "unclear"),
    }
}

fn evidence(one: &Evidence, lang: Lang) -> Markup {
    html! {
        li {
            (one.text.get(lang)) " "
            span class="small" {
                @if one.url.starts_with("https://") {
                    a href=(one.url) rel="noreferrer noopener" { (one.source) " " (one.item) }
                } @else { (one.source) " " (one.item) }
                " (" (one.release) ")"
                @if one.defining { " " span class="tag" { (text!("決め手", "decisive").get(lang)) } }
            }
        }
    }
}

fn limits(cancer: bool, lang: Lang) -> Markup {
    let all = interpretation::facts::limits(cancer);
    let title = text!("評価していないこと", "What was not assessed");
    html! {
        h3 { (title.get(lang)) }
        ul class="small" { @for (_, text) in &all { li { (text.get(lang)) } } }
    }
}
