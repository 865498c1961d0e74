//! Each gate on measured figures.

use analysis::{
    pages,
    rules::{GATES, Measured, Profile, judge, reference},
    words::{Answer, GateResult, Mode, NextStep},
};
use serde_json::{Value, json};
use words::Lang;

fn qc() -> Value {
    let sample = |mean: f64| {
        json!({
            "conservation": {"reads_in": 10, "reads_out": 10, "same": true},
            "alignment": {"reads": 10.0, "mapped": 10.0, "mapped_fraction": 0.999, "duplicate_fraction": 0.01, "insert": {"histogram": [[350, 10]]}, "gc": [[40.0, 3.0]]},
            "coverage": {"mean": mean, "histogram": [[30, 0.5]]},
        })
    };
    json!({
        "mode": "pair",
        "samples": {"tumour": sample(120.0), "normal": sample(30.0)},
        "identity": {"gates": [
            {"gate": "identity.concordance", "answer": "pass", "value": 1.0, "limit": {"warn": 0.95, "fail": 0.6}, "n": 73, "reason": "within_limits"},
            {"gate": "identity.tumour_in_normal", "answer": "pass", "value": 0.0, "limit": {"warn": 0.01, "fail": 0.25}, "n": 78, "reason": "within_limits"},
            {"gate": "contamination.normal", "answer": "pass", "value": 0.0, "limit": {"warn": 0.01, "fail": 0.03}, "n": 73, "reason": "within_limits"},
            {"gate": "sex.agree", "answer": "not_assessable", "value": null, "limit": {"warn": 0.0, "fail": 0.0}, "n": 0, "reason": "no_x_or_y"},
        ]},
    })
}

fn set(pointer: &str, value: Value) -> Vec<GateResult> {
    let mut qc = qc();
    *qc.pointer_mut(pointer).unwrap() = value;
    asked(&qc)
}

fn asked(qc: &Value) -> Vec<GateResult> {
    judge(&Measured {
        qc,
        mode: Mode::Pair,
        profile: Profile::of("slice").unwrap(),
    })
}

fn one<'a>(gates: &'a [GateResult], gate: &str, subject: &str) -> &'a GateResult {
    gates
        .iter()
        .find(|g| g.gate == gate && g.subject == subject)
        .unwrap_or_else(|| panic!("{gate} {subject}: {gates:?}"))
}

#[test]
fn good_figures_pass() {
    let gates = asked(&qc());
    assert!(
        gates
            .iter()
            .all(|g| matches!(g.answer, Answer::Pass | Answer::NotAssessable) && !g.hard_stop),
        "{gates:?}"
    );
    assert_eq!(one(&gates, "sex", "agree").answer, Answer::NotAssessable);
    assert_eq!(one(&gates, "coverage", "tumour").profile, "slice@1");
}

#[test]
fn little_depth_asks_for_more_reads() {
    let gates = set("/samples/tumour/coverage/mean", json!(12.0));
    let found = one(&gates, "coverage", "tumour");
    assert_eq!(
        (found.answer, found.next, found.hard_stop),
        (Answer::Fail, NextStep::TopUp, false)
    );
    let wgs = judge(&Measured {
        qc: &qc(),
        mode: Mode::Pair,
        profile: Profile::of("wgs-120-30").unwrap(),
    });
    assert_eq!(one(&wgs, "coverage", "tumour").answer, Answer::Pass);
}

#[test]
fn another_persons_normal_is_a_hard_stop() {
    for (at, gate) in [(0, "concordance"), (1, "tumour_in_normal")] {
        let gates = set(&format!("/identity/gates/{at}/answer"), json!("fail"));
        let found = one(&gates, gate, "pair");
        assert!(
            found.hard_stop && found.next == NextStep::Investigate,
            "{found:?}"
        );
    }
    let gates = set("/identity/gates/2/answer", json!("fail"));
    assert!(!one(&gates, "contamination", "normal").hard_stop);
}

#[test]
fn lost_reads_and_missing_figures_are_told() {
    let gates = set("/samples/normal/conservation/same", json!(false));
    assert!(one(&gates, "read_conservation", "normal").hard_stop);
    let gates = set("/samples/normal/alignment/mapped_fraction", Value::Null);
    assert_eq!(
        one(&gates, "mapped", "normal").answer,
        Answer::NotAssessable
    );
    let gates = set("/samples/normal/alignment/duplicate_fraction", json!(0.4));
    assert_eq!(one(&gates, "duplicates", "normal").answer, Answer::Warn);
}

#[test]
fn parentage_is_a_hard_stop() {
    let mut qc = qc();
    qc["identity"]["gates"] = json!([{"gate": "relatedness.father_proband", "answer": "fail", "value": 0.1, "limit": {"warn": 0.01, "fail": 0.03}, "n": 190, "reason": "above_fail_limit"}]);
    assert!(one(&asked(&qc), "relatedness", "father_proband").hard_stop);
}

#[test]
fn without_what_tells_of_relations_nothing_else_is_lost() {
    let mut qc = qc();
    let before = qc["identity"]["gates"].as_array().unwrap().len();
    let gate = json!({"gate": "relatedness.father_proband", "answer": "fail", "value": 0.1, "n": 190, "reason": "above_fail_limit"});
    qc["identity"]["gates"].as_array_mut().unwrap().push(gate);
    qc["identity"]["pairs"] = json!([{"relatedness": 0.1}]);
    qc["inheritance"] = json!({"mendelian_errors": 40});
    let all = asked(&qc);
    assert!(all.iter().any(analysis::rules::tells_kinship));
    let told = analysis::rules::without_kinship(qc.clone());
    assert!(!told.to_string().contains("relatedness") && told.get("inheritance").is_none());
    assert_eq!(told["identity"]["gates"].as_array().unwrap().len(), before);
    assert_eq!(told["samples"], qc["samples"]);
}

#[test]
fn the_catalogue_is_sound() {
    for id in ["wgs-120-30", "slice"] {
        let profile = Profile::of(id).unwrap();
        assert!(
            ["coverage.tumour", "coverage.normal", "mapped", "duplicates"]
                .iter()
                .all(|l| profile.limit(l).is_some())
        );
    }
    for mode in [Mode::Germline, Mode::Pair, Mode::Trio] {
        assert!(
            reference("slice", mode, |_| true).is_some()
                && reference("wgs-120-30", mode, |_| true).is_some()
        );
        assert!(reference("slice", mode, |_| false).is_none());
    }
    assert!(
        GATES
            .iter()
            .all(|g| !g.asks.ja.is_empty() && !g.asks.en.is_empty())
    );
}

#[test]
fn pictures_and_table_are_drawn_in_both_languages() {
    for lang in [Lang::Ja, Lang::En] {
        let drawn = pages::plots(&qc(), lang).into_string();
        assert_eq!(drawn.matches("<svg").count(), 7, "{drawn}");
        assert!(!drawn.contains("style=") && !drawn.contains("<script"));
        let table = pages::gates(&asked(&qc()), lang).into_string();
        assert!(table.contains(if lang == Lang::Ja {
            "判定不能"
        } else {
            "not assessable"
        }));
    }
}
