//! The handle that areas get: store, ledger, blobs, auth, time and chance.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use auth::{Auth, Chance, KeyRefused, PolicyFault, RelyingParty, Represented, Sealer};
use blob::{Blobs, KeyId};
use ledger::Ledger;
use store::Db;
use words::{AccountId, At, CaseId, PersonId, text};

use crate::Problem;
use crate::area::{Asks, Proxies, Seats, Withdrawals};
use crate::door::TourStep;
use crate::limit::Limits;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> At + Send + Sync>;

/// What an operator sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where objects, work directories and the embedded database live.
    pub data_dir: PathBuf,
    /// The address people type, without a slash at the end.
    pub base_url: String,
    /// A demonstration: accounts with known passwords are shown.
    pub demo: bool,
    /// The data is synthetic; every page says so.
    pub synthetic: bool,
    /// The limits of intake and gates: `wgs-120-30` or `slice`.
    pub profile: String,
    /// Fonts for documents.
    pub fonts_dir: PathBuf,
    /// Where the aligner and the callers are installed; absent means the search path.
    pub tools_dir: Option<PathBuf>,
    /// The reference genome and knowledge sources, if the operator has them.
    pub reference_dir: Option<PathBuf>,
    /// A malware scanner for delivered files: `unix:PATH` or `tcp:HOST:PORT` of clamd, or `command:PROGRAM ARGS…`. Absent means none is asked;
    /// one that is set and does not answer lets nothing in.
    pub scanner: Option<String>,
    /// The mail server that takes our messages; absent means that no mail is sent.
    pub mail: Option<Mail>,
    /// The `kumi` binary, for kernels called from workflow tasks.
    pub kumi_exe: PathBuf,
    /// The identity provider that staff may sign in with, if the operator named one.
    pub provider: Option<auth::Provider>,
    /// A proxy of the operator's stands before the platform and writes the address of who asks into `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// How often one account may search in a minute.
    pub searches: u32,
    /// How many things that are denied or not there one account may ask for in a minute.
    pub denials: u32,
}

impl Settings {
    /// Settings for one data directory; everything else has its default below or beside it.
    #[must_use]
    pub fn in_dir(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            base_url: "http://localhost:8080".to_owned(),
            demo: false,
            synthetic: false,
            profile: "wgs-120-30".to_owned(),
            fonts_dir: PathBuf::from("/usr/share/fonts"),
            tools_dir: None,
            reference_dir: None,
            scanner: None,
            mail: None,
            kumi_exe: PathBuf::from("kumi"),
            provider: None,
            behind_proxy: false,
            searches: 300,
            denials: 200,
        }
    }
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept safe.
    pub safety: MailSafety,
    /// User and password, if it wants them.
    pub login: Option<(String, Hidden)>,
    /// The sender, as in `Kumihimo <no-reply@hospital.example>`.
    pub from: String,
    /// At most one mail goes to an account in so many hours.
    pub hours: i64,
}

/// How a connection to a mail server is kept safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSafety {
    /// Not at all: for a server on the same machine.
    None,
    /// It begins in the clear and must turn to TLS before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Something that no debug print shows.
#[derive(Clone)]
pub struct Hidden(String);

impl Hidden {
    /// Hides a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// What is hidden, for its one use.
    #[must_use]
    pub fn open(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// The platform. Cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Inner>);

struct Inner {
    db: Db,
    ledger: Ledger,
    blobs: Blobs,
    auth: Auth,
    relying_party: Option<RelyingParty>,
    limits: Limits,
    settings: Settings,
    clock: Clock,
    tour: OnceLock<Vec<TourStep>>,
    withdrawals: OnceLock<Vec<Withdrawals>>,
    seats: OnceLock<Vec<Seats>>,
    proxies: OnceLock<Vec<Proxies>>,
}

/// Puts a platform together.
pub struct Builder {
    ledger: Ledger,
    blobs: Blobs,
    settings: Settings,
    clock: Clock,
    chance: Chance,
}

impl Platform {
    /// A platform over an open ledger and its blobs, with the machine's clock and random source unless others are given.
    #[must_use]
    pub fn builder(ledger: Ledger, blobs: Blobs, settings: Settings) -> Builder {
        Builder {
            ledger,
            blobs,
            settings,
            clock: crate::clock(),
            chance: crate::chance(),
        }
    }

    /// The database, for reads and for tables outside aggregates.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The ledger: the only write path of aggregates.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    /// Encrypted objects.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// Accounts and decisions.
    #[must_use]
    pub fn auth(&self) -> &Auth {
        &self.0.auth
    }

    /// Where passkeys answer.
    ///
    /// # Errors
    /// A 409 problem if the address cannot carry passkeys.
    pub fn relying_party(&self) -> Result<&RelyingParty, Problem> {
        let at = self.0.relying_party.as_ref();
        at.ok_or_else(|| Problem::refused(&KeyRefused::NoOrigin))
    }

    /// The identity provider that staff may sign in with.
    ///
    /// # Errors
    /// A 404 problem if the operator named none.
    pub(crate) fn provider(&self) -> Result<&auth::Provider, Problem> {
        let provider = self.0.settings.provider.as_ref();
        provider.ok_or_else(|| {
            Problem::not_found(text!(
                "認証基盤は設定されていません。",
                "No identity provider is configured."
            ))
        })
    }

    /// Who asked how often.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Sets the guided path of a demonstration; the first counts.
    pub fn set_tour(&self, steps: Vec<TourStep>) {
        // a demonstration is played once
        let _ = self.0.tour.set(steps);
    }

    /// The guided path of a demonstration.
    pub(crate) fn tour(&self) -> &[TourStep] {
        self.0.tour.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// What the operator set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> At {
        (self.0.clock)()
    }

    /// A new random id: the prefix and 80 bits in lower-case base 32.
    #[must_use]
    pub fn new_id(&self, prefix: &str) -> String {
        self.0.auth.random_id(prefix)
    }
}

impl Platform {
    /// Takes note of the areas that know of withdrawals, of seats and of proxies; the first composition counts.
    pub(crate) fn watch(
        &self,
        withdrawals: Vec<Withdrawals>,
        seats: Vec<Seats>,
        proxies: Vec<Proxies>,
    ) {
        let _ = self.0.withdrawals.set(withdrawals);
        let _ = self.0.seats.set(seats);
        let _ = self.0.proxies.set(proxies);
    }

    /// Whether an account sits on a running session about a case, as far as any area knows.
    pub(crate) async fn is_seated(
        &self,
        case: &CaseId,
        account: &AccountId,
    ) -> anyhow::Result<bool> {
        for watch in self.0.seats.get().into_iter().flatten() {
            if (watch.0)(self.clone(), case.clone(), account.clone()).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a participant acts for another, as far as any area knows.
    pub(crate) async fn represents(&self, asks: &Asks) -> anyhow::Result<Represented> {
        for watch in self.0.proxies.get().into_iter().flatten() {
            let found = (watch.0)(self.clone(), asks.clone()).await?;
            if found != Represented::No {
                return Ok(found);
            }
        }
        Ok(Represented::No)
    }

    /// Whether the consent behind a case was withdrawn, as far as any area knows.
    pub(crate) async fn is_withdrawn(&self, case: &CaseId) -> anyhow::Result<bool> {
        for watch in self.0.withdrawals.get().into_iter().flatten() {
            if (watch.0)(self.clone(), case.clone()).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Builder {
    /// Another clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Another source of chance.
    #[must_use]
    pub fn chance(mut self, chance: Chance) -> Self {
        self.chance = chance;
        self
    }

    /// Builds it.
    ///
    /// # Errors
    /// If the policies are not sound.
    pub fn build(self) -> Result<Platform, PolicyFault> {
        let sealer = Box::new(BlobSealer(self.blobs.clone()));
        let auth = Auth::new(self.ledger.clone(), sealer, self.chance)?;
        Ok(Platform(Arc::new(Inner {
            db: self.ledger.db().clone(),
            ledger: self.ledger,
            blobs: self.blobs,
            auth,
            relying_party: RelyingParty::at(&self.settings.base_url),
            limits: Limits::default(),
            settings: self.settings,
            clock: self.clock,
            tour: OnceLock::new(),
            withdrawals: OnceLock::new(),
            seats: OnceLock::new(),
            proxies: OnceLock::new(),
        })))
    }
}

/// Seals with a key of the account's own, kept beside the keys of persons.
struct BlobSealer(Blobs);

type Fault = Box<dyn std::error::Error + Send + Sync>;

impl BlobSealer {
    fn key(account: &AccountId) -> Result<KeyId, Fault> {
        Ok(KeyId::person(&PersonId::parse(format!(
            "account.{account}"
        ))?))
    }
}

impl Sealer for BlobSealer {
    fn seal(&self, account: &AccountId, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.0.seal(&Self::key(account)?, bytes)?)
    }

    fn open(&self, account: &AccountId, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(self.0.open(&Self::key(account)?, sealed)?)
    }
}
