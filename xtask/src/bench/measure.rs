//! Runs programs and says what they cost, children and pipes included.

use std::{path::PathBuf, process::Command};

use anyhow::{Context as _, bail};

use crate::shell::{cargo, root, run};

/// CPU seconds of all ended children of this process, user and system together (Linux, hundredths of a second).
fn of_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok());
    (ticks(13).unwrap_or_default() + ticks(14).unwrap_or_default()) / 100.0
}

/// What a command printed, and its CPU seconds.
pub fn timed(command: &mut Command) -> anyhow::Result<(String, f64)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let before = of_children();
    let out = command
        .output()
        .with_context(|| format!("failed to start {name}"))?;
    let cpu = of_children() - before;
    let (said, complained) = (
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr),
    );
    if !out.status.success() {
        let last: Vec<&str> = complained.lines().rev().take(3).collect();
        bail!("{name} failed ({}): {}", out.status, last.join(" / "));
    }
    Ok((format!("{said}{complained}"), cpu))
}

/// CPU seconds of a line of bash; a failure anywhere in a pipe is one.
pub fn shell(line: &str) -> anyhow::Result<f64> {
    let line = format!("set -euo pipefail; {line}");
    Ok(timed(Command::new("bash").arg("-c").arg(line))?.1)
}

/// Builds an example in release and answers its path.
pub fn example(package: &str, name: &str, more: &[&str]) -> anyhow::Result<PathBuf> {
    let mut args = vec![
        "build",
        "--release",
        "--quiet",
        "-p",
        package,
        "--example",
        name,
    ];
    args.extend(more);
    run(&mut cargo(&args))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root().join("target"));
    Ok(target.join("release/examples").join(name))
}

/// The number that stands behind a word.
pub fn after(text: &str, word: &str) -> anyhow::Result<f64> {
    let rest = text.split_once(word).map(|(_, rest)| rest.trim_start());
    let rest = rest.with_context(|| format!("nothing said {word:?}"))?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    rest.get(..end)
        .and_then(|n| n.parse().ok())
        .with_context(|| format!("no number behind {word:?}"))
}

#[cfg(test)]
mod tests {
    use super::{after, shell};

    #[test]
    fn numbers_are_found_behind_their_words() {
        let text = "Sqlite: 64 callers, grouped 9132/s, {\"cpu_s\":0.460,\"x\":1}";
        assert_eq!(after(text, "grouped").unwrap_or_default(), 9132.0);
        assert_eq!(after(text, "\"cpu_s\":").unwrap_or_default(), 0.46);
        assert!(after(text, "wall").is_err());
    }

    #[test]
    fn a_broken_pipe_is_a_failure() {
        assert!(shell("false | true").is_err());
        assert!(shell("true | cat").is_ok());
    }
}
