//! Small helpers around files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::said::{Act, Said};

/// SHA-256 of a file, hexadecimal.
pub fn sha256(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(Error::io(Act::Read, path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer).map_err(Error::io(Act::Read, path))?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

/// SHA-256 of bytes, hexadecimal.
pub fn sha256_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The whole path of a file that must exist; `what` it is in both languages.
pub fn existing(path: &Path, what: &Said) -> Result<PathBuf, Error> {
    if !path.is_file() {
        let path = path.display();
        return Err(Error::input(
            format!("{} {path} がありません", what.ja),
            format!("{} {path} does not exist", what.en),
        ));
    }
    path.canonicalize().map_err(Error::io(Act::Find, path))
}

/// Makes a directory and those above it.
pub fn directory(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::io(Act::Make, path))
}

/// Writes a small file.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Error> {
    fs::write(path, bytes).map_err(Error::io(Act::Write, path))
}

/// Removes a directory and all in it; nothing there is fine.
pub fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(Act::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

/// Puts a finished file where it belongs: a second name on the same disk, else a copy.
pub fn place(from: &Path, to: &Path) -> Result<(), Error> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::io(Act::Write, to)(error));
        }
        _ => {}
    }
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Error::io(Act::Write, to))
}
