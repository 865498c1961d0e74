//! What the tasks of the workflows call back as `"$KUMI" step NAME …`.
//!
//! Steps about variants answer in `variants::steps`; those about reads are here.

mod alignment_stats;
mod conserve;
mod flags;
pub(crate) mod read_qc;

use serde_json::Value;

/// Runs a step and answers its JSON.
///
/// # Errors
/// In one sentence, for standard error.
pub fn run(name: &str, arguments: &[String]) -> Result<Value, String> {
    match name {
        "read-qc" => read_qc::run(arguments),
        "conserve" => conserve::run(arguments, std::io::stdin().lock()),
        "alignment-stats" => alignment_stats::run(arguments),
        _ => variants::steps::run(name, arguments).map_err(|error| error.to_string()),
    }
}

/// Runs a step as the program does: JSON to standard output, what went wrong to standard error.
pub fn main(name: &str, arguments: &[String]) -> std::process::ExitCode {
    match run(name, arguments) {
        Ok(value) => {
            println!("{value}");
            std::process::ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("kumi step {name}: {why}");
            std::process::ExitCode::FAILURE
        }
    }
}
