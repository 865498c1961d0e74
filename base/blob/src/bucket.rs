//! A bucket that speaks the S3 protocol, as an operator names it.

use std::{os::unix::fs::PermissionsExt as _, path::Path, sync::Arc, time::Duration};

use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig, aws::AmazonS3Builder,
    path::Path as Address,
};
use words::{Text, text};

/// How long a request is tried again before the bucket counts as away.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the bucket is, and who asks.
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// `https://HOST[:PORT]`; `None` for Amazon's own in the region.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Who asks.
    pub credentials: Credentials,
}

/// An access key. Never shown, not even by `Debug`.
pub struct Credentials {
    id: String,
    secret: zeroize::Zeroizing<String>,
}

/// The bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BucketFault {
    /// The file with the access key cannot be read.
    #[error("failed to read the access key in {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Others than the owner can read the access key.
    #[error("others can read {0}; run `chmod 600 {0}`")]
    Open(String),
    /// The file holds something else.
    #[error("{0} is not an access key: it has two lines, the key's id and the secret")]
    NotAKey(String),
    /// The settings do not name a bucket.
    #[error("the bucket cannot be opened with these settings")]
    Settings(#[source] object_store::Error),
    /// The bucket does not do what is asked.
    #[error("the bucket does not {doing}")]
    Probe {
        /// What was tried: `store`, `read` or `delete`.
        doing: &'static str,
        /// Why not.
        #[source]
        source: object_store::Error,
    },
    /// The bucket answered other bytes than were stored.
    #[error("the bucket answers other bytes than were stored")]
    Changed,
}

impl Credentials {
    /// An access key.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: zeroize::Zeroizing::new(secret.into()),
        }
    }

    /// An access key in a file of two lines, id and secret, that only its owner may read.
    ///
    /// # Errors
    /// If it cannot be read, others can read it, or it holds something else.
    pub fn in_file(path: &Path) -> Result<Self, BucketFault> {
        let name = || path.display().to_string();
        let read = |source| BucketFault::Read {
            path: name(),
            source,
        };
        let meta = std::fs::metadata(path).map_err(read)?;
        if meta.permissions().mode() & 0o077 != 0 {
            return Err(BucketFault::Open(name()));
        }
        let text = std::fs::read_to_string(path).map_err(read)?;
        let text = zeroize::Zeroizing::new(text);
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        match lines.as_slice() {
            [id, secret] => Ok(Self::new(*id, *secret)),
            _ => Err(BucketFault::NotAKey(name())),
        }
    }
}

impl Bucket {
    /// A store to give to [`crate::Builder::remote`]. Nothing is asked of the bucket yet.
    ///
    /// # Errors
    /// If the settings make no sense.
    pub fn open(&self) -> Result<Arc<dyn ObjectStore>, BucketFault> {
        let retry = RetryConfig {
            max_retries: 4,
            retry_timeout: PATIENCE,
            ..RetryConfig::default()
        };
        // an object may be a hundred gigabytes: only the connection has a limit of time, not the reading
        let client = ClientOptions::new()
            .with_timeout_disabled()
            .with_connect_timeout(Duration::from_secs(5));
        let mut builder = AmazonS3Builder::new()
            .with_client_options(client)
            .with_retry(retry)
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.credentials.id)
            .with_secret_access_key(self.credentials.secret.as_str());
        if let Some(endpoint) = &self.endpoint {
            // objects are sealed before they leave; a store on the same rack may do without TLS
            builder = builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://"));
        }
        let store = builder.build().map_err(BucketFault::Settings)?;
        Ok(Arc::new(store))
    }

    /// Stores, reads and deletes a small object.
    ///
    /// # Errors
    /// What the bucket did not do.
    pub async fn probe(&self, unique: &str) -> Result<(), BucketFault> {
        let store = self.open()?;
        let at = Address::from(format!("probe/{unique}"));
        let fault = |doing| move |source| BucketFault::Probe { doing, source };
        let put = store.put(&at, unique.to_owned().into_bytes().into()).await;
        put.map_err(fault("store"))?;
        let got = store.get(&at).await.map_err(fault("read"))?;
        let bytes = got.bytes().await.map_err(fault("read"))?;
        store.delete(&at).await.map_err(fault("delete"))?;
        if bytes.as_ref() == unique.as_bytes() {
            Ok(())
        } else {
            Err(BucketFault::Changed)
        }
    }
}

impl BucketFault {
    /// What happened and how to mend it.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Read { path, .. } => text!(
                ("アクセスキーのファイル {path} を読めません。場所と権限を確かめてください。"),
                ("The access key file {path} cannot be read. Check its place and its mode.")
            ),
            Self::Open(path) => text!(
                ("{path} をほかの利用者が読めます。`chmod 600 {path}` を行ってください。"),
                ("Others can read {path}. Run `chmod 600 {path}`.")
            ),
            Self::NotAKey(path) => text!(
                ("{path} はアクセスキーではありません。一行目に ID、二行目に秘密鍵を書いてください。"),
                ("{path} is not an access key. Write the id in its first line and the secret in its second.")
            ),
            Self::Settings(_) => text!(
                "バケットの設定が正しくありません。KUMI_BUCKET、KUMI_BUCKET_ENDPOINT、KUMI_BUCKET_REGION を確かめてください。",
                "The settings of the bucket are not right. Check KUMI_BUCKET, KUMI_BUCKET_ENDPOINT and KUMI_BUCKET_REGION."
            ),
            Self::Probe { source, .. } => of_probe(source),
            Self::Changed => text!(
                "バケットが、保存した内容と異なる内容を返しました。途中の機器や保存先を点検してください。",
                "The bucket answers other bytes than were stored. Check what lies between, and the store itself."
            ),
        }
    }
}

fn of_probe(source: &object_store::Error) -> Text {
    use object_store::Error as E;
    match source {
        E::Unauthenticated { .. } | E::PermissionDenied { .. } => text!(
            "バケットがアクセスキーを拒みました。鍵と、オブジェクトの保存・読出し・削除・一覧の許可を確かめてください。",
            "The bucket refused the access key. Check the key, and that it may put, get, delete and list objects."
        ),
        E::NotFound { .. } => text!(
            "その名前のバケットがありません。バケットを作るか、KUMI_BUCKET を直してください。",
            "There is no bucket of that name. Make it, or mend KUMI_BUCKET."
        ),
        _ => text!(
            "バケットに接続できません。KUMI_BUCKET_ENDPOINT とネットワークを確かめてください。",
            "The bucket does not answer. Check KUMI_BUCKET_ENDPOINT and the network."
        ),
    }
}
