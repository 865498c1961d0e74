//! `kumi sim`: a programme of many synthetic cases in all states, with two years of events.
//!
//! Every event comes from a command that somebody gives over the API, in this process and without a socket, from a reaction or
//! from a job; only what would need real sequence is stood in for ([`standin`]). Day after day: the steps planned for the
//! day, then what follows from them. The clock is that of the simulated day.

mod clock;
mod history;
mod life;
mod round;
mod sites;
mod standin;
mod world;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Instant};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use serde_json::json;

use crate::open::{Own, Places, open_with};
use world::World;

/// What a simulation takes.
#[derive(Debug, Args)]
pub struct SimArgs {
    /// How many cases.
    #[arg(long, default_value_t = 10_000)]
    pub cases: u32,
    /// Everything follows from it.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
    /// Where to put the programme, or where one is.
    #[arg(long)]
    pub dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`, empty [default: an embedded database below the folder].
    #[arg(long)]
    pub database: Option<String>,
    /// Serve it afterwards, on the day after its last; one button for each account as in a demonstration.
    #[arg(long)]
    pub listen: Option<SocketAddr>,
}

/// Makes the programme unless its folder holds it already; serves it if asked.
pub async fn run(args: SimArgs) -> anyhow::Result<()> {
    let listener = match args.listen {
        Some(address) => Some(crate::serve::bind(address).await?),
        None => None,
    };
    let base = match &listener {
        Some(listener) => crate::serve::base_of(listener)?,
        None => "http://localhost:8080".to_owned(),
    };
    let mut places = Places::for_demo(&args.dir, &base);
    places.database.clone_from(&args.database);
    let kept = args.dir.join("sim.json");
    if !kept.exists() {
        ensure!(
            !places.data_dir.exists(),
            "{} holds a programme that did not come to its end: remove the folder or choose another --dir",
            args.dir.display()
        );
        let said = make(&args, &places).await?;
        std::fs::write(&kept, serde_json::to_string_pretty(&said)?)
            .context("failed to keep the record of the simulation")?;
    }
    println!(
        "{}",
        std::fs::read_to_string(&kept).context("failed to read the record of the simulation")?
    );
    match listener {
        Some(listener) => serve(&places, listener).await,
        None => Ok(()),
    }
}

async fn make(args: &SimArgs, places: &Places) -> anyhow::Result<serde_json::Value> {
    let started = Instant::now();
    let turns = ledger::Turns::default();
    let mut settings = places.settings()?;
    (settings.demo, settings.synthetic) = (true, true);
    clock::set(clock::BEGIN);
    let own = Own {
        turns: Some(turns.clone()),
        clock: Some(clock::clock()),
        chance: Some(clock::chance(args.seed)),
    };
    let opened = open_with(places, settings, own).await?;
    if opened.platform.ledger().head().await? != 0 {
        bail!("the database is not empty");
    }
    let world = Arc::new(World::new(opened, turns, args.seed)?);
    sites::open(&world).await?;
    let lives = round::run(&world, args.seed, args.cases).await?;
    let ledger = world.opened.platform.ledger();
    let made = started.elapsed().as_secs_f64();
    Ok(json!({
        "cases": lives,
        "seed": args.seed,
        "events": ledger.head().await?,
        "history": history::digest(ledger).await?,
        "made_s": (made * 10.0).round() / 10.0,
    }))
}

/// Serves the programme; its clock goes on from its last day.
async fn serve(places: &Places, listener: tokio::net::TcpListener) -> anyhow::Result<()> {
    let mut settings = places.settings()?;
    (settings.demo, settings.synthetic) = (true, true);
    let own = Own {
        clock: Some(clock::after()),
        ..Own::default()
    };
    let opened = Arc::new(open_with(places, settings, own).await?);
    let router = web::compose(&opened.platform, &opened.areas).router;
    let worker = opened.clone();
    tokio::spawn(async move { crate::worker::run(&worker).await });
    eprintln!("{}/demo", places.base_url);
    axum::serve(listener, router)
        .await
        .context("failed to serve")
}
