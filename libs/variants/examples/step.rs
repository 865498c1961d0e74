//! Runs one step from the command line: `step NAME --flag VALUE …`, JSON on standard output.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(name) = args.next() else {
        eprintln!(
            "usage: step NAME --flag VALUE …; names: {}",
            variants::steps::NAMES.join(", ")
        );
        return ExitCode::from(2);
    };
    match variants::steps::run(&name, &args.collect::<Vec<_>>()) {
        Ok(value) => {
            println!("{value}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
