//! One sentence in Japanese and English.

use std::fmt;
use std::path::Path;

/// The two sentences; displayed in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// Both of them.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: ja.into(),
            en: en.into(),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// What was tried with a file or directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Read it.
    Read,
    /// Write it.
    Write,
    /// Find it.
    Find,
    /// Make the directory.
    Make,
    /// Remove it.
    Remove,
    /// Start the program.
    Start,
}

impl Act {
    /// "X could not be read", with what can be done about it.
    pub fn failed(self, path: &Path, source: &std::io::Error) -> Said {
        let path = path.display();
        let (ja, en) = match self {
            Self::Read => ("を読めません", "cannot be read"),
            Self::Write => ("に書き込めません", "cannot be written"),
            Self::Find => ("が見つかりません", "cannot be found"),
            Self::Make => ("というフォルダーを作れません", "cannot be made as a folder"),
            Self::Remove => ("を削除できません", "cannot be removed"),
            Self::Start => ("を起動できません", "cannot be started"),
        };
        let (ja_way, en_way) = match self {
            Self::Write | Self::Make | Self::Remove => (
                "書き込めるフォルダーを --out に指定してください。",
                "choose a folder that you may write to with --out.",
            ),
            Self::Read | Self::Find | Self::Start => (
                "パスと権限を確かめてください。",
                "check the path and its permissions.",
            ),
        };
        Said::new(
            format!("{path} {ja}（{source}）。{ja_way}"),
            format!("{path} {en} ({source}): {en_way}"),
        )
    }
}
