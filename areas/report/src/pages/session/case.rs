//! The case in short: what a panel needs to have read before it speaks.

use maud::{Markup, html};
use web::page::{self, Status};
use words::{Lang, Text, text};

use super::Room;
use crate::rules::prepare;
use crate::words::CaseKind;
use crate::words::content::Light;
use crate::words::input::{FindingLine, Origin};

/// The side of the case.
pub fn side(room: &Room) -> Markup {
    let lang = room.lang;
    html! {
        (page::section(lang, "missing", &text!("足りないもの", "What is missing"), missing(room)))
        (page::section(lang, "short", &text!("臨床の要点", "Clinical picture in short"), clinic(room)))
        (page::section(lang, "choices", &text!("知りたい結果の選択", "What the person chose to be told"), choices(room)))
        (page::section(lang, "findings", &text!("所見", "Findings"), findings(room)))
        (page::section(lang, "limits", &text!("品質と限界", "Quality and limits"), limits(room)))
    }
}

fn missing(room: &Room) -> Markup {
    let lang = room.lang;
    let judged = |f: &&FindingLine| !room.material.verdicts.contains_key(&f.id);
    let unread: Vec<_> = room
        .findings
        .iter()
        .filter(judged)
        .map(|f| f.id.clone())
        .collect();
    let (kind, clinical) = (room.seat.about.kind, &room.material.clinical);
    let all = prepare::missing(kind, clinical, &room.findings, &unread);
    if all.is_empty() {
        return page::status(
            lang,
            Status::Done,
            Some(&text!("そろっています", "complete")),
        );
    }
    html! {
        ul class="missing" { @for one in &all { li { (page::status(lang, Status::Warn, Some(one))) } } }
    }
}

fn clinic(room: &Room) -> Markup {
    let lang = room.lang;
    let mut lines: Vec<(Text, Vec<String>)> = Vec::new();
    for item in &room.material.clinical {
        let said = item.value.get(lang).to_owned();
        match lines.iter_mut().find(|(label, _)| *label == item.label) {
            Some((_, values)) if values.contains(&said) => {}
            Some((_, values)) => values.push(said),
            None => lines.push((item.label.clone(), vec![said])),
        }
    }
    if lines.is_empty() {
        return html! { p class="empty" { (text!("臨床情報はまだありません。", "No clinical data yet.").get(lang)) } };
    }
    let join = if lang == Lang::Ja { "、" } else { "; " };
    let rows: Vec<_> = lines
        .into_iter()
        .map(|(label, values)| (label, html! { (values.join(join)) }))
        .collect();
    page::facts(lang, &rows)
}

/// The choices that decide what may be told, in words.
static CHOICES: [(&str, Text); 5] = [
    (
        "ror.primary_now",
        Text::new(
            "主な結果（いま確立しているもの）",
            "results about the disease, established",
        ),
    ),
    (
        "ror.primary_later",
        Text::new(
            "主な結果（後の解析）",
            "results about the disease, found later",
        ),
    ),
    (
        "ror.secondary_now",
        Text::new(
            "二次的所見（いま確立しているもの）",
            "secondary findings, established",
        ),
    ),
    (
        "ror.secondary_later",
        Text::new("二次的所見（後の解析）", "secondary findings, found later"),
    ),
    (
        "ror.relatives",
        Text::new("血縁者への説明", "telling relatives"),
    ),
];

fn choices(room: &Room) -> Markup {
    let lang = room.lang;
    let said = |item: &str| match room.seat.about.choices.get(item).map(String::as_str) {
        Some("yes") => text!("希望する", "yes"),
        Some("no") => text!("希望しない", "no"),
        _ => text!("回答なし", "not answered"),
    };
    let rows: Vec<_> = CHOICES
        .iter()
        .map(|(item, label)| (label.clone(), html! { (said(item).get(lang)) }))
        .collect();
    page::facts(lang, &rows)
}

/// The findings, level by level.
fn findings(room: &Room) -> Markup {
    let lang = room.lang;
    if room.findings.is_empty() {
        return html! { p class="empty" { (text!("報告する所見はありません。", "There is no finding to report.").get(lang)) } };
    }
    let numbered: Vec<_> = room.findings.iter().enumerate().collect();
    html! {
        @for level in 1..=3_u8 {
            @let of: Vec<_> = numbered.iter().filter(|(_, f)| f.level == level).collect();
            @if !of.is_empty() {
                h3 { (text!(("レベル{level}"), ("Level {level}")).get(lang)) }
                @for (i, f) in of { (finding(room, i + 1, f)) }
            }
        }
    }
}

fn finding(room: &Room, number: usize, f: &FindingLine) -> Markup {
    let lang = room.lang;
    let to = format!("/findings/{}/{}", room.seat.about.id, f.id);
    html! {
        article class="card finding" id=(format!("finding-{}", f.id)) {
            h4 {
                "F" (number) " " a href=(to) { (f.name()) } " "
                @if f.secondary { span class="tag" { (text!("二次的所見", "secondary").get(lang)) } }
            }
            p { (f.text.get(lang)) }
            p class="small" { (line(f, lang)) }
            p { (verdict(room, &f.id)) }
            @if !f.evidence.is_empty() {
                ul class="evidence" {
                    @for e in &f.evidence {
                        li { (e.text.get(lang)) " " span class="small" { (e.source) " " (e.item) " (" (e.release) ")" } }
                    }
                }
            }
        }
    }
}

/// Origin, tier or class, share of reads, place.
fn line(f: &FindingLine, lang: Lang) -> String {
    let origin = match f.origin {
        Origin::Somatic => text!("体細胞", "somatic"),
        Origin::Germline => text!("生殖細胞系列", "germline"),
        Origin::Unknown => text!("由来不明", "origin unknown"),
    };
    let mut parts = vec![origin.get(lang).to_owned()];
    parts.extend(f.tier.as_ref().map(|t| format!("Tier {t}")));
    parts.extend(f.class.clone());
    parts.extend(f.inheritance.clone());
    parts.extend(f.vaf.map(|v| format!("VAF {:.1} %", v * 100.0)));
    parts.push(f.hgvs_c.clone());
    parts.push(f.place.clone());
    parts.retain(|p| !p.is_empty());
    parts.join(" · ")
}

fn verdict(room: &Room, id: &str) -> Markup {
    let lang = room.lang;
    let (shape, word) = match room.material.verdicts.get(id).map(String::as_str) {
        Some("accepted") => (Status::Done, text!("判定済み：採用", "verdict: accepted")),
        Some("uncertain") => (
            Status::Warn,
            text!("判定済み：不確か", "verdict: uncertain"),
        ),
        Some(_) => (Status::Done, text!("判定済み", "verdict recorded")),
        None => (
            Status::Waiting,
            text!(
                "判定なし（機械の提案）",
                "no verdict: proposed by the machine"
            ),
        ),
    };
    page::status(lang, shape, Some(&word))
}

fn limits(room: &Room) -> Markup {
    let lang = room.lang;
    let Some(run) = &room.material.run else {
        return html! { p class="empty" { (text!("受け入れられた解析がありません。", "There is no accepted run.").get(lang)) } };
    };
    let bad: Vec<_> = run
        .gates
        .iter()
        .filter(|g| g.light != Light::Pass)
        .collect();
    let passed = run.gates.len() - bad.len();
    html! {
        p { (text!(("品質の判定：{passed}件は基準内、{}件は注意", bad.len()), ("Gates: {passed} within limits, {} to note", bad.len())).get(lang)) }
        @if !bad.is_empty() {
            ul { @for g in bad { li { (g.label.get(lang)) "：" (g.value.get(lang)) " " span class="small" { (g.limit.get(lang)) } } } }
        }
        @if let Some(tmb) = run.tmb { p { "TMB " (page::number(format!("{tmb:.1}"), "/Mb")) } }
        @if !run.not_assessed.is_empty() {
            details {
                summary { (text!(("評価していないもの {}件", run.not_assessed.len()), ("{} things were not assessed", run.not_assessed.len())).get(lang)) }
                ul { @for l in &run.not_assessed { li { (l.text.get(lang)) } } }
            }
        }
        @if room.seat.about.kind == CaseKind::Rare {
            p { a href=(format!("/trio/{}", room.seat.about.id)) { (text!("家系と候補を見る", "Family and candidates").get(lang)) } }
        }
    }
}
