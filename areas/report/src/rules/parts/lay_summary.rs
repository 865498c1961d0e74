//! The first box of the patient's report.

use words::text;

use super::tell::{open_tests, told};
use crate::words::content::{Sentence, SourceRef};
use crate::words::input::ReportInput;

const RULE: &str = "report.lay.summary";

pub fn write(input: &ReportInput) -> Vec<Sentence> {
    let sources = super::lay_found::grounds(input);
    let first = match told(input).len() {
        0 => text!(
            "今回の検査では、治療や健康管理に役立つ変化は見つかりませんでした。",
            "This test did not find a change that helps with treatment or with looking after your health."
        ),
        1 => text!(
            "今回の検査で、お伝えしたい変化が1つ見つかりました。",
            "This test found one change that we would like to tell you about."
        ),
        n => text!(
            ("今回の検査で、お伝えしたい変化が{n}つ見つかりました。"),
            ("This test found {n} changes that we would like to tell you about.")
        ),
    };
    let mut items = vec![Sentence::new(first, sources)];
    if !open_tests(input).is_empty() {
        let text = text!(
            "このうち、もう一度確かめる検査が必要なものがあります。",
            "A second test is needed to make sure."
        );
        items.push(Sentence::new(
            text,
            vec![SourceRef::rule("disclosure.gate.g1")],
        ));
    }
    let ask = text!(
        "この紙は、担当の医師の説明と一緒に読んでください。わからないことは、いつでも聞いてください。",
        "Please read this together with what your doctor explains. You can ask questions at any time."
    );
    items.push(Sentence::new(ask, vec![SourceRef::rule(RULE)]));
    items
}
