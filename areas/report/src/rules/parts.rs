//! The parts of the three documents: one file per part, one list per document.

mod analysis_findings;
mod analysis_secondary;
mod analysis_summary;
mod clinical;
mod confirm;
mod consequence;
mod lay_ask;
mod lay_confirm;
mod lay_family;
mod lay_found;
mod lay_next;
mod lay_not_found;
mod lay_summary;
mod lay_tested;
mod lay_words;
mod limits;
mod marks;
mod methods;
mod negative;
mod next_steps;
mod outcomes;
mod panel_summary;
mod quality;
mod releases;
mod session;
mod subject;
mod tell;

use words::{Text, text};

use crate::rules::choices;
use crate::words::content::{Block, Content, Section, Sentence, SourceRef};
use crate::words::input::ReportInput;
use crate::words::panel::Aim;
use crate::words::{Kind, report_id};

pub use limits::limit;

/// How outcomes are worded, in reports and minutes alike.
pub mod wording {
    pub use super::outcomes::{action, give_back, test};
}

/// A part of a report.
pub struct Part {
    /// Its id, `analysis.limits`; also the rule that its fixed sentences cite.
    pub id: &'static str,
    /// Its title.
    pub title: Text,
    /// Writes it; nothing to say means that the part is left out.
    pub write: fn(&ReportInput) -> Vec<Block>,
}

/// The analysis report.
pub const ANALYSIS: &[Part] = &[
    analysis_findings::PART,
    analysis_secondary::PART,
    negative::PART,
    quality::PART,
    limits::PART,
    clinical::PART,
    methods::PART,
    releases::PART,
];

/// The panel report.
pub const PANEL: &[Part] = &[
    outcomes::PART,
    confirm::PART,
    session::PART,
    limits::PART,
    next_steps::PART,
];

/// The patient's report.
pub const LAY: &[Part] = &[
    lay_tested::PART,
    lay_found::PART,
    lay_not_found::PART,
    lay_confirm::PART,
    lay_family::PART,
    lay_next::PART,
    lay_ask::PART,
    lay_words::PART,
];

/// The parts of a document.
#[must_use]
pub fn list(kind: Kind) -> &'static [Part] {
    match kind {
        Kind::Analysis => ANALYSIS,
        Kind::Panel => PANEL,
        Kind::Lay => LAY,
    }
}

/// Writes a report from its input; the same input gives the same content.
///
/// A secondary finding that the person did not ask for stands in no document, not even in the physicians' and not even
/// among the rejected ones: not-to-know hides that there is something. One that was asked for comes after the others.
#[must_use]
pub fn compose(input: &ReportInput) -> Content {
    let wanted = choices::permits(Aim::SecondaryNow, &input.choices);
    let mut input = input.clone();
    input.findings.retain(|f| wanted || !f.secondary);
    input.rejected.retain(|f| wanted || !f.secondary);
    let upto = input.levels.unwrap_or(u8::MAX);
    input.findings.retain(|f| f.level <= upto);
    input.findings.sort_by_key(|f| f.secondary);
    write(&input)
}

/// Results are returned in steps: a version that stops at a level says so, whether there is more or not.
fn staged(input: &ReportInput, mut summary: Vec<Sentence>) -> Vec<Sentence> {
    if let Some(level) = input.levels.filter(|l| *l < 3) {
        let text = text!(
            ("この版に記載するのはレベル{level}までの所見です。それより上のレベルの検討結果は、後の版でお知らせします。"),
            ("This version covers findings up to level {level}. The outcome for higher levels follows in a later version.")
        );
        summary.push(Sentence::new(text, vec![SourceRef::rule("report.levels")]));
    }
    summary
}

fn write(input: &ReportInput) -> Content {
    let sections = list(input.kind).iter().filter_map(|part| {
        let blocks = (part.write)(input);
        (!blocks.is_empty()).then(|| Section {
            part: part.id.to_owned(),
            title: part.title.clone(),
            blocks,
        })
    });
    let summary = match input.kind {
        Kind::Analysis => analysis_summary::write(input),
        Kind::Panel => panel_summary::write(input),
        Kind::Lay => lay_summary::write(input),
    };
    Content {
        kind: input.kind,
        report: report_id(&input.case, input.kind),
        version: input.version,
        case: input.case.clone(),
        case_kind: input.case_kind,
        at: input.at,
        marks: marks::write(input),
        subject: subject::write(input),
        summary: staged(input, summary),
        sections: sections.collect(),
        specimens: input.specimens.iter().map(|s| s.id.clone()).collect(),
        synthetic: input.synthetic,
        findings: tell::in_report(input).into_iter().cloned().collect(),
    }
}
