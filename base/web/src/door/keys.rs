//! What the scripts ask about passkeys: entering, adding one, accepting an invitation, signing.

use auth::Resource;
use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use words::{Digest, Statement};

use super::cookies;
use crate::{Caller, Platform, Problem, anyone, language};

pub(super) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(enter_begin))
        .routes(routes!(enter_finish))
        .routes(routes!(add_begin))
        .routes(routes!(add_finish))
        .routes(routes!(invited_begin))
        .routes(routes!(invited_finish))
        .routes(routes!(ask_to_sign))
}

/// A question to a key: send `ceremony` back with the answer.
#[derive(Serialize, ToSchema)]
struct QuestionOut {
    ceremony: String,
    /// For `navigator.credentials`, bytes as base64url.
    #[schema(value_type = Object)]
    options: Value,
    /// In a demonstration the platform holds the keys of its accounts and answers itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    assertion: Option<Value>,
}

impl From<auth::Question> for QuestionOut {
    fn from(question: auth::Question) -> Self {
        Self {
            ceremony: question.ceremony,
            options: question.options,
            assertion: None,
        }
    }
}

/// The answer of a key.
#[derive(Deserialize, ToSchema)]
struct AnswerIn {
    ceremony: String,
    #[schema(value_type = Object)]
    credential: Value,
    /// The code of an invitation.
    code: Option<String>,
    /// The holder's word for the device.
    label: Option<String>,
    /// Where to go afterwards, on this origin.
    to: Option<String>,
}

impl AnswerIn {
    fn label(&self) -> &str {
        self.label.as_deref().unwrap_or_default()
    }
}

/// Login name.
#[derive(Deserialize, ToSchema)]
struct EnterIn {
    login: String,
}

/// Asks the keys of a login name to sign in. Every name gets a question.
#[utoipa::path(post, path = "/api/passkeys/enter", request_body = EnterIn, responses((status = 200, body = QuestionOut)),
    extensions(("x-action" = json!("session.open"))))]
async fn enter_begin(
    State(platform): State<Platform>,
    Json(input): Json<EnterIn>,
) -> Result<Json<QuestionOut>, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let question = platform.auth().ask_to_enter(at, &input.login, now).await?;
    let mut out = QuestionOut::from(question);
    if platform.settings().demo {
        out.assertion = platform
            .auth()
            .soft_answer(at, &input.login, &out.options)
            .await?;
    }
    Ok(Json(out))
}

/// Signs in with the answer of a key: sets the cookie of the session.
#[utoipa::path(post, path = "/api/passkeys/entered", request_body = AnswerIn, responses((status = 200, body = Object), (status = 401, body = Problem)),
    extensions(("x-action" = json!("session.open"))))]
async fn enter_finish(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Json(input): Json<AnswerIn>,
) -> Result<Response, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let entered = platform
        .auth()
        .enter(at, &input.ceremony, &input.credential, now);
    let account = entered.await?;
    welcome(&platform, &headers, &account, input.to.as_deref()).await
}

async fn welcome(
    platform: &Platform,
    headers: &HeaderMap,
    account: &words::AccountId,
    to: Option<&str>,
) -> Result<Response, Problem> {
    let to = language::safe_path(to.unwrap_or("/"));
    let mut response = Json(json!({ "to": to })).into_response();
    cookies::let_in(platform, headers, account, &mut response).await?;
    Ok(response)
}

/// Asks the browser to make another key for the one who is signed in.
#[utoipa::path(post, path = "/api/passkeys", responses((status = 200, body = QuestionOut), (status = 401, body = Problem)),
    extensions(("x-action" = json!("passkey.manage"))))]
async fn add_begin(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<QuestionOut>, Problem> {
    let own = Resource::new("account", caller.account.as_str());
    caller.may(&platform, "passkey.manage", &own).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let question = platform
        .auth()
        .ask_for_key(at, &caller.account, now)
        .await?;
    Ok(Json(question.into()))
}

/// Adds the key that was made.
#[utoipa::path(post, path = "/api/passkeys/added", request_body = AnswerIn, responses((status = 200, body = Object), (status = 409, body = Problem)),
    extensions(("x-action" = json!("passkey.manage"))))]
async fn add_finish(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<AnswerIn>,
) -> Result<Json<Value>, Problem> {
    let own = Resource::new("account", caller.account.as_str());
    caller.may(&platform, "passkey.manage", &own).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let answer = (input.ceremony.as_str(), &input.credential);
    let added = platform
        .auth()
        .add_key(at, &caller.account, answer, input.label(), now);
    added.await?;
    Ok(Json(json!({ "to": "/devices" })))
}

/// The code of an invitation.
#[derive(Deserialize, ToSchema)]
struct InvitedIn {
    code: String,
}

/// Asks the browser of somebody invited to make a key.
#[utoipa::path(post, path = "/api/passkeys/invited", request_body = InvitedIn, responses((status = 200, body = QuestionOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("session.open"))))]
async fn invited_begin(
    State(platform): State<Platform>,
    Json(input): Json<InvitedIn>,
) -> Result<Json<QuestionOut>, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let invited = platform.auth().invitation(&input.code, now).await?;
    let invited = invited.filter(|i| !i.letter);
    let invited = invited.ok_or_else(|| Problem::refused(&auth::KeyRefused::Over))?;
    let question = platform
        .auth()
        .ask_for_key(at, &invited.account, now)
        .await?;
    Ok(Json(question.into()))
}

/// Gets in with the key that was made; earlier keys and sessions end.
#[utoipa::path(post, path = "/api/passkeys/accepted", request_body = AnswerIn, responses((status = 200, body = Object), (status = 409, body = Problem)),
    extensions(("x-action" = json!("session.open"))))]
async fn invited_finish(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Json(input): Json<AnswerIn>,
) -> Result<Response, Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let (code, label) = (input.code.as_deref().unwrap_or_default(), input.label());
    let answer = (input.ceremony.as_str(), &input.credential);
    let accepted = platform
        .auth()
        .accept_with_key(at, code, answer, label, now);
    let account = accepted.await?;
    welcome(&platform, &headers, &account, None).await
}

/// What shall be signed: the action, the thing and the digest of what is seen.
#[derive(Deserialize, ToSchema)]
struct AskIn {
    purpose: String,
    thing: String,
    #[schema(value_type = String)]
    digest: Digest,
}

/// Asks the caller's keys to sign. Whether the caller may do what is signed is asked where the signature is used.
#[utoipa::path(post, path = "/api/signatures", request_body = AskIn, responses((status = 200, body = QuestionOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("signature.ask"))))]
async fn ask_to_sign(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<AskIn>,
) -> Result<Json<QuestionOut>, Problem> {
    let own = Resource::new("account", caller.account.as_str());
    caller.may(&platform, "signature.ask", &own).await?;
    let (at, now) = (platform.relying_party()?, platform.now());
    let roles = caller.roles().into_iter().map(|(role, site)| match site {
        Some(site) => format!("{role}@{site}"),
        None => role,
    });
    let statement = Statement {
        purpose: input.purpose,
        thing: input.thing,
        digest: input.digest,
        account: caller.account.clone(),
        roles: roles.collect(),
        at: now,
    };
    let question = platform.auth().ask_to_sign(at, statement, now).await?;
    let mut out = QuestionOut::from(question);
    if platform.settings().demo {
        let key = platform.auth().soft_key(&caller.account).await?;
        out.assertion = key.map(|key| key.assert(&out.options, &at.origin));
    }
    Ok(Json(out))
}
