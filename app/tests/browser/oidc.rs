//! Sign-in through a real identity provider: unknown first, then linked by an administrator, asked again on a shared terminal,
//! turned back, out of both sessions, and the provider away.

use std::{
    io::Write as _,
    net::TcpListener,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    driver::Browser,
    look::look,
    server::{Server, said},
    visitor::Visitor,
};

const SECRET: &str = "a secret of the story, known to both";

/// oidc-provider under node, ended when dropped.
struct Provider {
    child: Child,
    issuer: String,
}

impl Provider {
    fn start(platform: &str, modules: &Path) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/oidc/provider.mjs");
        let mut child = Command::new("node")
            .arg(here)
            .arg(platform)
            .env("KUMI_OIDC", modules)
            .env("KUMI_OIDC_SECRET", SECRET)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("node: {e}"));
        let issuer = said(&mut child, |line| {
            line.strip_prefix("listening at ").map(str::to_owned)
        });
        Self { child, issuer }
    }

    fn stop(&mut self) {
        // it may be gone already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where `cargo xtask test` put oidc-provider; says so if it is not here, unless it is required.
fn modules() -> Option<PathBuf> {
    let found = std::env::var_os("KUMI_OIDC").map(PathBuf::from);
    let found = found.filter(|dir| dir.join("node_modules/oidc-provider").is_dir());
    let node = Command::new("node").arg("--version").output();
    if found.is_some() && node.is_ok_and(|o| o.status.success()) {
        return found;
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "oidc-provider and node are required here"
    );
    eprintln!(
        "SKIPPED: the provider's story needs node and oidc-provider; `cargo xtask test` fetches it"
    );
    None
}

/// A port that is free now: the provider must know where to send people back to before the platform runs.
fn free_port() -> u16 {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    taken.local_addr().unwrap().port()
}

fn serve(port: u16, issuer: &str, dir: &Path) -> Server {
    let file = dir.join("secret");
    let mut secret = std::fs::OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&file)
        .unwrap();
    secret.write_all(SECRET.as_bytes()).unwrap();
    let flags = [
        format!("--listen=127.0.0.1:{port}"),
        format!("--base-url=http://localhost:{port}"),
        format!("--oidc-issuer={issuer}"),
        "--oidc-client=kumihimo".to_owned(),
        format!("--oidc-secret-file={}", file.display()),
        "--oidc-name=病院の認証 / the hospital's login".to_owned(),
    ];
    Server::start_with(&flags)
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_come_in_through_their_hospitals_provider_once_linked() {
    let Some(modules) = modules() else { return };
    let Some(browser) = Browser::start().await else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut provider = Provider::start(&format!("http://localhost:{port}"), &modules);
    let server = serve(port, &provider.issuer, dir.path());
    let visitor = Visitor {
        browser: &browser,
        base: &server.base,
    };
    visitor.open("/sign-in").await;
    browser.plug_key().await;
    look(&visitor, "the door with a provider").await;
    let account = accounts(&visitor, &server).await;
    let subject = unknown(&visitor).await;
    linked(&visitor, &account, &subject).await;
    enters(&visitor).await;
    turns_back(&visitor).await;
    // the provider is away
    provider.stop();
    visitor.go("p.outside a").await;
    assert!(visitor.text("main").await.contains("E-AUTH-PROVIDER-AWAY"));
    visitor.browser.complaints().await;
    look(&visitor, "the provider is away").await;
    browser.close().await;
}

/// The first administrator comes in with a passkey and opens an account for a curator.
async fn accounts(visitor: &Visitor<'_>, server: &Server) -> String {
    let code = server.invite(&["kanri", "--name", "管理 太郎"]);
    visitor.open(&format!("/invitations/{code}")).await;
    visitor.go("form[data-passkey=make] button").await;
    visitor.find("form[action='/sign-out']").await;
    visitor.open("/accounts").await;
    visitor.click("main details summary").await;
    visitor.write("#name", "関 二郎").await;
    visitor.write("#login", "seki").await;
    visitor.go("form[action='/accounts'] button").await;
    visitor.click("#role option[value=curator]").await;
    visitor.go("form[action$='/grant'] button").await;
    look(visitor, "an account that nothing is linked to").await;
    let here = visitor.ask("return location.pathname").await;
    visitor.go("form[action='/sign-out'] button").await;
    here.as_str().unwrap().to_owned()
}

/// Proves at the provider to be somebody.
async fn prove(visitor: &Visitor<'_>, subject: &str) {
    visitor.go("p.outside a").await;
    assert!(visitor.text("h1").await.contains("login"), "asked again");
    visitor.write("#subject", subject).await;
    visitor.go("#enter").await;
}

/// Whom nobody linked is told what to tell an administrator.
async fn unknown(visitor: &Visitor<'_>) -> String {
    prove(visitor, "staff-4711").await;
    let said = visitor.text("main .notice.problem").await;
    assert!(said.contains("staff-4711"), "{said}");
    visitor.browser.complaints().await;
    visitor.browser.strangers(visitor.base).await;
    look(visitor, "nobody is linked").await;
    "staff-4711".to_owned()
}

/// The administrator links what the person was shown.
async fn linked(visitor: &Visitor<'_>, account: &str, subject: &str) {
    visitor.open("/sign-in").await;
    visitor.go("form.next:has(input[value=kanri]) button").await;
    visitor.open(account).await;
    visitor.write("#subject", subject).await;
    visitor.go("form[action$='/link'] button").await;
    visitor.find("form[action$='/unlink']").await;
    look(visitor, "an account that is linked").await;
    visitor.go("form[action='/switch'] button").await;
}

/// In, with the word that signing takes a passkey; an answer that was used lets nobody in; out of both sessions.
async fn enters(visitor: &Visitor<'_>) {
    prove(visitor, "staff-4711").await;
    visitor.find("form[action='/sign-out']").await;
    assert!(visitor.text(".reader").await.contains("関 二郎"));
    visitor.find("p.keyless a[href='/devices']").await;
    visitor.browser.complaints().await;
    visitor.browser.strangers(visitor.base).await;
    look(visitor, "in through the provider").await;
    let cookies = visitor.ask("return document.cookie").await;
    let seen = cookies.as_str().unwrap();
    assert!(!seen.contains("kumi_session") && !seen.contains("kumi_between"));
    visitor.go("form[action='/sign-out'] button").await;
    visitor.open("/outside/back?code=used&state=used").await;
    assert!(visitor.text("main").await.contains("E-AUTH-PROVIDER-STALE"));
    visitor.open("/sign-in").await;
    visitor.go("a[href='/outside/leave']").await;
    visitor.go("button[name=logout]").await;
    assert_eq!(visitor.ask("return location.pathname").await, "/sign-in");
    assert_eq!(visitor.count("a[href='/outside/leave']").await, 0);
    visitor.browser.complaints().await;
    visitor.browser.strangers(visitor.base).await;
}

/// Somebody changes their mind at the provider, in English.
async fn turns_back(visitor: &Visitor<'_>) {
    visitor.go("form[action='/language'] button").await;
    visitor.go("p.outside a").await;
    visitor.go("#cancel").await;
    let said = visitor.text("main .notice.problem").await;
    assert!(said.contains("called off"), "{said}");
    visitor.browser.complaints().await;
    visitor.browser.strangers(visitor.base).await;
    look(visitor, "turned back at the provider").await;
}
