//! Mending a sentence of a draft; giving a signed version to the counsellor.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use ledger::Aggregate as _;
use web::Problem;
use words::{Digest, text};

use super::desk::Desk;
use super::reports::{act, asked, no_report};
use super::wire::{EditIn, ReportOut};
use crate::decide::report::{Command, Report};
use crate::jobs::draft::facts;
use crate::rules::mend::{Mending, NotMended};
use crate::store::notice::{self, Why};
use crate::words::content::Content;

/// Mends a sentence of the newest draft; its sources stay, and what was drafted is kept beside it.
#[utoipa::path(post, path = "/api/reports/{id}/sentences", request_body = EditIn, params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("report.edit"))))]
pub async fn mend(
    desk: Desk,
    Path(id): Path<String>,
    Json(input): Json<EditIn>,
) -> Result<Json<ReportOut>, Problem> {
    let wish = Mending {
        sentence: input.sentence,
        seen: input.seen,
        text: input.text,
    };
    let report = mend_as(&desk, &id, wish).await?;
    Ok(Json(ReportOut::of(&id, &report)))
}

/// Asks whether the caller may, and mends.
pub(crate) async fn mend_as(desk: &Desk, id: &str, wish: Mending) -> Result<Report, Problem> {
    let (report, about, actor) = asked(desk, "report.edit", id).await?;
    let platform = &desk.platform;
    let last = report.last().ok_or_else(no_report)?;
    let from = last.draft.data.clone();
    let mut content: Content = crate::jobs::open(platform, &about.id, &from).await?;
    let by = actor.account.to_string();
    crate::rules::mend::mend(&mut content, wish, &by, platform.now()).map_err(not_mended)?;
    let facts = facts(platform, &about).await?;
    let said = serde_json::to_vec(&content).map_err(anyhow::Error::from)?;
    let command = |data: Digest| Command::Edit {
        from: from.clone(),
        data,
        by: by.clone(),
    };
    // Decide before sealing, so that a refused sentence leaves no object behind.
    let decided = Report::decide(Some(&report), command(Digest::of(&said)), &facts);
    if let Err(refusal) = decided {
        return Err(Problem::refused(&refusal));
    }
    let data = crate::jobs::seal(platform, &about.id, &content).await?;
    act(desk, id, (about, actor), command(data), (facts, vec![])).await
}

fn not_mended(why: NotMended) -> Problem {
    match why {
        NotMended::NoSentence => no_report(),
        NotMended::Empty => Problem::bad_input(text!(
            "文は日本語と英語の両方を入力してください。何も変更していません。",
            "Write the sentence in both languages. Nothing was changed."
        )),
        NotMended::Changed(stands, edited) => {
            let by = edited.map_or_else(|| "–".to_owned(), |e| e.by);
            let (ja, en) = (&stands.ja, &stands.en);
            let text = text!(
                ("この文は、ご覧になった後に {by} が変更しました。いまの文：「{ja}」。入力した文は下に残っています。"),
                ("{by} changed this sentence after you opened it. It now says: “{en}”. What you typed is kept below.")
            );
            Problem::new(StatusCode::CONFLICT, "E-REPORT-SENTENCE-CHANGED", text)
        }
    }
}

/// Gives the version in force to the counsellors of the hospital; they find it in their inbox.
#[utoipa::path(post, path = "/api/reports/{id}/share", params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("report.share"))))]
pub async fn share(desk: Desk, Path(id): Path<String>) -> Result<Json<ReportOut>, Problem> {
    let report = share_as(&desk, &id).await?;
    Ok(Json(ReportOut::of(&id, &report)))
}

/// Asks whether the caller may, and shares.
pub(crate) async fn share_as(desk: &Desk, id: &str) -> Result<Report, Problem> {
    let (report, about, actor) = asked(desk, "report.share", id).await?;
    let platform = &desk.platform;
    let now = platform.now();
    let staff = platform.auth().staff_with_roles(&["counsellor"], now);
    let here = |site: Option<&words::SiteId>| site == Some(&about.site);
    let with: Vec<String> = staff
        .await?
        .into_iter()
        .filter(|(_, grants)| grants.iter().any(|g| here(g.site.as_ref())))
        .map(|(account, _)| account.to_string())
        .collect();
    let facts = facts(platform, &about).await?;
    let version = report.in_force().map_or(0, |v| v.version);
    let told = notice::told(id, &about.id, version, Why::Shared, &with, now);
    let command = Command::Share {
        with,
        by: actor.account.to_string(),
    };
    act(desk, id, (about, actor), command, (facts, told)).await
}
