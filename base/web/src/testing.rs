//! A whole platform for a test: temporary blobs, a movable clock, seeded chance, and short calls.
//!
//! ```ignore
//! for t in store::testing::both().await {
//!     let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
//!     let token = stage.sign_in("physician", Some("site-a")).await;
//!     let (status, answer) = stage.call("POST", "/api/cases", Some(&token), json!({ … })).await;
//! }
//! ```

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use auth::{Auth, Chance, Command, Facts};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use store::Db;
use tower::ServiceExt as _;
use words::{AccountId, Actor, At, Context, Digest, PersonId, SiteId};

use crate::{Area, Composed, Platform, Settings, compose, migrations, settle};

/// 2026-04-03 09:00 in Tokyo: when every stage begins.
pub const BEGIN: At = At::from_micros(1_775_174_400_000_000);

/// A platform with its areas, a clock to move, and a router to call.
pub struct Stage {
    /// The platform.
    pub platform: Platform,
    /// Its areas.
    pub areas: Vec<Area>,
    /// The composed router.
    pub router: Router,
    /// The composed document.
    pub openapi: Arc<utoipa::openapi::OpenApi>,
    clock: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

/// Builds a platform with areas over a fresh database; migrates it.
///
/// # Panics
/// If anything of it fails.
pub async fn platform(db: Db, areas: Vec<Area>) -> Stage {
    platform_with(db, areas, |_| {}).await
}

/// As [`platform`], with settings changed.
///
/// # Panics
/// If anything of it fails.
pub async fn platform_with(db: Db, areas: Vec<Area>, change: impl FnOnce(&mut Settings)) -> Stage {
    let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
    store::migrate(&db, &migrations(&areas))
        .await
        .unwrap_or_else(|e| panic!("migrate: {e:?}"));
    let mut settings = Settings::in_dir(dir.path().join("data"));
    "slice".clone_into(&mut settings.profile);
    settings.synthetic = true;
    change(&mut settings);
    let clock = Arc::new(AtomicI64::new(BEGIN.micros()));
    let reads = clock.clone();
    let ledger = ledger::Ledger::open(db.clone(), ledger::CheckpointKey::throw_away());
    let objects = blob::Blobs::in_dirs(db, &settings.data_dir, &dir.path().join("keys"));
    let blobs = objects.unwrap_or_else(|e| panic!("blobs: {e}"));
    let platform = Platform::builder(ledger, blobs, settings)
        .clock(Arc::new(move || {
            At::from_micros(reads.load(Ordering::SeqCst))
        }))
        .chance(seeded("stage"))
        .build()
        .unwrap_or_else(|e| panic!("platform: {e}"));
    let Composed { router, openapi } = compose(&platform, &areas);
    Stage {
        platform,
        areas,
        router,
        openapi,
        clock,
        _dir: dir,
    }
}

/// Chance that is the same in every run: a chain of digests.
#[must_use]
pub fn seeded(seed: &str) -> Chance {
    let state = Mutex::new((Digest::of(seed.as_bytes()), 0_u64));
    Arc::new(move |bytes: &mut [u8]| {
        let mut state = state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for byte in bytes {
            state.1 += 1;
            state.0 = Digest::of(format!("{} {}", state.0, state.1).as_bytes());
            *byte = u8::from_str_radix(state.0.as_str().get(..2).unwrap_or("0"), 16)
                .unwrap_or_default();
        }
    })
}

impl Stage {
    /// Moves the clock.
    pub fn pass_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Moves the clock by whole days.
    pub fn pass_days(&self, days: i64) {
        self.pass_seconds(days * 86_400);
    }

    /// A new account with a role, signed in: the bearer token.
    ///
    /// # Panics
    /// If the role and the site do not fit.
    pub async fn sign_in(&self, role: &str, site: Option<&str>) -> String {
        let account = format!("{role}.{}", site.unwrap_or("centre"));
        self.sign_in_as(&account, role, site, None).await
    }

    /// A participant's account, signed in: the bearer token.
    ///
    /// # Panics
    /// If the person is not an id.
    pub async fn sign_in_patient(&self, person: &PersonId) -> String {
        self.sign_in_as(&format!("patient.{person}"), "patient", None, Some(person))
            .await
    }

    /// A named account with a role, signed in: the bearer token. Called again for the same account it adds the role.
    ///
    /// # Panics
    /// If the role and the site do not fit.
    pub async fn sign_in_as(
        &self,
        account: &str,
        role: &str,
        site: Option<&str>,
        person: Option<&PersonId>,
    ) -> String {
        let id = AccountId::parse(account).unwrap_or_else(|e| panic!("{e}"));
        let auth: &Auth = self.platform.auth();
        let (now, by) = (self.platform.now(), Actor::system());
        if auth
            .who(&id, now)
            .await
            .unwrap_or_else(|e| panic!("{e:?}"))
            .is_none()
        {
            let facts = Facts {
                account: id.clone(),
                now,
                by: by.account.clone(),
            };
            let open = Command::Open {
                person: person.cloned(),
            };
            let context = Context::new(now, by.clone());
            let opened = self
                .platform
                .ledger()
                .execute::<auth::Account>(id.as_str(), open, &facts, &context)
                .await;
            opened.unwrap_or_else(|e| panic!("open {account}: {e:?}"));
        }
        let site = site.map(|s| SiteId::parse(s).unwrap_or_else(|e| panic!("{e}")));
        let granted = auth.grant(&id, role, site, (now, None), &by, now).await;
        granted.unwrap_or_else(|e| panic!("grant {role}: {e:?}"));
        let issued = auth.issue_token(&id, now.plus_days(90), now).await;
        issued.unwrap_or_else(|e| panic!("token: {e:?}")).secret
    }

    /// Signs as the holder of a token, with a key in software: what goes into the field `signature`.
    ///
    /// # Panics
    /// If the key is not accepted.
    pub async fn signature(
        &self,
        token: &str,
        purpose: &str,
        thing: &str,
        digest: &Digest,
    ) -> Value {
        let (auth, now) = (self.platform.auth(), self.platform.now());
        let at = self.platform.relying_party();
        let at = at.unwrap_or_else(|e| panic!("{e}"));
        let (_, session) = self
            .call("GET", "/api/session", Some(token), Value::Null)
            .await;
        let account = session["account"].as_str().unwrap_or_default();
        let account = AccountId::parse(account).unwrap_or_else(|e| panic!("{e}"));
        let key = match auth.soft_key(&account).await {
            Ok(Some(key)) => key,
            _ => {
                self.sign_up(&account).await;
                let given = auth.give_soft_key(at, &account, now).await;
                given.unwrap_or_else(|e| panic!("key: {e:?}"))
            }
        };
        let asked = serde_json::json!({ "purpose": purpose, "thing": thing, "digest": digest });
        let (status, asked) = self
            .call("POST", "/api/signatures", Some(token), asked)
            .await;
        assert_eq!(status, 200, "{asked}");
        let assertion = key.assert(&asked["options"], &at.origin);
        serde_json::json!({ "ceremony": asked["ceremony"], "assertion": assertion })
    }

    /// Accounts of tests are born without a name; a key needs one.
    async fn sign_up(&self, account: &AccountId) {
        let sql = "INSERT INTO account (id, login, name, password, totp, totp_step, failures, locked_until, lang)
                   VALUES ($1, $1, $2, '', $2, 0, 0, 0, 'ja') ON CONFLICT (id) DO NOTHING";
        let sealed = self
            .platform
            .auth()
            .sealed(account, account.as_str().as_bytes());
        let sealed = sealed.unwrap_or_else(|e| panic!("{e:?}"));
        let write = store::Write::new(sql, vec![account.into(), sealed.into()]);
        let done = self.platform.db().run(write).await;
        done.unwrap_or_else(|e| panic!("{e:?}"));
    }

    /// Calls the API: status and JSON (null if the body is empty).
    ///
    /// # Panics
    /// If the answer is not JSON.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        json: Value,
    ) -> (u16, Value) {
        call(&self.router, method, path, token, json).await
    }

    /// Opens a page as a person would: status and HTML.
    pub async fn page(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let (status, bytes) = send(&self.router, "GET", path, token, "text/html", None).await;
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Sends a form as a page does: status and what comes back.
    ///
    /// # Panics
    /// If the request cannot be built.
    pub async fn form(&self, path: &str, token: Option<&str>, fields: &str) -> (u16, String) {
        let mut request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(fields.to_owned()));
        let request = request.unwrap_or_else(|e| panic!("request: {e}"));
        let response = self.router.clone().oneshot(request).await;
        let response = response.unwrap_or_else(|e| match e {});
        let status = response.status().as_u16();
        let body = response.into_body().collect().await;
        let body = body.unwrap_or_else(|e| panic!("body: {e}")).to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Fetches bytes: status and body.
    pub async fn fetch(&self, path: &str, token: Option<&str>) -> (u16, Vec<u8>) {
        send(&self.router, "GET", path, token, "*/*", None).await
    }

    /// Runs reactions and jobs until nothing is due.
    ///
    /// # Panics
    /// If a reaction fails.
    pub async fn settle(&self) {
        settle(&self.platform, &self.areas)
            .await
            .unwrap_or_else(|e| panic!("settle: {e:#}"));
    }
}

/// Calls a router: status and JSON (null if the body is empty). `Value::Null` sends no body.
///
/// # Panics
/// If the answer is not JSON.
pub async fn call(
    router: &Router,
    method: &str,
    path: &str,
    token: Option<&str>,
    json: Value,
) -> (u16, Value) {
    let body = (!json.is_null()).then_some(json);
    let (status, bytes) = send(router, method, path, token, "application/json", body).await;
    if bytes.is_empty() {
        return (status, Value::Null);
    }
    let said = serde_json::from_slice(&bytes);
    (
        status,
        said.unwrap_or_else(|_| {
            panic!(
                "{method} {path}: not JSON: {}",
                String::from_utf8_lossy(&bytes)
            )
        }),
    )
}

async fn send(
    router: &Router,
    method: &str,
    path: &str,
    token: Option<&str>,
    accept: &str,
    json: Option<Value>,
) -> (u16, Vec<u8>) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, accept);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = match json {
        Some(json) => request
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json.to_string())),
        None => request.body(Body::empty()),
    };
    let request = request.unwrap_or_else(|e| panic!("request: {e}"));
    let response = router
        .clone()
        .oneshot(request)
        .await
        .unwrap_or_else(|e| match e {});
    let status = response.status().as_u16();
    let body = response
        .into_body()
        .collect()
        .await
        .unwrap_or_else(|e| panic!("body: {e}"));
    (status, body.to_bytes().to_vec())
}
