//! The reads around a finding: drawn by us, and in the browser's genome viewer when somebody asks for it.

use analysis::facts::{Sample, SampleRole};
use maud::{Markup, html};
use serde_json::json;
use web::{Platform, Problem, page};
use words::{Lang, text};

use super::pile::{Drawn, draw};
use crate::api::desk::Desk;
use crate::api::reads::{bases, kept};
use crate::rules::window;

/// The samples of the run that made the finding.
pub(super) async fn samples(platform: &Platform, desk: &Desk) -> Result<Vec<Sample>, Problem> {
    let runs = analysis::facts::runs(platform.db(), &desk.case.id).await?;
    let run = runs.into_iter().find(|r| r.id == desk.state.run);
    let mut samples = run.map(|r| r.samples).unwrap_or_default();
    samples.sort_by_key(|s| s.role);
    Ok(samples)
}

/// Drawings of every sample, then the viewer on demand.
pub(super) async fn section(
    platform: &Platform,
    desk: &Desk,
    lang: Lang,
) -> Result<Markup, Problem> {
    let Some(reads) = &desk.state.reads else {
        let wait = text!(
            "リードを切り出しているところです。しばらくしてから開き直してください。",
            "The reads are being cut out. Open the page again in a while."
        );
        return Ok(html! { p class="empty" { (wait.get(lang)) } });
    };
    if reads.samples.is_empty() {
        let none = text!(
            "この解析には位置合わせ済みのリードのファイルが残っていないため、リードは見られません。",
            "This run kept no file of aligned reads, so there are none to look at."
        );
        return Ok(html! { p class="empty" { (none.get(lang)) } });
    }
    let samples = samples(platform, desk).await?;
    let mut drawings = Vec::new();
    for sample in &samples {
        drawings.push(drawing(platform, desk, sample, lang).await?);
    }
    Ok(html! {
        div class="piles" { @for one in &drawings { (one) } }
        p class="small" {
            (text!(
                "薄い棒は基準配列と同じ塩基、濃い棒はそれ以外のリードの数。棒の上の文字は変わった塩基、−は欠失、+は挿入。下線が所見の場所。",
                "Light bars are reads with the base of the reference, dark bars the others; letters above are what they have instead, − a deletion, + an insertion. The finding is underlined."
            ).get(lang))
        }
        (viewer(desk, &samples, lang))
    })
}

async fn drawing(
    platform: &Platform,
    desk: &Desk,
    sample: &Sample,
    lang: Lang,
) -> Result<Markup, Problem> {
    let name = sample.role.text();
    let Some(bam) = kept(platform, desk, sample.role).await? else {
        let said = text!(
            "リードは残っていません（本人が参加していないか、離脱しました）。",
            "no reads are kept (the person does not take part, or left)."
        );
        return Ok(html! { p class="small" { strong { (name.get(lang)) } " " (said.get(lang)) } });
    };
    let finding = &desk.proposed;
    let range = window::around(finding, window::DRAWN);
    let to = (*range.end()).min(range.start() + 60);
    let pile = annotate::window::pile(
        &bam,
        (&finding.chrom, *range.start(), to),
        (finding.pos, &finding.reference, &finding.alternate),
    );
    let pile = pile.map_err(anyhow::Error::from)?;
    let reference = bases(platform, desk).await?.map(|b| {
        let skip = usize::try_from(range.start().saturating_sub(b.from)).unwrap_or(0);
        b.bases.chars().skip(skip).take(100).collect::<String>()
    });
    let last = finding.pos + (finding.reference.len() as u64).saturating_sub(1);
    let drawn = Drawn {
        sample: name,
        pile: &pile,
        reference: reference.as_deref().unwrap_or_default(),
        finding: (finding.pos, last),
    };
    Ok(draw(&drawn, lang))
}

/// Loaded only when it is opened; reads nothing but what these addresses give.
fn viewer(desk: &Desk, samples: &[Sample], lang: Lang) -> Markup {
    let finding = &desk.proposed;
    let range = window::around(finding, window::BEGUN);
    let base = format!("/api/cases/{}/findings/{}", desk.case.id, finding.id);
    let kept = desk.state.reads.as_ref().map_or(&[][..], |k| &k.samples);
    let has = |s: &&Sample| kept.iter().any(|k| k.specimen == s.specimen);
    let track = |s: &Sample| {
        let role: SampleRole = s.role;
        json!({ "name": role.text().get(lang), "url": format!("{base}/reads/{}", role.code()) })
    };
    let tracks: Vec<_> = samples.iter().filter(has).map(track).collect();
    let locus = format!("{}:{}-{}", finding.chrom, range.start(), range.end());
    let flank = window::SHOWN;
    html! {
        details class="viewer" data-genome={ (base) "/genome" } data-locus=(locus)
            data-tracks=(json!(tracks)) data-place=(format!("{}:{}", finding.chrom, finding.pos)) {
            summary { (text!("リードを1本ずつ見る（igv）", "Look at single reads (igv)").get(lang)) }
            p class="small" { (text!(
                ("所見の前後{flank}塩基だけを読み込みます。見たことは記録に残ります。"),
                ("Only {flank} bases on each side are loaded. That you looked is recorded.")
            ).get(lang)) }
            div class="igv" role="region" aria-label=(text!("リードの表示", "Reads").get(lang)) {}
            p class="notice problem" role="alert" hidden { (text!(
                "リードを表示できませんでした。ページを開き直してください。上の図は使えます。",
                "The reads could not be shown. Open the page again; the drawing above still holds."
            ).get(lang)) }
            noscript { (page::notice(lang, &text!(
                "この表示にはJavaScriptが必要です。上の図をご覧ください。",
                "This view needs JavaScript. See the drawing above."
            ), false)) }
        }
    }
}
