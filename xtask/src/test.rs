//! Every check and every test, in the order in which a mistake is cheapest.

use crate::{
    install,
    shell::{self, cache, cargo, data},
    tally,
};

fn checks() -> anyhow::Result<()> {
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    tidy()?;
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

/// Licences, bans and sources; advisories need the network and are asked for where it allows.
pub fn deny() -> anyhow::Result<()> {
    let tool = cache().join("tools/bin/cargo-deny");
    if !tool.is_file() {
        let root = cache().join("tools").display().to_string();
        shell::run(
            cargo(&[
                "install",
                "cargo-deny",
                "--version",
                "^0.20",
                "--locked",
                "--root",
                &root,
            ])
            .env_remove("CARGO_TARGET_DIR"),
        )?;
    }
    let mut command = std::process::Command::new(tool);
    command
        .args(["check", "licenses", "bans", "sources"])
        .current_dir(shell::root());
    shell::run(&mut command)
}

/// The benches of docs/benchmarks.md that need nothing but this machine.
pub fn bench() -> anyhow::Result<()> {
    let ledger = [
        "run",
        "--release",
        "--quiet",
        "-p",
        "ledger",
        "--features",
        "bench",
        "--example",
        "bench_append",
    ];
    shell::run(&mut cargo(&ledger))
}
