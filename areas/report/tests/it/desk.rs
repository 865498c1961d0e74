//! A desk at the pages: signed in, with the analysis report signed, and short calls for what its readers post.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use report::words::Kind;
use serde_json::Value;
use tower::ServiceExt as _;
use web::testing::{Stage, platform};
use words::Digest;

use crate::fake::Fake;
use crate::panel::plan;
use crate::sample;

pub const CASE: &str = "0123-04-00057";

pub struct Desk {
    pub stage: Stage,
    pub curator: String,
    pub physician: String,
    pub chair: String,
}

impl Desk {
    /// With the analysis report signed.
    pub async fn begin(db: store::Db) -> Self {
        let fake = Fake::of(&sample::cancer(Kind::Analysis));
        let stage = platform(db, vec![report::area_with(fake)]).await;
        let curator = stage.sign_in("curator", None).await;
        let physician = stage.sign_in("physician", Some("hosp-a")).await;
        let chair = stage.sign_in_as("chair", "panel_chair", None, None).await;
        let desk = Self {
            stage,
            curator,
            physician,
            chair,
        };
        desk.draft(Value::Null).await;
        desk.sign("analysis").await;
        desk
    }

    pub async fn draft(&self, body: Value) -> Value {
        let path = format!("/api/cases/{CASE}/reports/analysis");
        let (status, said) = self
            .stage
            .call("POST", &path, Some(&self.curator), body)
            .await;
        assert_eq!(status, 201, "{said}");
        said
    }

    /// Signs the newest version from its page, with a key.
    pub async fn sign(&self, kind: &str) {
        let id = format!("{CASE}.{kind}");
        let who = if kind == "analysis" {
            &self.curator
        } else {
            &self.physician
        };
        let (_, report) = self
            .stage
            .call("GET", &format!("/api/reports/{id}"), Some(who), Value::Null)
            .await;
        let digest: Digest =
            serde_json::from_value(report["digest"].clone()).unwrap_or_else(|e| panic!("{e}"));
        let purpose = if kind == "analysis" {
            "analysis_report.sign"
        } else {
            "panel_report.sign"
        };
        let signature = self.stage.signature(who, purpose, &id, &digest).await;
        let fields = [
            ("digest", digest.to_string()),
            ("signature", signature.to_string()),
        ];
        let (status, said) = self
            .post(who, &format!("/reports/{id}/sign"), &fields)
            .await;
        assert_eq!(status, 303, "{said}");
    }

    pub async fn page(&self, who: &str, path: &str) -> (u16, String) {
        self.stage.page(path, Some(who)).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, String)]) -> (u16, String) {
        let pair = |(n, v): &(&str, String)| format!("{}={}", encode(n), encode(v));
        let body: Vec<_> = fields.iter().map(pair).collect();
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::AUTHORIZATION, format!("Bearer {who}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap_or_else(|e| panic!("{e}"));
        let answer = self.stage.router.clone().oneshot(request).await;
        let answer = answer.unwrap_or_else(|e| match e {});
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await;
        let body = body.unwrap_or_else(|e| panic!("{e}")).to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Accounts of all members, who may sit.
    pub async fn members(&self) {
        for member in plan().members {
            let (account, role) = (member.account.as_str(), "panel_member");
            self.stage.sign_in_as(account, role, None, None).await;
        }
    }

    pub async fn token(&self, member: &str) -> String {
        self.stage
            .sign_in_as(member, "panel_member", None, None)
            .await
    }

    pub async fn api(&self, path: &str, body: Value) {
        let path = format!("/api/cases/{CASE}/panel{path}");
        let (status, said) = self
            .stage
            .call("POST", &path, Some(&self.chair), body)
            .await;
        assert!(status < 300, "{path}: {said}");
    }
}

fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let one = |b: u8| match plain(b) {
        true => char::from(b).to_string(),
        false => format!("%{b:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The planning form as a browser would send it, without one member.
pub fn planned(without: &str) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = vec![
        ("rule_set", "EP-WGS".to_owned()),
        ("day", "2026-04-10".to_owned()),
        ("mode", "circulation".to_owned()),
        ("deadline", "2026-04-08".to_owned()),
        ("supplied", "1".to_owned()),
    ];
    for m in plan()
        .members
        .into_iter()
        .filter(|m| m.account.as_str() != without)
    {
        let name = |what: &str| -> &'static str { format!("{}.{what}", m.account).leak() };
        fields.push((name("in"), "1".to_owned()));
        fields.push((name("full"), "1".to_owned()));
        fields.push((name("fields"), m.specialties.join(",")));
        fields.push((name("ground"), m.wgs_ground.clone().unwrap_or_default()));
        fields.extend(m.roles.iter().map(|r| (name("role"), r.clone())));
        if m.attending {
            fields.push((name("attending"), "1".to_owned()));
        }
    }
    fields
}
