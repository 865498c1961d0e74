//! Opens the platform from what the operator set.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use blob::Blobs;
use clap::Args;
use ledger::{CheckpointKey, Ledger, Turns};
use store::Db;
use web::{Area, Clock, Platform, Settings};

use crate::{bucket::BucketPlace, mail::MailPlace, provider::ProviderPlace};

/// Where things are; every flag has an environment variable.
#[derive(Debug, Clone, Args)]
pub struct Places {
    /// Data: objects, work directories, the embedded database.
    #[arg(long, env = "KUMI_DATA_DIR", default_value = "kumihimo-data")]
    pub data_dir: PathBuf,
    /// Keys; must lie outside the data directory [default: DATA_DIR with `-keys` behind it].
    #[arg(long, env = "KUMI_KEYS")]
    pub keys_dir: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://…` [default: an embedded database in the data directory].
    #[arg(long, env = "KUMI_DATABASE")]
    pub database: Option<String>,
    /// Where the aligner and the callers are, before the folders of `KUMI_TOOLS` and the search path.
    #[arg(long)]
    pub tools: Option<PathBuf>,
    /// The reference genome and knowledge sources.
    #[arg(long, env = "KUMI_REFERENCE")]
    pub reference: Option<PathBuf>,
    /// Limits of intake and gates.
    #[arg(long, env = "KUMI_PROFILE", default_value = "wgs-120-30")]
    pub profile: String,
    /// Malware scanner of delivered files: unix:PATH or tcp:HOST:PORT of clamd, or command:PROGRAM ARGS [default: none].
    #[arg(long, env = "KUMI_SCANNER")]
    pub scanner: Option<String>,
    /// All data here is synthetic, for training: every page says so, and sample consent forms may be signed.
    #[arg(long, env = "KUMI_SYNTHETIC")]
    pub synthetic: bool,
    /// The address people type.
    #[arg(long, env = "KUMI_BASE_URL", default_value = "http://localhost:8080")]
    pub base_url: String,
    /// A proxy of yours stands before the platform and writes the address of who asks into X-Forwarded-For.
    #[arg(long, env = "KUMI_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// How often one account may search in a minute.
    #[arg(long, env = "KUMI_SEARCHES_PER_MINUTE", default_value_t = 300)]
    pub searches_per_minute: u32,
    #[command(flatten)]
    pub bucket: BucketPlace,
    #[command(flatten)]
    pub mail: MailPlace,
    #[command(flatten)]
    pub provider: ProviderPlace,
}

/// An open platform with its areas.
pub struct Opened {
    pub platform: Platform,
    pub areas: Vec<Area>,
}

impl Places {
    pub fn keys(&self) -> PathBuf {
        self.keys_dir.clone().unwrap_or_else(|| {
            let mut name = self.data_dir.clone().into_os_string();
            name.push("-keys");
            PathBuf::from(name)
        })
    }

    pub fn database(&self) -> String {
        let embedded = || format!("sqlite:{}", self.data_dir.join("kumihimo.sqlite").display());
        self.database.clone().unwrap_or_else(embedded)
    }

    pub fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = Settings::in_dir(&self.data_dir);
        settings.base_url.clone_from(&self.base_url);
        settings.profile.clone_from(&self.profile);
        settings.tools_dir.clone_from(&self.tools);
        settings.reference_dir.clone_from(&self.reference);
        settings.scanner.clone_from(&self.scanner);
        settings.synthetic = self.synthetic;
        settings.mail = self.mail.mail()?;
        settings.behind_proxy = self.behind_proxy;
        settings.searches = self.searches_per_minute;
        settings.provider = self.provider.provider()?;
        settings.kumi_exe =
            pipeline::tools::this_program().context("failed to find this program")?;
        Ok(settings)
    }
}

/// What a programme that is made, not lived, has of its own.
#[derive(Default)]
pub struct Own {
    pub turns: Option<Turns>,
    pub clock: Option<Clock>,
    pub chance: Option<auth::Chance>,
}

/// Opens the database, brings its schema up to date, and opens ledger, blobs and areas.
pub async fn open(places: &Places, settings: Settings) -> anyhow::Result<Opened> {
    open_with(places, settings, Own::default()).await
}

/// As [`open`], with an order, a clock or a chance of its own.
pub async fn open_with(places: &Places, settings: Settings, own: Own) -> anyhow::Result<Opened> {
    make_dir(&places.data_dir)?;
    let keys = places.keys();
    make_dir(&keys)?;
    let areas = crate::compose::areas();
    let db = Db::open(&places.database()).await?;
    store::migrate(&db, &web::migrations(&areas)).await?;
    store::migrate(&db, &blob::migrations()).await?;
    let key = CheckpointKey::in_dir(&keys)?;
    let ledger = match own.turns {
        Some(turns) => Ledger::open_in_turns(db.clone(), key, turns),
        None => Ledger::open(db.clone(), key),
    };
    let mut blobs = Blobs::builder(db, &places.data_dir, &keys);
    if let Some(bucket) = places.bucket.bucket()? {
        blobs = blobs.remote(bucket.open()?);
    }
    let blobs = blobs.build()?;
    let mut platform = Platform::builder(ledger, blobs, settings);
    if let Some(clock) = own.clock {
        platform = platform.clock(clock);
    }
    if let Some(chance) = own.chance {
        platform = platform.chance(chance);
    }
    let platform = platform.build()?;
    Ok(Opened { platform, areas })
}

fn make_dir(dir: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("failed to make {}", dir.display()))
}

impl Places {
    /// Places for a demonstration below one folder.
    pub fn for_demo(dir: &Path, base_url: &str) -> Self {
        Self {
            data_dir: dir.join("data"),
            keys_dir: Some(dir.join("keys")),
            database: None,
            tools: None,
            reference: None,
            scanner: None,
            synthetic: false,
            profile: "slice".to_owned(),
            base_url: base_url.to_owned(),
            behind_proxy: false,
            searches_per_minute: 300,
            bucket: BucketPlace::default(),
            mail: MailPlace::default(),
            provider: ProviderPlace::default(),
        }
    }
}
