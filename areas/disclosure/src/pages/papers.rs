//! Papers: letters on A4, and receipts that prove themselves.

use auth::Holds;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use blob::KeyId;
use report::Desk;
use web::{Caller, Platform, Problem};
use words::text;

use crate::{
    api::allowed,
    decide::Refusal,
    jobs::{self, letter},
    words::Paper,
};

fn pdf(bytes: Vec<u8>, name: &str) -> Response {
    let shown = format!("inline; filename=\"{name}.pdf\"");
    let head = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, shown),
    ];
    (head, bytes).into_response()
}

fn no_paper() -> Problem {
    Problem::not_found(text!("その手紙はありません。", "There is no such letter."))
}

/// A letter for a relative; staff and the patient may open it.
pub(super) async fn family(
    desk: Desk,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (case, _) = allowed(&desk, "letter.read", &id).await?;
    let told = crate::store::disclosure(desk.platform.db(), &case.id).await?;
    let letters = told.map(|t| t.letters).unwrap_or_default();
    let one = n.parse::<usize>().ok().and_then(|n| letters.get(n));
    let one = one.ok_or_else(no_paper)?;
    let key = KeyId::case(&case.id);
    if desk.platform.blobs().is_forgotten(&key) {
        return Err(no_paper());
    }
    let bytes = desk.platform.blobs().get(&key, &one.letter).await?;
    Ok(pdf(bytes, &format!("letter-{}-{n}", case.id)))
}

/// The letter that results are ready to be explained.
pub(super) async fn ready(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let (case, actor) = allowed(&desk, "letter.write", &id).await?;
    let facts = jobs::facts(&desk.platform, &case, &actor).await?;
    if !facts.lay.is_some_and(|l| l.printed) {
        return Err(Problem::refused(&Refusal::NoLay));
    }
    let bytes = letter::set(&desk.platform, &case, letter::ready(), desk.platform.now()).await?;
    Ok(pdf(bytes, &format!("ready-{}", case.id)))
}

/// The appointment for counselling; staff and the patient may open it.
pub(super) async fn appointment(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let (case, _) = allowed(&desk, "letter.read", &id).await?;
    let told = crate::store::disclosure(desk.platform.db(), &case.id).await?;
    let talk = told.map(|t| t.talk).unwrap_or_default();
    let (Some(slot), Some(meeting)) = (talk.slot, talk.meeting) else {
        return Err(no_paper());
    };
    let sheet = letter::appointment(slot, meeting);
    let bytes = letter::set(&desk.platform, &case, sheet, desk.platform.now()).await?;
    Ok(pdf(bytes, &format!("appointment-{}", case.id)))
}

/// A receipt: the consent's, or with `.withdrawal` behind its id the certificate of the withdrawal.
pub(super) async fn receipt(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (consent, paper) = match id.strip_suffix(".withdrawal") {
        Some(consent) => (consent, Paper::Withdrawal),
        None => (id.as_str(), Paper::Consent),
    };
    let action = "consent.read";
    let nothing = || auth::Resource::new("consent", consent);
    let Some(view) = consent::facts::consent(platform.db(), consent).await? else {
        return Err(caller
            .missing(&platform, action, nothing(), no_paper())
            .await);
    };
    let record = &view.consent.record;
    let case = registry::facts::case(platform.db(), &record.case).await?;
    let case = case.ok_or_else(Problem::broken)?;
    let mut on = nothing()
        .of_case(&case.id)
        .of_person(&record.person)
        .at_site(&case.site);
    on.holds = Holds::None;
    let actor = caller.may(&platform, action, &on).await?;
    let bytes = jobs::issue(&platform, &view, actor, paper).await?;
    Ok(pdf(bytes, &id))
}
