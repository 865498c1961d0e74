//! The outcome of every finding the panel judged.

use words::{Text, text};

use super::Part;
use super::analysis_findings;
use super::tell::{judged, panel_source};
use crate::words::content::{Block, Fact, FindingBlock, Sentence, SourceRef};
use crate::words::input::{FindingLine, ReportInput};
use crate::words::panel::{Action, Aim, ConfirmTest, Outcome, PanelOutcome, Return};

pub const PART: Part = Part {
    id: "panel.outcomes",
    title: Text::new("所見ごとの結論", "Outcome per finding"),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let all = judged(input).into_iter().enumerate();
    all.map(|(i, (f, o))| Block::Finding(Box::new(block(input, panel, f, o, i + 1))))
        .collect()
}

fn block(
    input: &ReportInput,
    panel: &PanelOutcome,
    f: &FindingLine,
    o: &Outcome,
    number: usize,
) -> FindingBlock {
    let mut block = analysis_findings::finding(input, f, number);
    let source = vec![panel_source(panel)];
    let row = |label: Text, value: Text| Fact::new(label, Sentence::new(value, source.clone()));
    block.badges = vec![give_back(o.give_back)];
    block.badges.extend(
        o.tier
            .iter()
            .map(|t| Text::made(format!("Tier {t}"), format!("Tier {t}"))),
    );
    block
        .badges
        .push(text!(("レベル{}", o.level), ("Level {}", o.level)));
    block.badges.push(analysis_findings::origin(f.origin));
    let rule = analysis_findings::level_rule(o.level);
    let level = text!(("レベル{}", o.level), ("Level {}", o.level));
    block.facts = vec![
        row(text!("返却", "Return"), give_back(o.give_back)),
        row(text!("推奨", "Action"), action(o.action)),
        row(text!("対象", "Aim"), aim(o.aim)),
        Fact::new(
            text!("レベル", "Level"),
            Sentence::new(level, vec![panel_source(panel), rule]),
        ),
        row(
            text!("遺伝カウンセリング", "Counselling"),
            counselling(o.counselling_needed),
        ),
        row(
            text!("確認検査", "Confirmatory test"),
            o.confirm_test.map_or(text!("不要", "not needed"), test),
        ),
    ];
    block.facts.extend(o.cohort.as_deref().map(|code| {
        let known = crate::rules::prepare::COHORTS.iter();
        let name = known.into_iter().find(|(c, _)| *c == code);
        let name = name.map_or_else(|| Text::made(code, code), |(_, n)| n.clone());
        row(text!("コホート", "Cohort"), name)
    }));
    block.facts.push(Fact::new(
        text!("位置 GRCh38", "GRCh38"),
        Sentence::same(
            &f.place,
            vec![SourceRef::event(format!("finding:{}", f.id))],
        ),
    ));
    block
}

fn counselling(needed: bool) -> Text {
    if needed {
        text!("必要", "needed")
    } else {
        text!("希望があれば", "on request")
    }
}

/// May it be returned?
pub fn give_back(r: Return) -> Text {
    match r {
        Return::Now => text!("返却する", "return"),
        Return::AfterConfirmation => text!("確認検査の後に返却する", "return after confirmation"),
        Return::No => text!("返却しない", "do not return"),
    }
}

/// What is advised.
pub fn action(a: Action) -> Text {
    match a {
        Action::ApprovedDrug => text!("承認薬の使用を検討する", "consider an approved drug"),
        Action::Trial => text!("治験への参加を検討する", "consider a trial"),
        Action::OffLabel => text!(
            "適応外の薬の使用を検討する",
            "consider a drug outside its approval"
        ),
        Action::Surveillance => text!("定期的な検査で見守る", "regular surveillance"),
        Action::None => text!("現時点で推奨される対応はない", "no action is advised now"),
    }
}

fn aim(a: Aim) -> Text {
    match a {
        Aim::PrimaryNow => text!("主な目的の結果（確立）", "primary result, established"),
        Aim::PrimaryLater => text!("主な目的の結果（後の解析）", "primary result, found later"),
        Aim::SecondaryNow => text!("二次的所見（確立）", "secondary finding, established"),
        Aim::SecondaryLater => text!("二次的所見（後の解析）", "secondary finding, found later"),
    }
}

/// The name of a test.
pub fn test(t: ConfirmTest) -> Text {
    match t {
        ConfirmTest::SingleGene => text!("単一遺伝子検査", "single-gene test"),
        ConfirmTest::CompanionDiagnostic => text!("コンパニオン診断", "companion diagnostic"),
        ConfirmTest::GenePanel => text!("遺伝子パネル検査", "gene panel"),
        ConfirmTest::Sanger => text!("サンガー法による確認", "Sanger sequencing"),
    }
}
