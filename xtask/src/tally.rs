//! Runs the tests and counts what passed, failed and was skipped, so that a skipped test is seen.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

/// Sums over all test programs.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
    /// Lines in which a passing test says that it was skipped.
    skipped: Vec<String>,
    hiding: bool,
}

impl Tally {
    /// Takes one line; says whether it is worth showing. The output of passing tests is not.
    fn take(&mut self, line: &str) -> bool {
        if line == "successes:" {
            self.hiding = true;
        } else if line == "failures:" || line.starts_with("test result:") {
            self.hiding = false;
        }
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.passed += before(counts, " passed");
            self.failed += before(counts, " failed");
            self.ignored += before(counts, " ignored");
        }
        if self.hiding && line.to_lowercase().starts_with("skipped:") {
            self.skipped.push(line.to_owned());
        }
        !self.hiding
    }
}

/// The number that stands before a word.
fn before(text: &str, word: &str) -> u64 {
    let end = text.find(word).and_then(|at| text.get(..at));
    let number = end.and_then(|t| t.rsplit([' ', ';', '.']).next());
    number.and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Runs a `cargo test … -- --show-output` command, shows its result lines and a summary.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("failed to start cargo test")?;
    let mut tally = Tally::default();
    let out = child.stdout.take().context("failed to read the tests")?;
    for line in BufReader::new(out).lines() {
        let line = line.context("failed to read the tests")?;
        if tally.take(&line) {
            println!("{line}");
        }
    }
    let status = child.wait().context("failed to wait for the tests")?;
    for line in &tally.skipped {
        println!("{line}");
    }
    println!(
        "{} passed, {} failed, {} ignored, {} skipped for want of data or tools",
        tally.passed,
        tally.failed,
        tally.ignored,
        tally.skipped.len()
    );
    if !status.success() {
        bail!("the tests failed ({status})");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_test_is_counted_and_its_noise_hidden() {
        let mut tally = Tally::default();
        let lines = [
            ("running 2 tests", true),
            ("successes:", false),
            ("SKIPPED: KUMI_DATA is not set", false),
            ("noise", false),
            (
                "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured",
                true,
            ),
        ];
        for (line, shown) in lines {
            assert_eq!(tally.take(line), shown, "{line}");
        }
        assert_eq!((tally.passed, tally.failed, tally.ignored), (12, 0, 3));
        assert_eq!(tally.skipped.len(), 1);
    }
}
