//! A session is new at every sign-in, dies with the next one, and its cookie goes nowhere else.

use auth::{NewAccount, code_at};
use axum::{body::Body, http::Response};
use store::Db;
use web::testing::{Stage, platform_with};
use words::{AccountId, Actor, Lang, PersonId};

use crate::door::{header, send};

struct Scene {
    stage: Stage,
    totp: String,
}

impl Scene {
    /// A platform at an address, and a participant with a password.
    async fn at(db: Db, base: &str) -> Self {
        let base = base.to_owned();
        let stage = platform_with(db, vec![], |s| s.base_url = base).await;
        let new = NewAccount {
            id: AccountId::parse("ac-1").unwrap(),
            login: "hanako".to_owned(),
            name: "佐藤 由美".to_owned(),
            password: Some("a long enough password".to_owned()),
            person: PersonId::parse("person.hanako").ok(),
            lang: Lang::Ja,
        };
        let now = stage.platform.now();
        let opened = stage
            .platform
            .auth()
            .open_account(new, &Actor::system(), now)
            .await;
        let totp = opened.unwrap().totp;
        Self { stage, totp }
    }

    async fn sign_in(&self, cookie: &str) -> Response<Body> {
        // a code counts once
        self.stage.pass_seconds(60);
        let code = code_at(&self.totp, self.stage.platform.now()).unwrap();
        let form = format!("login=hanako&password=a+long+enough+password&code={code}");
        let entered = send(
            &self.stage.router,
            "POST",
            "/sign-in",
            &[("cookie", cookie)],
            &form,
        )
        .await;
        assert_eq!(entered.status(), 303);
        entered
    }

    async fn is_in(&self, cookie: &str) -> bool {
        let page = send(
            &self.stage.router,
            "GET",
            "/devices",
            &[("cookie", cookie)],
            "",
        )
        .await;
        page.status() == 200
    }
}

fn session(response: &Response<Body>) -> String {
    let all = response.headers().get_all("set-cookie").into_iter();
    let mut all = all.map(|v| v.to_str().unwrap().to_owned());
    all.find(|c| c.starts_with("kumi_session=")).unwrap()
}

fn pair(set: &str) -> String {
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_that_was_planted_is_of_no_use() {
    for t in store::testing::both().await {
        let scene = Scene::at(t.db.clone(), "https://kumi.example").await;
        let planted = "kumi_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let first = session(&scene.sign_in(planted).await);
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(first.contains(part), "{first}");
        }
        assert!(!first.contains("Domain"), "this host only: {first}");
        let first = pair(&first);
        assert!(first != planted && scene.is_in(&first).await && !scene.is_in(planted).await);
        let second = pair(&session(&scene.sign_in(&first).await));
        assert!(second != first && scene.is_in(&second).await);
        assert!(!scene.is_in(&first).await, "the one of before is dead");
        let out = send(
            &scene.stage.router,
            "POST",
            "/sign-out",
            &[("cookie", &second)],
            "",
        )
        .await;
        assert!(session(&out).contains("Max-Age=0") && !scene.is_in(&second).await);
    }
}

#[tokio::test]
async fn over_https_the_browser_stays_there() {
    let t = store::testing::sqlite().await;
    let scene = Scene::at(t.db.clone(), "https://kumi.example").await;
    let page = send(&scene.stage.router, "GET", "/sign-in", &[], "").await;
    assert!(header(&page, "strict-transport-security").starts_with("max-age="));
    let language = send(
        &scene.stage.router,
        "POST",
        "/language",
        &[],
        "lang=en&to=/",
    )
    .await;
    assert!(header(&language, "set-cookie").contains("Secure"));
    let t = store::testing::sqlite().await;
    let scene = Scene::at(t.db.clone(), "http://localhost:8080").await;
    let page = send(&scene.stage.router, "GET", "/sign-in", &[], "").await;
    assert_eq!(header(&page, "strict-transport-security"), "");
    let to = "/language";
    let away = send(
        &scene.stage.router,
        "POST",
        to,
        &[],
        "lang=en&to=//evil.example",
    )
    .await;
    assert_eq!(
        header(&away, "location"),
        "/",
        "no address of others to go on to"
    );
}
