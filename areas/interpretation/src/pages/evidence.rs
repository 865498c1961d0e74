//! What a finding rests on: evidence, frequencies, what people said of the same variant before.

use knowledge::facts::ReleaseView;
use maud::{Markup, html};
use registry::facts::resource_of;
use web::{Caller, Platform, Problem, page};
use words::{Lang, text};

use super::history;
use crate::api::desk::Desk;
use crate::facts;
use crate::jobs::renewed;
use crate::words::Evidence;

/// Items shown before the rest is folded away.
const SHOWN: usize = 6;

/// Evidence with strength, source, release and the day the release came.
pub(super) async fn section(
    platform: &Platform,
    desk: &Desk,
    lang: Lang,
) -> Result<Markup, Problem> {
    let current = knowledge::facts::current(platform.db()).await?;
    let all = &desk.finding.evidence;
    let (first, rest) = all.split_at(all.len().min(SHOWN));
    let more = rest.len();
    let changes = renewed::changes(platform, &desk.state, &desk.finding).await?;
    let none = text!(
        "この変化についての根拠は、取り込んだ知識ベースにありません。",
        "The imported knowledge has no evidence about this variant."
    );
    let same = text!(
        "この所見は、取り込まれている最新の版に基づいています。",
        "This finding rests on the newest releases held."
    );
    Ok(html! {
        (table(first, &current, &none, lang))
        @if more > 0 {
            details { summary { (text!(("ほかの根拠 {more}件"), ("{more} more items")).get(lang)) } (table(rest, &current, &none, lang)) }
        }
        h3 { (text!("その後の変化", "What changed since").get(lang)) }
        @if changes.is_empty() { p class="small" { (same.get(lang)) } }
        @for change in &changes {
            p {
                strong { (change.source) " " (change.version) } " "
                @match &change.said {
                    Some(said) => { (said.get(lang)) }
                    None => { (text!("新しい版でも同じです。", "The newer release says the same.").get(lang)) }
                }
            }
        }
    })
}

fn table(items: &[Evidence], current: &[ReleaseView], none: &words::Text, lang: Lang) -> Markup {
    let head = [
        text!("根拠", "Evidence"),
        text!("強さ", "Strength"),
        text!("出典", "Source"),
        text!("版", "Release"),
    ];
    let rows: Vec<_> = items.iter().map(|e| row(e, current, lang)).collect();
    let caption = text!("根拠の一覧", "Evidence");
    page::table(lang, &caption, &head, &rows, none)
}

fn row(one: &Evidence, current: &[ReleaseView], lang: Lang) -> Vec<Markup> {
    let release = current.iter().find(|r| {
        r.version == one.release && r.source.to_lowercase().contains(&one.source.to_lowercase())
    });
    let day = release.map(|r| r.imported_at.day().show(lang));
    vec![
        html! {
            (one.text.get(lang))
            @if one.defining { " " span class="tag" { (text!("決め手", "decisive").get(lang)) } }
        },
        html! { @if let Some(s) = &one.strength { (s.get(lang)) } @else { "–" } },
        html! {
            @if one.url.starts_with("https://") { a href=(one.url) rel="noreferrer noopener" { (one.source) " " (one.item) } }
            @else { (one.source) " " (one.item) }
        },
        html! {
            (one.release)
            @if let Some(day) = &day { br; span class="small" { (text!(("{day}に取込"), ("imported {day}")).get(lang)) } }
        },
    ]
}

/// Frequencies side by side. No release with frequencies can be imported yet, and that is what it says.
pub(super) fn frequencies(lang: Lang) -> Markup {
    let not = text!("評価していません", "not assessed");
    let why = text!(
        "頻度のデータベースはまだ取り込めません。頻度によるTier IVの判定もしていません。",
        "No database of frequencies can be imported yet; tier IV by frequency is not assessed either."
    );
    let facts = [
        (
            text!("日本人での頻度", "In Japanese people"),
            html! { (not.get(lang)) },
        ),
        (
            text!("ほかの集団での頻度", "In other people"),
            html! { (not.get(lang)) },
        ),
    ];
    html! { (page::facts(lang, &facts)) p class="small" { (why.get(lang)) } }
}

/// The same variant in other cases of this programme. Whose case it is shows only to who may read the findings of that case.
pub(super) async fn elsewhere(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let (id, finding) = (desk.interpretation(), desk.proposed.id.as_str());
    let all = facts::elsewhere(platform, &id, finding, &desk.case.id).await?;
    let (cases, undecided) = (all.cases, all.undecided);
    let mut rows = Vec::new();
    for (case, other, judged) in all.decided {
        let Some(decided) = &judged.decided else {
            continue;
        };
        let view = registry::facts::case(platform.db(), &case).await?;
        let on = view.map(|v| resource_of(&v).holding(auth::Holds::Genomic));
        let may = match on {
            Some(on) => caller.sees(platform, "finding.read", &on).await?.is_some(),
            None => false,
        };
        rows.push(vec![
            html! {
                @if may { a href={ "/findings/" (case) "/" (other) } { (case) } }
                @else { (text!("ほかの症例", "another case").get(lang)) }
            },
            history::reading(&decided.reading, lang),
            html! { (decided.at.day().show(lang)) },
        ]);
    }
    let head = [
        text!("症例", "Case"),
        text!("判定", "Verdict"),
        text!("日付", "Day"),
    ];
    let none = text!(
        "この変化について、ほかの症例で確定した判定はまだありません。",
        "No verdict on this variant stands in another case yet."
    );
    let caption = text!(
        "同じ変化についての、これまでの判定",
        "Earlier verdicts on the same variant"
    );
    Ok(html! {
        (page::table(lang, &caption, &head, &rows, &none))
        @if cases > 0 { p class="small" { (text!(
            ("この事業のほかの{cases}症例で同じ変化が所見になっています（うち判定前{undecided}件）。"),
            ("The same variant is a finding in {cases} other cases of this programme ({undecided} of them without a verdict).")
        ).get(lang)) } }
    })
}
