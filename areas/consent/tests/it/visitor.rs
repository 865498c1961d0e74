//! Somebody at a browser: cookies are kept, forms are posted, redirects are followed.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::testing::Stage;
use words::AccountId;

/// A browser.
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Where it is.
    pub path: String,
    /// A token of the same account, for what a program would do.
    pub token: String,
}

/// What was answered.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Visitor {
    pub fn new(stage: &Stage) -> Self {
        Self {
            router: stage.router.clone(),
            cookies: BTreeMap::new(),
            path: String::new(),
            token: String::new(),
        }
    }

    /// Somebody of staff with a session in this browser.
    pub async fn staff(stage: &Stage, role: &str, account: &str) -> Self {
        let site = Some("hospital-a");
        let token = stage.sign_in_as(account, role, site, None).await;
        let mut visitor = Self::of(stage, account).await;
        visitor.token = token;
        visitor
    }

    /// Somebody with an account and a session in this browser.
    pub async fn of(stage: &Stage, account: &str) -> Self {
        let mut visitor = Self::new(stage);
        let account = AccountId::parse(account).unwrap();
        let now = stage.platform.now();
        let issued = stage.platform.auth().open_session(&account, now).await;
        let secret = issued.unwrap().secret;
        visitor.cookies.insert("kumi_session".to_owned(), secret);
        visitor
    }

    pub fn has(&self, cookie: &str) -> bool {
        self.cookies.contains_key(cookie)
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, "").await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = web::page::encode;
        let pairs = fields
            .iter()
            .map(|(k, v)| format!("{}={}", encode(k), encode(v)));
        let body = pairs.collect::<Vec<_>>().join("&").into_bytes();
        self.send(
            "POST",
            path,
            Some(body),
            "application/x-www-form-urlencoded",
        )
        .await
    }

    pub async fn upload(&mut self, path: &str, bytes: &[u8]) -> Answer {
        let mut body =
            b"--edge\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"s\"\r\n\r\n"
                .to_vec();
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        self.send(
            "POST",
            path,
            Some(body),
            "multipart/form-data; boundary=edge",
        )
        .await
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        kind: &str,
    ) -> Answer {
        let (mut method, mut path, mut body) = (method.to_owned(), path.to_owned(), body);
        loop {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            let request = Request::builder()
                .method(method.as_str())
                .uri(&path)
                .header(header::ACCEPT, "text/html")
                .header(header::COOKIE, cookies.join("; "))
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, kind)
                .body(body.take().map_or_else(Body::empty, Body::from))
                .unwrap();
            let response = self.router.clone().oneshot(request).await.unwrap();
            self.keep(response.headers());
            let to = response.headers().get(header::LOCATION).cloned();
            let status = response.status().as_u16();
            self.path.clone_from(&path);
            if let Some(to) = to.filter(|_| (300..400).contains(&status)) {
                to.to_str().unwrap().clone_into(&mut path);
                "GET".clone_into(&mut method);
                continue;
            }
            let body = response
                .into_body()
                .collect()
                .await
                .unwrap()
                .to_bytes()
                .to_vec();
            return Answer { status, body };
        }
    }

    fn keep(&mut self, headers: &axum::http::HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (pair, rest) = text.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
