//! The expert panel: rule sets, members, outcomes. Accounts and codes only; spoken words stay in sealed files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{AccountId, At, Day, Digest, Text};

/// How a panel meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Everybody at the same time, in a room or by video.
    Realtime,
    /// 持ち回り: each reads and votes; any wish to discuss makes it a live meeting.
    Circulation,
}

/// A member of the panel, as registered for one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The member's account.
    pub account: AccountId,
    /// Roles the member fills: `drug_therapy`, `pathologist`, …
    pub roles: Vec<String>,
    /// Fields of practice, as codes: `respiratory`, `breast`.
    #[serde(default)]
    pub specialties: Vec<String>,
    /// Employed full time at the hospital that holds the panel.
    #[serde(default)]
    pub full_time: bool,
    /// What makes a `wgs_expert` one: `bi_course` or `wgs_paper`.
    #[serde(default)]
    pub wgs_ground: Option<String>,
    /// The person's own doctor in this case.
    #[serde(default)]
    pub attending: bool,
}

/// What the organiser says about a session when planning it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Rule set: `EP-WGS`.
    pub rule_set: String,
    /// The day.
    pub day: Day,
    /// How it meets.
    pub mode: Mode,
    /// The members.
    pub members: Vec<Member>,
    /// The person is a child, so a paediatric member is needed.
    #[serde(default)]
    pub childhood: bool,
    /// Sequencing is done in house, so a bioinformatician is needed.
    #[serde(default)]
    pub in_house: bool,
    /// Treatment and family history were supplied, so the attending doctor may be away.
    #[serde(default)]
    pub information_supplied: bool,
    /// Last day for opinions, where the case is circulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Day>,
}

/// What a member declared about the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interest {
    /// No conflict of interest.
    None,
    /// A conflict, declared; the member stays.
    Declared,
    /// A conflict; the member leaves the case and counts for nothing.
    Recused,
}

/// Who is there, when the session opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// The member.
    pub account: AccountId,
    /// The declaration.
    pub interest: Interest,
}

/// A vote on the whole case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// Agrees.
    Agree,
    /// Agrees, with a remark (sealed).
    AgreeWithComment,
    /// Wants to discuss.
    Discuss,
}

/// May a finding be returned?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Return {
    /// Yes.
    Now,
    /// Only after a confirmatory test (gate G1).
    AfterConfirmation,
    /// No.
    No,
}

/// Is the finding about the disease that was tested for?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Established now, about the disease.
    PrimaryNow,
    /// About the disease, found by a later analysis.
    PrimaryLater,
    /// Germline, another disease, established now.
    SecondaryNow,
    /// Germline, another disease, found later.
    SecondaryLater,
}

impl Aim {
    /// Not about the disease that was tested for.
    #[must_use]
    pub fn secondary(self) -> bool {
        matches!(self, Self::SecondaryNow | Self::SecondaryLater)
    }
}

/// What the panel advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// An approved drug.
    ApprovedDrug,
    /// A trial may be asked about.
    Trial,
    /// A drug outside its approval.
    OffLabel,
    /// Watching.
    Surveillance,
    /// Nothing to do now.
    None,
}

/// A test that settles whether a finding is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmTest {
    /// Single-gene test.
    SingleGene,
    /// Companion diagnostic.
    CompanionDiagnostic,
    /// Gene panel.
    GenePanel,
    /// Sanger sequencing of a fresh specimen.
    Sanger,
}

/// The outcome for one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The finding.
    pub finding: String,
    /// May it be returned?
    #[serde(rename = "return")]
    pub give_back: Return,
    /// 1 to 3.
    pub level: u8,
    /// AMP/ASCO/CAP tier, for somatic findings.
    #[serde(default)]
    pub tier: Option<String>,
    /// Germline class.
    #[serde(default)]
    pub class: Option<String>,
    /// What it is about.
    pub aim: Aim,
    /// What is advised.
    pub action: Action,
    /// Genetic counselling is needed before or with the explanation.
    #[serde(default)]
    pub counselling_needed: bool,
    /// The test to order, where `return` is `after_confirmation`.
    #[serde(default)]
    pub confirm_test: Option<ConfirmTest>,
    /// Code of the cohort that the case enters for this finding: `basic`, `hereditary`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<String>,
}

/// A trial that the panel looked up for the case. Sealed: its reasons speak of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Its number: `jRCT2031240001`.
    pub id: String,
    /// The day somebody looked.
    pub looked_up: Day,
    /// Why it fits.
    pub reasons: Text,
}

/// Why a circulated case became a live meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A member wants to discuss.
    Discuss,
    /// The deadline passed before everybody had said something.
    Deadline,
    /// The chair called it.
    Chair,
}

/// The minutes of a session. Sealed with the case's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Minutes {
    /// Written elsewhere and handed in as it is.
    Plain(String),
    /// Drafted from what was decided, perhaps edited.
    Drafted {
        /// What was signed.
        text: Text,
        /// What the platform had drafted.
        drafted: Text,
    },
}

impl Minutes {
    /// Somebody changed the draft by hand.
    #[must_use]
    pub fn edited(&self) -> bool {
        matches!(self, Self::Drafted { text, drafted } if text != drafted)
    }

    /// What they say.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Plain(said) => Text::made(said.clone(), said.clone()),
            Self::Drafted { text, .. } => text.clone(),
        }
    }
}

/// A closed panel, for neighbours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelOutcome {
    /// The panel's id.
    pub panel: String,
    /// Its ledger version when it closed.
    pub version: i64,
    /// The rule set it met under.
    pub rule_set: String,
    /// The day of the meeting.
    pub day: Day,
    /// How it met in the end.
    pub mode: Mode,
    /// Role → members present.
    pub present: BTreeMap<String, usize>,
    /// Votes: agree, agree with comment.
    pub votes: BTreeMap<String, usize>,
    /// Members who left for a conflict of interest.
    pub recused: usize,
    /// Outcome per finding.
    pub outcomes: Vec<Outcome>,
    /// Digest of the sealed minutes.
    pub minutes: Digest,
    /// The recommendation, opened for the report; empty elsewhere.
    #[serde(default = "no_text")]
    pub recommendation: Text,
    /// Trials looked up, opened for the report; empty elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trials: Vec<Trial>,
    /// When the case is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_review: Option<Day>,
    /// When it was closed.
    pub closed_at: At,
}

/// A session that was closed, as it is kept while the case is discussed a second time: its outcome counts until then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Its outcome, without spoken words.
    pub outcome: PanelOutcome,
    /// Digest of the sealed recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Digest>,
    /// Digest of the sealed trials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trials: Option<Digest>,
}

fn no_text() -> Text {
    Text::new("", "")
}

/// How many members of a role a rule set asks for; read from `catalog/panel/*.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleNeed {
    /// Requirement id; one file in `rules/quorum` of the same name.
    pub role: String,
    /// Appointed members.
    pub members: usize,
    /// Of them, present at a meeting.
    pub present: usize,
    /// They must be full-time.
    #[serde(default)]
    pub full_time: bool,
    /// They must cover this many different fields.
    #[serde(default)]
    pub fields: usize,
}

/// A rule set of `catalog/panel`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// `EP-2022`.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// The text it follows, or why it is provisional.
    pub source: Text,
    /// First day it may be used.
    pub from: Day,
    /// Its text was not available to us, or no text exists: shown wherever it is used.
    pub provisional: bool,
    /// Which cases: `cancer` or `rare`.
    pub cases: Vec<super::CaseKind>,
    /// Ways to meet.
    pub modes: Vec<Mode>,
    /// One person may fill several roles.
    pub overlap: bool,
    /// What must be there.
    pub need: Vec<RoleNeed>,
}
