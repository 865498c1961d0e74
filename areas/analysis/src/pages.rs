//! The quality of a run for the page of a case: a table of gates, and pictures as SVG.

mod plot;

use maud::{Markup, html};
use serde_json::Value;
use words::{Lang, text};

use crate::words::{GateResult, SampleRole};
use plot::{Bars, Line};

/// Every gate with answer, text and next step. The answer is a word beside a shape, never a colour alone.
#[must_use]
pub fn gates(gates: &[GateResult], lang: Lang) -> Markup {
    let head = |ja: &'static str, en: &'static str| text!((" {ja}"), (" {en}"));
    html! {
        table class="gates" {
            thead { tr {
                th { (head("判定", "answer").get(lang)) }
                th { (head("内容", "what was found").get(lang)) }
                th { (head("基準（注意・不合格）", "limits (warn, fail)").get(lang)) }
                th { (head("次の対応", "next").get(lang)) }
            } }
            tbody { @for gate in gates { tr data-gate=(gate.gate) data-answer=(answer_code(gate)) {
                td { span aria-hidden="true" { (shape(gate)) } " " (gate.answer.text().get(lang)) }
                td { (gate.text.get(lang)) }
                td { @if let Some(limit) = gate.limit { (limit.warn) " / " (limit.fail) } @else { "–" } " " small { (gate.profile) } }
                td { (gate.next.text().get(lang)) }
            } } }
        }
    }
}

fn shape(gate: &GateResult) -> &'static str {
    match gate.answer {
        crate::words::Answer::Pass => "○",
        crate::words::Answer::Warn => "△",
        crate::words::Answer::Fail => "×",
        crate::words::Answer::NotAssessable => "−",
    }
}

fn answer_code(gate: &GateResult) -> &'static str {
    match gate.answer {
        crate::words::Answer::Pass => "pass",
        crate::words::Answer::Warn => "warn",
        crate::words::Answer::Fail => "fail",
        crate::words::Answer::NotAssessable => "not_assessable",
    }
}

/// Every picture of a run from the content of `qc.json`: depth, insert size and GC for each sample, and the pair's agreement.
#[must_use]
pub fn plots(qc: &Value, lang: Lang) -> Markup {
    let samples = qc.get("samples").and_then(Value::as_object);
    html! {
        div class="qc-plots" {
            @for (role, sample) in samples.into_iter().flatten() {
                (coverage(sample, role, lang))
                (insert_size(sample, role, lang))
                (gc(sample, role, lang))
            }
            (concordance(qc, lang))
        }
    }
}

fn who(role: &str, lang: Lang) -> String {
    use SampleRole::{Father, Mother, Normal, Proband, Sample, Tumour};
    let found = [Sample, Tumour, Normal, Proband, Mother, Father]
        .into_iter()
        .find(|r| r.code() == role);
    found.map_or_else(|| role.to_owned(), |r| r.text().get(lang).to_owned())
}

/// Share of bases at each depth.
#[must_use]
pub fn coverage(sample: &Value, role: &str, lang: Lang) -> Markup {
    let points = pairs(sample.pointer("/coverage/histogram"));
    let title = text!("深度の分布", "Depth of coverage");
    let x = text!("深度（×）", "depth (x)");
    Line {
        title: &format!("{}：{}", who(role, lang), title.get(lang)),
        x: x.get(lang),
        points: &points,
    }
    .draw()
}

/// Pairs by insert size.
#[must_use]
pub fn insert_size(sample: &Value, role: &str, lang: Lang) -> Markup {
    let points = pairs(sample.pointer("/alignment/insert/histogram"));
    let title = text!("インサート長の分布", "Insert size");
    let x = text!("塩基", "bases");
    Line {
        title: &format!("{}：{}", who(role, lang), title.get(lang)),
        x: x.get(lang),
        points: &points,
    }
    .draw()
}

/// Reads by GC content.
#[must_use]
pub fn gc(sample: &Value, role: &str, lang: Lang) -> Markup {
    let points = pairs(sample.pointer("/alignment/gc"));
    let title = text!("GC含量の分布", "GC content of reads");
    Line {
        title: &format!("{}：{}", who(role, lang), title.get(lang)),
        x: "GC %",
        points: &points,
    }
    .draw()
}

/// How well tumour and normal agree, against the limits. Empty for other modes.
#[must_use]
pub fn concordance(qc: &Value, lang: Lang) -> Markup {
    let gates = qc.pointer("/identity/gates").and_then(Value::as_array);
    let gate = gates
        .into_iter()
        .flatten()
        .find(|g| g.get("gate").and_then(Value::as_str) == Some("identity.concordance"));
    let number = |path: &str| gate.and_then(|g| g.pointer(path)).and_then(Value::as_f64);
    let Some(value) = number("/value") else {
        return html! {};
    };
    let title = text!("腫瘍と正常の一致率", "Concordance of tumour and normal");
    let marks: Vec<f64> = [number("/limit/fail"), number("/limit/warn")]
        .into_iter()
        .flatten()
        .collect();
    Bars {
        title: title.get(lang),
        bars: &[(title.get(lang), value)],
        marks: &marks,
    }
    .draw()
}

fn pairs(list: Option<&Value>) -> Vec<(f64, f64)> {
    let pair = |p: &Value| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?));
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(pair)
        .collect()
}
