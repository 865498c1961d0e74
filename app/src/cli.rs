//! The command line.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    demo::{self, DemoArgs},
    doctor,
    invite::{self, InviteArgs},
    open::{Opened, Places, open},
    receipt, serve,
    simulate::{self, SimArgs},
    verify, worker,
};

/// 組紐: the open platform of a whole-genome medicine programme.
#[derive(Debug, Parser)]
#[command(name = "kumi", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web pages and the API, with a worker beside them.
    Serve {
        #[command(flatten)]
        places: Places,
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Serve only; workers run elsewhere.
        #[arg(long)]
        no_worker: bool,
    },
    /// Run jobs and reactions only.
    Worker {
        #[command(flatten)]
        places: Places,
    },
    /// Bring the schema up to date.
    Migrate {
        #[command(flatten)]
        places: Places,
    },
    /// Replay the ledger, look at every row and object beside it, and name whatever was changed behind its back.
    Verify {
        #[command(flatten)]
        places: Places,
        #[command(flatten)]
        args: verify::VerifyArgs,
    },
    /// Let somebody in: open an account if there is none of that name, and print a one-time invitation.
    Invite {
        #[command(flatten)]
        places: Places,
        #[command(flatten)]
        args: InviteArgs,
    },
    /// Copies of outside knowledge.
    Knowledge {
        #[command(subcommand)]
        command: KnowledgeCommand,
    },
    /// Run the unified pipeline without a server.
    Analyse(pipeline::cli::AnalyseArgs),
    /// One kernel of the pipeline, as its tasks call it.
    #[command(hide = true)]
    Step {
        name: String,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run a demonstration programme: a cancer case, a rare-disease case, a withdrawal.
    Demo(DemoArgs),
    /// Make a programme of many synthetic cases with two years of events, for measurements and training.
    Sim(SimArgs),
    /// Say what is missing on this machine and how to mend it.
    Doctor {
        #[command(flatten)]
        places: Places,
    },
}

#[derive(Debug, Subcommand)]
pub enum KnowledgeCommand {
    /// Import GFF3, ClinVar, CIViC, HPO, MONDO and OncoTree files as versioned releases.
    Import {
        #[command(flatten)]
        places: Places,
        /// The folder with the files.
        dir: PathBuf,
    },
}

/// Runs one command.
pub async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve {
            places,
            listen,
            no_worker,
        } => {
            serve::run(opened(&places).await?, listen, !no_worker).await?;
        }
        Command::Worker { places } => {
            worker::run(&opened(&places).await?).await;
        }
        Command::Migrate { places } => drop(opened(&places).await?),
        Command::Verify { places, args } => {
            if let Some(file) = &args.receipt {
                let own = places.keys().join("checkpoint.pub");
                return receipt::run(file, args.key.as_deref().unwrap_or(&own));
            }
            return verify::run(&opened(&places).await?, args).await;
        }
        Command::Invite { places, args } => invite::run(&opened(&places).await?, args).await?,
        Command::Knowledge {
            command: KnowledgeCommand::Import { places, dir },
        } => {
            let platform = opened(&places).await?.platform;
            let actor = words::Actor {
                role: "admin".to_owned(),
                ..words::Actor::system()
            };
            for release in knowledge::import(&platform, &dir, &actor).await? {
                println!("{} {} {}", release.source, release.version, release.digest);
            }
            platform.ledger().seal(platform.now()).await?;
        }
        Command::Analyse(args) => return Ok(pipeline::cli::run(args).await),
        Command::Step { name, args } => {
            return Ok(
                tokio::task::spawn_blocking(move || pipeline::step::main(&name, &args)).await?,
            );
        }
        Command::Demo(args) => demo::run(args).await?,
        Command::Sim(args) => simulate::run(args).await?,
        Command::Doctor { places } => return doctor::run(&places).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn opened(places: &Places) -> anyhow::Result<Opened> {
    open(places, places.settings()?).await
}
