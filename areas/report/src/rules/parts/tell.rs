//! Which findings stand in which document.

use crate::rules::choices;
use crate::words::Kind;
use crate::words::content::SourceRef;
use crate::words::input::{FindingLine, ReportInput};
use crate::words::panel::{Outcome, PanelOutcome, Return};

/// The findings of this document, in the order of the input.
pub fn in_report(input: &ReportInput) -> Vec<&FindingLine> {
    match input.kind {
        Kind::Analysis => input.findings.iter().collect(),
        Kind::Panel => judged(input).into_iter().map(|(f, _)| f).collect(),
        Kind::Lay => told(input).into_iter().map(|(f, _)| f).collect(),
    }
}

/// Findings with their outcome.
pub fn judged(input: &ReportInput) -> Vec<(&FindingLine, &Outcome)> {
    let outcomes = input.panel.as_ref().map_or(&[][..], |p| &p.outcomes);
    let of = |f: &FindingLine| outcomes.iter().find(|o| o.finding == f.id);
    let all = input.findings.iter();
    all.filter_map(|f| of(f).map(|o| (f, o))).collect()
}

/// Findings that the person is told: returned by the panel, wanted by the person, and not disproved by a second test.
///
/// A secondary finding that the panel wants confirmed is not told before it is: until then nothing hints at it.
pub fn told(input: &ReportInput) -> Vec<(&FindingLine, &Outcome)> {
    let wanted = |o: &Outcome| o.give_back != Return::No && choices::permits(o.aim, &input.choices);
    let sure = |f: &FindingLine, o: &Outcome| match input.confirmations.get(&o.finding) {
        Some(confirmed) => *confirmed,
        None => o.give_back == Return::Now || !(f.secondary || o.aim.secondary()),
    };
    let all = judged(input).into_iter();
    all.filter(|(f, o)| wanted(o) && sure(f, o)).collect()
}

/// Told findings whose second test is still open.
pub fn open_tests(input: &ReportInput) -> Vec<(&FindingLine, &Outcome)> {
    let asked = |o: &Outcome| o.give_back == Return::AfterConfirmation;
    let open = |o: &Outcome| !input.confirmations.contains_key(&o.finding);
    let all = told(input).into_iter();
    all.filter(|(_, o)| asked(o) && open(o)).collect()
}

/// The panel as a source.
pub fn panel_source(panel: &PanelOutcome) -> SourceRef {
    SourceRef::event(format!("panel:{}@{}", panel.panel, panel.version))
        .with(panel.minutes.as_str())
}

/// The sources of a finding's sentence: its evidence, and the run that saw it.
pub fn finding_sources(input: &ReportInput, finding: &FindingLine) -> Vec<SourceRef> {
    let mut sources: Vec<_> = finding.evidence.iter().map(|e| e.source_ref()).collect();
    sources.push(variants_file(input, finding));
    sources
}

/// The file that holds the variant.
pub fn variants_file(input: &ReportInput, finding: &FindingLine) -> SourceRef {
    use crate::words::input::Origin;
    match finding.origin {
        Origin::Somatic => input.run.output("somatic.vcf.gz"),
        Origin::Germline | Origin::Unknown => input.run.output("germline.vcf.gz"),
    }
}
