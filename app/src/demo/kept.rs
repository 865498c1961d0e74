//! What a demonstration leaves in its folder, so that the same programme can be opened again without playing it again.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The record of a demonstration that came to its end.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    /// What it said of its cases.
    pub said: Value,
    /// Whether its reads were made by `sim`.
    pub synthetic: bool,
    /// The folder of the reference; of a synthetic programme it lies in the folder itself, which may have moved.
    reference: Option<PathBuf>,
}

impl Kept {
    pub fn new(said: Value, synthetic: bool, reference: &Path) -> Self {
        let reference = (!synthetic).then(|| reference.to_path_buf());
        Self {
            said,
            synthetic,
            reference,
        }
    }

    /// The record in a folder; `None` if nothing was played there.
    ///
    /// # Errors
    /// If a demonstration was begun there and did not come to its end.
    pub fn read(dir: &Path) -> anyhow::Result<Option<Self>> {
        let path = at(dir);
        if path.is_file() {
            let text = std::fs::read_to_string(&path);
            let text = text.with_context(|| format!("failed to read {}", path.display()))?;
            let kept = serde_json::from_str(&text);
            return kept.map(Some).with_context(|| {
                format!("{} is not the record of a demonstration", path.display())
            });
        }
        if dir.join("data").exists() {
            bail!(
                "{0} に途中で終わったデモがあります。フォルダを消すか、別の --dir を選んでください。\n\
                 {0} holds a demonstration that did not come to its end: remove the folder or choose another --dir",
                dir.display()
            );
        }
        Ok(None)
    }

    pub fn write(&self, dir: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(at(dir), text).context("failed to keep the record of the demonstration")
    }

    /// Where its reference is now.
    pub fn reference(&self, dir: &Path) -> PathBuf {
        let own = || dir.join("source");
        self.reference.clone().unwrap_or_else(own)
    }
}

fn at(dir: &Path) -> PathBuf {
    dir.join("demo.json")
}
