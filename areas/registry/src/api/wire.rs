//! What goes over the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{At, CaseId, Day, Text};

use crate::{
    facts::{CaseView, OpeningView, SiteView},
    store::Identity,
    words::{
        CaseKind, CaseStatus, Eligibility, ExceptionCategory, Member, Relation, SiteKind, System,
        death::{Mistake, Source},
        opening::{Reason, Stands},
    },
};

/// A site and its approvals.
#[derive(Deserialize, ToSchema)]
pub(super) struct SiteIn {
    /// Letters, digits, hyphens.
    pub id: String,
    pub kind: SiteKind,
    /// Facility number, four digits.
    pub code: String,
    #[schema(value_type = Object)]
    pub name: Text,
    #[serde(default)]
    pub approvals: Vec<ApprovalIn>,
}

/// An approval by the expert committee.
#[derive(Deserialize, ToSchema)]
pub(super) struct ApprovalIn {
    /// Absent for vendors, biobanks and the centre.
    pub kind: Option<CaseKind>,
    pub system: Option<System>,
    /// First day.
    #[schema(value_type = String)]
    pub from: Day,
    /// Last day; open if absent.
    #[schema(value_type = Option<String>)]
    pub until: Option<Day>,
    /// Reference of the decision.
    pub reference: String,
}

/// A site.
#[derive(Serialize, ToSchema)]
pub(super) struct SiteOut {
    pub id: String,
    pub kind: SiteKind,
    pub code: String,
    #[schema(value_type = Object)]
    pub name: Text,
    /// Whether an approval holds today.
    pub approved: bool,
    #[schema(value_type = Object)]
    pub approvals: Vec<crate::words::Approval>,
}

/// All sites.
#[derive(Serialize, ToSchema)]
pub(super) struct SitesOut {
    pub sites: Vec<SiteOut>,
}

/// A case to register.
#[derive(Deserialize, ToSchema)]
pub(super) struct CaseIn {
    /// The registering site; may be left out by somebody who works at one site only.
    pub site: Option<String>,
    /// Two digits; 01 for cancer and 02 for rare disease if absent.
    pub project: Option<String>,
    pub eligibility: Eligibility,
    pub members: Vec<MemberIn>,
}

/// Who takes part.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MemberIn {
    pub relation: Relation,
    #[serde(flatten)]
    pub identity: Identity,
}

/// The committee's decision.
#[derive(Deserialize, ToSchema)]
pub(super) struct ExceptionIn {
    pub category: ExceptionCategory,
    pub reference: String,
}

/// A case without identities.
#[derive(Serialize, ToSchema)]
pub(super) struct CaseOut {
    pub id: String,
    pub kind: CaseKind,
    pub site: String,
    pub project: String,
    pub status: CaseStatus,
    pub members: Vec<MemberOut>,
    /// Parents who withdrew.
    pub removed: Vec<MemberOut>,
    pub eligibility: Eligibility,
    /// RFC 3339, UTC.
    pub registered_at: String,
}

/// A participant, pseudonymous.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberOut {
    pub person: String,
    pub relation: Relation,
}

/// Cases.
#[derive(Serialize, ToSchema)]
pub(super) struct CasesOut {
    pub cases: Vec<CaseOut>,
}

/// Who the participants of a case are.
#[derive(Serialize, ToSchema)]
pub(super) struct IdentitiesOut {
    pub members: Vec<IdentityOut>,
}

/// Who a participant is; `identity` is null if it was forgotten.
#[derive(Serialize, ToSchema)]
pub(super) struct IdentityOut {
    pub person: String,
    pub relation: Relation,
    pub identity: Option<Identity>,
}

/// A death.
#[derive(Deserialize, ToSchema)]
pub(super) struct DeathIn {
    pub source: Source,
    /// The day, if it is known; kept sealed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
}

/// A death that was recorded by mistake.
#[derive(Deserialize, ToSchema)]
pub(super) struct CorrectionIn {
    pub mistake: Mistake,
}

/// What is on record of a death, without its day.
#[derive(Serialize, ToSchema)]
pub(super) struct DeathOut {
    pub person: String,
    pub dead: bool,
    pub source: Option<Source>,
    /// RFC 3339, UTC.
    pub recorded_at: Option<String>,
}

/// A request to open the identities of a case.
#[derive(Deserialize, ToSchema)]
pub(super) struct OpeningIn {
    pub reason: Reason,
    /// In words; kept sealed.
    #[serde(default)]
    pub said: String,
}

/// The answer of the second person.
#[derive(Deserialize, ToSchema)]
pub(super) struct AnswerIn {
    pub approve: bool,
}

/// An opening, without its reason in words.
#[derive(Serialize, ToSchema)]
pub(super) struct OpeningOut {
    pub id: String,
    #[schema(value_type = String)]
    pub case: CaseId,
    /// The account that asked.
    pub by: String,
    pub reason: Reason,
    pub stands: Stands,
    /// RFC 3339, UTC.
    pub asked_at: String,
    /// The account that answered.
    pub answered_by: Option<String>,
    /// RFC 3339, UTC.
    pub until: Option<String>,
    /// When the identity was first seen through it.
    pub used_at: Option<String>,
}

/// Openings, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct OpeningsOut {
    pub openings: Vec<OpeningOut>,
}

impl OpeningOut {
    pub fn of(view: OpeningView, now: At) -> Self {
        let OpeningView { id, opening } = view;
        Self {
            id,
            stands: opening.stands(now),
            by: opening.by.to_string(),
            reason: opening.reason,
            asked_at: opening.asked_at.rfc3339(),
            answered_by: opening.answered.map(|(by, _)| by.to_string()),
            until: opening.until.map(At::rfc3339),
            used_at: opening.used_at.map(At::rfc3339),
            case: opening.case,
        }
    }
}

impl SiteOut {
    pub fn of(view: SiteView, now: At) -> Self {
        let approved = view.approved_on(now.day());
        let SiteView {
            id,
            kind,
            code,
            name,
            approvals,
            ..
        } = view;
        Self {
            id: id.to_string(),
            kind,
            code,
            name,
            approved,
            approvals,
        }
    }
}

impl CaseOut {
    pub fn of(view: CaseView) -> Self {
        let members = |list: &[Member]| list.iter().map(MemberOut::of).collect();
        Self {
            id: view.id.to_string(),
            kind: view.kind,
            site: view.site.to_string(),
            project: view.project.clone(),
            status: view.status,
            members: members(&view.members),
            removed: members(&view.removed),
            registered_at: view.registered_at.rfc3339(),
            eligibility: view.eligibility,
        }
    }
}

impl MemberOut {
    fn of(member: &Member) -> Self {
        Self {
            person: member.person.to_string(),
            relation: member.relation,
        }
    }
}
