//! The guided path of a demonstration: eight steps through the case that was just played, each as the one who does it.

use serde_json::Value;
use web::{Platform, TourStep};
use words::{Text, text};

/// Sets the path; `said` is what the demonstration says of its cases.
pub fn set(platform: &Platform, said: &Value) {
    let case = |at: &str| said.pointer(at).and_then(Value::as_str).unwrap_or_default();
    let (cancer, rare) = (case("/cases/0/id"), case("/cases/1/id"));
    let step = |said: Text, account: &str, to: String| TourStep {
        said,
        account: account.to_owned(),
        to,
    };
    platform.set_tour(vec![
        step(
            text!(
                "コーディネーター：待っている仕事を見て、新しい症例を登録する",
                "Coordinator: see what waits, register a new case"
            ),
            "coordinator-a",
            "/".to_owned(),
        ),
        step(
            text!(
                "コーディネーター：同意の記録を見て、端末で13の手順を始める",
                "Coordinator: read the consents, begin the thirteen steps on a tablet"
            ),
            "coordinator-a",
            format!("/cases/{cancer}/consents"),
        ),
        step(
            text!(
                "解析担当：品質の関門と図を確かめる",
                "Analyst: look at the gates and plots of quality"
            ),
            "analyst",
            format!("/cases/{cancer}/data"),
        ),
        step(
            text!(
                "キュレーター：所見をリードとともに読み、判定する",
                "Curator: read a finding with its reads, judge it"
            ),
            "curator",
            format!("/findings/{cancer}"),
        ),
        step(
            text!(
                "キュレーター：トリオの候補を遺伝形式ごとに見る",
                "Curator: a trio's candidates by inheritance"
            ),
            "curator",
            format!("/trio/{rare}"),
        ),
        step(
            text!(
                "座長：専門家会議の記録と議事録を見る",
                "Chair: the panel session and its minutes"
            ),
            "chair",
            format!("/panels/{cancer}"),
        ),
        step(
            text!(
                "担当医：確認・相談・説明の一枚と、レポートを読む",
                "Physician: confirm, counsel, explain on one page; the reports"
            ),
            "physician-a",
            format!("/return/{cancer}"),
        ),
        step(
            text!(
                "患者さん：自分の検査と、誰がデータを使ったかを見る",
                "Patient: where my test stands, and who used my data"
            ),
            "patient-22",
            "/my".to_owned(),
        ),
    ]);
}
