//! The identity provider that an operator configured: who it is, and how it is asked (`OpenID` Connect discovery, keys).

mod enter;
mod refused;

use std::{sync::Arc, time::Duration};

use openidconnect::{
    ClientId, ClientSecret, HttpRequest, HttpResponse, IssuerUrl, LogoutRequest,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout as Metadata, http, url::Url,
};
use words::Text;

pub use enter::{Answered, Came, Started};
pub use refused::{Outside, ProviderRefused};

/// The provider answers within this time, or is away.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than a discovery document or a token ever is.
const ANSWER_BYTES: usize = 512 * 1024;

/// What an operator sets.
pub struct ProviderSettings {
    /// The issuer, as its discovery document names it.
    pub issuer: String,
    /// The client that the provider knows the platform as.
    pub client: String,
    /// Its secret.
    pub secret: String,
    /// What people call the provider.
    pub name: Text,
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProviderFault {
    /// Not an address, or not over HTTPS.
    #[error(
        "the issuer must be an https:// address (http:// only on one's own machine), without query and fragment"
    )]
    Issuer,
    /// Client or secret is missing.
    #[error("the client and its secret must not be empty")]
    Client,
    /// No HTTP client could be made.
    #[error("failed to prepare requests to the provider")]
    Http(#[source] reqwest::Error),
}

/// A configured provider. Cheap to clone; prints without its secret.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    issuer: IssuerUrl,
    client: ClientId,
    secret: ClientSecret,
    name: Text,
    http: reqwest::Client,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.0.issuer.as_str())
    }
}

impl Provider {
    /// A provider that is not asked yet: it may be away when the platform starts.
    ///
    /// # Errors
    /// [`ProviderFault`].
    pub fn new(settings: ProviderSettings) -> Result<Self, ProviderFault> {
        let url = Url::parse(&settings.issuer).map_err(|_| ProviderFault::Issuer)?;
        if !is_safe(&url) || url.query().is_some() || url.fragment().is_some() {
            return Err(ProviderFault::Issuer);
        }
        if settings.client.is_empty() || settings.secret.is_empty() {
            return Err(ProviderFault::Client);
        }
        // a redirect could lead the secret of the client to somebody else
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(ProviderFault::Http)?;
        Ok(Self(Arc::new(Inner {
            issuer: IssuerUrl::new(settings.issuer).map_err(|_| ProviderFault::Issuer)?,
            client: ClientId::new(settings.client),
            secret: ClientSecret::new(settings.secret),
            name: settings.name,
            http,
        })))
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &Text {
        &self.0.name
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.0.issuer.as_str()
    }

    /// Where the provider's own session is ended, if it says where; it leads back to `back`.
    ///
    /// # Errors
    /// [`ProviderRefused::Away`].
    pub async fn sign_out(&self, back: &str) -> Result<Option<String>, ProviderRefused> {
        let known = self.discovered().await?;
        let end = known.additional_metadata().end_session_endpoint.clone();
        let back = PostLogoutRedirectUrl::new(back.to_owned());
        let back = back.map_err(|_| ProviderRefused::Away)?;
        Ok(end.filter(|url| is_safe(url.url())).map(|end| {
            let request = LogoutRequest::from(end)
                .set_client_id(self.0.client.clone())
                .set_post_logout_redirect_uri(back);
            request.http_get_url().to_string()
        }))
    }

    /// The provider's addresses and keys as they are now, read for every sign-in: a key that it gave up is of no use from then
    /// on, and nobody is sent to a provider that is away.
    async fn discovered(&self) -> Result<Metadata, ProviderRefused> {
        let http = self.http();
        let found = Metadata::discover_async(self.0.issuer.clone(), &http).await;
        let found = found.map_err(|error| away(&error))?;
        let asked = [
            Some(found.authorization_endpoint().url()),
            found.token_endpoint().map(|u| u.url()),
            Some(found.jwks_uri().url()),
        ];
        if asked.into_iter().flatten().all(is_safe) {
            return Ok(found);
        }
        tracing::warn!(
            issuer = self.issuer(),
            "the provider names an address without TLS"
        );
        Err(ProviderRefused::Away)
    }

    /// How the library asks: over our client, without redirects, with an end.
    fn http(&self) -> impl Fn(HttpRequest) -> Answer + Send + Sync + 'static {
        let client = self.0.http.clone();
        move |request| Box::pin(send(client.clone(), request))
    }
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFault>> + Send>>;

/// A request to the provider failed.
#[derive(Debug, thiserror::Error)]
enum HttpFault {
    #[error("the request failed")]
    Request(#[from] reqwest::Error),
    #[error("the answer is too long")]
    TooLong,
}

async fn send(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
    let request = reqwest::Request::try_from(request)?;
    let mut said = client.execute(request).await?;
    let mut answer = http::Response::new(Vec::new());
    *answer.status_mut() = said.status();
    *answer.headers_mut() = said.headers().clone();
    while let Some(chunk) = said.chunk().await? {
        let body = answer.body_mut();
        if body.len() + chunk.len() > ANSWER_BYTES {
            return Err(HttpFault::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(answer)
}

/// The operator reads why; people read that it is away.
fn away(error: &(dyn std::error::Error + 'static)) -> ProviderRefused {
    tracing::warn!(error, "the identity provider cannot be used");
    ProviderRefused::Away
}

/// HTTPS, or one's own machine.
fn is_safe(url: &Url) -> bool {
    let own = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && own)
}
