//! The pipeline alone: `pipe analyse …` and `pipe step NAME …`, as the program `kumi` has them.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pipeline::{cli, step};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs an analysis
    Analyse(Box<cli::AnalyseArgs>),
    /// What the tasks call back
    #[command(disable_help_flag = true)]
    Step {
        name: String,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Which tools are there
    Tools,
    /// Prints the list of digests as the WDL files are now
    Digests,
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = match cli::parsed::<Cli>() {
        Ok(read) => read.command,
        Err(code) => return code,
    };
    match command {
        Command::Analyse(arguments) => cli::run(*arguments).await,
        Command::Step { name, arguments } => step::main(&name, &arguments),
        Command::Tools => {
            for tool in pipeline::tools::check() {
                println!("{tool:?}");
            }
            ExitCode::SUCCESS
        }
        Command::Digests => {
            print!("{}", pipeline::source::list());
            ExitCode::SUCCESS
        }
    }
}
