//! chromedriver on a free port, a headless Chromium behind it, and the browser's own log.

use std::process::{Child, Command, Stdio};

use axum::http::Method;
use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Url;
use serde_json::{Value, json};

use crate::server::said;

/// A browser and its driver, ended when dropped.
pub struct Browser {
    driver: Child,
    /// The session.
    pub client: Client,
}

/// Reads one of the browser's logs since the last time: `browser` (its console) or `performance` (its network).
#[derive(Debug)]
struct ReadLog(&'static str);

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}

/// Plugs a passkey into the browser: it verifies its holder without asking anybody.
#[derive(Debug)]
struct PlugKey;

impl WebDriverCompatibleCommand for PlugKey {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/webauthn/authenticator"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let key = json!({ "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true });
        (Method::POST, Some(key.to_string()))
    }
}

impl Browser {
    /// From now on a key answers when a page asks for one.
    pub async fn plug_key(&self) {
        let plugged = self.client.issue_cmd(PlugKey).await;
        plugged.unwrap_or_else(|e| panic!("virtual authenticator: {e}"));
    }

    /// Starts both; `None` if there is no chromedriver here, unless it is required.
    pub async fn start() -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = match started {
            Ok(driver) => driver,
            Err(error) if std::env::var("CI").is_ok_and(|ci| ci == "true") => {
                panic!("chromedriver is required here: {error}")
            }
            Err(error) => {
                eprintln!("SKIPPED: the browser's story needs chromedriver: {error}");
                return None;
            }
        };
        let port = said(&mut driver, |line| {
            // it first says that it is asked for port 0, then which one it got
            let (_, port) = line.rsplit_once("on port ")?;
            let port: u16 = port.trim_end_matches('.').parse().ok()?;
            (port > 0).then(|| port.to_string())
        });
        let args = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ];
        let wanted = json!({ "goog:chromeOptions": { "args": args },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" } });
        let Value::Object(wanted) = wanted else {
            panic!("capabilities are an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|e| panic!("chromium: {e}"));
        Some(Self { driver, client })
    }

    /// Complaints of the browser since the last time: policy violations, failed requests, script errors.
    pub async fn complaints(&self) -> Vec<String> {
        let lines = self.log("browser").await;
        let severe = lines.iter().filter(|l| l["level"] == "SEVERE");
        severe.map(|l| l["message"].to_string()).collect()
    }

    /// What the pages asked of another place than `base` since the last time.
    pub async fn strangers(&self, base: &str) -> Vec<String> {
        let lines = self.log("performance").await;
        let asked = lines.iter().filter_map(|line| {
            let message: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
            let message = &message["message"];
            let url = message["params"]["request"]["url"].as_str()?;
            (message["method"] == "Network.requestWillBeSent").then(|| url.to_owned())
        });
        asked
            // the browser's own reader of PDFs is one of its extensions
            .filter(|url| !url.starts_with("chrome-extension:"))
            .filter(|url| !url.starts_with(base) && !url.starts_with("data:"))
            .collect()
    }

    async fn log(&self, which: &'static str) -> Vec<Value> {
        let log = self.client.issue_cmd(ReadLog(which)).await;
        let log = log.unwrap_or_else(|e| panic!("the browser's log: {e}"));
        log.as_array().cloned().unwrap_or_default()
    }

    /// Ends the session; the driver ends when dropped.
    pub async fn close(self) {
        // a session that is gone already is closed
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
