//! The key directory: one file per key, each wrapped by the master key; a tombstone where a key was destroyed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use words::CaseId;

use crate::{
    Chance, Error, KeyId,
    crypt::{self, Key},
};

/// The keys. Key files are read anew for each use, so a key destroyed by another process is gone here too.
pub(crate) struct Keyring {
    dir: PathBuf,
    master: Key,
    chance: Chance,
}

impl Keyring {
    /// Opens the key directory; makes it, and a master key, if there is none.
    pub fn open(dir: &Path, data_dir: &Path, chance: Chance) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(Error::io("make key directory", dir))?;
        fs::create_dir_all(data_dir).map_err(Error::io("make data directory", data_dir))?;
        let dir = dir
            .canonicalize()
            .map_err(Error::io("find key directory", dir))?;
        let data = data_dir
            .canonicalize()
            .map_err(Error::io("find data directory", data_dir))?;
        if dir.starts_with(&data) {
            let (keys, data) = (dir.display().to_string(), data.display().to_string());
            return Err(Error::KeysInside { keys, data });
        }
        let master = master(&dir, &chance)?;
        Ok(Self {
            dir,
            master,
            chance,
        })
    }

    /// The key, if it is there.
    pub fn get(&self, id: &KeyId) -> Result<Key, Error> {
        if self.is_forgotten(id) {
            return Err(Error::Forgotten { key: id.clone() });
        }
        let path = self.file(id);
        match fs::read(&path) {
            Ok(wrapped) => self.unwrap(id, &path, &wrapped),
            Err(e) if e.kind() == ErrorKind::NotFound => Err(Error::KeyLost { key: id.clone() }),
            Err(e) => Err(Error::io("read", &path)(e)),
        }
    }

    /// The key; a new one if there was none and none was destroyed.
    pub fn get_or_make(&self, id: &KeyId) -> Result<Key, Error> {
        match self.get(id) {
            Err(Error::KeyLost { .. }) => self.make(id),
            other => other,
        }
    }

    /// Whether the key can still be used; asked again after a write, to notice who forgot meanwhile.
    pub fn stands(&self, id: &KeyId) -> bool {
        !self.is_forgotten(id) && self.file(id).exists()
    }

    /// Destroys the key: tombstone first, then overwrite, unlink and sync. Repeating it is harmless.
    pub fn destroy(&self, id: &KeyId) -> Result<(), Error> {
        let (tombstone, path) = (self.tombstone(id), self.file(id));
        File::create(&tombstone)
            .and_then(|f| f.sync_all())
            .map_err(Error::io("write", &tombstone))?;
        sync_dir(&self.dir)?;
        overwrite(&path).map_err(Error::io("destroy", &path))?;
        sync_dir(&self.dir)
    }

    fn make(&self, id: &KeyId) -> Result<Key, Error> {
        let mut key = Key::default();
        (self.chance)(key.as_mut_slice());
        let wrapped = crypt::seal(&self.master, &about(id), key.as_slice(), &self.chance)
            .map_err(|_| Error::Cipher)?;
        let path = self.file(id);
        if !new_secret_file(&self.dir, &path, &wrapped, &self.chance)? {
            return self.get(id);
        }
        if self.is_forgotten(id) {
            overwrite(&path).map_err(Error::io("destroy", &path))?;
            return Err(Error::Forgotten { key: id.clone() });
        }
        Ok(key)
    }

    fn unwrap(&self, id: &KeyId, path: &Path, wrapped: &[u8]) -> Result<Key, Error> {
        let fault = || Error::KeyFile {
            path: path.display().to_string(),
        };
        let plain = crypt::open(&self.master, &about(id), wrapped).map_err(|_| fault())?;
        key_of(&plain).ok_or_else(fault)
    }

    /// The names of the keys that are parts of a case.
    pub fn parts_of(&self, case: &CaseId) -> Result<Vec<KeyId>, Error> {
        let begins = KeyId::parts_of(case);
        let entries = fs::read_dir(&self.dir).map_err(Error::io("read", &self.dir))?;
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.map_err(Error::io("read", &self.dir))?.file_name();
            let name = name.to_string_lossy();
            let part = name.strip_suffix(".key");
            let part = part.filter(|p| begins.iter().any(|b| p.starts_with(b)));
            found.extend(part.map(|p| KeyId::part(case, p)));
        }
        Ok(found)
    }

    /// Its own tombstone, or that of the case it is a part of.
    fn is_forgotten(&self, id: &KeyId) -> bool {
        self.tombstone(id).exists()
            || id
                .within()
                .is_some_and(|case| self.tombstone(&case).exists())
    }

    fn file(&self, id: &KeyId) -> PathBuf {
        self.dir.join(format!("{id}.key"))
    }

    fn tombstone(&self, id: &KeyId) -> PathBuf {
        self.dir.join(format!("{id}.forgotten"))
    }
}

fn about(id: &KeyId) -> Vec<u8> {
    format!("kumihimo key 1 {id}").into_bytes()
}

fn master(dir: &Path, chance: &Chance) -> Result<Key, Error> {
    let path = dir.join("master.key");
    if !path.exists() {
        let mut fresh = Key::default();
        chance(fresh.as_mut_slice());
        let text = zeroize::Zeroizing::new(format!("{}\n", hex::encode(fresh.as_slice())));
        new_secret_file(dir, &path, text.as_bytes(), chance)?;
    }
    let meta = fs::metadata(&path).map_err(Error::io("read", &path))?;
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(Error::MasterOpen {
            path: path.display().to_string(),
        });
    }
    let text = fs::read_to_string(&path)
        .map(zeroize::Zeroizing::new)
        .map_err(Error::io("read", &path))?;
    let bytes = hex::decode(text.trim()).map(zeroize::Zeroizing::new).ok();
    bytes
        .and_then(|b| key_of(&b))
        .ok_or_else(|| Error::KeyFile {
            path: path.display().to_string(),
        })
}

fn key_of(bytes: &[u8]) -> Option<Key> {
    <[u8; 32]>::try_from(bytes).ok().map(Key::new)
}

/// Writes a file that only its owner reads; `false` if another process was first.
fn new_secret_file(dir: &Path, path: &Path, bytes: &[u8], chance: &Chance) -> Result<bool, Error> {
    let mut unique = [0; 8];
    chance(&mut unique);
    let draft = dir.join(format!(".{}.tmp", hex::encode(unique)));
    let write = || -> io::Result<bool> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        // a link refuses to replace: of two makers one wins, and both use the winner's key
        match fs::hard_link(&draft, path) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(e),
        }
    };
    let made = write().map_err(Error::io("write", path));
    // the draft may not exist if the disk is full; the fault above says so
    let _ = fs::remove_file(&draft);
    let made = made?;
    sync_dir(dir)?;
    Ok(made)
}

fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    drop(file);
    fs::remove_file(path)
}

/// Makes the entries of a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), Error> {
    File::open(dir)
        .and_then(|d| d.sync_all())
        .map_err(Error::io("sync", dir))
}
