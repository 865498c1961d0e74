//! What goes over the wire.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::Digest;

use crate::{
    decide::{Certificate, Report, Withdrawal},
    facts::ConsentView,
    words::{
        Authority, Giver, IdentityCheck, Method, Place, ProxyRelation, Remote, Scope, Status,
        form::Form,
    },
};

/// A record to submit.
#[derive(Deserialize, ToSchema)]
pub(super) struct ConsentIn {
    pub case: String,
    pub person: String,
    /// `id@version`, from `GET /api/forms`.
    pub form: String,
    /// Digest of the form shown, from `GET /api/forms`.
    #[schema(value_type = String)]
    pub form_sha256: Digest,
    pub giver: Giver,
    pub proxy: Option<ProxyIn>,
    pub assent: Option<AssentIn>,
    /// Item code to answer: `agree`/`disagree`, an option, options separated by commas, or `not_set`.
    pub answers: BTreeMap<String, String>,
    pub explained: ExplainedIn,
    pub identity_check: Option<IdentityCheck>,
    #[serde(default)]
    pub open_questions: u32,
    /// Digest of the signature's evidence (scan, signature file).
    #[schema(value_type = Option<String>)]
    pub signature_sha256: Option<Digest>,
    /// The record that this one takes the place of, where somebody was asked again.
    pub supersedes: Option<String>,
}

/// A proxy.
#[derive(Deserialize, ToSchema)]
pub(super) struct ProxyIn {
    pub relation: ProxyRelation,
    /// What another relation is; kept sealed.
    pub other: Option<String>,
    /// What gives the right to decide, as staff saw it; parents of a minor have it by law.
    pub authority: Option<Authority>,
}

/// A child's answers.
#[derive(Deserialize, ToSchema)]
pub(super) struct AssentIn {
    pub form: String,
    #[schema(value_type = String)]
    pub form_sha256: Digest,
    pub answers: BTreeMap<String, String>,
}

/// The explanation.
#[derive(Deserialize, ToSchema)]
pub(super) struct ExplainedIn {
    /// Account of who explained; the caller if absent.
    pub by: Option<String>,
    pub place: Place,
    pub method: Method,
    /// What was confirmed of a talk by video.
    pub remote: Option<Remote>,
}

/// Choices to change.
#[derive(Deserialize, ToSchema)]
pub(super) struct ChoicesIn {
    pub answers: BTreeMap<String, String>,
}

/// A withdrawal.
#[derive(Deserialize, ToSchema)]
pub(super) struct WithdrawIn {
    pub by: Giver,
    pub proxy: Option<ProxyIn>,
    /// What ends; everything if absent.
    pub scopes: Option<BTreeSet<Scope>>,
    /// 0 to 14; 14 if absent.
    pub cooling_off_days: Option<i64>,
    /// How staff checked who withdraws. The person's own account speaks for itself.
    pub identity_check: Option<IdentityCheck>,
}

/// Taking a withdrawal back, or shortening its cooling-off period.
#[derive(Deserialize, ToSchema)]
pub(super) struct AgainIn {
    /// How staff checked who it is. The person's own account speaks for itself.
    pub identity_check: Option<IdentityCheck>,
}

/// A consent.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsentOut {
    pub id: String,
    pub version: i64,
    pub case: String,
    pub person: String,
    pub form: String,
    pub status: Status,
    pub giver: Giver,
    pub answers: BTreeMap<String, String>,
    /// Uses the person ended.
    pub ended: BTreeSet<Scope>,
    pub submitted_at: String,
    pub withdrawn_at: Option<String>,
}

/// Consents of a case.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsentsOut {
    pub consents: Vec<ConsentOut>,
}

/// The forms.
#[derive(Serialize, ToSchema)]
pub(super) struct FormsOut {
    pub forms: Vec<FormOut>,
}

/// A form.
#[derive(Serialize, ToSchema)]
pub(super) struct FormOut {
    /// `id@version`.
    pub reference: String,
    pub sha256: String,
    /// Whether it may be signed today.
    pub in_force: bool,
    #[schema(value_type = Object)]
    pub form: Form,
}

/// A withdrawal and what was done.
#[derive(Serialize, ToSchema)]
pub(super) struct WithdrawalOut {
    pub consent: String,
    pub case: String,
    pub person: String,
    pub t0: String,
    pub by: Giver,
    pub scopes: BTreeSet<Scope>,
    /// Nothing is destroyed before.
    pub destroy_from: String,
    pub reports: BTreeMap<String, Report>,
    #[schema(value_type = Object)]
    pub certificate: Certificate,
    pub certified_at: Option<String>,
    /// When it was taken back.
    pub taken_back_at: Option<String>,
}

impl ConsentOut {
    pub fn of(view: &ConsentView) -> Self {
        let record = &view.consent.record;
        Self {
            id: view.id.clone(),
            version: view.version,
            case: record.case.to_string(),
            person: record.person.to_string(),
            form: record.form.clone(),
            status: view.consent.status,
            giver: record.giver,
            answers: record.answers.clone(),
            ended: view.consent.ended.clone(),
            submitted_at: view.consent.submitted_at.rfc3339(),
            withdrawn_at: view.consent.withdrawn_at.map(words::At::rfc3339),
        }
    }
}

impl WithdrawalOut {
    pub fn of(w: Withdrawal) -> Self {
        let certificate = w.certificate();
        Self {
            case: w.case.to_string(),
            person: w.person.to_string(),
            t0: w.t0.rfc3339(),
            by: w.by,
            scopes: w.scopes,
            destroy_from: w.destroy_from.rfc3339(),
            reports: w.reports,
            certificate,
            certified_at: w.certified_at.map(words::At::rfc3339),
            taken_back_at: w.taken_back_at.map(words::At::rfc3339),
            consent: w.consent,
        }
    }
}
