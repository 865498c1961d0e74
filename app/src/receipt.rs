//! `kumi verify --receipt FILE`: checks a receipt without a database.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;

/// Reads the file and the key, and says what holds.
pub fn run(file: &Path, key: &Path) -> anyhow::Result<ExitCode> {
    let bytes =
        std::fs::read(file).with_context(|| format!("failed to read {}", file.display()))?;
    let key = std::fs::read_to_string(key).with_context(|| {
        format!(
            "failed to read the public key {} (checkpoint.pub; give it with --key)",
            key.display()
        )
    })?;
    let (said, code) = match disclosure::jobs::check(&bytes, &key) {
        Ok(sound) => (sound.text(), ExitCode::SUCCESS),
        Err(doubt) => (doubt.text(), ExitCode::FAILURE),
    };
    println!("{}\n{}", said.ja, said.en);
    Ok(code)
}
