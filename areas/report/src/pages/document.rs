//! One report: the draft beside the rendered page, every sentence with its sources; mended, compared, signed, shared.

mod act;
mod compare;
mod preview;
mod sentences;
mod show;
mod versions;

use axum::Router;
use axum::routing::{get, post};
use web::{Platform, Problem};
use words::{Actor, Lang};

use crate::api::Desk;
use crate::api::reports::{asked, no_report};
use crate::decide::report::{Report, Version};
use crate::jobs::gather::CaseFacts;
use crate::words::content::Content;

/// The routes of one report.
pub fn router() -> Router<Platform> {
    Router::new()
        .route("/reports/{report}", get(show::read))
        .route("/reports/{report}/preview", get(preview::pdf))
        .route("/reports/{report}/compare", get(compare::read))
        .route("/reports/{report}/sentences", post(act::mend))
        .route("/reports/{report}/draft", post(act::draft))
        .route("/reports/{report}/sign", post(act::sign))
        .route("/reports/{report}/share", post(act::share))
}

/// A report as its reader opened it.
pub struct Sheet {
    pub desk: Desk,
    pub id: String,
    pub report: Report,
    pub about: CaseFacts,
    pub actor: Actor,
    pub lang: Lang,
}

impl Sheet {
    /// Asks whether the caller may read it.
    async fn open(desk: Desk, id: String) -> Result<Self, Problem> {
        let (report, about, actor) = asked(&desk, "report.read", &id).await?;
        let lang = desk.caller.lang();
        Ok(Self {
            desk,
            id,
            report,
            about,
            actor,
            lang,
        })
    }

    /// The version asked for, else the newest.
    fn version(&self, which: Option<i64>) -> Result<&Version, Problem> {
        crate::api::reports::version(&self.report, which)
    }

    /// What a version says.
    async fn content(&self, version: &Version) -> Result<Content, Problem> {
        let platform = &self.desk.platform;
        let opened = crate::jobs::open(platform, &self.about.id, &version.draft.data).await;
        opened.map_err(Problem::from)
    }

    /// Whether the reader may do something more with it; the question is in the log.
    async fn may(&self, action: &str) -> Result<bool, Problem> {
        let stage = crate::api::stage(self.report.stage());
        let on = crate::api::resource("report", &self.id, &self.about, stage);
        let sees = self.desk.caller.sees(&self.desk.platform, action, &on);
        Ok(sees.await?.is_some())
    }

    /// The name of an account.
    async fn name(&self, account: &str) -> Result<String, Problem> {
        let Ok(id) = words::AccountId::parse(account) else {
            return Ok(account.to_owned());
        };
        let profile = self.desk.platform.auth().profile(&id).await;
        let profile = profile.map_err(anyhow::Error::from)?;
        Ok(profile.map_or_else(|| account.to_owned(), |p| p.name))
    }

    /// The address of the report, or of something about it.
    fn to(&self, what: &str) -> String {
        format!("/reports/{}{what}", self.id)
    }

    /// The newest version, if it is a draft.
    fn draft(&self) -> Option<&Version> {
        let last = self.report.last();
        last.filter(|v| v.stage == crate::decide::report::Stage::Draft)
    }
}

/// The newest version, or the answer that there is none.
fn newest(report: &Report) -> Result<&Version, Problem> {
    report.last().ok_or_else(no_report)
}
