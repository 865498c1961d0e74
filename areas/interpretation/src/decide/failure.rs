//! Why an interpretation stands still: a code and counts. No place, no bases: these would be a genotype in the ledger.

use serde::{Deserialize, Serialize};
use words::{Text, text};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The reference alleles of a file are not what the imported genome has there.
    ReferenceMismatch,
    /// Records lie outside of the imported genome.
    OutsideGenome,
    /// A file of variants cannot be read.
    Unreadable,
    /// No genome or no transcripts were imported.
    KnowledgeMissing,
}

/// Why it stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What is wrong.
    pub code: Code,
    /// The file of the run, if one is at fault.
    pub file: Option<String>,
    /// Records of that file that were looked at.
    pub records: u64,
    /// Of these, wrong.
    pub wrong: u64,
}

impl Failure {
    /// A failure that is not about single records.
    #[must_use]
    pub fn of(code: Code, file: Option<&str>) -> Self {
        Self {
            code,
            file: file.map(str::to_owned),
            records: 0,
            wrong: 0,
        }
    }

    /// What happened, in one sentence.
    #[must_use]
    pub fn text(&self) -> Text {
        let (file, records, wrong) = (
            self.file.as_deref().unwrap_or("-"),
            self.records,
            self.wrong,
        );
        match self.code {
            Code::ReferenceMismatch => text!(
                ("{file}の{records}件のうち{wrong}件で、参照配列の塩基（REF）が取り込み済みのゲノムと一致しません。"),
                ("In {file}, {wrong} of {records} records state reference bases (REF) that the imported genome does not have.")
            ),
            Code::OutsideGenome => text!(
                ("{file}の{records}件のうち{wrong}件が、取り込み済みのゲノムにない場所を指しています。"),
                ("In {file}, {wrong} of {records} records lie outside of the imported genome.")
            ),
            Code::Unreadable => text!(
                ("{file}を変異のファイルとして読めません。"),
                ("{file} cannot be read as a file of variants.")
            ),
            Code::KnowledgeMissing => text!(
                "参照ゲノムまたは転写産物（MANE）がまだ取り込まれていません。",
                "The reference genome or the transcripts (MANE) were not imported yet."
            ),
        }
    }

    /// What to do next.
    #[must_use]
    pub fn next(&self) -> Text {
        match self.code {
            Code::ReferenceMismatch | Code::OutsideGenome => text!(
                "解析に使った参照ゲノムと取り込み済みのゲノムの版を確かめてください。ゲノムが違うときは正しい版を取り込んで意味づけをやり直し、ファイルが違うときは解析をやり直してください。",
                "Compare the reference genome of the run with the one imported. If the imported one is wrong, import the right one and try the annotation again; if the file is wrong, start another run."
            ),
            Code::Unreadable => text!(
                "解析をやり直してください。新しい解析が採用されると、意味づけも新しく始まります。",
                "Start another run. When it is accepted, its annotation begins by itself."
            ),
            Code::KnowledgeMissing => text!(
                "知識ベースを取り込んでから、意味づけをやり直してください。",
                "Import the knowledge, then try the annotation again."
            ),
        }
    }
}
