//! Signing in through the provider: authorization code with PKCE, state and nonce, all bound to one browser.
//!
//! The browser keeps one random secret in a short-lived cookie. PKCE verifier and nonce are digests of it, so the store
//! holds nothing that would help somebody who reads it; the state is a question that is answered once.

use std::time::{Duration, SystemTime};

use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, CsrfToken,
    LanguageTag, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    ProviderMetadataWithLogout as Metadata, RedirectUrl, RequestTokenError, TokenResponse as _,
    core::{
        CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken,
        CoreJwsSigningAlgorithm as Alg, CoreResponseType,
    },
};
use serde::{Deserialize, Serialize};
use store::Row;
use words::{AccountId, At, Digest, Lang};

use super::{Outside, Provider, ProviderRefused, away};
use crate::Auth;

const ENTER: &str = "provider.enter";
/// A password and a code are typed within ten minutes.
const SECONDS: i64 = 600;
/// Clocks may differ by this much.
const SKEW_SECONDS: i64 = 60;
/// Signed by the provider's own key: a secret that both know proves nothing to others, `none` nothing at all.
const ALGS: [Alg; 8] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
];

/// A sign-in has begun.
#[derive(Debug, Clone)]
pub struct Started {
    /// Where to send the browser.
    pub to: String,
    /// What the browser keeps meanwhile.
    pub secret: String,
    /// For how many seconds.
    pub seconds: i64,
}

/// What the provider sent the browser back with.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answered {
    /// Which question.
    #[serde(default)]
    pub state: String,
    /// The code to exchange.
    pub code: Option<String>,
    /// Why there is none.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
}

/// Somebody came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The account.
    pub account: AccountId,
    /// Where they wanted to go.
    pub to: String,
    /// The provider has a session of its own that can be ended.
    pub can_sign_out: bool,
}

/// What is remembered of a question.
#[derive(Serialize, Deserialize)]
struct Pending {
    /// Digest of the browser's secret.
    browser: Digest,
    to: String,
    begun: At,
}

impl Auth {
    /// Begins: `back` is where the provider shall send the browser, `to` where the person wants to go afterwards.
    ///
    /// # Errors
    /// [`Outside`].
    pub async fn start_outside(
        &self,
        provider: &Provider,
        back: &str,
        (to, lang): (&str, Lang),
        now: At,
    ) -> Result<Started, Outside> {
        let known = provider.discovered().await?;
        let mut bytes = [0; 32];
        (self.0.chance)(&mut bytes);
        let secret = data_encoding::BASE64URL_NOPAD.encode(&bytes);
        let pending = Pending {
            browser: Digest::of(secret.as_bytes()),
            to: to.to_owned(),
            begun: now,
        };
        let guest = AccountId::parse("guest").map_err(|_| ProviderRefused::Stale)?;
        let time = (now, SECONDS);
        let state = self.begin_for(&guest, ENTER, &pending, time).await?;
        let client = client(provider, known, back)?;
        let (nonce, verifier) = (nonce(&secret), verifier(&secret));
        let (url, ..) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || nonce,
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            // terminals are shared: the session of whoever sat here before must not let the next one in
            .add_prompt(CoreAuthPrompt::Login)
            .set_max_age(Duration::ZERO)
            .add_ui_locale(LanguageTag::new(lang.tag().to_owned()))
            .url();
        Ok(Started {
            to: url.to_string(),
            secret,
            seconds: SECONDS,
        })
    }

    /// Ends it: who came, if the provider's word holds and an administrator linked the person to an open account.
    ///
    /// # Errors
    /// [`Outside`].
    pub async fn come_from_outside(
        &self,
        provider: &Provider,
        back: &str,
        (answered, secret): (Answered, &str),
        now: At,
    ) -> Result<Came, Outside> {
        let asked = self.finish::<Pending>(&answered.state, ENTER, now).await?;
        let browser = Digest::of(secret.as_bytes());
        let pending = asked.map(|(_, p)| p).filter(|p| p.browser == browser);
        let pending = pending.ok_or(ProviderRefused::Stale)?;
        let code = code(provider, answered)?;
        let known = provider.discovered().await?;
        let can_sign_out = known.additional_metadata().end_session_endpoint.is_some();
        let token = token(provider, known.clone(), back, (code, verifier(secret))).await?;
        let subject = subject(provider, known, &token, (nonce(secret), pending.begun, now))?;
        let account = self.account_linked(provider.issuer(), &subject).await?;
        let account = account.ok_or(ProviderRefused::Unknown { subject })?;
        if self.is_locked(&account, now).await? || self.who(&account, now).await?.is_none() {
            return Err(ProviderRefused::Shut.into());
        }
        Ok(Came {
            account,
            to: pending.to,
            can_sign_out,
        })
    }

    async fn is_locked(&self, account: &AccountId, now: At) -> Result<bool, store::Error> {
        let sql = "SELECT locked_until FROM account WHERE id = $1";
        let row = self.0.ledger.db().one(sql, vec![account.into()]).await?;
        // no row of credentials, no way in
        let until = row.map(|row: Row| row.int(0)).transpose()?;
        Ok(until.is_none_or(|until| now < At::from_micros(until)))
    }
}

type Client = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

fn client(provider: &Provider, known: Metadata, back: &str) -> Result<Client, ProviderRefused> {
    let ways = known.token_endpoint_auth_methods_supported().cloned();
    let basic = ways.is_none_or(|w| w.contains(&CoreClientAuthMethod::ClientSecretBasic));
    let back = RedirectUrl::new(back.to_owned()).map_err(|_| ProviderRefused::Away)?;
    let (id, secret) = (provider.0.client.clone(), provider.0.secret.clone());
    let client = CoreClient::from_provider_metadata(known, id, Some(secret));
    let client = client.set_redirect_uri(back);
    Ok(client.set_auth_type(if basic {
        AuthType::BasicAuth
    } else {
        AuthType::RequestBody
    }))
}

/// The code, unless the provider said why there is none.
fn code(provider: &Provider, answered: Answered) -> Result<AuthorizationCode, ProviderRefused> {
    let other = |iss: &String| iss != provider.issuer();
    if answered.iss.as_ref().is_some_and(other) {
        return Err(ProviderRefused::Untrusted);
    }
    match (answered.error.as_deref(), answered.code) {
        (None, Some(code)) => Ok(AuthorizationCode::new(code)),
        (None, None) => Err(ProviderRefused::Stale),
        (Some("server_error" | "temporarily_unavailable"), _) => Err(ProviderRefused::Away),
        (Some("access_denied"), _) => Err(ProviderRefused::Declined("access_denied")),
        (Some(_), _) => Err(ProviderRefused::Declined("other")),
    }
}

async fn token(
    provider: &Provider,
    known: Metadata,
    back: &str,
    (code, verifier): (AuthorizationCode, PkceCodeVerifier),
) -> Result<CoreIdToken, ProviderRefused> {
    let client = client(provider, known, back)?;
    let http = provider.http();
    let asked = client.exchange_code(code).map_err(|e| away(&e))?;
    let said = asked.set_pkce_verifier(verifier).request_async(&http).await;
    let said = said.map_err(|error| match &error {
        RequestTokenError::ServerResponse(no)
            if *no.error() == CoreErrorResponseType::InvalidGrant =>
        {
            ProviderRefused::Stale
        }
        _ => away(&error),
    })?;
    said.id_token().cloned().ok_or(ProviderRefused::Untrusted)
}

/// Whom the provider names, if its word holds: signature, issuer, audience, time, nonce, and that the person was asked.
fn subject(
    provider: &Provider,
    known: Metadata,
    token: &CoreIdToken,
    (nonce, begun, now): (Nonce, At, At),
) -> Result<String, ProviderRefused> {
    let client = CoreClient::from_provider_metadata(known, provider.0.client.clone(), None);
    let clock = SystemTime::UNIX_EPOCH + Duration::from_micros(now.micros().unsigned_abs());
    let seconds = |at: At| at.micros() / 1_000_000;
    let (from, until) = (seconds(begun) - SKEW_SECONDS, seconds(now) + SKEW_SECONDS);
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGS)
        .set_time_fn(move || clock.into())
        .set_issue_time_verifier_fn(move |at| within(at.timestamp(), from, until))
        .set_auth_time_verifier_fn(move |at| match at {
            Some(at) => within(at.timestamp(), from, until),
            None => Err("no auth_time".to_owned()),
        });
    let claims = token.claims(&verifier, &nonce).map_err(|error| {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "a token was refused"
        );
        match error {
            ClaimsVerificationError::Expired(_) => ProviderRefused::Expired,
            ClaimsVerificationError::InvalidAuthTime(_) => ProviderRefused::NotAsked,
            _ => ProviderRefused::Untrusted,
        }
    })?;
    Ok(claims.subject().as_str().to_owned())
}

fn within(at: i64, from: i64, until: i64) -> Result<(), String> {
    if (from..=until).contains(&at) {
        return Ok(());
    }
    Err(format!("{at} is not between {from} and {until}"))
}

fn verifier(secret: &str) -> PkceCodeVerifier {
    PkceCodeVerifier::new(Digest::of(format!("pkce {secret}").as_bytes()).to_string())
}

fn nonce(secret: &str) -> Nonce {
    Nonce::new(Digest::of(format!("nonce {secret}").as_bytes()).to_string())
}
