//! Talks to the platform as its users' programs do: over HTTP, with a token, JSON in and out.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sim::VendorKey;

/// One signed-in user.
#[derive(Clone)]
pub struct User {
    http: reqwest::Client,
    base: String,
    token: String,
    role: &'static str,
    /// What a vendor signs its manifests with.
    key: Option<Arc<VendorKey>>,
}

impl User {
    pub fn new(base: &str, token: String, role: &'static str) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: base.to_owned(),
            token,
            role,
            key: None,
        }
    }

    pub fn signing_with(self, key: Arc<VendorKey>) -> Self {
        Self {
            key: Some(key),
            ..self
        }
    }

    /// Announces a delivery: the manifest as bytes, with the vendor's signature over them.
    pub async fn announce(&self, manifest: &Value) -> anyhow::Result<Value> {
        let path = "/api/deliveries";
        let body = serde_json::to_vec(manifest)?;
        let key = self.key.as_ref().context("only a vendor signs")?;
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .header("x-manifest-signature", key.sign(&body));
        let sent = request.body(body).send().await?;
        self.answer("POST", path, sent).await
    }

    /// Signs with the account's passkey, which a demonstration holds itself.
    pub async fn signature(
        &self,
        purpose: &str,
        thing: &str,
        digest: &str,
    ) -> anyhow::Result<Value> {
        let asked = json!({ "purpose": purpose, "thing": thing, "digest": digest });
        let asked = self.post("/api/signatures", asked).await?;
        Ok(json!({ "ceremony": asked["ceremony"], "assertion": asked["assertion"] }))
    }

    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> anyhow::Result<Value> {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// Fetches a document.
    pub async fn bytes(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let url = format!("{}{path}", self.base);
        let answer = self.http.get(&url).bearer_auth(&self.token).send().await?;
        let status = answer.status();
        let bytes = answer.bytes().await?;
        if !status.is_success() {
            bail!(
                "GET {path} as {}: {status} {}",
                self.role,
                String::from_utf8_lossy(&bytes)
            );
        }
        Ok(bytes.to_vec())
    }

    /// Sends a file as it is.
    pub async fn put_file(&self, path: &str, file: &std::path::Path) -> anyhow::Result<Value> {
        let bytes = tokio::fs::read(file)
            .await
            .with_context(|| format!("failed to read {}", file.display()))?;
        let url = format!("{}{path}", self.base);
        let sent = self
            .http
            .put(&url)
            .bearer_auth(&self.token)
            .body(bytes)
            .send()
            .await?;
        self.answer("PUT", path, sent).await
    }

    /// The code of the refusal, for what must be refused.
    pub async fn refused(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<String> {
        match self.send(method.clone(), path, body).await {
            Ok(_) => bail!("{method} {path} as {} should have been refused", self.role),
            Err(error) => Ok(error.to_string()),
        }
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let url = format!("{}{path}", self.base);
        let mut request = self
            .http
            .request(method.clone(), &url)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let sent = request
            .send()
            .await
            .with_context(|| format!("failed to reach {url}"))?;
        self.answer(method.as_str(), path, sent).await
    }

    async fn answer(
        &self,
        method: &str,
        path: &str,
        sent: reqwest::Response,
    ) -> anyhow::Result<Value> {
        let status = sent.status();
        let text = sent.text().await?;
        if !status.is_success() {
            bail!("{method} {path} as {}: {status} {text}", self.role);
        }
        if status == StatusCode::NO_CONTENT || text.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&text).with_context(|| format!("{method} {path}: not JSON: {text}"))
    }
}
