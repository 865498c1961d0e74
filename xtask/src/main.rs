//! The project's own commands: `cargo xtask demo | test | doctor | tidy | deny | pictures | bench`.
//!
//! Built in seconds, without any of the platform's dependencies, so that it can install what the rest needs.

mod axe;
mod bench;
mod install;
mod oidc;
mod pictures;
mod shell;
mod tally;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test              install what is missing, then run every check and test
cargo xtask demo [ARGS]       install what is missing, build, run the demonstration (--headless, --data DIR)
cargo xtask doctor            say what is missing on this machine
cargo xtask tidy              the order of the house: flow, rooms, purity, golden events, texts
cargo xtask deny              licences, bans and sources of all dependencies
cargo xtask pictures          take the pictures of docs/screens anew
cargo xtask bench [NAME …]    the benches of docs/benchmarks.md beside their peers: ledger intake cram annotation overhead reports";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = args
        .split_first()
        .map_or(("", [].as_slice()), |(c, r)| (c.as_str(), r));
    let done = match command {
        "test" => test::run(),
        "demo" => install::all().and_then(|()| shell::kumi("demo", rest)),
        "doctor" => shell::kumi("doctor", rest),
        "tidy" => test::tidy(),
        "deny" => test::deny(),
        "pictures" => pictures::run_all(),
        "bench" => bench::run(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
