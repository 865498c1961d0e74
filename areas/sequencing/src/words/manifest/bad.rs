//! What is wrong with a manifest, before any file is looked at.

use words::{Text, text};

/// What is wrong with a manifest, before any file is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadManifest {
    /// A file name that does not follow the grammar.
    FileName(String),
    /// The mate number in the name is not that of the manifest.
    Mate(String),
    /// Two files of one name.
    Twice(String),
    /// No file, or a lane without both mates.
    NotPaired(String),
    /// A field that is not a code of letters, digits, `-`, `_` or `.`.
    Code(&'static str),
    /// Generated in the future.
    Future,
    /// Neither JSON nor CSV of the form that is asked for; the words say where.
    Unreadable(String),
    /// Rows of one CSV that disagree about what holds for all of them.
    Differs(&'static str),
    /// A time that is not RFC 3339.
    Time,
    /// A check sum that is not hexadecimal digits of its length.
    CheckSum(String),
    /// More files than a delivery may have.
    TooMany,
}

impl BadManifest {
    /// For the vendor.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::FileName(name) => text!(
                ("ファイル名「{name}」が規則（検体名_Sn_Lnnn_R1_nnn.fastq.gz）に合いません。"),
                ("The file name {name:?} does not follow SAMPLE_Sn_Lnnn_R1_nnn.fastq.gz.")
            ),
            Self::Mate(name) => text!(
                ("ファイル名「{name}」のR1/R2が目録の記載と違います。"),
                ("R1/R2 in the file name {name:?} differs from the manifest.")
            ),
            Self::Twice(name) => text!(
                ("ファイル「{name}」が目録に2回あります。"),
                ("The manifest lists {name:?} twice.")
            ),
            Self::NotPaired(name) if name.is_empty() => text!(
                "目録にファイルがありません。",
                "The manifest lists no file."
            ),
            Self::NotPaired(name) => text!(
                ("ファイル「{name}」の相手（R1/R2）が同じレーンにありません。"),
                ("{name:?} has no mate (R1/R2) in the same lane.")
            ),
            Self::Code(field) => text!(
                ("目録の項目「{field}」が英数字の符号ではありません。"),
                ("The field {field:?} of the manifest is not a code of letters and digits.")
            ),
            Self::Unreadable(place) => text!(
                ("目録を読み取れません（{place}）。JSONまたはCSVの形式を確かめてください。"),
                ("The manifest cannot be read ({place}); check its JSON or CSV.")
            ),
            Self::Differs(field) => text!(
                ("CSVの目録で、項目「{field}」が行によって違います。1つの目録には1検体だけを記載してください。"),
                ("The rows of the CSV differ in {field:?}; a manifest is about one specimen.")
            ),
            Self::Time => text!(
                "生成日時は RFC 3339（例 2026-04-01T09:00:00+09:00）で記載してください。",
                "Give the time of generation as RFC 3339, such as 2026-04-01T09:00:00+09:00."
            ),
            Self::CheckSum(name) => text!(
                ("{name} のSHA-256は64桁、MD5は32桁の16進数で記載してください。"),
                ("Give the SHA-256 of {name} as 64 and its MD5 as 32 hexadecimal digits.")
            ),
            Self::TooMany => text!(
                "目録のファイルが多すぎます（上限512）。納品を分けてください。",
                "The manifest lists more than 512 files; split the delivery."
            ),
            Self::Future => text!(
                "FASTQの生成日時が未来になっています。",
                "The time of generation lies in the future."
            ),
        }
    }
}
