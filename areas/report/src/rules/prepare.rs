//! What can be prepared before the panel meets: a proposal per finding, what is missing, who usually sits where.

use std::collections::BTreeMap;

use words::{Text, text};

use crate::words::CaseKind;
use crate::words::input::{ClinicalLine, FindingLine, Origin};
use crate::words::panel::{Action, Aim, ConfirmTest, Member, Outcome, Return};

/// The cohorts a case may enter for a finding: code and name.
pub static COHORTS: [(&str, Text); 4] = [
    ("basic", Text::new("基本コホート", "basic cohort")),
    (
        "strategic_a",
        Text::new("戦略コホートA", "strategic cohort A"),
    ),
    (
        "hereditary",
        Text::new("遺伝性腫瘍コホート", "hereditary tumour cohort"),
    ),
    ("diagnosis", Text::new("診断コホート", "diagnosis cohort")),
];

/// A proposal for one finding, by its tier or class; the panel corrects it.
///
/// Strong evidence is returned after confirmation, since whole genomes are not yet a validated test by themselves; the
/// rest is not returned. A secondary finding is never proposed for return without counselling.
#[must_use]
pub fn propose(kind: CaseKind, finding: &FindingLine) -> Outcome {
    let germline = finding.origin == Origin::Germline;
    let secondary = finding.secondary && germline;
    let tier = finding.tier.as_deref().unwrap_or_default();
    let class = finding.class.as_deref().unwrap_or_default();
    let strong = tier.starts_with("I-") || (germline && pathogenic(class));
    let action = match (strong, germline, tier.starts_with("II-")) {
        (true, false, _) => Action::ApprovedDrug,
        (true, true, _) => Action::Surveillance,
        (false, false, true) => Action::Trial,
        _ => Action::None,
    };
    let test = if germline {
        ConfirmTest::Sanger
    } else {
        ConfirmTest::CompanionDiagnostic
    };
    Outcome {
        finding: finding.id.clone(),
        give_back: if strong {
            Return::AfterConfirmation
        } else {
            Return::No
        },
        level: finding.level,
        tier: finding.tier.clone(),
        class: finding.class.clone(),
        aim: if secondary {
            Aim::SecondaryNow
        } else {
            Aim::PrimaryNow
        },
        action,
        counselling_needed: strong && germline,
        confirm_test: strong.then_some(test),
        cohort: match (strong && germline, kind) {
            (true, CaseKind::Cancer) => Some("hereditary".to_owned()),
            (true, CaseKind::Rare) => Some("diagnosis".to_owned()),
            (false, _) => None,
        },
    }
}

fn pathogenic(class: &str) -> bool {
    let class = class.to_lowercase();
    class.contains("pathogenic") && !class.contains("conflicting")
}

/// Proposals for the findings that have no outcome yet, behind those that have.
#[must_use]
pub fn fill(
    kind: CaseKind,
    agenda: &[String],
    known: &[FindingLine],
    set: &[Outcome],
) -> Vec<Outcome> {
    let one = |id: &String| {
        let stands = set.iter().find(|o| o.finding == *id).cloned();
        let finding = known.iter().find(|f| f.id == *id);
        stands.or_else(|| finding.map(|f| propose(kind, f)))
    };
    agenda.iter().filter_map(one).collect()
}

/// Clinical items a panel asks for first, with the word for each.
static ASKED: [(CaseKind, &[&str], Text); 6] = [
    (
        CaseKind::Cancer,
        &["cancer_type_solid", "cancer_type_haem", "path_diagnosis"],
        Text::new("がん種・病理診断", "tumour type or pathology"),
    ),
    (
        CaseKind::Cancer,
        &["stage_dx_clin"],
        Text::new("病期", "stage"),
    ),
    (
        CaseKind::Cancer,
        &["ecog_ps"],
        Text::new("ECOG PS", "ECOG performance status"),
    ),
    (
        CaseKind::Cancer,
        &["rx_drug_generic"],
        Text::new("薬物療法の経過", "drugs tried"),
    ),
    (
        CaseKind::Rare,
        &["main_disease"],
        Text::new("主な病名", "main disease"),
    ),
    (
        CaseKind::Rare,
        &["pheno_hpo"],
        Text::new("表現型", "phenotype"),
    ),
];

/// What is missing for the discussion: clinical items without an answer, findings that no curator has looked at.
#[must_use]
pub fn missing(
    kind: CaseKind,
    clinical: &[ClinicalLine],
    findings: &[FindingLine],
    unread: &[String],
) -> Vec<Text> {
    let answered = |item: &str| clinical.iter().any(|c| c.item.ends_with(item));
    let of_kind = ASKED.iter().filter(|(of, ..)| *of == kind);
    let mut out: Vec<Text> = of_kind
        .filter(|(_, items, _)| !items.iter().any(|i| answered(i)))
        .map(|(_, _, name)| {
            text!(
                ("{}の記載がありません", name.ja),
                ("{} not recorded", name.en)
            )
        })
        .collect();
    for finding in findings.iter().filter(|f| unread.contains(&f.id)) {
        let name = finding.name();
        out.push(text!(
            ("{name} はまだ判定されていません"),
            ("{name} has no verdict yet")
        ));
    }
    out
}

/// How each account last sat on a session; the newest plan comes first.
#[must_use]
pub fn usual(plans: &[Vec<Member>]) -> BTreeMap<String, Member> {
    let mut usual = BTreeMap::new();
    for member in plans.iter().flatten() {
        let seat = usual.entry(member.account.to_string());
        seat.or_insert_with(|| member.clone());
    }
    usual
}

/// A recommendation in words, from the outcomes; the panel corrects it.
#[must_use]
pub fn advise(outcomes: &[Outcome], findings: &[FindingLine]) -> Text {
    let name = |o: &Outcome| {
        let finding = findings.iter().find(|f| f.id == o.finding);
        finding.map_or_else(|| o.finding.clone(), FindingLine::name)
    };
    let given = outcomes.iter().filter(|o| o.give_back != Return::No);
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    for o in given {
        let (name, action) = (name(o), super::parts::wording::action(o.action));
        let (before_ja, before_en) = match o.give_back {
            Return::AfterConfirmation => ("確認検査の後に、", "after confirmation: "),
            _ => ("", ""),
        };
        ja.push(format!("{name}：{before_ja}{}", action.ja));
        en.push(format!("{name}: {before_en}{}", action.en));
    }
    if ja.is_empty() {
        return text!(
            "返却する所見はない。標準的な診療を続ける。",
            "No finding is returned. Standard care goes on."
        );
    }
    Text::made(
        format!("{}。", ja.join("。")),
        format!("{}.", en.join(". ")),
    )
}
