//! `kumi`: the one binary. Each subcommand is one role of the same program.

mod bucket;
mod cli;
mod compose;
mod demo;
mod doctor;
mod invite;
mod loops;
mod mail;
mod open;
mod provider;
mod receipt;
mod serve;
mod simulate;
mod verify;
mod worker;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let cli: cli::Cli = match pipeline::cli::parsed() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("KUMI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,wdl_engine=error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match cli::run(cli.command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kumi: {error:#}");
            ExitCode::FAILURE
        }
    }
}
