//! Pictures of the first page of every role and of the screens that decide, on a desk and on a phone, in both languages.
//!
//! `cargo xtask pictures` puts them into `docs/screens`; without it one picture is taken, so that the way stays open.

use std::path::{Path, PathBuf};

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::{Value, json};

use crate::{driver::Browser, server::Programme, visitor::Visitor};

/// A desk and a phone, as the page sees them.
const SIZES: [(u32, u32); 2] = [(1440, 900), (390, 844)];

/// Who enters, and how the picture of the first page is called.
const HOMES: [(&str, &str); 12] = [
    ("coordinator-a", "home-coordinator"),
    ("physician-a", "home-physician"),
    ("counsellor-a", "home-counsellor"),
    ("technician-a", "home-technician"),
    ("vendor", "home-vendor"),
    ("analyst", "home-analyst"),
    ("curator", "home-curator"),
    ("chair", "home-chair"),
    ("oncologist", "home-panel-member"),
    ("office", "home-office"),
    ("security", "home-security"),
    ("admin", "home-admin"),
];

/// A command of the browser's own protocol.
#[derive(Debug)]
struct Tell(&'static str, Value);

impl WebDriverCompatibleCommand for Tell {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (Method::POST, Some(body.to_string()))
    }
}

/// A page to be taken: who sees it, what it is called, where it is.
struct Screen {
    by: &'static str,
    name: &'static str,
    at: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_taken() {
    let Some(browser) = Browser::start().await else {
        return;
    };
    let programme = Programme::start();
    let visitor = Visitor {
        browser: &browser,
        base: &programme.server.base,
    };
    let all = std::env::var_os("KUMI_PICTURES").map(PathBuf::from);
    let own = tempfile::tempdir().unwrap();
    let dir = all.as_deref().unwrap_or(own.path());
    let mut screens: Vec<Screen> = HOMES
        .iter()
        .map(|(by, name)| Screen {
            by,
            name,
            at: "/".to_owned(),
        })
        .collect();
    match all {
        Some(_) => screens.extend(deciding(&visitor, &programme).await),
        None => screens.truncate(1),
    }
    for screen in &screens {
        take(&visitor, screen, dir).await;
    }
    browser.close().await;
}

/// The screens 1, 3, 4, 6, 7, 8 and the board.
async fn deciding(visitor: &Visitor<'_>, programme: &Programme) -> Vec<Screen> {
    let (cancer, rare) = (&programme.cancer, &programme.rare);
    visitor.enter("curator").await;
    visitor.open(&format!("/findings/{cancer}")).await;
    let first = format!(
        "return document.querySelector(\"main a[href^='/findings/{cancer}/']\").getAttribute('href')"
    );
    let finding = visitor.ask(&first).await;
    let screen = |by, name, at: String| Screen { by, name, at };
    vec![
        screen("physician-a", "1-case", format!("/cases/{cancer}")),
        screen("curator", "3-finding", finding.as_str().unwrap().to_owned()),
        screen("curator", "4-trio", format!("/trio/{rare}")),
        screen("chair", "6-panel", format!("/panels/{cancer}")),
        screen(
            "physician-a",
            "7-report",
            format!("/reports/{cancer}.analysis"),
        ),
        screen("patient-", "8-portal", "/my".to_owned()),
        screen("office", "10-board", "/board".to_owned()),
        screen("security", "access-reviews", "/access/reviews".to_owned()),
    ]
}

/// Both languages and both sizes of a page.
async fn take(visitor: &Visitor<'_>, screen: &Screen, dir: &Path) {
    visitor.enter(screen.by).await;
    for lang in ["ja", "en"] {
        if lang == "en" {
            visitor.go("form[action='/language'] button").await;
            visitor.find("html[lang=en]").await;
        }
        visitor.open(&screen.at).await;
        visitor.find("main h1").await;
        for (width, height) in SIZES {
            sized(visitor, width, height).await;
            let taken = visitor.browser.client.screenshot().await;
            let taken = taken.unwrap_or_else(|e| panic!("{}: {e}", screen.name));
            assert_eq!(size(&taken), Some((width, height)), "{}", screen.name);
            let file = format!("{}-{lang}-{width}.png", screen.name);
            std::fs::write(dir.join(file), taken).unwrap();
        }
    }
}

/// The size as the page sees it: a window cannot be made as small as a phone.
async fn sized(visitor: &Visitor<'_>, width: u32, height: u32) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    let tell = Tell("Emulation.setDeviceMetricsOverride", metrics);
    let done = visitor.browser.client.issue_cmd(tell).await;
    done.unwrap_or_else(|e| panic!("{width}: {e}"));
    // fonts and drawings settle before the picture is taken
    let settled = "const done = arguments[0];
document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(done)))";
    visitor.later(settled).await;
}

/// Width and height of a PNG.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let bytes = png.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    png.starts_with(b"\x89PNG").then_some(())?;
    Some((number(16)?, number(20)?))
}
