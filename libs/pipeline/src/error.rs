//! Why an analysis could not be done. Every kind names the thing and what to do.

use std::path::{Path, PathBuf};

use crate::said::{Act, Said};

/// Display is the English sentence; [`Error::ja`] the Japanese one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Tools are not installed.
    #[error("{}: install them, or see `kumi doctor`", each(.0, ", ", " was not found (package ", ")"))]
    ToolMissing(Vec<Missing>),
    /// The reference cannot be used.
    #[error("the reference {path} cannot be used: {why}", path = .path.display())]
    Reference {
        /// As given.
        path: PathBuf,
        /// What is wrong.
        why: Said,
    },
    /// An input cannot be used.
    #[error("{0}")]
    Input(Said),
    /// What came out says that samples are not what they were called. The outputs stay for looking into it.
    #[error("{}. Do not use the results: find out which tube or file it is, and start again.", joined(.0, |s| &s.en, "; "))]
    Swap(Vec<Said>),
    /// A task ended badly.
    #[error("step {step} failed with exit code {code}; its last words:\n{stderr}")]
    Step {
        /// Name of the call.
        step: String,
        /// What the shell said.
        code: i32,
        /// The end of its standard error.
        stderr: String,
    },
    /// No room left.
    #[error(
        "the disk is full: step {step} could not write; free space under {place} and start again, finished steps are kept"
    )]
    DiskFull {
        /// Name of the call.
        step: String,
        /// Work directory.
        place: String,
    },
    /// Reads differ between input and output.
    #[error(
        "reads were not conserved: {0}. Nothing of this run may be used; start again, and report it if it comes back."
    )]
    NotConserved(String),
    /// Asked to stop.
    #[error("the analysis was cancelled")]
    Cancelled,
    /// The workflow engine itself refused.
    #[error("the workflow engine failed: {0}")]
    Engine(String),
    /// The world.
    #[error("{}", .act.failed(.path, .source))]
    Io {
        /// What was tried.
        act: Act,
        /// With what.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// A tool that was not found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its command.
    pub tool: String,
    /// Debian package or crate.
    pub package: String,
}

impl Error {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ToolMissing(_) => "E-PIPELINE-TOOL",
            Self::Reference { .. } => "E-PIPELINE-REFERENCE",
            Self::Input(_) => "E-PIPELINE-INPUT",
            Self::Swap(_) => "E-PIPELINE-SWAP",
            Self::Step { .. } => "E-PIPELINE-STEP",
            Self::DiskFull { .. } => "E-PIPELINE-DISK",
            Self::NotConserved(_) => "E-PIPELINE-READS",
            Self::Cancelled => "E-PIPELINE-CANCELLED",
            Self::Engine(_) => "E-PIPELINE-ENGINE",
            Self::Io { .. } => "E-PIPELINE-IO",
        }
    }

    /// The Japanese sentence. What a tool or the system itself said stays in its own words.
    pub fn ja(&self) -> String {
        match self {
            Self::ToolMissing(tools) => format!(
                "{}。導入するか、`kumi doctor` をご覧ください。",
                each(tools, "、", " が見つかりません（パッケージ ", "）")
            ),
            Self::Reference { path, why } => {
                format!("参照配列 {} を使えません：{}", path.display(), why.ja)
            }
            Self::Input(why) => format!("入力を使えません：{}", why.ja),
            Self::Swap(found) => format!(
                "{}。この結果は使わないでください。どの検体・ファイルかを確かめてから、もう一度実行してください。",
                joined(found, |s| &s.ja, "；")
            ),
            Self::Step { step, code, stderr } => {
                format!("工程 {step} が終了コード {code} で失敗しました。最後の出力：\n{stderr}")
            }
            Self::DiskFull { step, place } => {
                format!(
                    "ディスクの空きがなく、工程 {step} が書き込めませんでした。{place} の空きを確保して再開してください。完了した工程は残ります。"
                )
            }
            Self::NotConserved(why) => format!(
                "入力と出力のリードが一致しません（{why}）。この結果は使えません。もう一度実行し、繰り返すときは報告してください。"
            ),
            Self::Cancelled => "解析は取り消されました。".to_owned(),
            Self::Engine(why) => format!("ワークフローエンジンが失敗しました：{why}"),
            Self::Io { act, path, source } => act.failed(path, source).ja,
        }
    }

    /// An input that cannot be used.
    pub(crate) fn input(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Input(Said::new(ja, en))
    }

    /// Names what was tried.
    pub(crate) fn io(act: Act, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { act, path, source }
    }
}

fn each(tools: &[Missing], between: &str, middle: &str, end: &str) -> String {
    let one = |m: &Missing| format!("{}{middle}{}{end}", m.tool, m.package);
    tools.iter().map(one).collect::<Vec<_>>().join(between)
}

fn joined(all: &[Said], of: fn(&Said) -> &str, between: &str) -> String {
    all.iter().map(of).collect::<Vec<_>>().join(between)
}
