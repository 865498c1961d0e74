//! The place at which passkeys answer: one origin, one name.

use webauthn_rs::{Webauthn, WebauthnBuilder, prelude::Url};

/// The platform as passkeys know it.
pub struct RelyingParty {
    pub(crate) webauthn: Webauthn,
    /// `https://host` or, on one's own machine, `http://localhost:port`.
    pub origin: String,
}

impl RelyingParty {
    /// The relying party of an address; `None` if the address cannot carry passkeys: they need a name, not an IP address, and
    /// HTTPS anywhere but on one's own machine. A loopback address stands for `localhost`, at any port.
    #[must_use]
    pub fn at(base_url: &str) -> Option<Self> {
        let mut url = Url::parse(base_url).ok()?;
        if matches!(url.host_str(), Some("127.0.0.1" | "[::1]")) {
            url.set_host(Some("localhost")).ok()?;
        }
        let host = url.domain()?.to_owned();
        let own = host == "localhost";
        if url.scheme() != "https" && !own {
            return None;
        }
        let origin = url.origin().ascii_serialization();
        let webauthn = WebauthnBuilder::new(&host, &url)
            .ok()?
            .rp_name("Kumihimo")
            .allow_any_port(own)
            .build()
            .ok()?;
        Some(Self { webauthn, origin })
    }
}
