//! Where sealed objects lie: a local directory, or a bucket spoken to in the S3 protocol.

use std::{
    fs::{self, File, Metadata},
    io::{ErrorKind, Read as _},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures::StreamExt as _;
use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart, path::Path as Address};
use tokio::io::AsyncWriteExt as _;
use words::{At, Digest};

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
        Ok(self.size(address).await?.is_some())
    }

    /// Sealed bytes of the object, if it is there.
    pub async fn size(&self, address: &Digest) -> Result<Option<u64>, Error> {
        match self {
            Self::Local(dir) => {
                let path = local(dir, address);
                match fs::metadata(&path) {
                    Ok(meta) => Ok(Some(meta.len())),
                    Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
                    Err(e) => Err(Error::io("look for", &path)(e)),
                }
            }
            Self::Remote(store) => match store.head(&remote(address)).await {
                Ok(meta) => Ok(Some(meta.size)),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
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

/// An object as its place lists it.
pub(crate) struct Listed {
    pub address: Digest,
    /// When it was written.
    pub at: At,
    /// Sealed bytes.
    pub bytes: u64,
}

impl Place {
    /// The folders that objects can lie in, by the first two digits of their address.
    pub async fn folders(&self) -> Result<Vec<String>, Error> {
        let all = (0..=u8::MAX).map(|n| format!("{n:02x}"));
        match self {
            Self::Local(dir) => Ok(all.filter(|f| dir.join(f).is_dir()).collect()),
            Self::Remote(_) => Ok(all.collect()),
        }
    }

    /// The objects of one folder; what is not named as an object is left alone.
    pub async fn list(&self, folder: &str) -> Result<Vec<Listed>, Error> {
        match self {
            Self::Local(dir) => list_local(&dir.join(folder)),
            Self::Remote(store) => list_remote(store, folder).await,
        }
    }
}

fn list_local(folder: &Path) -> Result<Vec<Listed>, Error> {
    let mut found = Vec::new();
    for (path, meta) in files(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Ok(address) = name.parse() {
            found.push(Listed {
                address,
                at: written(&meta),
                bytes: meta.len(),
            });
        }
    }
    Ok(found)
}

async fn list_remote(store: &Arc<dyn ObjectStore>, folder: &str) -> Result<Vec<Listed>, Error> {
    let below = Address::from(format!("objects/{folder}"));
    let mut stream = store.list(Some(&below));
    let mut found = Vec::new();
    while let Some(meta) = stream.next().await {
        let meta = meta.map_err(|source| Error::Remote {
            doing: "list",
            address: folder.to_owned(),
            source,
        })?;
        let name = meta.location.filename().unwrap_or_default();
        if let Ok(address) = name.parse() {
            found.push(Listed {
                address,
                at: At::from_micros(meta.last_modified.timestamp_micros()),
                bytes: meta.size,
            });
        }
    }
    Ok(found)
}

/// Removes sealed files in the staging directory that were last written before a moment; answers how many.
pub(crate) fn old_drafts(staging: &Path, before: At) -> Result<u64, Error> {
    let mut gone = 0;
    for (path, meta) in files(staging)? {
        if written(&meta) < before {
            fs::remove_file(&path).map_err(Error::io("delete", &path))?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// The files right below a folder. One that goes away meanwhile is not there.
fn files(folder: &Path) -> Result<Vec<(PathBuf, Metadata)>, Error> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("read", folder))?;
        if let Ok(meta) = entry.metadata()
            && meta.is_file()
        {
            found.push((entry.path(), meta));
        }
    }
    Ok(found)
}

fn written(meta: &Metadata) -> At {
    let micros = i128::from(meta.mtime()) * 1_000_000 + i128::from(meta.mtime_nsec()) / 1000;
    At::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
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
