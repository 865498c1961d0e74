//! The key with which the vendor of a synthetic programme signs its manifests. It is the vendor's: it never lies with the data of the programme.

use std::{fs, os::unix::fs::OpenOptionsExt as _, path::Path};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _},
};

use rand::RngCore as _;

use crate::{Chance, Error};

/// An Ed25519 key pair with its name.
pub struct VendorKey {
    /// Its name in the vendor's record.
    pub id: String,
    pair: Ed25519KeyPair,
}

impl VendorKey {
    /// Opens the key of a folder, or makes one there that only its owner can read.
    ///
    /// # Errors
    /// If the file cannot be read or written, or holds no key.
    pub fn in_dir(dir: &Path) -> Result<Self, Error> {
        let path = dir.join("manifest-signing.pk8");
        if !path.exists() {
            fs::create_dir_all(dir).map_err(Error::io("make", dir))?;
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
            let made = made.map_err(|_| Error::NoKey(path.display().to_string()))?;
            let mut options = fs::OpenOptions::new();
            let file = options.write(true).create_new(true).mode(0o600).open(&path);
            let mut file = file.map_err(Error::io("write", &path))?;
            std::io::Write::write_all(&mut file, made.as_ref())
                .map_err(Error::io("write", &path))?;
        }
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let pair = Ed25519KeyPair::from_pkcs8(&bytes);
        Ok(Self {
            id: "demo-1".to_owned(),
            pair: pair.map_err(|_| Error::NoKey(path.display().to_string()))?,
        })
    }

    /// The key of a programme that must come out the same every time; anybody can make it.
    ///
    /// # Errors
    /// Never in practice: any seed makes a key.
    pub fn of_seed(seed: u64) -> Result<Self, Error> {
        let mut bytes = [0; 32];
        Chance::of_seed(seed).fill_bytes(&mut bytes);
        let pair = Ed25519KeyPair::from_seed_unchecked(&bytes);
        Ok(Self {
            id: "sim-1".to_owned(),
            pair: pair.map_err(|_| Error::NoKey("seed".to_owned()))?,
        })
    }

    /// The public key, hexadecimal: what the office registers.
    #[must_use]
    pub fn public(&self) -> String {
        hex::encode(self.pair.public_key().as_ref())
    }

    /// The header that goes with the bytes of a manifest: `KEY:HEX`.
    #[must_use]
    pub fn sign(&self, manifest: &[u8]) -> String {
        format!(
            "{}:{}",
            self.id,
            hex::encode(self.pair.sign(manifest).as_ref())
        )
    }
}
