//! Where sealed objects lie: a local directory, or a bucket spoken to in the S3 protocol.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use futures::StreamExt as _;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart, path::Path as Address};
use tokio::io::AsyncWriteExt as _;
use words::Digest;

use crate::{Error, KeyId, keyring::sync_dir};

/// Parts of an upload, in bytes (S3 wants at least 5 MiB).
const PART: usize = 8 << 20;

#[derive(Clone)]
pub(crate) enum Place {
    /// `DIR/ab/abcd…`.
    Local(PathBuf),
    /// `objects/ab/abcd…` in a bucket.
    Remote(Arc<dyn ObjectStore>),
}

impl Place {
    /// Moves a sealed file from staging to its address; the object is there wholly or not at all.
    pub async fn admit(&self, staged: &Path, address: &Digest) -> Result<(), Error> {
        match self {
            Self::Local(dir) => admit_local(dir, staged, address),
            Self::Remote(store) => upload(store, staged, address).await,
        }
    }

    /// A sealed object as a local file; a remote one is fetched to `staged`. `None` if it is not there.
    pub async fn fetch(&self, address: &Digest, staged: &Path) -> Result<Option<PathBuf>, Error> {
        match self {
            Self::Local(dir) => {
                let path = local(dir, address);
                Ok(path.exists().then_some(path))
            }
            Self::Remote(store) => {
                let found = download(store, address, staged).await?;
                Ok(found.then(|| staged.to_owned()))
            }
        }
    }

    /// Whether the object is there.
    pub async fn has(&self, address: &Digest) -> Result<bool, Error> {
        match self {
            Self::Local(dir) => Ok(local(dir, address).exists()),
            Self::Remote(store) => match store.head(&remote(address)).await {
                Ok(_) => Ok(true),
                Err(object_store::Error::NotFound { .. }) => Ok(false),
                Err(source) => Err(fault("look for", address)(source)),
            },
        }
    }

    /// Deletes the object if it is there.
    pub async fn delete(&self, address: &Digest) -> Result<(), Error> {
        match self {
            Self::Local(dir) => {
                let path = local(dir, address);
                match fs::remove_file(&path) {
                    Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::io("delete", &path)(e)),
                    _ => Ok(()),
                }
            }
            Self::Remote(store) => match store.delete(&remote(address)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(source) => Err(fault("delete", address)(source)),
            },
        }
    }
}

/// Not found: either the row is wrong or the store lost it.
pub(crate) fn missing(key: &KeyId, digest: &Digest) -> Error {
    Error::Missing {
        key: key.clone(),
        digest: digest.clone(),
    }
}

fn local(dir: &Path, address: &Digest) -> PathBuf {
    let text = address.as_str();
    dir.join(text.get(..2).unwrap_or("")).join(text)
}

fn remote(address: &Digest) -> Address {
    let text = address.as_str();
    Address::from(format!("objects/{}/{text}", text.get(..2).unwrap_or("")))
}

fn fault(doing: &'static str, address: &Digest) -> impl FnOnce(object_store::Error) -> Error {
    let address = address.short().to_owned();
    move |source| Error::Remote {
        doing,
        address,
        source,
    }
}

fn admit_local(dir: &Path, staged: &Path, address: &Digest) -> Result<(), Error> {
    let path = local(dir, address);
    let folder = path.parent().unwrap_or(dir);
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    fs::rename(staged, &path).map_err(Error::io("write", &path))?;
    sync_dir(folder)?;
    sync_dir(dir)
}

async fn upload(
    store: &Arc<dyn ObjectStore>,
    staged: &Path,
    address: &Digest,
) -> Result<(), Error> {
    let to = remote(address);
    let mut file = File::open(staged).map_err(Error::io("read", staged))?;
    let mut part = read_part(&mut file, staged)?;
    if part.len() < PART {
        return store
            .put(&to, part.into())
            .await
            .map(drop)
            .map_err(fault("store", address));
    }
    let begun = store
        .put_multipart(&to)
        .await
        .map_err(fault("store", address))?;
    let mut writer = WriteMultipart::new_with_chunk_size(begun, PART);
    while !part.is_empty() {
        writer
            .wait_for_capacity(4)
            .await
            .map_err(fault("store", address))?;
        writer.put(part.into());
        part = read_part(&mut file, staged)?;
    }
    writer
        .finish()
        .await
        .map(drop)
        .map_err(fault("store", address))
}

fn read_part(file: &mut File, path: &Path) -> Result<Vec<u8>, Error> {
    let mut part = Vec::new();
    file.take(PART as u64)
        .read_to_end(&mut part)
        .map_err(Error::io("read", path))?;
    Ok(part)
}

async fn download(
    store: &Arc<dyn ObjectStore>,
    address: &Digest,
    staged: &Path,
) -> Result<bool, Error> {
    let mut stream = match store.get(&remote(address)).await {
        Ok(found) => found.into_stream(),
        Err(object_store::Error::NotFound { .. }) => return Ok(false),
        Err(source) => return Err(fault("read", address)(source)),
    };
    let mut file = tokio::fs::File::create(staged)
        .await
        .map_err(Error::io("write", staged))?;
    while let Some(part) = stream.next().await {
        let part = part.map_err(fault("read", address))?;
        file.write_all(&part)
            .await
            .map_err(Error::io("write", staged))?;
    }
    file.flush().await.map_err(Error::io("write", staged))?;
    Ok(true)
}
