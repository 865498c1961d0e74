//! What reports ask of the areas before them. Only this trait's implementation knows their shapes.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use web::Platform;
use words::{CaseId, ConsentRef, PersonId, SiteId};

use crate::words::CaseKind;
use crate::words::input::{
    ClinicalLine, FindingLine, MemberLine, RejectedLine, ReleaseLine, RunLine, SpecimenLine,
};

/// The case as reports and panels need it.
#[derive(Debug, Clone)]
pub struct CaseFacts {
    /// The case.
    pub id: CaseId,
    /// Cancer or rare disease.
    pub kind: CaseKind,
    /// The hospital.
    pub site: SiteId,
    /// The person the case is about.
    pub proband: PersonId,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
    /// The consent of the proband.
    pub consent: Option<ConsentRef>,
    /// The proband's answers: `ror.primary_now` → `yes`.
    pub choices: BTreeMap<String, String>,
    /// The other participants: `mother` → her answers.
    pub others: BTreeMap<String, BTreeMap<String, String>>,
}

/// What the areas before this one know about a case.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Participants with their consents.
    pub members: Vec<MemberLine>,
    /// Clinical items.
    pub clinical: Vec<ClinicalLine>,
    /// Tubes.
    pub specimens: Vec<SpecimenLine>,
    /// The accepted run; none means that there is nothing to report yet.
    pub run: Option<RunLine>,
    /// Findings in order of weight.
    pub findings: Vec<FindingLine>,
    /// What a curator took out.
    pub rejected: Vec<RejectedLine>,
    /// Releases of knowledge.
    pub releases: Vec<ReleaseLine>,
    /// Finding → what a curator said of it; findings nobody has judged are not in it.
    pub verdicts: BTreeMap<String, String>,
}

/// The areas before this one.
pub trait Neighbours: Send + Sync {
    /// The case, if there is one.
    fn case<'a>(
        &'a self,
        platform: &'a Platform,
        case: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Option<CaseFacts>>>;

    /// What is known about it.
    fn material<'a>(
        &'a self,
        platform: &'a Platform,
        case: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Material>>;
}
