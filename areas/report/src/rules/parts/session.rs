//! How the panel met: rule set, roles present, votes, conflicts of interest.

use words::{Text, text};

use super::Part;
use super::tell::panel_source;
use crate::rules::quorum;
use crate::words::content::{Block, Fact, Sentence, SourceRef, Table};
use crate::words::input::ReportInput;
use crate::words::panel::{Mode, PanelOutcome, RuleSet};

pub const PART: Part = Part {
    id: "panel.session",
    title: Text::new(
        "エキスパートパネルの構成",
        "Composition of the expert panel",
    ),
    write,
};

fn write(input: &ReportInput) -> Vec<Block> {
    let Some(panel) = &input.panel else {
        return vec![];
    };
    let mut blocks = vec![Block::Facts { rows: facts(panel) }];
    if let Some(set) = quorum::rule_set(&panel.rule_set) {
        blocks.push(Block::Table(roles(panel, set)));
    }
    blocks
}

fn facts(panel: &PanelOutcome) -> Vec<Fact> {
    let source = vec![panel_source(panel)];
    let set = quorum::rule_set(&panel.rule_set);
    let title = set.map_or(
        Text::made(panel.rule_set.clone(), panel.rule_set.clone()),
        |s| {
            let (id, title, origin) = (&s.id, &s.title, &s.source);
            text!(
                ("{id}　{}（{}）", title.ja, origin.ja),
                ("{id} {} ({})", title.en, origin.en)
            )
        },
    );
    let of = |vote: &str| panel.votes.get(vote).copied().unwrap_or_default();
    let (agree, comment, recused) = (of("agree"), of("agree_with_comment"), panel.recused);
    let row = |label: Text, value: Text| Fact::new(label, Sentence::new(value, source.clone()));
    vec![
        row(text!("開催要件", "Rule set"), title),
        row(text!("開催方法", "Mode"), mode(panel.mode)),
        row(
            text!("意見", "Votes"),
            text!(
                ("同意 {agree}名、意見付き同意 {comment}名"),
                ("agree {agree}, agree with comment {comment}")
            ),
        ),
        row(
            text!("利益相反による退席", "Recused"),
            text!(("{recused}名"), ("{recused}")),
        ),
        row(
            text!("議事録", "Minutes"),
            text!(
                ("封印済み（{}）", panel.minutes.short()),
                ("sealed ({})", panel.minutes.short())
            ),
        ),
    ]
}

fn mode(mode: Mode) -> Text {
    match mode {
        Mode::Realtime => text!("同時双方向（会議）", "live meeting"),
        Mode::Circulation => text!("持ち回り協議", "circulation"),
    }
}

fn roles(panel: &PanelOutcome, set: &RuleSet) -> Table {
    let source = vec![
        panel_source(panel),
        SourceRef::rule(format!("panel.{}", set.id)),
    ];
    let row = |need: &crate::words::panel::RoleNeed| {
        let (needed, present) = (
            need.present,
            panel.present.get(&need.role).copied().unwrap_or_default(),
        );
        let met = if present >= needed {
            text!("● 充足", "● met")
        } else {
            text!("○ 該当なし", "○ not required here")
        };
        vec![
            Sentence::new(quorum::role_name(&need.role), source.clone()),
            Sentence::new(
                text!(("{needed}名以上"), ("{needed} or more")),
                source.clone(),
            ),
            Sentence::new(text!(("{present}名"), ("{present}")), source.clone()),
            Sentence::new(met, source.clone()),
        ]
    };
    Table {
        head: vec![
            text!("役割", "Role"),
            text!("出席の要件", "Needed"),
            text!("出席", "Present"),
            text!("判定", "Answer"),
        ],
        widths: vec![8, 3, 2, 3],
        rows: set.need.iter().map(row).collect(),
    }
}
