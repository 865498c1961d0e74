//! Method: pipeline, tools with versions, files with digests.

use words::{Text, text};

use super::Part;
use crate::words::content::{Block, Fact, Sentence, SourceRef};
use crate::words::input::ReportInput;

pub const PART: Part = Part {
    id: "analysis.methods",
    title: Text::new("方法と版", "Methods and versions"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let run = input.run.source();
    let pipeline = input.run.pipeline.get(..12).unwrap_or(&input.run.pipeline);
    let tools: Vec<_> = input
        .run
        .tools
        .iter()
        .map(|(n, v)| format!("{n} {v}"))
        .collect();
    let tmb = input.run.tmb.map(|v| {
        let value = text!(("{v:.1} 変異/Mb"), ("{v:.1} mutations/Mb"));
        Fact::new(
            text!("腫瘍遺伝子変異量", "TMB"),
            Sentence::new(value, vec![input.run.output("qc.json")]),
        )
    });
    let mut rows = vec![
        Fact::new(
            text!("参照ゲノム", "Reference"),
            Sentence::new(text!("GRCh38", "GRCh38"), vec![run.clone()]),
        ),
        Fact::new(
            text!("パイプライン", "Pipeline"),
            Sentence::same(pipeline, vec![run.clone()]),
        ),
        Fact::new(
            text!("ツールと版", "Tools"),
            Sentence::same(tools.join(", "), vec![run]),
        ),
    ];
    rows.extend(tmb);
    rows.extend(input.run.outputs.iter().map(|(name, digest)| {
        let short = digest.get(..12).unwrap_or(digest);
        let value = Sentence::same(
            format!("{name}  {short}"),
            vec![SourceRef::file(name, digest)],
        );
        Fact::new(text!("結果ファイル", "Output"), value)
    }));
    vec![Block::Facts { rows }]
}
