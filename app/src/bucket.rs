//! Where objects lie when not in the data directory: a bucket that speaks the S3 protocol.

use std::path::PathBuf;

use blob::{Bucket, BucketFault, Credentials};
use clap::Args;

/// The access key's id and secret, when they are not in a file. There is no flag for them: everybody on a machine can
/// read its command lines.
const KEY: [&str; 2] = ["KUMI_BUCKET_KEY_ID", "KUMI_BUCKET_SECRET"];

/// Objects in a bucket instead of the data directory.
#[derive(Debug, Clone, Default, Args)]
pub struct BucketPlace {
    /// Keep objects in this bucket of the S3 protocol [default: the data directory].
    #[arg(long, env = "KUMI_BUCKET")]
    pub bucket: Option<String>,
    /// Where the bucket is served, https://HOST[:PORT] [default: Amazon's own].
    #[arg(long, env = "KUMI_BUCKET_ENDPOINT", requires = "bucket")]
    pub bucket_endpoint: Option<String>,
    /// The region of the bucket.
    #[arg(long, env = "KUMI_BUCKET_REGION", default_value = "ap-northeast-1")]
    pub bucket_region: String,
    /// A file of mode 0600 with the access key: its id in the first line, its secret in the second
    /// [default: `KUMI_BUCKET_KEY_ID` and `KUMI_BUCKET_SECRET` of the environment].
    #[arg(long, env = "KUMI_BUCKET_KEY_FILE", requires = "bucket")]
    pub bucket_key_file: Option<PathBuf>,
}

impl BucketPlace {
    /// The bucket that was named, if one was.
    pub fn bucket(&self) -> anyhow::Result<Option<Bucket>> {
        let Some(name) = self.bucket.clone() else {
            return Ok(None);
        };
        let credentials = match &self.bucket_key_file {
            Some(file) => Credentials::in_file(file).map_err(told)?,
            None => from_environment()?,
        };
        Ok(Some(Bucket {
            name,
            endpoint: self.bucket_endpoint.clone(),
            region: self.bucket_region.clone(),
            credentials,
        }))
    }
}

fn from_environment() -> anyhow::Result<Credentials> {
    match KEY.map(std::env::var) {
        [Ok(id), Ok(secret)] => Ok(Credentials::new(id, secret)),
        _ => anyhow::bail!(
            "a bucket needs its access key: set {} and {}, or KUMI_BUCKET_KEY_FILE / バケットのアクセスキーがありません",
            KEY[0],
            KEY[1]
        ),
    }
}

/// A fault as the operator reads it: what to do, in both languages, and the cause.
pub fn told(fault: BucketFault) -> anyhow::Error {
    let text = fault.text();
    let said = format!("{} / {}", text.en, text.ja);
    anyhow::Error::from(fault).context(said)
}
