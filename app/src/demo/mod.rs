//! `kumi demo`: a demonstration programme in an embedded store.
//!
//! Two hospitals, a vendor, the centre; a cancer case and a rare-disease case go through all steps over the API,
//! a third is withdrawn in the middle. Reads come from a folder of real slices, or are made by `sim` and marked synthetic.

mod cancer;
mod client;
mod clinic;
mod disclosure;
mod enrol;
mod kept;
mod panel;
mod rare;
mod scene;
mod sequencing;
mod show;
mod specimen;
mod staff;
mod tour;
mod wait;
mod withdrawal;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::{Value, json};
use sim::{Programme, Size};
use tokio::net::TcpListener;

use crate::open::{Opened, Places, open};
use kept::Kept;
use show::Show;
use staff::Staff;

/// What the demonstration takes.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Run, print one line of JSON, and end.
    #[arg(long)]
    pub headless: bool,
    /// Folder of real reads [default: KUMI_DATA if set, else synthetic].
    #[arg(long, env = "KUMI_DATA")]
    pub data: Option<PathBuf>,
    /// Use synthetic reads even if there is a folder of real ones.
    #[arg(long)]
    pub synthetic: bool,
    /// Where to put the programme, or where one was put: it is opened again as it was left
    /// [default: a fresh folder in the system's temporary directory].
    #[arg(long)]
    pub dir: Option<PathBuf>,
    /// Where to serve the pages.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// What every scene needs.
pub struct Stage {
    pub opened: Arc<Opened>,
    pub staff: Staff,
    pub programme: Programme,
    pub show: Show,
}

/// Runs the demonstration, or opens the one that its folder holds.
pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let dir = args.dir.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("kumihimo-demo-{}", std::process::id()))
    });
    let listener = crate::serve::bind(args.listen)
        .await
        .or(crate::serve::bind(([127, 0, 0, 1], 0).into()).await)?;
    let base = crate::serve::base_of(&listener)?;
    let (opened, said) = match Kept::read(&dir)? {
        Some(kept) => {
            let reference = kept.reference(&dir);
            let opened = open_programme(&dir, &base, kept.synthetic, reference).await?;
            (serve(opened, listener), kept.said)
        }
        None => play(&args, &dir, listener, &base).await?,
    };
    println!("{said}");
    if args.headless {
        return Ok(());
    }
    tour::set(&opened.platform, &said);
    println!("{base}/  ({base}/demo has one button for each role)");
    tokio::signal::ctrl_c().await.context("failed to wait")
}

/// Pages, API and worker of an open programme.
fn serve(opened: Opened, listener: TcpListener) -> Arc<Opened> {
    let opened = Arc::new(opened);
    let router = web::compose(&opened.platform, &opened.areas).router;
    let router = crate::serve::with_addresses(router);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let worker = opened.clone();
    tokio::spawn(async move { crate::worker::run(&worker).await });
    opened
}

/// Plays all scenes and leaves the record in the folder.
async fn play(
    args: &DemoArgs,
    dir: &Path,
    listener: TcpListener,
    base: &str,
) -> anyhow::Result<(Arc<Opened>, Value)> {
    let started = Instant::now();
    let show = Show::new();
    let programme = reads(args, &dir.join("source"), &show).await?;
    let reference = if programme.synthetic {
        dir.join("source")
    } else {
        args.data.clone().unwrap_or_default()
    };
    let opened = open_programme(dir, base, programme.synthetic, reference.clone()).await?;
    let opened = serve(opened, listener);

    let staff = Staff::hire(&opened.platform, base).await?;
    staff.open_sites().await?;
    import(&opened, &programme, &show).await?;
    let mut stage = Stage {
        opened,
        staff,
        programme,
        show,
    };
    let cancer = cancer::run(&mut stage)
        .await
        .context("the cancer case stopped")?;
    let rare = rare::run(&mut stage)
        .await
        .context("the rare-disease case stopped")?;
    let withdrawn = withdrawal::run(&mut stage)
        .await
        .context("the withdrawal stopped")?;
    let verified = verify(&stage.opened).await?;
    let said = json!({ "cases": [cancer, rare], "withdrawn": withdrawn, "verify": verified,
        "wall_s": (started.elapsed().as_secs_f64() * 10.0).round() / 10.0 });
    Kept::new(said.clone(), stage.programme.synthetic, &reference).write(dir)?;
    Ok((stage.opened, said))
}

async fn reads(args: &DemoArgs, into: &Path, show: &Show) -> anyhow::Result<Programme> {
    let bar = show.begin("reads");
    std::fs::create_dir_all(into)?;
    let into = into.to_path_buf();
    let data = args.data.clone().filter(|_| !args.synthetic);
    let made = tokio::task::spawn_blocking(move || match data {
        Some(data) => Programme::of_data(&data, &into),
        None => Programme::synthetic(&into, 2026, Size::Demo),
    });
    let programme = made.await??;
    bar.done(if programme.synthetic {
        "synthetic"
    } else {
        "real slices"
    });
    Ok(programme)
}

async fn open_programme(
    dir: &Path,
    base: &str,
    synthetic: bool,
    reference: PathBuf,
) -> anyhow::Result<Opened> {
    let places = Places::for_demo(dir, base);
    let mut settings = places.settings()?;
    settings.demo = true;
    settings.synthetic = synthetic;
    settings.reference_dir = Some(reference);
    open(&places, settings).await
}

async fn import(opened: &Opened, programme: &Programme, show: &Show) -> anyhow::Result<()> {
    let bar = show.begin("knowledge");
    let actor = words::Actor {
        role: "admin".to_owned(),
        ..words::Actor::system()
    };
    let releases = knowledge::import(&opened.platform, &programme.knowledge, &actor).await?;
    bar.done(&format!("{} releases", releases.len()));
    Ok(())
}

/// Seals and verifies; anything edited fails the demonstration.
async fn verify(opened: &Opened) -> anyhow::Result<Value> {
    let ledger = opened.platform.ledger();
    let now = opened.platform.now();
    opened.platform.auth().seal_accesses(now).await?;
    ledger.seal(now).await?;
    let hidden = indicatif::ProgressBar::hidden();
    let whole = crate::verify::whole(opened, blob::Look::Whole, &hidden).await?;
    ensure!(
        whole.faults.is_empty(),
        "the programme does not verify: {:?}",
        whole.faults
    );
    Ok(json!("ok"))
}
