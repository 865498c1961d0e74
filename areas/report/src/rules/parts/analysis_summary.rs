//! The one-page answer of the analysis report.

use words::text;

use crate::words::content::{Light, Sentence, SourceRef};
use crate::words::input::{FindingLine, ReportInput};

use super::tell::finding_sources;

const RULE: &str = "report.analysis.summary";

pub fn write(input: &ReportInput) -> Vec<Sentence> {
    let mut items = vec![count(input)];
    let all = input.findings.iter().enumerate();
    items.extend(all.map(|(i, f)| line(input, f, i + 1)));
    items.push(quality(input));
    items.push(missing(input));
    items
}

fn line(input: &ReportInput, f: &FindingLine, number: usize) -> Sentence {
    let (name, said) = (f.name(), &f.text);
    let text = if f.secondary {
        text!(
            ("F{number}　二次的所見　{name}　{}", said.ja),
            ("F{number} secondary: {name} — {}", said.en)
        )
    } else {
        text!(
            ("F{number}　{name}　{}", said.ja),
            ("F{number} {name} — {}", said.en)
        )
    };
    Sentence::new(text, finding_sources(input, f))
}

/// Findings about the disease are counted by level; secondary ones have their own section.
fn count(input: &ReportInput) -> Sentence {
    let primary = || input.findings.iter().filter(|f| !f.secondary);
    let of = |level: u8| primary().filter(|f| f.level == level).count();
    let (total, one, two, three) = (primary().count(), of(1), of(2), of(3));
    let text = if total == 0 {
        text!(
            "今回評価した範囲では、目的とした病気について報告する所見はありませんでした。",
            "Within what was assessed there is no finding about the disease tested for."
        )
    } else {
        text!(
            ("報告する所見は{total}件です（レベル1：{one}件、レベル2：{two}件、レベル3：{three}件）。"),
            ("{total} findings are reported (level 1: {one}, level 2: {two}, level 3: {three}).")
        )
    };
    Sentence::new(text, vec![input.run.source(), SourceRef::rule(RULE)])
}

fn quality(input: &ReportInput) -> Sentence {
    let off = |light: Light| input.run.gates.iter().filter(|g| g.light == light).count();
    let (warn, fail) = (off(Light::Warn), off(Light::Fail));
    let text = if warn + fail == 0 {
        text!(
            "評価できた品質項目はすべて合格です。",
            "Every quality check that could be assessed is within its limit."
        )
    } else {
        text!(
            ("品質項目のうち、注意が{warn}件、不合格が{fail}件あります（「品質」の表を参照）。"),
            ("Of the quality checks {warn} need care and {fail} are outside their limit (see Quality).")
        )
    };
    Sentence::new(text, vec![input.run.output("qc.json")])
}

fn missing(input: &ReportInput) -> Sentence {
    let words: Vec<_> = input
        .run
        .not_assessed
        .iter()
        .map(|l| super::limits::name(&l.code))
        .collect();
    let ja: Vec<_> = words.iter().map(|w| w.ja.as_ref()).collect();
    let en: Vec<_> = words.iter().map(|w| w.en.as_ref()).collect();
    let text = if words.is_empty() {
        text!(
            "評価していない項目と検査の限界は「評価していないことと限界」に示します。",
            "What this test cannot show is listed under limits."
        )
    } else {
        text!(
            (
                "{}は評価していません。陰性とは読まないでください。",
                ja.join("、")
            ),
            (
                "Not assessed: {}. Do not read this as negative.",
                en.join(", ")
            )
        )
    };
    Sentence::new(
        text,
        vec![input.run.source(), SourceRef::rule("report.limits")],
    )
}
