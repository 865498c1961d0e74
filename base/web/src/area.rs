//! What an area registers: schema, aggregates, routes, pages, jobs, reactions.

use std::sync::Arc;

use auth::Represented;
use futures::future::BoxFuture;
use ledger::{Aggregate, Kind, Recorded};
use serde_json::Value;
use store::Migration;
use utoipa_axum::router::OpenApiRouter;
use words::{AccountId, CaseId, PersonId};

use crate::{
    Platform,
    proof::{Objects, Proves},
};

type JobRun = Arc<dyn Fn(Platform, Value) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;
type ReactionRun =
    Arc<dyn Fn(Platform, Recorded) -> BoxFuture<'static, anyhow::Result<()>> + Send + Sync>;

/// Runs the jobs of one kind. May run twice for the same job: its effect must be idempotent.
#[derive(Clone)]
pub struct JobHandler {
    /// The kind of job.
    pub kind: &'static str,
    /// What to do with its payload.
    pub run: JobRun,
}

/// Hears events of upstream kinds. May hear the same event twice.
#[derive(Clone)]
pub struct Reaction {
    /// Its name, `area.what`: the name of its cursor; never reused.
    pub name: &'static str,
    /// The kinds of aggregate it hears.
    pub kinds: Vec<&'static str>,
    /// What to do with an event.
    pub run: ReactionRun,
}

type Watch =
    Arc<dyn Fn(Platform, CaseId) -> BoxFuture<'static, anyhow::Result<bool>> + Send + Sync>;

/// Knows of any case whether its consent was withdrawn. Asked before every decision about a thing of a case.
#[derive(Clone)]
pub struct Withdrawals(pub Watch);

type SeatWatch = Arc<
    dyn Fn(Platform, CaseId, AccountId) -> BoxFuture<'static, anyhow::Result<bool>> + Send + Sync,
>;

/// Knows whether an account sits on a panel session about a case that is not over yet. Asked before every decision
/// about a thing of a case when somebody asks who is a panel member.
#[derive(Clone)]
pub struct Seats(pub SeatWatch);

type ProxyWatch =
    Arc<dyn Fn(Platform, Asks) -> BoxFuture<'static, anyhow::Result<Represented>> + Send + Sync>;

/// A participant's account that asks about another person.
#[derive(Debug, Clone)]
pub struct Asks {
    /// The account.
    pub account: AccountId,
    /// Its holder.
    pub holder: PersonId,
    /// The case.
    pub case: CaseId,
    /// Whom the thing is about.
    pub person: PersonId,
}

/// Knows whether a participant's account acts for another person of a case. Asked before every decision about a thing of a
/// case when a participant asks about somebody else.
#[derive(Clone)]
pub struct Proxies(pub ProxyWatch);

/// One area.
#[derive(Clone)]
pub struct Area {
    /// Its name.
    pub name: &'static str,
    /// Its schema, forward only.
    pub migrations: Vec<Migration>,
    /// Its aggregates, for `verify`.
    pub kinds: Vec<Kind>,
    /// Its routes under `/api`.
    pub api: OpenApiRouter<Platform>,
    /// Its pages.
    pub pages: axum::Router<Platform>,
    /// Its effects in the world.
    pub jobs: Vec<JobHandler>,
    /// What it hears.
    pub reactions: Vec<Reaction>,
    /// What it knows of withdrawals.
    pub withdrawals: Option<Withdrawals>,
    /// What it knows of seats on panel sessions.
    pub seats: Option<Seats>,
    /// What it knows of who acts for whom.
    pub proxies: Option<Proxies>,
    /// Which stored objects its states refer to, for `verify`.
    pub objects: Vec<Objects>,
    /// What proves its other rows, for `verify`.
    pub proves: Vec<Proves>,
}

impl Area {
    /// An area with nothing registered yet.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            migrations: Vec::new(),
            kinds: Vec::new(),
            api: OpenApiRouter::default(),
            pages: axum::Router::new(),
            jobs: Vec::new(),
            reactions: Vec::new(),
            withdrawals: None,
            seats: None,
            proxies: None,
            objects: Vec::new(),
            proves: Vec::new(),
        }
    }

    /// Registers its schema.
    #[must_use]
    pub fn migrations(mut self, migrations: impl IntoIterator<Item = Migration>) -> Self {
        self.migrations.extend(migrations);
        self
    }

    /// Registers an aggregate.
    #[must_use]
    pub fn kind<A: Aggregate>(mut self) -> Self {
        self.kinds.push(Kind::of::<A>());
        self
    }

    /// Registers routes.
    #[must_use]
    pub fn api(mut self, router: OpenApiRouter<Platform>) -> Self {
        self.api = self.api.merge(router);
        self
    }

    /// Registers pages.
    #[must_use]
    pub fn pages(mut self, router: axum::Router<Platform>) -> Self {
        self.pages = self.pages.merge(router);
        self
    }

    /// Registers what runs the jobs of a kind.
    #[must_use]
    pub fn job<F, R>(mut self, kind: &'static str, run: F) -> Self
    where
        F: Fn(Platform, Value) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let run: JobRun = Arc::new(move |platform, payload| Box::pin(run(platform, payload)));
        self.jobs.push(JobHandler { kind, run });
        self
    }

    /// Registers what hears events of some kinds.
    #[must_use]
    pub fn reaction<F, R>(mut self, name: &'static str, kinds: &[&'static str], run: F) -> Self
    where
        F: Fn(Platform, Recorded) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let run: ReactionRun =
            Arc::new(move |platform, recorded| Box::pin(run(platform, recorded)));
        self.reactions.push(Reaction {
            name,
            kinds: kinds.to_vec(),
            run,
        });
        self
    }

    /// Registers who knows whether a case's consent was withdrawn: policies then forbid its use everywhere,
    /// whatever the asking area says of it.
    #[must_use]
    pub fn withdrawals<F, R>(mut self, is_withdrawn: F) -> Self
    where
        F: Fn(Platform, CaseId) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<bool>> + Send + 'static,
    {
        let watch: Watch = Arc::new(move |platform, case| Box::pin(is_withdrawn(platform, case)));
        self.withdrawals = Some(Withdrawals(watch));
        self
    }

    /// Registers who knows whether a participant acts for another: what a proxy may see hangs on it everywhere.
    #[must_use]
    pub fn proxies<F, R>(mut self, acts: F) -> Self
    where
        F: Fn(Platform, Asks) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<Represented>> + Send + 'static,
    {
        let watch: ProxyWatch = Arc::new(move |platform, asks| Box::pin(acts(platform, asks)));
        self.proxies = Some(Proxies(watch));
        self
    }

    /// Registers who knows whether an account sits on a running session about a case: what a panel member may see
    /// hangs on it everywhere.
    #[must_use]
    pub fn seats<F, R>(mut self, sits: F) -> Self
    where
        F: Fn(Platform, CaseId, AccountId) -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<bool>> + Send + 'static,
    {
        let watch: SeatWatch =
            Arc::new(move |platform, case, account| Box::pin(sits(platform, case, account)));
        self.seats = Some(Seats(watch));
        self
    }
}
