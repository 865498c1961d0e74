//! What was not assessed and what the method cannot show. Silence must not read as negative.

use words::{Text, text};

use super::Part;
use crate::words::content::{Block, Sentence, SourceRef};
use crate::words::input::{LimitLine, ReportInput};

pub const PART: Part = Part {
    id: "report.limits",
    title: Text::new(
        "評価していないことと限界",
        "What is not assessed, and limits",
    ),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let run = input.run.source();
    let mut items: Vec<_> = input
        .run
        .not_assessed
        .iter()
        .map(|l| Sentence::new(l.text.clone(), vec![run.clone(), SourceRef::rule(l.rule)]))
        .collect();
    items.extend(
        GENERAL
            .iter()
            .map(|t| Sentence::new(t.clone(), vec![SourceRef::rule(PART.id)])),
    );
    vec![Block::Bullets { items }]
}

const GENERAL: [Text; 3] = [
    Text::new(
        "短い断片の読み取りによるため、反復配列、よく似た配列の多い領域、長い挿入の中の変化は見えないことがあります。",
        "Short reads can miss changes in repeats, in regions with close copies elsewhere and inside long insertions.",
    ),
    Text::new(
        "少ない割合の細胞にしかない変化（モザイク、小さなサブクローン）は見えないことがあります。",
        "A change that only few cells carry (mosaicism, small subclones) can stay unseen.",
    ),
    Text::new(
        "解釈は下記の知識の版に基づきます。知識が改まれば、解釈も変わることがあります。",
        "The interpretation rests on the releases of knowledge named here; it may change when they do.",
    ),
];

/// The short name of something that was not assessed.
pub fn name(code: &str) -> Text {
    match code {
        "cnv" => text!("コピー数変化", "copy-number change"),
        "fusion" => text!("融合遺伝子", "gene fusion"),
        "msi" => text!(
            "マイクロサテライト不安定性（MSI）",
            "microsatellite instability (MSI)"
        ),
        "hrd" => text!(
            "相同組換え修復欠損（HRD）",
            "homologous recombination deficiency (HRD)"
        ),
        "sv" => text!("構造変化", "structural variation"),
        "tmb" => text!("腫瘍遺伝子変異量（TMB）", "tumour mutational burden (TMB)"),
        "signatures" => text!("変異シグネチャー", "mutational signatures"),
        "hla" => text!("HLA型", "HLA type"),
        "rna" => text!("RNA発現", "RNA expression"),
        "mitochondria" => text!("ミトコンドリアDNA", "mitochondrial DNA"),
        "population_frequency" => text!("一般集団での頻度", "population frequency"),
        "repeat" => text!("反復配列の伸長", "repeat expansion"),
        "str" => text!("短い反復配列", "short tandem repeats"),
        other => Text::made(other, other),
    }
}

/// What the workflow leaves out, as a line of this part.
#[must_use]
pub fn limit(code: &str) -> LimitLine {
    let name = name(code);
    LimitLine {
        code: code.to_owned(),
        text: text!(
            (
                "{}は評価していません。あるともないとも言えません。",
                name.ja
            ),
            ("Not assessed: {}. It may or may not be present.", name.en)
        ),
        rule: PART.id,
    }
}
