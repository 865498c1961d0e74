//! Sessions, tokens, accounts and grants over HTTP.

use auth::{NewAccount, Resource};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use words::{AccountId, At, Lang, PersonId, SiteId, text};

use crate::{Caller, Platform, Problem, anyone, caller};

/// Days a token lives unless fewer are asked for.
const TOKEN_DAYS: i64 = 30;

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(open_session, read_session, close_session))
        .routes(routes!(issue_token))
        .routes(routes!(open_account))
        .routes(routes!(close_account))
        .routes(routes!(give))
        .routes(routes!(take))
}

/// Login name, password and the code of the authenticator.
#[derive(Deserialize, ToSchema)]
struct SignInIn {
    login: String,
    password: String,
    code: String,
}

/// A secret, shown once, and when it ends (microseconds since 1970, UTC).
#[derive(Serialize, ToSchema)]
struct SecretOut {
    token: String,
    expires: i64,
}

/// Signs in with password and second factor; answers with a token for the `Authorization` header.
#[utoipa::path(post, path = "/api/session", request_body = SignInIn, responses((status = 201, body = SecretOut), (status = 401, body = Problem), (status = 429, body = Problem)),
    extensions(("x-action" = json!("session.open"))))]
async fn open_session(
    State(platform): State<Platform>,
    Json(input): Json<SignInIn>,
) -> Result<(StatusCode, Json<SecretOut>), Problem> {
    anyone(&platform, "session.open", &Resource::new("session", "new")).await?;
    let now = platform.now();
    let account = platform
        .auth()
        .sign_in(&input.login, &input.password, &input.code, now)
        .await?;
    // As long as a browser's session, but carried by the program itself.
    let issued = platform
        .auth()
        .issue_token(&account, now.plus_seconds(12 * 3600), now)
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(SecretOut {
            token: issued.secret,
            expires: issued.expires.micros(),
        }),
    ))
}

/// Who is calling.
#[derive(Serialize, ToSchema)]
struct SessionOut {
    account: String,
    name: String,
    person: Option<String>,
    roles: Vec<RoleOut>,
}

/// A role in force.
#[derive(Serialize, ToSchema)]
struct RoleOut {
    role: String,
    site: Option<String>,
}

/// Says who is signed in, with the roles in force now.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = SessionOut), (status = 401, body = Problem)),
    extensions(("x-action" = json!("session.read"))))]
async fn read_session(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Json<SessionOut>, Problem> {
    caller.may(&platform, "session.read", &own(&caller)).await?;
    let profile = platform.auth().profile(&caller.account).await?;
    let roles = caller.roles().into_iter().map(|(role, site)| RoleOut {
        role,
        site: site.map(|s| s.to_string()),
    });
    Ok(Json(SessionOut {
        account: caller.account.to_string(),
        name: profile.map(|p| p.name).unwrap_or_default(),
        person: caller.person().map(ToString::to_string),
        roles: roles.collect(),
    }))
}

/// Ends the session or token that this request carries.
#[utoipa::path(delete, path = "/api/session", responses((status = 204), (status = 401, body = Problem)),
    extensions(("x-action" = json!("session.close"))))]
async fn close_session(
    State(platform): State<Platform>,
    headers: HeaderMap,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    caller
        .may(&platform, "session.close", &own(&caller))
        .await?;
    if let Some((kind, secret)) = caller::secret(&headers) {
        platform.auth().revoke(kind, &secret).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// How many days the token shall live (1 to 90; 30 if absent).
#[derive(Deserialize, ToSchema)]
struct TokenIn {
    days: Option<i64>,
}

/// Issues a token for a program of the caller's.
#[utoipa::path(post, path = "/api/tokens", request_body = TokenIn, responses((status = 201, body = SecretOut), (status = 401, body = Problem)),
    extensions(("x-action" = json!("token.issue"))))]
async fn issue_token(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<TokenIn>,
) -> Result<(StatusCode, Json<SecretOut>), Problem> {
    caller.may(&platform, "token.issue", &own(&caller)).await?;
    let days = input.days.unwrap_or(TOKEN_DAYS);
    if !(1..=90).contains(&days) {
        return Err(Problem::bad_input(text!(
            "有効期間は1日から90日までです。",
            "A token lives from 1 to 90 days."
        )));
    }
    let now = platform.now();
    let issued = platform
        .auth()
        .issue_token(&caller.account, now.plus_days(days), now)
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(SecretOut {
            token: issued.secret,
            expires: issued.expires.micros(),
        }),
    ))
}

/// A new account.
#[derive(Deserialize, ToSchema)]
struct AccountIn {
    login: String,
    name: String,
    /// A first password, for participants; staff are invited to make a passkey.
    password: Option<String>,
    /// The participant who will sign in with it.
    person: Option<String>,
    /// `ja` or `en`.
    lang: Option<String>,
}

/// The new account and the secret for its authenticator, shown once.
#[derive(Serialize, ToSchema)]
struct AccountOut {
    id: String,
    totp: String,
}

/// Opens an account.
#[utoipa::path(post, path = "/api/accounts", request_body = AccountIn, responses((status = 201, body = AccountOut), (status = 403, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("account.create"))))]
async fn open_account(
    State(platform): State<Platform>,
    caller: Caller,
    Json(input): Json<AccountIn>,
) -> Result<(StatusCode, Json<AccountOut>), Problem> {
    let actor = caller
        .may(
            &platform,
            "account.create",
            &Resource::new("account", "new"),
        )
        .await?;
    if input
        .password
        .as_ref()
        .is_some_and(|p| p.chars().count() < 12)
    {
        return Err(short_password());
    }
    let id = AccountId::parse(platform.new_id("ac")).map_err(bad_id)?;
    let person = input
        .person
        .map(PersonId::parse)
        .transpose()
        .map_err(bad_id)?;
    let lang = Lang::from_tag(input.lang.as_deref().unwrap_or("ja"));
    let new = NewAccount {
        id,
        login: input.login,
        name: input.name,
        password: input.password,
        person,
        lang,
    };
    let opened = platform
        .auth()
        .open_account(new, &actor, platform.now())
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(AccountOut {
            id: opened.id.to_string(),
            totp: opened.totp,
        }),
    ))
}

/// Closes an account; its grants, sessions and tokens end at once.
#[utoipa::path(delete, path = "/api/accounts/{id}", responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("account.close"))))]
async fn close_account(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let actor = caller
        .may(
            &platform,
            "account.close",
            &Resource::new("account", id.as_str()),
        )
        .await?;
    let account = AccountId::parse(id).map_err(bad_id)?;
    platform
        .auth()
        .close_account(&account, &actor, platform.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role, the site it is held at, and the period (microseconds since 1970, UTC; from now until revoked if absent).
#[derive(Deserialize, ToSchema)]
struct GrantIn {
    role: String,
    site: Option<String>,
    from: Option<i64>,
    until: Option<i64>,
}

/// The id of the grant.
#[derive(Serialize, ToSchema)]
struct GrantOut {
    id: String,
}

/// Grants a role.
#[utoipa::path(post, path = "/api/accounts/{id}/grants", request_body = GrantIn, responses((status = 201, body = GrantOut), (status = 403, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("grant.give"))))]
async fn give(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Json(input): Json<GrantIn>,
) -> Result<(StatusCode, Json<GrantOut>), Problem> {
    let actor = caller
        .may(
            &platform,
            "grant.give",
            &Resource::new("account", id.as_str()),
        )
        .await?;
    let account = AccountId::parse(id).map_err(bad_id)?;
    let site = input.site.map(SiteId::parse).transpose().map_err(bad_id)?;
    let now = platform.now();
    let period = (
        input.from.map_or(now, At::from_micros),
        input.until.map(At::from_micros),
    );
    let id = platform
        .auth()
        .grant(&account, &input.role, site, period, &actor, now)
        .await?;
    Ok((StatusCode::CREATED, Json(GrantOut { id })))
}

/// Revokes a grant at once.
#[utoipa::path(delete, path = "/api/accounts/{id}/grants/{grant}", responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("grant.revoke"))))]
async fn take(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, grant)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let actor = caller
        .may(
            &platform,
            "grant.revoke",
            &Resource::new("account", id.as_str()),
        )
        .await?;
    let account = AccountId::parse(id).map_err(bad_id)?;
    platform
        .auth()
        .revoke_grant(&account, &grant, &actor, platform.now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn own(caller: &Caller) -> Resource {
    Resource::new("account", caller.account.as_str())
}

fn bad_id(_: words::NotAnId) -> Problem {
    Problem::bad_input(text!(
        "識別子の書き方が正しくありません。",
        "That is not an identifier."
    ))
}

/// A password that is too short.
pub(crate) fn short_password() -> Problem {
    Problem::bad_input(text!(
        "パスワードは12文字以上にしてください。",
        "A password has at least 12 characters."
    ))
}
