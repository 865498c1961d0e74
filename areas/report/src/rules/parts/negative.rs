//! The negative statement: what was looked for and not seen, and where nothing could be seen.

use words::{Text, text};

use super::Part;
use crate::words::CaseKind;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "analysis.negative",
    title: Text::new("認められなかったもの", "What was not seen"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let file = match input.case_kind {
        CaseKind::Cancer => "somatic.vcf.gz",
        CaseKind::Rare => "germline.vcf.gz",
    };
    let other = if input.findings.is_empty() {
        text!(
            "評価できた範囲の一塩基変化と小さな挿入・欠失に、報告の基準を満たすものは認められませんでした。",
            "No single-base change or small insertion or deletion in the assessed part met the criteria for reporting."
        )
    } else {
        text!(
            "上記のほかに、報告の基準を満たす一塩基変化と小さな挿入・欠失は認められませんでした。",
            "Apart from those above, no single-base change or small insertion or deletion met the criteria for reporting."
        )
    };
    let care = text!(
        "読み取りの深さが足りない位置では、変化があっても見えません。「品質」の被覆の値と合わせて読んでください。",
        "Where coverage is low, a change that exists cannot be seen; read this together with the coverage under Quality."
    );
    let mut items = vec![
        Sentence::new(
            other,
            vec![input.run.output(file), SourceRef::rule(PART.id)],
        ),
        Sentence::new(
            care,
            vec![input.run.output("qc.json"), SourceRef::rule(PART.id)],
        ),
    ];
    items.extend(rejected(input));
    vec![Block::Sentences { items }]
}

/// How many candidates a curator took out, each traceable by its id.
fn rejected(input: &ReportInput) -> Option<Sentence> {
    let ids = input.rejected.iter().map(|f| &f.id);
    let sources: Vec<_> = ids
        .map(|id| SourceRef::event(format!("finding:{id}")))
        .collect();
    let count = sources.len();
    let text = text!(
        ("このほかに、キュレーターが根拠を確かめたうえで報告から除いた候補が{count}件あります（理由は判定の記録にあります）。"),
        ("Further candidates taken out by a curator after checking the evidence: {count}. The reason is kept with each judgement.")
    );
    (count > 0).then(|| Sentence::new(text, sources))
}
