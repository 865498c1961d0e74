//! Wire types.

use std::collections::BTreeMap;

use report::facts::ConfirmTest;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::SignatureIn;
use words::{CaseId, Day, Digest};

use crate::decide::Disclosure;
use crate::words::{Attendee, Confirmation, Counselling, Explanation, Meeting};

/// A confirmatory test to order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderIn {
    /// The finding.
    pub finding: String,
    /// `single_gene`, `companion_diagnostic`, `gene_panel` or `sanger`.
    #[schema(value_type = String)]
    pub test: ConfirmTest,
}

/// The answer of a confirmatory test.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultIn {
    /// The finding.
    pub finding: String,
    /// Confirmed, or explicitly not.
    pub confirmed: bool,
    /// SHA-256 of the laboratory's report.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub report: Option<Digest>,
}

/// A step of counselling.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounsellingIn {
    /// `requested`, `done` or `declined`.
    #[schema(value_type = String)]
    pub step: Counselling,
    /// `onsite` or `video`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub meeting: Option<Meeting>,
}

/// An explanation. Relations, never names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplanationIn {
    /// The findings explained; all that may be told, if absent.
    #[serde(default)]
    pub findings: Option<Vec<String>>,
    /// `onsite` or `video`.
    #[schema(value_type = String)]
    pub meeting: Meeting,
    /// `oneself`, `proxy`, `mother`, `father`, `partner`, `sibling`, `child`, `relative`, `helper`.
    #[schema(value_type = Vec<String>)]
    pub attended: Vec<Attendee>,
    /// A copy on paper was handed over.
    pub copy_given: bool,
    /// The person said that they do not want to know of anything beside the disease itself.
    #[serde(default)]
    pub not_to_know: bool,
    /// The passkey's answer to `POST /api/signatures` for `explanation.record` over the case, its digest the SHA-256 of
    /// `{case, lay, findings, meeting, attended, copy_given, not_to_know}` as JSON in this order, `lay` being
    /// `report:ID@VERSION` of the signed report; without it nothing is recorded.
    #[serde(default)]
    #[schema(required = true)]
    pub signature: Option<SignatureIn>,
}

/// A follow-up that was held, or another day for the next one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpIn {
    /// `alive`, `deceased` or `unknown`.
    #[serde(default)]
    pub status: Option<String>,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due: Option<Day>,
}

/// The wish after a withdrawal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareIn {
    /// Results that matter for care are still wanted.
    pub wanted: bool,
}

/// Which language.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LayIn {
    /// `ja` (default) or `en`.
    pub lang: Option<String>,
}

/// Where disclosure stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisclosureOut {
    /// The case.
    pub case: String,
    /// `none`, `confirm_ordered`, `confirmed`, `not_confirmed`, `counselling`, `explained_to_patient`, `follow_up`, `withdrawn`.
    pub state: String,
    /// Finding → test.
    #[schema(value_type = Object)]
    pub tests: BTreeMap<String, Confirmation>,
    /// `none`, `requested`, `done` or `declined`.
    #[schema(value_type = String)]
    pub counselling: Counselling,
    /// The latest explanation.
    #[schema(value_type = Option<Object>)]
    pub explained: Option<Explanation>,
    /// When the person first opened the report, microseconds since 1970, UTC.
    pub opened_at: Option<i64>,
    /// When the next follow-up is due, `YYYY-MM-DD`.
    pub follow_up_due: Option<String>,
}

impl DisclosureOut {
    /// As it goes out.
    #[must_use]
    pub fn of(case: &CaseId, state: Option<&Disclosure>) -> Self {
        Self {
            case: case.to_string(),
            state: state.map_or("none", Disclosure::status).to_owned(),
            tests: state.map(|d| d.tests.clone()).unwrap_or_default(),
            counselling: state.map_or(Counselling::None, |d| d.counselling),
            explained: state.and_then(|d| d.explained.clone()),
            opened_at: state.and_then(|d| d.opened_at).map(words::At::micros),
            follow_up_due: state.and_then(|d| d.follow_up_due).map(|d| d.to_string()),
        }
    }
}
