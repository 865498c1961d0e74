//! The identity provider that staff may sign in with beside their passkeys (`OpenID` Connect).

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use auth::{Provider, ProviderSettings};
use clap::Args;
use words::Text;

/// The secret of the client, when it is not in a file. There is no flag for it: everybody on a machine can read its
/// command lines.
const SECRET: &str = "KUMI_OIDC_SECRET";

/// Sign-in with an identity provider.
#[derive(Debug, Clone, Default, Args)]
pub struct ProviderPlace {
    /// The issuer of the OpenID Connect provider that staff may sign in with [default: none].
    #[arg(long, env = "KUMI_OIDC_ISSUER", requires = "oidc_client")]
    pub oidc_issuer: Option<String>,
    /// The client that the provider knows this platform as; it sends people back to BASE_URL/outside/back.
    #[arg(long, env = "KUMI_OIDC_CLIENT", requires = "oidc_issuer")]
    pub oidc_client: Option<String>,
    /// A file of mode 0600 with the client's secret [default: `KUMI_OIDC_SECRET` of the environment].
    #[arg(long, env = "KUMI_OIDC_SECRET_FILE", requires = "oidc_issuer")]
    pub oidc_secret_file: Option<PathBuf>,
    /// What people call the provider, Japanese and English.
    #[arg(
        long,
        env = "KUMI_OIDC_NAME",
        default_value = "病院の認証 / the hospital's login"
    )]
    pub oidc_name: String,
}

impl ProviderPlace {
    /// The provider that was named, if one was. It is not asked yet.
    pub fn provider(&self) -> anyhow::Result<Option<Provider>> {
        let (Some(issuer), Some(client)) = (&self.oidc_issuer, &self.oidc_client) else {
            return Ok(None);
        };
        let secret = match &self.oidc_secret_file {
            Some(file) => in_file(file)?,
            None => std::env::var(SECRET).ok().with_context(|| {
                format!("the provider's client needs its secret: set {SECRET} or KUMI_OIDC_SECRET_FILE / 認証基盤のクライアントの秘密の値がありません")
            })?,
        };
        let settings = ProviderSettings {
            issuer: issuer.clone(),
            client: client.clone(),
            secret: secret.trim().to_owned(),
            name: name(&self.oidc_name),
        };
        let provider = Provider::new(settings);
        let provider = provider.context(
            "the identity provider cannot be used as it is set / 認証基盤の設定を見直してください",
        )?;
        Ok(Some(provider))
    }
}

fn name(both: &str) -> Text {
    let (ja, en) = both.split_once(" / ").unwrap_or((both, both));
    Text::made(ja.trim(), en.trim())
}

/// A secret that others on the machine can read is none.
fn in_file(file: &Path) -> anyhow::Result<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let said = || format!("failed to read {}", file.display());
    let mode = std::fs::metadata(file)
        .with_context(said)?
        .permissions()
        .mode();
    anyhow::ensure!(
        mode & 0o077 == 0,
        "{} is readable by others: chmod 600 / ほかの利用者が読めるファイルです",
        file.display()
    );
    std::fs::read_to_string(file).with_context(said)
}
