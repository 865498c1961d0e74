//! Signed checkpoints: the size and root of the tree, signed as C2SP notes.

use std::{io::Write as _, path::Path};

use signed_note::{Note, Signer as _, StandardSigner, StandardVerifier, VerifierList};
use store::{Error, Write};
use tlog_tiles::{Checkpoint, Hash};
use words::At;

use crate::{
    Ledger, Verified,
    kept::{Keeper, Kept},
    tree::Edge,
};

/// The origin line of our checkpoints.
const ORIGIN: &str = "kumihimo-ledger";

/// The Ed25519 key that signs checkpoints. It lives outside the data directory.
pub struct CheckpointKey {
    signer: StandardSigner,
    public: String,
    /// Where checkpoints are kept; a key of one test keeps none.
    keeper: Option<Keeper>,
}

/// The key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// The file cannot be read or made.
    #[error("failed to read or make the checkpoint key {path}")]
    File {
        /// Where.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not a key.
    #[error("{0} does not hold a checkpoint key")]
    NotAKey(String),
}

impl CheckpointKey {
    /// Loads `checkpoint.key` from the key directory, making it (mode 0600) at first use. `checkpoint.pub` beside it may be given to auditors.
    ///
    /// # Errors
    /// [`KeyFault`] if the file cannot be read, made or understood.
    pub fn in_dir(dir: &Path) -> Result<Self, KeyFault> {
        let path = dir.join("checkpoint.key");
        let fault = |source| KeyFault::File {
            path: path.display().to_string(),
            source,
        };
        if !path.exists() {
            let (secret, public) = signed_note::generate_key(&mut rand_core::OsRng, ORIGIN);
            std::fs::create_dir_all(dir).map_err(fault)?;
            std::fs::write(dir.join("checkpoint.pub"), format!("{public}\n")).map_err(fault)?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path).map_err(fault)?;
            file.write_all(format!("{secret}\n{public}\n").as_bytes())
                .map_err(fault)?;
            file.sync_all().map_err(fault)?;
        }
        let text = std::fs::read_to_string(&path).map_err(fault)?;
        let mut key =
            Self::parse(&text).ok_or_else(|| KeyFault::NotAKey(path.display().to_string()))?;
        key.keeper = Some(Keeper::in_dir(dir));
        Ok(key)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let signer = StandardSigner::new(lines.next()?).ok()?;
        let public = lines.next()?.to_owned();
        let verifier = StandardVerifier::new(&public).ok()?;
        (signed_note::Verifier::key_id(&verifier) == signer.key_id()).then_some(Self {
            signer,
            public,
            keeper: None,
        })
    }

    /// A key for one test.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn throw_away() -> Self {
        let (secret, public) = signed_note::generate_key(&mut rand_core::OsRng, ORIGIN);
        Self::parse(&format!("{secret}\n{public}"))
            .unwrap_or_else(|| unreachable!("a fresh key parses"))
    }

    /// The verifier key, as auditors need it.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// What is kept beside the key; a key without a directory keeps nothing.
    pub(crate) fn kept(&self) -> Result<Option<Kept>, Error> {
        let read = self.keeper.as_ref().map(|keeper| keeper.read(&self.public));
        read.transpose().map(Option::flatten).map_err(kept_fault)
    }

    fn signed(&self, size: u64, root: Hash) -> Result<String, Error> {
        let unsigned = || Error::decode("ledger_checkpoint", "the checkpoint could not be signed");
        self.sign(size, root).ok_or_else(unsigned)
    }

    fn sign(&self, size: u64, root: Hash) -> Option<String> {
        let body = Checkpoint::new(ORIGIN, size, root, "").ok()?;
        let mut note = Note::new(&body.to_bytes(), &[]).ok()?;
        note.add_sigs(&[&self.signer]).ok()?;
        String::from_utf8(note.to_bytes()).ok()
    }
}

fn kept_fault(error: std::io::Error) -> Error {
    let about = "failed to read or write the checkpoints kept beside the key";
    Error::decode("checkpoint.kept", format!("{about}: {error}"))
}

/// Size and root of a checkpoint, if `public` signed it.
pub(crate) fn open(note: &str, public: &str) -> Option<(u64, Hash)> {
    let note = Note::from_bytes(note.as_bytes()).ok()?;
    let verifier = StandardVerifier::new(public).ok()?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)]))
        .ok()?;
    let body = Checkpoint::from_bytes(note.text()).ok()?;
    (body.origin() == ORIGIN).then(|| (body.size(), *body.hash()))
}

impl Ledger {
    /// Seals the ledger as it stands with a signed checkpoint and returns the note. Sealing the same size twice changes nothing.
    /// The checkpoint is kept beside the key too: after the database, so that what is kept was committed.
    ///
    /// # Errors
    /// If the store fails, or the key directory cannot be written.
    pub async fn seal(&self, now: At) -> Result<String, Error> {
        let (size, note) = self.sealed(now).await?;
        if let Some(keeper) = &self.key.keeper {
            let last = keeper.keep(size, &note, now).map_err(kept_fault)?;
            if last > size {
                tracing::error!(
                    sealed = last,
                    found = size,
                    "the ledger ends before its newest checkpoint: run kumi verify"
                );
            }
        }
        Ok(note)
    }

    /// Says that an older copy of the database was restored on purpose, as a verification found it: what was sealed beyond the last
    /// checkpoint that it agrees with no longer counts. What was sealed up to there does, and the statement itself is kept.
    ///
    /// # Errors
    /// As [`Ledger::seal`].
    pub async fn accept_restored(&self, found: &Verified, now: At) -> Result<(), Error> {
        let (size, root) = match found.agreed {
            Some(agreed) => agreed,
            None => (0, Edge::default().root()?),
        };
        if let Some(keeper) = &self.key.keeper {
            let note = self.key.signed(size, root)?;
            keeper.restored(size, &note, now).map_err(kept_fault)?;
        }
        self.seal(now).await.map(drop)
    }

    async fn sealed(&self, now: At) -> Result<(u64, String), Error> {
        let mut tx = self.db.begin().await?;
        let sql = "SELECT seq FROM ledger_head WHERE one = 1".to_owned();
        let head = tx
            .one_made(sql, vec![])
            .await?
            .map(|row| row.int(0))
            .transpose()?;
        let size = u64::try_from(head.unwrap_or_default()).unwrap_or_default();
        let root = Edge::load(&mut tx, size).await?.root()?;
        let note = self.key.signed(size, root)?;
        let args = vec![
            crate::tree::signed(size).into(),
            note.as_str().into(),
            now.into(),
        ];
        let sql = "INSERT INTO ledger_checkpoint (size, note, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";
        tx.run(Write::new(sql, args)).await?;
        tx.commit().await?;
        Ok((size, note))
    }

    /// The public half of the checkpoint key.
    #[must_use]
    pub fn public_key(&self) -> &str {
        self.key.public()
    }
}
