//! Why a delivery is in quarantine: what, where, and what the vendor should do.

mod content;

use readqc::{Problem, Stage};
use serde::{Deserialize, Serialize};
use words::{Text, text};

/// The checks of the intake, in their order (clinical specification §5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// File names of the manifest.
    NameGrammar,
    /// Order and specimen are known.
    OrderAndSpecimen,
    /// Consent is in force.
    Consent,
    /// Size and check sums.
    SizeAndDigest,
    /// Integrity of the compressed file.
    Gzip,
    /// FASTQ structure.
    Structure,
    /// Flow cell and lane of the read names.
    FlowcellAndLane,
    /// Pairing and counts of the mates.
    Pairs,
    /// The same reads were not delivered before.
    Duplicate,
    /// Limits before mapping.
    Limits,
    /// Search for malware by an outside program, where one is set.
    Scan,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// A file of the manifest did not come.
    Missing { file: String },
    /// Another size than the manifest says.
    Size {
        file: String,
        expected: u64,
        found: u64,
    },
    /// Another SHA-256 than the manifest says.
    Sha256 { file: String, found: String },
    /// Another MD5 than the manifest says.
    Md5 { file: String, found: String },
    /// The content is damaged; the problem says where.
    Content { file: String, problem: Problem },
    /// Reads of another machine, run, flow cell or lane.
    Origin {
        file: String,
        expected: String,
        found: String,
    },
    /// Another number of reads or letters than the manifest says.
    Counts {
        file: String,
        expected: u64,
        found: u64,
    },
    /// Another measure (per cent) than the manifest says.
    Stated {
        file: String,
        measure: String,
        expected: f64,
        found: f64,
    },
    /// The scanner found something.
    Malware { file: String, signature: String },
    /// The same reads came with an earlier delivery.
    Duplicate { delivery: String },
    /// A limit of the profile is not kept.
    Limit {
        measure: String,
        found: f64,
        limit: f64,
    },
}

impl Reason {
    /// Which check found it.
    #[must_use]
    pub fn check(&self) -> Check {
        match self {
            Self::Missing { .. } | Self::Size { .. } | Self::Sha256 { .. } | Self::Md5 { .. } => {
                Check::SizeAndDigest
            }
            Self::Content { problem, .. } => match problem.stage() {
                Stage::Gzip => Check::Gzip,
                Stage::Structure => Check::Structure,
                Stage::Names => Check::FlowcellAndLane,
                Stage::Pairing => Check::Pairs,
            },
            Self::Origin { .. } => Check::FlowcellAndLane,
            Self::Counts { .. } | Self::Stated { .. } => Check::Pairs,
            Self::Malware { .. } => Check::Scan,
            Self::Duplicate { .. } => Check::Duplicate,
            Self::Limit { .. } => Check::Limits,
        }
    }

    /// The file it is about.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Missing { file }
            | Self::Size { file, .. }
            | Self::Sha256 { file, .. }
            | Self::Md5 { file, .. }
            | Self::Content { file, .. }
            | Self::Origin { file, .. }
            | Self::Stated { file, .. }
            | Self::Malware { file, .. }
            | Self::Counts { file, .. } => Some(file),
            Self::Duplicate { .. } | Self::Limit { .. } => None,
        }
    }

    /// What is wrong and where.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Missing { file } => text!(
                ("{file}: 目録にあるファイルが届いていません。"),
                ("{file}: listed in the manifest, but it did not arrive.")
            ),
            Self::Size {
                file,
                expected,
                found,
            } => text!(
                ("{file}: 大きさが目録と違います（目録 {expected} バイト、実際 {found} バイト）。"),
                ("{file}: {found} bytes, but the manifest says {expected}.")
            ),
            Self::Sha256 { file, found } => text!(
                ("{file}: SHA-256 が目録と違います（実際 {found}）。"),
                ("{file}: its SHA-256 is {found}, not that of the manifest.")
            ),
            Self::Md5 { file, found } => text!(
                ("{file}: MD5 が目録と違います（実際 {found}）。"),
                ("{file}: its MD5 is {found}, not that of the manifest.")
            ),
            Self::Content { file, problem } => {
                let what = content::text(problem);
                text!(("{file}: {}", what.ja), ("{file}: {}", what.en))
            }
            Self::Origin {
                file,
                expected,
                found,
            } => text!(
                ("{file}: リード名の装置・ラン・フローセル・レーン（{found}）が目録（{expected}）と違います。別の注文のデータの可能性があります。"),
                ("{file}: its reads come from {found}, but the manifest says {expected}; they may belong to another order.")
            ),
            Self::Counts {
                file,
                expected,
                found,
            } => text!(
                ("{file}: 数が目録と違います（目録 {expected}、実際 {found}）。"),
                ("{file}: counted {found}, but the manifest says {expected}.")
            ),
            Self::Stated {
                file,
                measure,
                expected,
                found,
            } => {
                let name = measure_name(measure);
                text!(
                    (
                        "{file}: {}が目録と違います（目録 {expected:.2}%、実際 {found:.2}%）。",
                        name.ja
                    ),
                    (
                        "{file}: its {} is {found:.2} %, but the manifest says {expected:.2} %.",
                        name.en
                    )
                )
            }
            Self::Malware { file, signature } => text!(
                ("{file}: マルウェア検査で検出されました（{signature}）。"),
                ("{file}: the malware scanner found {signature}.")
            ),
            Self::Duplicate { delivery } => text!(
                ("同じリードが以前の納品（{delivery}）で届いています。"),
                ("The same reads came with an earlier delivery ({delivery}).")
            ),
            Self::Limit {
                measure,
                found,
                limit,
            } => {
                let name = measure_name(measure);
                text!(
                    ("{}: {found:.4}（基準 {limit:.4}）を満たしません。", name.ja),
                    (
                        "{}: {found:.4} does not keep the limit {limit:.4}.",
                        name.en
                    )
                )
            }
        }
    }

    /// What the vendor should do.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self.check() {
            Check::SizeAndDigest | Check::Gzip => text!(
                "元のファイルを確認し、もう一度送ってください。届いたファイルは隔離して保管しています。",
                "Check the original and send it again. What arrived is kept in quarantine."
            ),
            Check::Structure | Check::Pairs => text!(
                "FASTQの変換（デマルチプレックス）からやり直し、新しい目録で納品してください。届いたファイルは隔離して保管しています。",
                "Repeat the conversion to FASTQ and deliver with a new manifest. What arrived is kept in quarantine."
            ),
            Check::FlowcellAndLane => text!(
                "どの注文・検体のデータかを確かめ、正しいファイルを納品してください。取り違えの場合はセンターに連絡してください。届いたファイルは隔離して保管しています。",
                "Find out to which order and specimen these reads belong, and deliver the right files; call the centre if specimens were exchanged. What arrived is kept in quarantine."
            ),
            Check::Duplicate => text!(
                "誤って再送したのであれば対応は不要です。別の検体のデータであればセンターに連絡してください。",
                "If it was sent twice by mistake, nothing needs to be done; if it should be another specimen, call the centre."
            ),
            Check::Scan => text!(
                "送信元の機器を隔離・検査し、センターの情報セキュリティ責任者に連絡してください。届いたファイルは暗号化して隔離し、開いていません。",
                "Isolate and examine the machine it came from and call the centre's security officer. What arrived is kept encrypted and was not opened."
            ),
            _ => text!(
                "追加シーケンス、再ライブラリ調製、中止のいずれかをセンターと相談してください。届いたファイルは隔離して保管しています。",
                "Agree with the centre on top-up, a new library or a stop. What arrived is kept in quarantine."
            ),
        }
    }
}

fn measure_name(measure: &str) -> Text {
    match measure {
        "yield_gb" => text!("収量（Gb）", "yield (Gb)"),
        "q30" => text!("Q30の割合", "share of Q30"),
        "n" => text!("Nの割合", "share of N"),
        "adapter" => text!(
            "アダプターを含むリードの割合",
            "share of reads with adapter"
        ),
        "gc" => text!("GCの割合", "share of GC"),
        "duplicates" => text!("重複の推定割合", "estimated share of duplicates"),
        other => Text::made(other, other),
    }
}
