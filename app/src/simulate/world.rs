//! What everybody of the simulation shares: the platform, its router, the accounts with their tokens, the plans.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, bail};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use ledger::Turns;
use serde_json::{Value, json};
use sim::{VendorKey, scenario::Plan};
use words::AccountId;

use super::clock;
use crate::open::Opened;

/// The world.
pub struct World {
    pub opened: Opened,
    pub turns: Turns,
    pub vendor_key: VendorKey,
    router: Router,
    tokens: Mutex<HashMap<String, String>>,
    plans: Mutex<HashMap<String, Arc<Plan>>>,
    forms: Mutex<Option<(words::Day, Arc<Value>)>>,
    /// What went wrong: told at the end, all of it.
    faults: Mutex<Vec<String>>,
}

/// What somebody sends.
pub enum Sent<'a> {
    Nothing,
    Json(&'a Value),
    /// A manifest with its signature.
    Manifest(Vec<u8>, String),
}

impl World {
    pub fn new(opened: Opened, turns: Turns, seed: u64) -> anyhow::Result<Self> {
        let router = web::compose(&opened.platform, &opened.areas).router;
        Ok(Self {
            opened,
            turns,
            vendor_key: VendorKey::of_seed(seed)?,
            router,
            tokens: Mutex::default(),
            plans: Mutex::default(),
            forms: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    /// Gives every account a token for the next weeks.
    pub async fn sign_in(&self, accounts: &[AccountId]) -> anyhow::Result<()> {
        let (auth, now) = (self.opened.platform.auth(), clock::now());
        for account in accounts {
            let token = auth.issue_token(account, now.plus_days(60), now).await?;
            let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
            tokens.insert(account.to_string(), token.secret);
        }
        Ok(())
    }

    /// Takes note of what went wrong.
    pub fn fault(&self, error: &anyhow::Error) {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push(format!("{error:#}"));
    }

    /// Everything that went wrong.
    pub fn faults(&self) -> Vec<String> {
        let faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.clone()
    }

    /// Remembers the plan of a case by its number.
    pub fn plan(&self, case: &str, plan: Arc<Plan>) {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        plans.insert(case.to_owned(), plan);
    }

    /// The plan of a case.
    pub fn plan_of(&self, case: &str) -> anyhow::Result<Arc<Plan>> {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let found = plans.get(case).cloned();
        found.with_context(|| format!("case {case} has no plan"))
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> anyhow::Result<Value> {
        self.call(who, "POST", path, Sent::Json(&body)).await
    }

    pub async fn put(&self, who: &str, path: &str, body: Value) -> anyhow::Result<Value> {
        self.call(who, "PUT", path, Sent::Json(&body)).await
    }

    pub async fn get(&self, who: &str, path: &str) -> anyhow::Result<Value> {
        self.call(who, "GET", path, Sent::Nothing).await
    }

    /// One request; some seconds pass. What is not a success ends the simulation.
    pub async fn call(
        &self,
        who: &str,
        method: &str,
        path: &str,
        sent: Sent<'_>,
    ) -> anyhow::Result<Value> {
        clock::pass(4);
        let (status, body) = self.ask(who, method, path, sent).await?;
        if !(200..300).contains(&status) {
            let said = String::from_utf8_lossy(&body);
            bail!("{method} {path} as {who}: {status} {said}");
        }
        if body.is_empty() {
            return Ok(Value::Null);
        }
        Ok(serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn ask(
        &self,
        who: &str,
        method: &str,
        path: &str,
        sent: Sent<'_>,
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let token = {
            let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
            let token = tokens.get(who).cloned();
            token.with_context(|| format!("nobody is called {who}"))?
        };
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        if !matches!(sent, Sent::Nothing) {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = match sent {
            Sent::Nothing => Body::empty(),
            Sent::Json(json) => Body::from(json.to_string()),
            Sent::Manifest(bytes, signature) => {
                request = request.header("x-manifest-signature", signature);
                Body::from(bytes)
            }
        };
        let response = web::answer(&self.router, request.body(body)?).await;
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        Ok((status, body.to_vec()))
    }

    /// Signs with the account's passkey, which a simulation holds itself.
    pub async fn signature(
        &self,
        who: &str,
        purpose: &str,
        thing: &str,
        digest: &str,
    ) -> anyhow::Result<Value> {
        let asked = json!({ "purpose": purpose, "thing": thing, "digest": digest });
        let asked = self.post(who, "/api/signatures", asked).await?;
        Ok(json!({ "ceremony": asked["ceremony"], "assertion": asked["assertion"] }))
    }

    /// The forms in force today.
    pub async fn forms(&self, who: &str) -> anyhow::Result<Arc<Value>> {
        let today = clock::now().day();
        {
            let kept = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((day, forms)) = kept.as_ref().filter(|(day, _)| *day == today) {
                let _ = day;
                return Ok(forms.clone());
            }
        }
        let forms = Arc::new(self.get(who, "/api/forms").await?);
        let mut kept = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((today, forms.clone()));
        Ok(forms)
    }
}

/// A text field of an answer.
pub fn text(answer: &Value, field: &str) -> anyhow::Result<String> {
    let found = answer.get(field).and_then(Value::as_str).map(str::to_owned);
    found.with_context(|| format!("the answer has no {field}: {answer}"))
}
