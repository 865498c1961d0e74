//! Every check and every test, in the order in which a mistake is cheapest.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::{
    install,
    shell::{self, cargo, data},
    tally,
};

fn checks() -> anyhow::Result<()> {
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    tidy()?;
    deny_if_there()?;
    shell::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    tally::run(&mut cargo(&[
        "test",
        "--workspace",
        "--exclude",
        "xtask",
        "--no-fail-fast",
        "--",
        "--show-output",
    ]))
}

/// Installs what is missing and runs everything.
pub fn run() -> anyhow::Result<()> {
    install::for_tests()?;
    match data() {
        Some(data) => eprintln!("real reads: {}", data.display()),
        None => eprintln!(
            "no real reads (KUMI_DATA): tests that need them are skipped and counted as such"
        ),
    }
    checks()
}

/// The checks of the house alone.
pub fn tidy() -> anyhow::Result<()> {
    shell::run(&mut cargo(&["test", "--quiet", "--package", "xtask"]))
}

/// Licences, bans and sources; advisories need the network and are asked for where it allows. Builds the tool if need be.
pub fn deny() -> anyhow::Result<()> {
    install::deny()?;
    check_deny()
}

/// As [`deny`], if the tool is there: building it is not worth every test run, and tidy reads the same rules always.
fn deny_if_there() -> anyhow::Result<()> {
    if install::deny_tool().is_file() {
        return check_deny();
    }
    println!(
        "SKIPPED: cargo-deny is not here (`cargo xtask deny` builds it); tidy has read licences, bans and sources"
    );
    Ok(())
}

fn check_deny() -> anyhow::Result<()> {
    let check = |what: &[&str]| {
        let mut command = Command::new(install::deny_tool());
        command.args(["--log-level", "error", "check"]).args(what);
        command.current_dir(shell::root());
        command
    };
    shell::run(&mut check(&["licenses", "bans", "sources"]))?;
    let advisories = check(&["advisories"])
        .output()
        .context("failed to start cargo-deny")?;
    let said = String::from_utf8_lossy(&advisories.stderr);
    if advisories.status.success() {
        println!("advisories ok");
    } else if said.contains("failed to fetch advisory database") {
        println!("SKIPPED: advisories: their database cannot be reached from here");
    } else {
        bail!("advisories\n{said}");
    }
    Ok(())
}
