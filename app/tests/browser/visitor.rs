//! What a person does at a screen: opens, reads, types, clicks.

use std::time::Duration;

use fantoccini::{Locator, elements::Element};
use serde_json::Value;

use crate::driver::Browser;

/// Somebody at a browser in front of one program.
pub struct Visitor<'a> {
    pub browser: &'a Browser,
    /// `http://127.0.0.1:PORT`.
    pub base: &'a str,
}

impl Visitor<'_> {
    /// Opens a page by its path.
    pub async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        let went = self.browser.client.goto(&address).await;
        went.unwrap_or_else(|e| panic!("{address}: {e}"));
    }

    /// Waits for something on the page, at most half a minute: a slow machine is no fault of the page.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self.browser.client.wait().at_most(Duration::from_secs(30));
        let found = wait.for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|e| panic!("{css}: {e}"))
    }

    /// What it says.
    pub async fn text(&self, css: &str) -> String {
        let said = self.find(css).await.text().await;
        said.unwrap_or_else(|e| panic!("{css}: {e}"))
    }

    /// Clicks it.
    pub async fn click(&self, css: &str) {
        let clicked = self.find(css).await.click().await;
        clicked.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Clicks what leads to another page, and waits until that page is there.
    pub async fn go(&self, css: &str) {
        self.find(css).await;
        self.ask("document.documentElement.dataset.left = '1'")
            .await;
        self.click(css).await;
        let arrived =
            "return !document.documentElement.dataset.left && document.readyState === 'complete'";
        for _ in 0..600 {
            let said = self.browser.client.execute(arrived, Vec::new()).await;
            if said.is_ok_and(|there| there == Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{css}: no other page came");
    }

    /// Types into a field.
    pub async fn write(&self, css: &str, typed: &str) {
        let written = self.find(css).await.send_keys(typed).await;
        written.unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// How many there are.
    pub async fn count(&self, css: &str) -> u64 {
        let script = format!("return document.querySelectorAll({css:?}).length");
        self.ask(&script).await.as_u64().unwrap_or_default()
    }

    /// Asks the page.
    pub async fn ask(&self, script: &str) -> Value {
        let said = self.browser.client.execute(script, Vec::new()).await;
        said.unwrap_or_else(|e| panic!("{script:.200}: {e}"))
    }

    /// Asks the page something it answers later, to the function it is given.
    pub async fn later(&self, script: &str) -> Value {
        let said = self.browser.client.execute_async(script, Vec::new()).await;
        said.unwrap_or_else(|e| panic!("{script:.200}: {e}"))
    }

    /// Takes a larger or a smaller window.
    pub async fn size(&self, width: u32, height: u32) {
        let sized = self.browser.client.set_window_size(width, height).await;
        sized.unwrap_or_else(|e| panic!("{e}"));
    }

    /// Begins anew: no session, no chosen language.
    pub async fn forget(&self) {
        let forgot = self.browser.client.delete_all_cookies().await;
        forgot.unwrap_or_else(|e| panic!("{e}"));
    }

    /// Goes through the door of the demonstration.
    pub async fn enter(&self, account: &str) {
        self.forget().await;
        self.open("/demo").await;
        self.click(&format!("table form:has(input[value^='{account}']) button"))
            .await;
        self.find("form[action='/sign-out']").await;
    }

    /// Fetches what the links of the page lead to, as the page itself would: status and first four bytes of each.
    pub async fn fetch(&self, css: &str) -> Vec<(u64, String)> {
        let script = format!(
            "const done = arguments[0];
Promise.all([...document.querySelectorAll({css:?})].map(async a => {{
  const r = await fetch(a.href); const b = new Uint8Array(await r.arrayBuffer());
  return [r.status, String.fromCharCode(...b.slice(0, 4))]; }})).then(done)"
        );
        let all = self.later(&script).await;
        serde_json::from_value(all).unwrap_or_else(|e| panic!("{css}: {e}"))
    }
}
