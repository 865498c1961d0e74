//! Sign-in through an identity provider: who comes in, who does not, and what of the provider's word is checked.

use auth::NewAccount;
use axum::{body::Body, http::Response};
use store::Db;
use web::testing::{Stage, platform_with};
use words::{AccountId, Actor, Lang};

use crate::{
    door::{header, send, text},
    mock::{Lie, Mock, queries},
};

const SUBJECT: &str = "staff-4711";

struct Scene {
    stage: Stage,
    mock: Mock,
    account: AccountId,
    admin: String,
}

/// A platform with a provider, an administrator, and a curator who is not linked yet.
async fn scene(db: Db) -> Scene {
    let mock = Mock::start().await;
    let provider = mock.provider();
    let stage = platform_with(db, vec![], |s| s.provider = Some(provider)).await;
    let (account, now) = (AccountId::parse("ac-1").unwrap(), stage.platform.now());
    let new = NewAccount {
        id: account.clone(),
        login: "seki".to_owned(),
        name: "関 二郎".to_owned(),
        password: None,
        person: None,
        lang: Lang::Ja,
    };
    let auth = stage.platform.auth();
    auth.open_account(new, &Actor::system(), now).await.unwrap();
    let admin = stage.sign_in("admin", None).await;
    Scene {
        stage,
        mock,
        account,
        admin,
    }
}

/// The pairs of cookies that an answer sets, without those it ends.
fn cookies(response: &Response<Body>) -> Vec<String> {
    let all = response.headers().get_all("set-cookie").into_iter();
    let set = all.map(|v| v.to_str().unwrap().split(';').next().unwrap().to_owned());
    set.filter(|pair| !pair.ends_with('=')).collect()
}

impl Scene {
    async fn get(&self, path: &str, cookie: &str) -> Response<Body> {
        // the browser comes from another site
        let headers = [("cookie", cookie), ("sec-fetch-site", "cross-site")];
        send(&self.stage.router, "GET", path, &headers, "").await
    }

    /// Through the provider's door and back to the address it names: that address, and what the browser keeps.
    async fn there(&self, subject: &str) -> (String, String) {
        let began = self.get("/outside/enter?to=/accounts", "").await;
        assert_eq!(began.status(), 303);
        let set = header(&began, "set-cookie");
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Max-Age=600")
        );
        let (code, state) = self.mock.authorize(&header(&began, "location"), subject);
        let secret = cookies(&began).remove(0);
        (format!("/outside/back?code={code}&state={state}"), secret)
    }

    async fn enter(&self, lie: Lie, subject: &str) -> Response<Body> {
        self.mock.tell(lie, self.stage.platform.now());
        let (back, secret) = self.there(subject).await;
        self.get(&back, &secret).await
    }

    async fn post(&self, path: &str, body: &str) -> Response<Body> {
        let bearer = format!("Bearer {}", self.admin);
        send(
            &self.stage.router,
            "POST",
            path,
            &[("authorization", &bearer)],
            body,
        )
        .await
    }

    async fn link(&self) {
        let done = self
            .post("/accounts/ac-1/link", &format!("subject={SUBJECT}"))
            .await;
        assert_eq!(done.status(), 303, "{}", text(done).await);
    }

    async fn read(&self, path: &str) -> String {
        let bearer = format!("Bearer {}", self.admin);
        text(
            send(
                &self.stage.router,
                "GET",
                path,
                &[("authorization", &bearer)],
                "",
            )
            .await,
        )
        .await
    }
}

/// Not let in: the status, the code on the page, and no session.
async fn out(response: Response<Body>, status: u16, code: &str) -> String {
    let set = cookies(&response);
    let (got, html) = (response.status(), text(response).await);
    assert_eq!(got, status, "{html}");
    assert!(html.contains(code), "{code}: {html}");
    assert!(
        !set.iter().any(|c| c.starts_with("kumi_session")),
        "{set:?}"
    );
    html
}

#[tokio::test]
async fn only_whom_an_administrator_linked_comes_in() {
    for t in store::testing::both().await {
        let scene = scene(t.db.clone()).await;
        let auth = scene.stage.platform.auth();
        let accounts = auth.accounts().await.unwrap();
        let refused = scene.enter(Lie::None, SUBJECT).await;
        let html = out(refused, 401, "E-AUTH-PROVIDER-UNKNOWN").await;
        assert!(
            html.contains(SUBJECT),
            "what to tell the administrator: {html}"
        );
        assert_eq!(auth.accounts().await.unwrap(), accounts, "nobody was made");
        scene.link().await;
        assert!(scene.read("/accounts/ac-1").await.contains(SUBJECT));
        let twice = scene
            .post("/accounts/ac-1/link", &format!("subject={SUBJECT}"))
            .await;
        assert!(text(twice).await.contains("E-AUTH-LINKED-ALREADY"));

        let came = scene.enter(Lie::None, SUBJECT).await;
        assert_eq!(
            (came.status().as_u16(), header(&came, "location").as_str()),
            (303, "/accounts")
        );
        let session = cookies(&came)
            .into_iter()
            .find(|c| c.starts_with("kumi_session"))
            .unwrap();
        let page = scene.get("/devices", &session).await;
        assert_eq!(page.status(), 200);
        assert!(text(page).await.contains("署名にはパスキーが必要です"));
        out(
            scene.enter(Lie::None, "somebody else").await,
            401,
            "E-AUTH-PROVIDER-UNKNOWN",
        )
        .await;

        // as long as with a passkey, and no longer than the link
        let links = auth.links(&scene.account).await.unwrap();
        scene
            .post(
                "/accounts/ac-1/unlink",
                &format!("identity={}", links[0].identity),
            )
            .await;
        assert_eq!(
            scene.get("/devices", &session).await.status(),
            303,
            "shown the door"
        );
        out(
            scene.enter(Lie::None, SUBJECT).await,
            401,
            "E-AUTH-PROVIDER-UNKNOWN",
        )
        .await;
        scene.link().await;
        let came = scene.enter(Lie::None, SUBJECT).await;
        let session = cookies(&came)
            .into_iter()
            .find(|c| c.starts_with("kumi_session"))
            .unwrap();
        scene.stage.pass_seconds(31 * 60);
        let idle = scene.get("/devices", &session).await;
        assert!(header(&idle, "location").contains("E-AUTH-EXPIRED"));
    }
}

#[tokio::test]
async fn a_locked_or_closed_account_stays_out() {
    for t in store::testing::both().await {
        let scene = scene(t.db.clone()).await;
        scene.link().await;
        let auth = scene.stage.platform.auth();
        for _ in 0..6 {
            let now = scene.stage.platform.now();
            auth.sign_in("seki", "guess", "000000", now)
                .await
                .unwrap_err();
        }
        out(
            scene.enter(Lie::None, SUBJECT).await,
            403,
            "E-AUTH-PROVIDER-SHUT",
        )
        .await;
        scene.stage.pass_seconds(16 * 60);
        assert_eq!(scene.enter(Lie::None, SUBJECT).await.status(), 303);
        scene.post("/accounts/ac-1/close", "").await;
        out(
            scene.enter(Lie::None, SUBJECT).await,
            401,
            "E-AUTH-PROVIDER-UNKNOWN",
        )
        .await;
    }
}

#[tokio::test]
async fn a_token_that_lies_lets_nobody_in() {
    let t = store::testing::sqlite().await;
    let scene = scene(t.db.clone()).await;
    scene.link().await;
    for (lie, code) in [
        (Lie::Nonce, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::Audience, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::Issuer, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::UnknownKey, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::ForeignKey, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::Unsigned, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::SharedSecret, "E-AUTH-PROVIDER-UNTRUSTED"),
        (Lie::Expired, "E-AUTH-PROVIDER-EXPIRED"),
        (Lie::Tomorrow, "E-AUTH-PROVIDER-EXPIRED"),
        (Lie::AskedLongAgo, "E-AUTH-PROVIDER-NOT-ASKED"),
        (Lie::NotAsked, "E-AUTH-PROVIDER-NOT-ASKED"),
    ] {
        let refused = scene.enter(lie, SUBJECT).await;
        let html = out(refused, 401, code).await;
        assert!(
            !html.contains(SUBJECT),
            "{lie:?}: nothing of an untrusted word is repeated"
        );
    }
    assert_eq!(scene.enter(Lie::None, SUBJECT).await.status(), 303);
}

#[tokio::test]
async fn an_answer_counts_once_and_in_the_browser_that_asked() {
    for t in store::testing::both().await {
        let scene = scene(t.db.clone()).await;
        scene.link().await;
        let stale = "E-AUTH-PROVIDER-STALE";
        // twice
        let (back, secret) = scene.there(SUBJECT).await;
        assert_eq!(scene.get(&back, &secret).await.status(), 303);
        out(scene.get(&back, &secret).await, 401, stale).await;
        // a used code under a fresh question
        let (fresh, own) = scene.there(SUBJECT).await;
        let state = queries(&fresh)["state"].clone();
        let again = format!("/outside/back?code=code-0&state={state}");
        out(scene.get(&again, &own).await, 401, stale).await;
        // another browser's question, which is then used up, and none at all
        let (theirs, _) = scene.there(SUBJECT).await;
        let (_, mine) = scene.there(SUBJECT).await;
        out(scene.get(&theirs, &mine).await, 401, stale).await;
        let (back, _) = scene.there(SUBJECT).await;
        out(scene.get(&back, "").await, 401, stale).await;
        out(scene.get("/outside/back?code=code-0", "").await, 401, stale).await;
        // too late
        let (back, secret) = scene.there(SUBJECT).await;
        scene.stage.pass_seconds(601);
        out(scene.get(&back, &secret).await, 401, stale).await;
        scene.mock.tell(Lie::None, scene.stage.platform.now());
        // turned back, and an answer in another provider's name
        for (more, code) in [
            ("error=access_denied", "E-AUTH-PROVIDER-DECLINED"),
            ("error=temporarily_unavailable", "E-AUTH-PROVIDER-AWAY"),
            (
                "code=code-1&iss=https://elsewhere.example",
                "E-AUTH-PROVIDER-UNTRUSTED",
            ),
        ] {
            let (back, secret) = scene.there(SUBJECT).await;
            let state = queries(&back)["state"].clone();
            let said = scene
                .get(&format!("/outside/back?{more}&state={state}"), &secret)
                .await;
            let status = if code.ends_with("AWAY") { 503 } else { 401 };
            out(said, status, code).await;
        }
    }
}

#[tokio::test]
async fn the_door_says_that_the_provider_is_away_and_ends_its_session() {
    let t = store::testing::sqlite().await;
    let scene = scene(t.db.clone()).await;
    let door = text(scene.get("/sign-in?to=/cases", "").await).await;
    assert!(door.contains("試験の認証で入る") && door.contains("/outside/enter?to=/cases"));
    let english = text(scene.get("/sign-in", "kumi_lang=en").await).await;
    assert!(
        english.contains("Sign in with the test&#39;s login")
            || english.contains("Sign in with the test's login"),
        "{english}"
    );
    scene.link().await;
    let came = scene.enter(Lie::None, SUBJECT).await;
    let kept = cookies(&came).join("; ");
    assert!(
        text(scene.get("/sign-in", &kept).await)
            .await
            .contains("/outside/leave")
    );
    let leaving = header(&scene.get("/outside/leave", &kept).await, "location");
    assert!(
        leaving.starts_with(&format!("{}/end?", scene.mock.issuer())),
        "{leaving}"
    );
    assert_eq!(
        queries(&leaving)["post_logout_redirect_uri"],
        "http://localhost:8080/sign-in"
    );

    let t = store::testing::sqlite().await;
    let nobody = auth::Provider::new(auth::ProviderSettings {
        issuer: "http://127.0.0.1:9".to_owned(),
        client: "kumihimo".to_owned(),
        secret: "x".to_owned(),
        name: words::Text::made("不在", "away"),
    });
    let stage = platform_with(t.db.clone(), vec![], |s| s.provider = nobody.ok()).await;
    let away = send(&stage.router, "GET", "/outside/enter", &[], "").await;
    assert_eq!(header(&away, "retry-after"), "5");
    out(away, 503, "E-AUTH-PROVIDER-AWAY").await;
}

#[test]
fn a_provider_is_asked_over_tls_only_and_its_secret_is_not_printed() {
    let settings = |issuer: &str, secret: &str| auth::ProviderSettings {
        issuer: issuer.to_owned(),
        client: "kumihimo".to_owned(),
        secret: secret.to_owned(),
        name: words::Text::made("認証", "login"),
    };
    for issuer in [
        "http://login.example",
        "login.example",
        "https://login.example/?a=b",
        "ftp://localhost",
    ] {
        assert!(
            auth::Provider::new(settings(issuer, "x")).is_err(),
            "{issuer}"
        );
    }
    assert!(auth::Provider::new(settings("https://login.example", "")).is_err());
    let provider =
        auth::Provider::new(settings("https://login.example", "not to be seen")).unwrap();
    assert!(!format!("{provider:?}").contains("not to be seen"));
}
