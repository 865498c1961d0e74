//! A copy of the demonstration, in this process: the composed router, somebody of every role, and the ids of what is there.

use std::collections::BTreeMap;

use auth::{Filter, NewAccount};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use blob::Blobs;
use ledger::{CheckpointKey, Ledger};
use store::Db;
use utoipa::openapi::OpenApi;
use web::{Platform, Settings};
use words::{AccountId, Actor, Lang, SiteId};

use crate::{
    compose,
    drive::sequencing::text,
    programme::{Copy, demo},
    unknown::things,
};

/// The demonstration, opened in this process.
pub struct House {
    /// Removed with the house.
    _copy: Copy,
    pub platform: Platform,
    pub router: Router,
    pub openapi: OpenApi,
    /// The rare-disease case.
    pub case: String,
    /// What stands in an address where it names its first thing, by the part before it.
    pub things: BTreeMap<&'static str, String>,
}

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default()
    }
}

/// Where case, account and so on stand in addresses of pages.
const OF_CASE: [&str; 9] = [
    "/cases/",
    "/my/",
    "/findings/",
    "/trio/",
    "/panels/",
    "/return/",
    "/threads/",
    "/register/",
    "/paper/new/",
];

impl House {
    /// None where the tools of the pipeline are not here.
    pub async fn open() -> Option<Self> {
        let copy = Copy::of(demo()?);
        let (data, keys) = (copy.at("data"), copy.at("keys"));
        let db = Db::open(&copy.database()).await.unwrap();
        let ledger = Ledger::open(db.clone(), CheckpointKey::in_dir(&keys).unwrap());
        let blobs = Blobs::in_dirs(db.clone(), &data, &keys).unwrap();
        let mut settings = Settings::in_dir(&data);
        settings.synthetic = true;
        // one account asks for everything there is in these tests
        settings.denials = u32::MAX;
        let platform = Platform::builder(ledger, blobs, settings).build().unwrap();
        let composed = web::compose(&platform, &compose::areas());
        let case = text(&demo()?.said["cases"][1], "id").unwrap();
        let mut things = things(&db, &case).await;
        things.extend(OF_CASE.map(|before| (before, case.clone())));
        let consent = things["/api/consents/"].clone();
        let report = things["/api/reports/"].clone();
        let vendor = one(&db, "SELECT id FROM sequencing_vendor ORDER BY id").await;
        let session = one(&db, "SELECT id FROM consent_session ORDER BY id").await;
        things.extend([
            ("/receipts/", consent),
            ("/reports/", report),
            ("/api/vendors/", vendor),
            ("/consents/", session),
            ("/accounts/", "analyst".to_owned()),
            ("/api/accounts/", "analyst".to_owned()),
            ("/access/accounts/", "analyst".to_owned()),
        ]);
        Some(Self {
            _copy: copy,
            platform,
            router: composed.router,
            openapi: (*composed.openapi).clone(),
            case,
            things,
        })
    }

    /// Somebody who holds this role and no other; none holds an empty one.
    pub async fn somebody(&self, role: &str) -> AccountId {
        let (auth, now, by) = (self.platform.auth(), self.platform.now(), Actor::system());
        let accounts = auth.accounts().await.unwrap();
        let holds = |state: &auth::State| {
            let held = state.in_force(now);
            !held.is_empty() && held.iter().all(|g| g.role == role)
        };
        if let Some((id, _)) = accounts.into_iter().find(|(_, state)| holds(state)) {
            return id;
        }
        let id = AccountId::parse(format!("only-{role}-here")).unwrap();
        if auth.who(&id, now).await.unwrap().is_some() {
            return id;
        }
        let new = NewAccount {
            id: id.clone(),
            login: id.to_string(),
            name: "試験".to_owned(),
            password: None,
            person: None,
            lang: Lang::Ja,
        };
        auth.open_account(new, &by, now).await.unwrap();
        if let Some(known) = auth::role(role) {
            let site = (known.bound == auth::Bound::Site).then(|| SiteId::parse("site-a").unwrap());
            let granted = auth.grant(&id, role, site, (now, None), &by, now).await;
            granted.unwrap();
        }
        id
    }

    pub async fn token(&self, account: &AccountId) -> String {
        let now = self.platform.now();
        let issued = self
            .platform
            .auth()
            .issue_token(account, now.plus_days(1), now);
        issued.await.unwrap().secret
    }

    pub async fn cookie(&self, account: &AccountId) -> String {
        let opened = self
            .platform
            .auth()
            .open_session(account, self.platform.now());
        format!("kumi_session={}", opened.await.unwrap().secret)
    }

    /// Asks as programs do: with a token, JSON below `/api/`, a form elsewhere.
    pub async fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
        let bearer = token.map(|t| format!("Bearer {t}"));
        let mut headers = vec![("accept", "text/html")];
        if path.starts_with("/api/") || path.starts_with("/ga4gh/") {
            headers = vec![("accept", "*/*"), ("content-type", "application/json")];
        } else if method != "GET" {
            headers.push(("content-type", "application/x-www-form-urlencoded"));
        }
        headers.extend(bearer.as_deref().map(|b| ("authorization", b)));
        self.send(method, path, &headers, body.as_bytes().to_vec())
            .await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = web::answer(&self.router, request).await;
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    /// What the newest entries of the log say that an account asked for: action and answer.
    pub async fn asked(&self, account: &AccountId, since: words::At) -> Vec<(String, bool)> {
        let filter = Filter {
            account: Some(account.clone()),
            from: Some(since),
            ..Filter::default()
        };
        let entries = self.platform.auth().accesses(&filter, 200).await.unwrap();
        entries.into_iter().map(|e| (e.action, e.allowed)).collect()
    }
}

async fn one(db: &Db, sql: &'static str) -> String {
    let row = db.one(sql, vec![]).await.unwrap();
    row.map_or_else(|| "none".to_owned(), |row| row.text(0).unwrap())
}
