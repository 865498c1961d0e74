//! Why an analysis could not be done. Every kind names the thing and what to do.

use std::path::PathBuf;

/// Display is the English sentence; [`Error::ja`] the Japanese one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A tool is not installed.
    #[error("{tool} was not found: install the package {package}, or see `kumi doctor`")]
    ToolMissing {
        /// Its command.
        tool: String,
        /// Debian package or crate.
        package: String,
    },
    /// The reference cannot be used.
    #[error("the reference {path} cannot be used: {why}", path = .path.display())]
    Reference {
        /// As given.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// An input cannot be used.
    #[error("{0}")]
    Input(String),
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
    #[error("reads were not conserved: {0}")]
    NotConserved(String),
    /// Asked to stop.
    #[error("the analysis was cancelled")]
    Cancelled,
    /// The workflow engine itself refused.
    #[error("the workflow engine failed: {0}")]
    Engine(String),
    /// The world.
    #[error("failed to {what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why not.
        source: std::io::Error,
    },
}

impl Error {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ToolMissing { .. } => "E-PIPELINE-TOOL",
            Self::Reference { .. } => "E-PIPELINE-REFERENCE",
            Self::Input(_) => "E-PIPELINE-INPUT",
            Self::Step { .. } => "E-PIPELINE-STEP",
            Self::DiskFull { .. } => "E-PIPELINE-DISK",
            Self::NotConserved(_) => "E-PIPELINE-READS",
            Self::Cancelled => "E-PIPELINE-CANCELLED",
            Self::Engine(_) => "E-PIPELINE-ENGINE",
            Self::Io { .. } => "E-PIPELINE-IO",
        }
    }

    /// The Japanese sentence.
    pub fn ja(&self) -> String {
        match self {
            Self::ToolMissing { tool, package } => {
                format!(
                    "{tool} が見つかりません。パッケージ {package} を導入するか、`kumi doctor` をご覧ください。"
                )
            }
            Self::Reference { path, why } => {
                format!("参照配列 {} を使えません：{why}", path.display())
            }
            Self::Input(why) => format!("入力を使えません：{why}"),
            Self::Step { step, code, stderr } => {
                format!("工程 {step} が終了コード {code} で失敗しました。最後の出力：\n{stderr}")
            }
            Self::DiskFull { step, place } => {
                format!(
                    "ディスクの空きがなく、工程 {step} が書き込めませんでした。{place} の空きを確保して再開してください。完了した工程は残ります。"
                )
            }
            Self::NotConserved(why) => format!("リードの同一性を確認できませんでした：{why}"),
            Self::Cancelled => "解析は取り消されました。".to_owned(),
            Self::Engine(why) => format!("ワークフローエンジンが失敗しました：{why}"),
            Self::Io { what, source } => format!("入出力に失敗しました（{what}）：{source}"),
        }
    }

    /// Names what was tried.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io {
            what: what.into(),
            source,
        }
    }
}
