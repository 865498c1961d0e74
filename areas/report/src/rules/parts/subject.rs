//! Who and what a report is about: case, participants, consent in force, tubes.

use words::{ConsentRef, Text, text};

use crate::words::CaseKind;
use crate::words::Kind;
use crate::words::content::{Fact, Sentence, SourceRef};
use crate::words::input::{MemberLine, ReportInput};

use super::tell::panel_source;

pub fn write(input: &ReportInput) -> Vec<Fact> {
    let case = SourceRef::event(format!("case:{}", input.case));
    let kind = match input.case_kind {
        CaseKind::Cancer => text!("がん（腫瘍・正常の組）", "Cancer (tumour and normal)"),
        CaseKind::Rare => text!("希少疾患（家系）", "Rare disease (family)"),
    };
    let mut rows = vec![
        Fact::new(
            text!("症例番号", "Case"),
            Sentence::same(input.case.as_str(), vec![case.clone()]),
        ),
        Fact::new(
            text!("種別", "Kind"),
            Sentence::new(kind, vec![case.clone()]),
        ),
        Fact::new(
            text!("医療機関", "Hospital"),
            Sentence::same(&input.site, vec![case]),
        ),
    ];
    if input.kind == Kind::Lay {
        return rows;
    }
    rows.push(Fact::new(
        text!("解析実行", "Run"),
        Sentence::same(&input.run.id, vec![input.run.source()]),
    ));
    rows.extend(input.members.iter().map(consent));
    rows.extend(input.specimens.iter().map(|s| {
        let source = SourceRef::event(format!("tube:{}", s.id));
        let role = &s.role;
        let value = text!(("{}（{}）", s.id, role.ja), ("{} ({})", s.id, role.en));
        Fact::new(
            text!("検体", "Specimen"),
            Sentence::new(value, vec![source]),
        )
    }));
    rows.extend(later(input));
    rows
}

/// The consents in force, as sources.
pub fn consents(input: &ReportInput) -> Vec<SourceRef> {
    let held = input.members.iter().filter_map(|m| m.consent.as_ref());
    held.map(consent_source).collect()
}

fn consent_source(consent: &ConsentRef) -> SourceRef {
    SourceRef::event(format!("consent:{}@{}", consent.id, consent.version))
}

fn consent(member: &MemberLine) -> Fact {
    let relation = &member.relation;
    let label = text!(("同意（{}）", relation.ja), ("Consent ({})", relation.en));
    let Some(consent) = &member.consent else {
        let none = text!("効力のある同意なし", "none in force");
        let source = SourceRef::event(format!("person:{}", member.person));
        return Fact::new(label, Sentence::new(none, vec![source]));
    };
    let (form, scope) = (&consent.form, &member.scope);
    let value = text!(("{form}、{}", scope.ja), ("{form}; {}", scope.en));
    Fact::new(label, Sentence::new(value, vec![consent_source(consent)]))
}

/// What the panel report stands on.
fn later(input: &ReportInput) -> Vec<Fact> {
    let mut rows = Vec::new();
    if let (Kind::Panel, Some(analysis)) = (input.kind, &input.analysis) {
        let day = analysis.at.day();
        let text: Text = text!(
            (
                "第{}版（{} 署名）",
                analysis.version,
                day.show(words::Lang::Ja)
            ),
            (
                "version {}, signed {}",
                analysis.version,
                day.show(words::Lang::En)
            )
        );
        let value = Sentence::new(text, vec![analysis.source()]);
        rows.push(Fact::new(text!("解析レポート", "Analysis report"), value));
    }
    if let (Kind::Panel, Some(panel)) = (input.kind, &input.panel) {
        let day = panel.day;
        let text = text!(
            ("{}", day.show(words::Lang::Ja)),
            ("{}", day.show(words::Lang::En))
        );
        let value = Sentence::new(text, vec![panel_source(panel)]);
        rows.push(Fact::new(text!("パネル開催日", "Panel held"), value));
    }
    rows
}
