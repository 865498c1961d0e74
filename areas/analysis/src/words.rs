//! Runs, samples, outputs, gates.

use serde::{Deserialize, Serialize};
use words::{Digest, PersonId, Text, text};

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The reads are there.
    Planned,
    /// The pipeline works.
    Running,
    /// The gates have answered; an analyst decides.
    GatesOpen,
    /// Its results count.
    Accepted,
    /// Its results do not count.
    Rejected,
    /// The pipeline could not finish.
    Failed,
    /// Stopped before its end.
    Cancelled,
    /// Consent was withdrawn: unusable.
    Withdrawn,
}

impl Status {
    /// Whether it counts, or may come to count.
    #[must_use]
    pub fn stands(self) -> bool {
        matches!(
            self,
            Self::Planned | Self::Running | Self::GatesOpen | Self::Accepted
        )
    }

    /// As in columns and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::GatesOpen => "gates_open",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Planned => text!("解析待ち", "planned"),
            Self::Running => text!("解析中", "running"),
            Self::GatesOpen => text!("品質判定の確認待ち", "waiting for a decision on its gates"),
            Self::Accepted => text!("採用", "accepted"),
            Self::Rejected => text!("不採用", "rejected"),
            Self::Failed => text!("解析失敗", "failed"),
            Self::Cancelled => text!("取消", "cancelled"),
            Self::Withdrawn => text!("同意撤回により使用不可", "unusable: consent was withdrawn"),
        }
    }
}

/// Which workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One germline sample.
    Germline,
    /// Tumour and normal.
    Pair,
    /// Child and parents.
    Trio,
}

/// What a sample is in its mode; the words of `qc.json`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SampleRole {
    /// The only one.
    Sample,
    /// Of the tumour.
    Tumour,
    /// Of the same person, not the tumour.
    Normal,
    /// The child.
    Proband,
    /// The mother.
    Mother,
    /// The father.
    Father,
}

impl SampleRole {
    /// As in `qc.json`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Tumour => "tumour",
            Self::Normal => "normal",
            Self::Proband => "proband",
            Self::Mother => "mother",
            Self::Father => "father",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Sample => text!("検体", "sample"),
            Self::Tumour => text!("腫瘍", "tumour"),
            Self::Normal => text!("正常", "normal"),
            Self::Proband => text!("発端者", "proband"),
            Self::Mother => text!("母", "mother"),
            Self::Father => text!("父", "father"),
        }
    }
}

/// A sample of a run: whose, from which tube, and the reads it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Sample {
    /// What it is.
    pub role: SampleRole,
    /// Number of the tube.
    pub specimen: String,
    /// Whose.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Digest of the multiset of its reads.
    pub reads_digest: String,
    /// Digests of its files.
    #[schema(value_type = Vec<String>)]
    pub files: Vec<Digest>,
}

/// Whose an output is: what it is sealed with, and who takes it along on a withdrawal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Owner {
    /// Everybody's of the case.
    #[default]
    Case,
    /// Made of one person's reads alone.
    Member {
        /// Who.
        #[schema(value_type = String)]
        person: PersonId,
    },
    /// Made of the reads of several people together.
    Run {
        /// The run.
        run: String,
    },
}

/// A file that a run made, sealed with the key of whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Output {
    /// File name.
    pub name: String,
    /// SHA-256 of the file.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// Under which digest the object store holds it.
    #[schema(value_type = String)]
    pub blob: Digest,
    /// Size.
    pub bytes: u64,
    /// Whose it is.
    #[serde(default)]
    pub owner: Owner,
}

/// What a gate says. Too little data is an answer of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Within the limits.
    Pass,
    /// Usable with care.
    Warn,
    /// Outside the limits.
    Fail,
    /// There is too little to tell.
    NotAssessable,
}

impl Answer {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Pass => text!("合格", "pass"),
            Self::Warn => text!("注意", "warning"),
            Self::Fail => text!("不合格", "fail"),
            Self::NotAssessable => text!("判定不能", "not assessable"),
        }
    }
}

/// The numbers at which a gate warns and fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Limit {
    /// The last value without a warning.
    pub warn: f64,
    /// The last value that does not fail.
    pub fail: f64,
}

/// What should happen after a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Nothing.
    Continue,
    /// Sequence more of the same library.
    TopUp,
    /// Sequence again from the same tube.
    Repeat,
    /// A new tube.
    Recollect,
    /// Find out whose sample it is: nothing may be reported.
    Investigate,
    /// An analyst may accept it, saying why.
    AcceptWithReason,
}

impl NextStep {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Continue => text!("そのまま進めます", "go on"),
            Self::TopUp => text!(
                "追加シークエンスを依頼してください",
                "ask for more reads of the same library"
            ),
            Self::Repeat => text!(
                "同じ検体から再シークエンスしてください",
                "sequence the same tube again"
            ),
            Self::Recollect => text!("検体を採り直してください", "collect a new specimen"),
            Self::Investigate => text!(
                "検体の取り違えを調査してください。結果は報告できません",
                "find out whose sample it is; nothing may be reported"
            ),
            Self::AcceptWithReason => {
                text!("理由を付けて採用できます", "may be accepted with a reason")
            }
        }
    }
}

/// The answer of one gate for one sample or relation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GateResult {
    /// Which gate, e.g. `coverage`.
    pub gate: String,
    /// Of whom, e.g. `tumour` or `mother_proband`.
    pub subject: String,
    /// What it says.
    pub answer: Answer,
    /// The measured value.
    pub value: Option<f64>,
    /// Its limits.
    pub limit: Option<Limit>,
    /// Sites, bases or reads that the value rests on.
    pub n: u64,
    /// Stable code of the reason.
    pub reason: String,
    /// Profile and version that the limits come from.
    pub profile: String,
    /// For people.
    #[schema(value_type = Object)]
    pub text: Text,
    /// What should happen.
    pub next: NextStep,
    /// Nobody may accept the run.
    pub hard_stop: bool,
}

/// Why an analyst decided; codes only, the ledger holds no free text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// What is short does not touch the question of the case.
    FitForPurpose,
    /// There is no more material.
    NoMaterialLeft,
    /// A repeat said the same.
    ConfirmedByRepeat,
    /// More reads were asked for.
    TopUpOrdered,
    /// The tube is sequenced again.
    RepeatOrdered,
    /// A new specimen is collected.
    RecollectOrdered,
    /// The sample is of somebody else.
    SampleSwap,
    /// It is not good enough.
    QualityInsufficient,
}

impl Reason {
    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::FitForPurpose => text!(
                "目的に照らして支障なし",
                "what is short does not touch the question"
            ),
            Self::NoMaterialLeft => text!("検体が残っていない", "no material is left"),
            Self::ConfirmedByRepeat => text!("再測定で同じ結果", "a repeat said the same"),
            Self::TopUpOrdered => text!("追加シークエンスを依頼", "more reads were ordered"),
            Self::RepeatOrdered => text!("再シークエンスを依頼", "sequenced again"),
            Self::RecollectOrdered => text!("検体の採り直しを依頼", "a new specimen is collected"),
            Self::SampleSwap => text!("検体の取り違え", "samples were exchanged"),
            Self::QualityInsufficient => text!("品質不足", "quality is insufficient"),
        }
    }
}
