//! Wire types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::SignatureIn;
use words::{Day, Digest, Text};

use crate::decide::panel::Panel;
use crate::decide::report::{Reason, Report, Stage, Version};
use crate::words::panel::{Interest, Outcome, Presence, Trial, Vote};

/// Why a new version is wanted; empty for the first.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DraftIn {
    /// `new_result`, `confirmation`, `correction`, `new_knowledge` or `further_levels`.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// Answers of confirmatory tests: finding → confirmed. For the patient's report.
    pub confirmations: BTreeMap<String, bool>,
    /// Findings up to this level only, 1 to 3; as in the version before if absent. For the analysis report.
    pub levels: Option<u8>,
}

/// A report with its versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportOut {
    /// Its id, `CASE.KIND`.
    pub id: String,
    /// The case.
    pub case: String,
    /// `analysis`, `panel` or `lay`.
    pub kind: String,
    /// Where it stands: of the version in force, else of the newest.
    pub state: String,
    /// The newest version.
    pub version: i64,
    /// Digest of the newest version's content: what signing must name.
    pub digest: String,
    /// All versions.
    pub versions: Vec<VersionOut>,
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionOut {
    /// 1, 2, …
    pub version: i64,
    /// `draft`, `signed`, `superseded` or `dropped`.
    pub state: String,
    /// Digest of the content.
    pub digest: String,
    /// The highest level of its findings; 0 if there are none.
    pub level_max: u8,
    /// The findings it speaks about.
    pub findings: Vec<String>,
    /// Releases of knowledge.
    pub releases: Vec<String>,
    /// The signed version it took the place of.
    pub supersedes: Option<i64>,
    /// Why it was made.
    #[schema(value_type = String)]
    pub reason: Reason,
    /// Signer's account.
    pub signed_by: Option<String>,
    /// Role of the signer.
    pub signed_as: Option<String>,
    /// Microseconds since 1970, UTC.
    pub signed_at: Option<i64>,
    /// Language → pages of what can be fetched now; empty while it is printed.
    pub pages: BTreeMap<String, usize>,
}

impl ReportOut {
    /// A report as it goes out.
    #[must_use]
    pub fn of(id: &str, report: &Report) -> Self {
        let last = report.last();
        Self {
            id: id.to_owned(),
            case: report.case.to_string(),
            kind: report.kind.to_string(),
            state: stage(report.stage()).to_owned(),
            version: last.map_or(0, |v| v.version),
            digest: last.map(|v| v.draft.data.to_string()).unwrap_or_default(),
            versions: report.versions.iter().map(VersionOut::of).collect(),
        }
    }
}

impl VersionOut {
    fn of(v: &Version) -> Self {
        let files = if v.signature.is_some() {
            &v.signed
        } else {
            &v.drafted
        };
        Self {
            version: v.version,
            state: stage(v.stage).to_owned(),
            digest: v.draft.data.to_string(),
            level_max: v.draft.level_max,
            findings: v.draft.findings.clone(),
            releases: v.draft.releases.clone(),
            supersedes: v.supersedes,
            reason: v.draft.reason,
            signed_by: v.signature.as_ref().map(|s| s.account.clone()),
            signed_as: v.signature.as_ref().map(|s| s.role.clone()),
            signed_at: v.signature.as_ref().map(|s| s.at.micros()),
            pages: files.pages.clone(),
        }
    }
}

/// The word of a state.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Signed => "signed",
        Stage::Superseded => "superseded",
        Stage::Dropped => "dropped",
    }
}

/// What the signer saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Digest of the content, as [`ReportOut::digest`] showed it.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// The passkey's answer to `POST /api/signatures` over this digest; without it nothing is signed.
    #[serde(default)]
    #[schema(required = true)]
    pub signature: Option<SignatureIn>,
}

/// Which printed form.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PdfIn {
    /// `ja` (default) or `en`.
    pub lang: Option<String>,
    /// A version; the newest if absent.
    pub version: Option<i64>,
}

/// Who is there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenIn {
    /// `{account, interest: none | declared | recused}`.
    #[schema(value_type = Vec<Object>)]
    pub presence: Vec<Presence>,
}

/// Votes: one's own, or in a live meeting those the chair writes down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VotesIn {
    /// The votes.
    pub votes: Vec<VoteIn>,
}

/// A vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteIn {
    /// Whose; the caller's own if absent.
    #[serde(default)]
    pub account: Option<String>,
    /// `agree`, `agree_with_comment` or `discuss`.
    #[schema(value_type = String)]
    pub vote: Vote,
    /// A remark; sealed.
    #[serde(default)]
    pub comment: Option<String>,
}

/// Outcomes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomesIn {
    /// One per finding: `{finding, return, level, tier, class, aim, action, counselling_needed, confirm_test}`.
    #[schema(value_type = Vec<Object>)]
    pub outcomes: Vec<Outcome>,
    /// The recommendation, `{ja, en}`; sealed.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub recommendation: Option<Text>,
    /// Trials looked up, `{id, looked_up, reasons: {ja, en}}`; sealed.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub trials: Vec<Trial>,
    /// When the case is looked at again.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub next_review: Option<Day>,
}

/// One's own interest in the case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareIn {
    /// `none`, `declared` or `recused`.
    #[schema(value_type = String)]
    pub interest: Interest,
}

/// A sentence mended by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditIn {
    /// Which sentence, from 0, in reading order.
    pub sentence: usize,
    /// What stood there when the writer began.
    #[schema(value_type = Object)]
    pub seen: Text,
    /// What it shall say, `{ja, en}`.
    #[schema(value_type = Object)]
    pub text: Text,
}

/// Minutes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseIn {
    /// The minutes; sealed.
    pub minutes: String,
    /// The passkey's answer to `POST /api/signatures` over the digest of the minutes as JSON; without it the session
    /// stays open.
    #[serde(default)]
    #[schema(required = true)]
    pub signature: Option<SignatureIn>,
}

/// A panel.
#[derive(Debug, Serialize, ToSchema)]
pub struct PanelOut {
    /// Its id, `CASE.panel`.
    pub id: String,
    /// `planned`, `open`, `split` or `closed`.
    pub state: String,
    /// The rule set.
    pub rule_set: String,
    /// The rule set is provisional.
    pub provisional: bool,
    /// The findings to judge.
    pub findings: Vec<String>,
    /// Roles that are missing, with what is missing in both languages.
    pub unmet: Vec<UnmetOut>,
    /// The plan, the presence, the votes and the outcomes as recorded.
    #[schema(value_type = Object)]
    pub panel: Panel,
}

/// A role that is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnmetOut {
    /// The role.
    pub role: String,
    /// What is missing.
    #[schema(value_type = Object)]
    pub text: Text,
}

impl PanelOut {
    /// A panel as it goes out.
    #[must_use]
    pub fn of(id: &str, panel: Panel) -> Self {
        use crate::decide::panel::Stage;
        let state = match panel.stage {
            Stage::Planned => "planned",
            Stage::Open => "open",
            Stage::Split => "split",
            Stage::Closed => "closed",
        };
        let set = crate::rules::quorum::rule_set(&panel.plan.rule_set);
        Self {
            id: id.to_owned(),
            state: state.to_owned(),
            rule_set: panel.plan.rule_set.clone(),
            provisional: set.is_some_and(|s| s.provisional),
            findings: panel.findings.clone(),
            unmet: panel
                .unmet()
                .into_iter()
                .map(|u| UnmetOut {
                    role: u.role,
                    text: u.text,
                })
                .collect(),
            panel,
        }
    }
}
