//! Every finding with what was seen and what it rests on.

use words::{Text, text};

use super::Part;
use super::tell::{finding_sources, variants_file};
use crate::words::content::{Block, Fact, FindingBlock, Sentence, SourceRef, Table};
use crate::words::input::{EvidenceLine, FindingLine, Origin, ReportInput};

pub const PART: Part = Part {
    id: "analysis.findings",
    title: Text::new("所見", "Findings"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    blocks(input, false)
}

/// The findings about the disease, or the secondary ones; numbers run through both.
pub fn blocks(input: &ReportInput, secondary: bool) -> Vec<Block> {
    let all = input.findings.iter().enumerate();
    all.filter(|(_, f)| f.secondary == secondary)
        .map(|(i, f)| Block::Finding(Box::new(finding(input, f, i + 1))))
        .collect()
}

/// A finding as a block; the panel report uses it too.
pub fn finding(input: &ReportInput, f: &FindingLine, number: usize) -> FindingBlock {
    FindingBlock {
        id: f.id.clone(),
        key: format!("F{number}"),
        title: Text::made(f.name(), f.name()),
        badges: badges(f),
        sentences: vec![Sentence::new(f.text.clone(), finding_sources(input, f))],
        facts: facts(input, f),
        evidence: evidence(&f.evidence),
    }
}

fn badges(f: &FindingLine) -> Vec<Text> {
    let mut badges = Vec::new();
    if let Some(tier) = &f.tier {
        badges.push(Text::made(format!("Tier {tier}"), format!("Tier {tier}")));
    }
    if let Some(class) = &f.class {
        badges.push(class_word(class));
    }
    badges.push(text!(("レベル{}", f.level), ("Level {}", f.level)));
    badges.push(origin(f.origin));
    badges
}

/// 体細胞, 生殖細胞系列, or not settled.
pub fn origin(origin: Origin) -> Text {
    match origin {
        Origin::Somatic => text!("体細胞", "somatic"),
        Origin::Germline => text!("生殖細胞系列", "germline"),
        Origin::Unknown => text!("由来未確定", "origin not settled"),
    }
}

/// The class in words; what is not one of the five stands as it came.
fn class_word(class: &str) -> Text {
    let plain = class.to_lowercase().replace(['_', '/'], " ");
    match plain.as_str() {
        "pathogenic" | "p" => text!("病的", "pathogenic"),
        "likely pathogenic" | "lp" => text!("病的の可能性が高い", "likely pathogenic"),
        "pathogenic likely pathogenic" => {
            text!("病的／病的の可能性が高い", "pathogenic / likely pathogenic")
        }
        "uncertain significance" | "vus" => text!("意義不明", "uncertain significance"),
        "likely benign" | "lb" => text!("良性の可能性が高い", "likely benign"),
        "benign" | "b" => text!("良性", "benign"),
        _ => Text::made(class, class),
    }
}

fn facts(input: &ReportInput, f: &FindingLine) -> Vec<Fact> {
    let file = vec![variants_file(input, f)];
    let mut rows = vec![
        Fact::new(
            text!("遺伝子", "Gene"),
            Sentence::same(&f.gene, file.clone()),
        ),
        Fact::new(
            text!("位置 GRCh38", "GRCh38"),
            Sentence::same(&f.place, file.clone()),
        ),
        Fact::new(
            text!("塩基の変化", "Coding"),
            Sentence::same(dash(&f.hgvs_c), file.clone()),
        ),
        Fact::new(
            text!("蛋白の変化", "Protein"),
            Sentence::same(dash(&f.hgvs_p), file.clone()),
        ),
        Fact::new(
            text!("影響", "Consequence"),
            Sentence::new(super::consequence::words(&f.consequence), file.clone()),
        ),
    ];
    if let Some(vaf) = f.vaf {
        let percent = format!("{:.1} %", vaf * 100.0);
        rows.push(Fact::new(
            text!("変異リード割合", "Reads with it"),
            Sentence::same(percent, file.clone()),
        ));
    }
    if let Some(inheritance) = &f.inheritance {
        let value = Sentence::new(inheritance_word(inheritance), file);
        rows.push(Fact::new(text!("遺伝形式", "Inheritance"), value));
    }
    rows
}

fn inheritance_word(code: &str) -> Text {
    match code {
        "de_novo" => text!("新生（両親にはない）", "de novo (in neither parent)"),
        "compound_het" | "compound_heterozygous" | "comp_het" => {
            text!(
                "複合ヘテロ接合（両親から一つずつ）",
                "compound heterozygous (one from each parent)"
            )
        }
        "homozygous" | "autosomal_recessive" => text!(
            "ホモ接合（両親から同じ変化）",
            "homozygous (the same from each parent)"
        ),
        "maternal" => text!("母由来", "from the mother"),
        "paternal" => text!("父由来", "from the father"),
        "x_linked" => text!("X連鎖", "X-linked"),
        "not_assessable" => text!(
            "判定不能（両親のデータがそろわないため）",
            "not assessable (not both parents' data are there)"
        ),
        other => Text::made(other, other),
    }
}

fn dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn evidence(lines: &[EvidenceLine]) -> Table {
    let row = |e: &EvidenceLine| {
        let source = vec![e.source_ref()];
        vec![
            Sentence::same(format!("{} {}", e.source, e.item), source.clone()),
            Sentence::same(&e.release, source.clone()),
            Sentence::new(e.text.clone(), source.clone()),
            Sentence::same(&e.url, source),
        ]
    };
    Table {
        head: vec![
            text!("出典", "Source"),
            text!("版・日付", "Release"),
            text!("内容", "What it says"),
            text!("所在", "Address"),
        ],
        widths: vec![3, 3, 8, 5],
        rows: lines.iter().map(row).collect(),
    }
}

/// Where the finding's level comes from, for a reader who asks.
pub fn level_rule(level: u8) -> SourceRef {
    SourceRef::rule(format!("report.level.{level}"))
}
