//! The words of consent: forms, who gives it, choices, scopes of withdrawal.

mod certificate;
pub mod diff;
pub mod form;
pub mod session;
pub mod strokes;
pub mod teaching;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{AccountId, At, CaseId, Digest, PersonId, Text, text};

/// Item code to answer. Several answers are separated by commas; `not_set` says that nothing was chosen.
pub type Answers = BTreeMap<String, String>;

/// The answer of a mandatory item.
pub const AGREE: &str = "agree";
/// The other answer of a mandatory item.
pub const DISAGREE: &str = "disagree";
/// No choice was made. Nothing is presumed.
pub const NOT_SET: &str = "not_set";

/// Who gives the consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// 本人.
    #[serde(rename = "self")]
    Person,
    /// 代諾者.
    Proxy,
}

/// How a proxy stands to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProxyRelation {
    /// 母.
    Mother,
    /// 父.
    Father,
    /// 配偶者.
    Spouse,
    /// 子.
    Child,
    /// 兄弟姉妹.
    Sibling,
    /// 後見人.
    Guardian,
    /// その他: needs words.
    Other,
}

/// A proxy. What stands behind `other` lies in the sealed record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proxy {
    /// Relation.
    pub relation: ProxyRelation,
    /// Whether `other` was explained in words.
    #[serde(default)]
    pub other_given: bool,
    /// The document that gives the right to decide for the person, as staff saw it. Parents of a minor have it by law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
}

/// What gives a proxy the right to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 戸籍・住民票・母子健康手帳 that shows the family.
    FamilyRegister,
    /// 後見登記事項証明書.
    GuardianshipRegister,
    /// 家庭裁判所の審判書.
    CourtOrder,
    /// The physician's record of why this relative speaks for the person (診療録).
    ClinicalRecord,
}

/// What staff confirmed of a talk by video (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Remote {
    /// Both sides showed a document.
    pub documents_shown: bool,
    /// Both sides were in a private place.
    pub private_place: bool,
}

/// A child's own answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assent {
    /// The assent form, `id@version`.
    pub form: String,
    /// Digest of the form shown.
    pub form_digest: Digest,
    /// The child's answers.
    pub answers: Answers,
}

/// Where the explanation took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At the hospital.
    Onsite,
    /// By video.
    Remote,
}

/// How the record was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// On paper, scanned.
    Paper,
    /// On a tablet at the hospital.
    EOnsite,
    /// From home.
    ERemote,
}

/// How identity was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityCheck {
    /// Document shown face to face.
    FaceToFace,
    /// Patient card, by staff who know the patient.
    PatientCard,
    /// Public personal authentication of the My Number card.
    JpkiSignature,
    /// Both sides showed documents on video.
    VideoMutual,
    /// Signed in to the person's own account with password and second factor: enough to change or withdraw, not to consent.
    Account,
}

/// A record as it is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Whose consent.
    pub person: PersonId,
    /// For which case.
    pub case: CaseId,
    /// `id@version`.
    pub form: String,
    /// Digest of the form shown.
    pub form_digest: Digest,
    /// Who gives it.
    pub giver: Giver,
    /// The proxy, if one gives it.
    pub proxy: Option<Proxy>,
    /// The child's assent.
    pub assent: Option<Assent>,
    /// All answers.
    pub answers: Answers,
    /// Who explained.
    pub explained_by: AccountId,
    /// When.
    pub explained_at: At,
    /// Where.
    pub place: Place,
    /// How.
    pub method: Method,
    /// How identity was checked; absent if it was not.
    pub identity_check: Option<IdentityCheck>,
    /// Questions that were not answered yet.
    pub open_questions: u32,
    /// Digest of the signature's evidence; absent if not signed.
    pub signature: Option<Digest>,
    /// What was confirmed of a talk by video.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<Remote>,
    /// The record that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
}

/// Where a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Submitted with signature.
    Submitted,
    /// Identity was verified.
    IdentityVerified,
    /// In force.
    Active,
    /// In force, with a choice changed or a use ended.
    Amended,
    /// In force, and to be asked again: a new version of the form, or a child that may decide now.
    ReconsentRequired,
    /// A later record took its place.
    Superseded,
    /// A mandatory item was answered with no: the person does not take part.
    Declined,
    /// Withdrawn.
    Withdrawn,
}

/// Why somebody is asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Because {
    /// A new version of the form says something else in substance.
    NewVersion {
        /// `id@version`.
        form: String,
    },
    /// The person reached the age of deciding, completed years.
    Age {
        /// The age reached.
        age: i32,
    },
    /// The person can decide again, or cannot any more, by the physician's judgement.
    Capacity {
        /// Whether the person decides now.
        decides: bool,
    },
}

/// What a withdrawal ends (governance §6.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everything.
    All,
    /// Use by others.
    Sharing,
    /// Use by industry.
    Industry,
    /// Use abroad.
    Overseas,
    /// Publication in a public database.
    PublicDatabase,
    /// Use of specimens.
    Specimens,
    /// Being contacted.
    Recontact,
    /// Data that arises from now on.
    FutureData,
}

impl Status {
    /// Whether use may rest on it.
    #[must_use]
    pub fn in_force(self) -> bool {
        matches!(self, Self::Active | Self::Amended | Self::ReconsentRequired)
    }

    /// The code used in rows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::IdentityVerified => "identity_verified",
            Self::Active => "active",
            Self::Amended => "amended",
            Self::ReconsentRequired => "reconsent_required",
            Self::Superseded => "superseded",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Submitted => text!("提出済み", "submitted"),
            Self::IdentityVerified => text!("本人確認済み", "identity verified"),
            Self::Active => text!("有効", "in force"),
            Self::Amended => text!("有効（変更あり）", "in force, amended"),
            Self::ReconsentRequired => text!("有効（再同意が必要）", "in force, to be asked again"),
            Self::Superseded => text!("新しい同意に置き換え", "superseded by a later consent"),
            Self::Declined => text!("不参加", "declined"),
            Self::Withdrawn => text!("撤回", "withdrawn"),
        }
    }
}
