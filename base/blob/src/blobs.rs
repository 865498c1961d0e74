//! Put, get, forget; seal and open small fields.

use std::{
    fs::{self, File},
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use object_store::ObjectStore;
use store::{Db, Value, Write as Statement};
use words::{CaseId, Digest};

use crate::{
    Chance, Clock, Error, KeyId, ambient,
    crypt::{self, Fault, Sealed},
    keyring::Keyring,
    place::{Place, missing},
};

mod check;
mod sweep;

pub use check::{Look, Object};
pub use sweep::Swept;

/// The objects of one programme. Cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<Inner>);

struct Inner {
    db: Db,
    keys: Keyring,
    place: Place,
    /// Sealed files on their way in or out; never plaintext.
    staging: PathBuf,
    chance: Chance,
    clock: Clock,
}

/// An object that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// SHA-256 of the plaintext: what it is asked for by.
    pub digest: Digest,
    /// Bytes of plaintext.
    pub size: u64,
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// Objects deleted.
    pub objects: u64,
    /// Their plaintext bytes.
    pub bytes: u64,
}

/// Puts the parts together.
pub struct Builder {
    db: Db,
    data_dir: PathBuf,
    keys_dir: PathBuf,
    remote: Option<Arc<dyn ObjectStore>>,
    chance: Chance,
    clock: Clock,
}

impl Builder {
    /// Keeps objects in a bucket instead of `data_dir/objects`.
    #[must_use]
    pub fn remote(mut self, store: Arc<dyn ObjectStore>) -> Self {
        self.remote = Some(store);
        self
    }

    /// Another random source.
    #[must_use]
    pub fn chance(mut self, chance: Chance) -> Self {
        self.chance = chance;
        self
    }

    /// Another clock.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Opens keys and objects.
    ///
    /// # Errors
    /// If the key directory lies inside the data directory, or a directory cannot be made.
    pub fn build(self) -> Result<Blobs, Error> {
        let keys = Keyring::open(&self.keys_dir, &self.data_dir, self.chance.clone())?;
        let staging = self.data_dir.join("staging");
        let objects = self.data_dir.join("objects");
        for dir in [&staging, &objects] {
            fs::create_dir_all(dir).map_err(Error::io("make", dir))?;
        }
        let place = self.remote.map_or(Place::Local(objects), Place::Remote);
        let (db, chance, clock) = (self.db, self.chance, self.clock);
        Ok(Blobs(Arc::new(Inner {
            db,
            keys,
            place,
            staging,
            chance,
            clock,
        })))
    }
}

impl Blobs {
    /// Objects in `data_dir/objects`, keys in `keys_dir`, with the machine's clock and random source.
    ///
    /// # Errors
    /// If the key directory lies inside the data directory, or a directory cannot be made.
    pub fn in_dirs(db: Db, data_dir: &Path, keys_dir: &Path) -> Result<Self, Error> {
        Self::builder(db, data_dir, keys_dir).build()
    }

    /// As [`Blobs::in_dirs`], with more to choose.
    #[must_use]
    pub fn builder(db: Db, data_dir: &Path, keys_dir: &Path) -> Builder {
        Builder {
            db,
            data_dir: data_dir.to_owned(),
            keys_dir: keys_dir.to_owned(),
            remote: None,
            chance: ambient::chance(),
            clock: ambient::clock(),
        }
    }

    /// Stores bytes under a key; the key is made if there was none.
    ///
    /// # Errors
    /// [`Error::Forgotten`] if the key was destroyed; otherwise if disk, object store or database fail.
    pub async fn put(&self, key: &KeyId, bytes: &[u8]) -> Result<Put, Error> {
        let bytes = bytes.to_vec();
        self.put_from(key, move || {
            Ok(Box::new(std::io::Cursor::new(bytes)) as Box<dyn Read>)
        })
        .await
    }

    /// Stores a file under a key, streaming: 4 MiB at a time.
    ///
    /// # Errors
    /// As [`Blobs::put`], and if the file cannot be read.
    pub async fn put_file(&self, key: &KeyId, path: &Path) -> Result<Put, Error> {
        let path = path.to_owned();
        let open = move || {
            let file = File::open(&path).map_err(Error::io("read", &path))?;
            Ok(Box::new(file) as Box<dyn Read>)
        };
        self.put_from(key, open).await
    }

    /// The plaintext of an object, verified.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Tampered`] or [`Error::Forgotten`], naming the object; otherwise if disk,
    /// object store or database fail.
    pub async fn get(&self, key: &KeyId, digest: &Digest) -> Result<Vec<u8>, Error> {
        self.read(key, digest, Vec::new()).await
    }

    /// Writes the plaintext of an object to a file; the file appears only after it was verified.
    ///
    /// # Errors
    /// As [`Blobs::get`].
    pub async fn get_file(&self, key: &KeyId, digest: &Digest, to: &Path) -> Result<(), Error> {
        let draft = Draft(beside(to, &self.unique()));
        let file = File::create(&draft.0).map_err(Error::io("write", &draft.0))?;
        let file = self.read(key, digest, BufWriter::new(file)).await?;
        let file = file
            .into_inner()
            .map_err(|e| Error::io("write", to)(e.into_error()))?;
        file.sync_all().map_err(Error::io("write", to))?;
        fs::rename(&draft.0, to).map_err(Error::io("write", to))
    }

    /// Whether an object is recorded under a key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has(&self, key: &KeyId, digest: &Digest) -> Result<bool, Error> {
        Ok(self.address(key, digest).await?.is_some())
    }

    /// Destroys the key, then deletes the objects under it. May be repeated after a crash.
    ///
    /// # Errors
    /// If the key cannot be destroyed, or disk, object store or database fail; repeat it then.
    pub async fn forget(&self, key: &KeyId) -> Result<Forgotten, Error> {
        self.0.keys.destroy(key)?;
        let sql = "SELECT digest, address, size FROM blob_object WHERE key_id = $1";
        let rows = self.0.db.all(sql, vec![key.as_str().into()]).await?;
        let mut done = Forgotten {
            objects: 0,
            bytes: 0,
        };
        for row in &rows {
            self.0.place.delete(&digest_in(&row.text(1)?)?).await?;
            self.drop_row(key, &row.text(0)?).await?;
            done.objects += 1;
            done.bytes += u64::try_from(row.int(2)?).unwrap_or(0);
        }
        Ok(done)
    }

    /// Forgets a whole case: its own key and those of its members and runs. From the first moment on no key of the case
    /// can be made any more. May be repeated after a crash.
    ///
    /// # Errors
    /// As [`Blobs::forget`].
    pub async fn forget_case(&self, case: &CaseId) -> Result<Forgotten, Error> {
        let mut all = self.forget(&KeyId::case(case)).await?;
        let mut parts = self.0.keys.parts_of(case)?;
        for begin in KeyId::parts_of(case) {
            let length = begin.chars().count();
            let sql = format!(
                "SELECT DISTINCT key_id FROM blob_object WHERE substr(key_id, 1, {length}) = $1"
            );
            for row in self.0.db.all_made(sql, vec![begin.into()]).await? {
                parts.push(KeyId::part(case, &row.text(0)?));
            }
        }
        parts.sort();
        parts.dedup();
        for part in parts {
            let gone = self.forget(&part).await?;
            all.objects += gone.objects;
            all.bytes += gone.bytes;
        }
        Ok(all)
    }

    /// Whether the key was destroyed.
    #[must_use]
    pub fn is_forgotten(&self, key: &KeyId) -> bool {
        matches!(self.0.keys.get(key), Err(Error::Forgotten { .. }))
    }

    /// Seals a small field (an identity, a form answer) to be kept in a row.
    ///
    /// # Errors
    /// [`Error::Forgotten`] if the key was destroyed, or if it cannot be read or made.
    pub fn seal(&self, key: &KeyId, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let secret = self.0.keys.get_or_make(key)?;
        crypt::seal(&secret, &about("field", key), bytes, &self.0.chance).map_err(|_| Error::Cipher)
    }

    /// HMAC-SHA-256 of a value: equal values are found in an index that does not hold them. Whoever has the index
    /// without the key directory cannot try values out.
    ///
    /// # Errors
    /// [`Error::Forgotten`] if the key was destroyed, or if it cannot be read or made.
    pub fn fingerprint(&self, key: &KeyId, value: &[u8]) -> Result<Digest, Error> {
        let secret = self.0.keys.get_or_make(key)?;
        Ok(crypt::fingerprint(
            &secret,
            &about("fingerprint", key),
            value,
        ))
    }

    /// Opens a sealed field.
    ///
    /// # Errors
    /// [`Error::SealBroken`] if it was changed or belongs to another key; [`Error::Forgotten`].
    pub fn open(&self, key: &KeyId, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let secret = self.0.keys.get(key)?;
        let plain = crypt::open(&secret, &about("field", key), sealed);
        plain
            .map(|p| p.to_vec())
            .map_err(|_| Error::SealBroken { key: key.clone() })
    }
}

impl Blobs {
    async fn put_from(
        &self,
        key: &KeyId,
        open: impl FnOnce() -> Result<Box<dyn Read>, Error> + Send + 'static,
    ) -> Result<Put, Error> {
        let staged = Draft(self.0.staging.join(self.unique()));
        let (inner, id, path) = (self.0.clone(), key.clone(), staged.0.clone());
        let sealed = blocking(move || seal_to(&inner, &id, &mut *open()?, &path)).await?;
        let put = Put {
            digest: sealed.digest.clone(),
            size: sealed.size,
        };
        if !self.already(key, &sealed.digest).await? {
            self.0.place.admit(&staged.0, &sealed.address).await?;
            self.record(key, &sealed).await?;
        }
        if self.0.keys.stands(key) {
            return Ok(put);
        }
        // somebody forgot the key while we wrote: leave nothing behind
        self.0.place.delete(&sealed.address).await?;
        self.drop_row(key, sealed.digest.as_str()).await?;
        Err(Error::Forgotten { key: key.clone() })
    }

    /// Whether the object is recorded and really there.
    async fn already(&self, key: &KeyId, digest: &Digest) -> Result<bool, Error> {
        match self.address(key, digest).await? {
            Some(address) => self.0.place.has(&address).await,
            None => Ok(false),
        }
    }

    /// Records an admitted object. Of two writers of the same bytes the first one's copy stays.
    async fn record(&self, key: &KeyId, sealed: &Sealed) -> Result<(), Error> {
        let args: Vec<Value> = vec![
            key.as_str().into(),
            (&sealed.digest).into(),
            (&sealed.address).into(),
            i64::try_from(sealed.size).unwrap_or(i64::MAX).into(),
            (self.0.clock)().into(),
        ];
        let sql = "INSERT INTO blob_object (key_id, digest, address, size, at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key_id, digest) DO NOTHING";
        if self.0.db.run(Statement::new(sql, args)).await? == 1 {
            return Ok(());
        }
        if self.already(key, &sealed.digest).await? {
            return self.0.place.delete(&sealed.address).await;
        }
        // the row is there but its object was lost: the new copy heals it
        let sql = "UPDATE blob_object SET address = $3 WHERE key_id = $1 AND digest = $2";
        let args = vec![
            key.as_str().into(),
            (&sealed.digest).into(),
            (&sealed.address).into(),
        ];
        self.0.db.run(Statement::new(sql, args)).await?;
        Ok(())
    }

    async fn read<W: Write + Send + 'static>(
        &self,
        key: &KeyId,
        digest: &Digest,
        mut to: W,
    ) -> Result<W, Error> {
        let secret = self.0.keys.get(key);
        let address = match (secret, self.address(key, digest).await?) {
            (Err(e @ Error::Forgotten { .. }), _) => return Err(e),
            (_, None) => return Err(missing(key, digest)),
            (Err(e), _) => return Err(e),
            (Ok(_), Some(address)) => address,
        };
        let staged = Draft(self.0.staging.join(self.unique()));
        let found = self.0.place.fetch(&address, &staged.0).await?;
        let path = found.ok_or_else(|| missing(key, digest))?;
        let (inner, id, asked) = (self.0.clone(), key.clone(), digest.clone());
        blocking(move || {
            let secret = inner.keys.get(&id)?;
            let mut file = File::open(&path).map_err(Error::io("read", &path))?;
            let opened = crypt::open_stream(&secret, &about("object", &id), &mut file, &mut to);
            match opened {
                Ok(found) if found == asked => Ok(to),
                Ok(_) | Err(Fault::Broken) => Err(Error::Tampered {
                    key: id,
                    digest: asked,
                }),
                Err(Fault::Io(e)) => Err(Error::io("read", &path)(e)),
            }
        })
        .await
    }

    async fn address(&self, key: &KeyId, digest: &Digest) -> Result<Option<Digest>, Error> {
        let sql = "SELECT address FROM blob_object WHERE key_id = $1 AND digest = $2";
        let row = self
            .0
            .db
            .one(sql, vec![key.as_str().into(), digest.into()])
            .await?;
        row.map(|r| digest_in(&r.text(0)?)).transpose()
    }

    async fn drop_row(&self, key: &KeyId, digest: &str) -> Result<(), Error> {
        let sql = "DELETE FROM blob_object WHERE key_id = $1 AND digest = $2";
        let args = vec![key.as_str().into(), digest.into()];
        self.0.db.run(Statement::new(sql, args)).await?;
        Ok(())
    }

    fn unique(&self) -> String {
        let mut bytes = [0; 16];
        (self.0.chance)(&mut bytes);
        hex::encode(bytes)
    }
}

/// A file that is removed when it was not moved to its place.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // gone already when it was renamed
        let _ = fs::remove_file(&self.0);
    }
}

fn beside(to: &Path, unique: &str) -> PathBuf {
    let folder = to.parent().unwrap_or_else(|| Path::new("."));
    folder.join(format!(".{unique}.part"))
}

fn about(what: &str, key: &KeyId) -> Vec<u8> {
    format!("kumihimo {what} 1 {key}").into_bytes()
}

fn digest_in(text: &str) -> Result<Digest, Error> {
    let parsed = text.parse();
    Ok(parsed.map_err(|e| store::Error::decode("blob_object", e))?)
}

fn seal_to(inner: &Inner, key: &KeyId, from: &mut dyn Read, path: &Path) -> Result<Sealed, Error> {
    let secret = inner.keys.get_or_make(key)?;
    let file = File::create(path).map_err(Error::io("write", path))?;
    let mut to = BufWriter::new(file);
    let sealed = crypt::seal_stream(&secret, &about("object", key), from, &mut to, &inner.chance);
    let sealed = sealed.map_err(|fault| match fault {
        Fault::Broken => Error::Cipher,
        Fault::Io(e) => Error::io("store", path)(e),
    })?;
    let file = to
        .into_inner()
        .map_err(|e| Error::io("write", path)(e.into_error()))?;
    file.sync_all().map_err(Error::io("write", path))?;
    Ok(sealed)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::Thread)?
}
