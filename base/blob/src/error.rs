//! What can go wrong with an object, named, with the way out.

use std::{io, path::Path};

use words::{Digest, Text, text};

use crate::KeyId;

/// Storing, reading or forgetting failed. Nothing half-written is ever visible.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The stored bytes are not what was written.
    #[error("object {} under {key} was changed or cut short on its way or on disk; restore it from a copy, or deliver it again", digest.short())]
    Tampered {
        /// The key it lies under.
        key: KeyId,
        /// The digest that was asked for.
        digest: Digest,
    },
    /// A sealed field does not open under this key.
    #[error(
        "a sealed field does not open under {key}: it was changed, or sealed under another key; restore the row from a backup"
    )]
    SealBroken {
        /// The key.
        key: KeyId,
    },
    /// There is no such object.
    #[error("object {} under {key} is not there; check the object store, restore it from a copy, or deliver it again", digest.short())]
    Missing {
        /// The key it should lie under.
        key: KeyId,
        /// The digest that was asked for.
        digest: Digest,
    },
    /// The key was destroyed on purpose; nothing under it can be read or written again.
    #[error(
        "everything under {key} was forgotten: its key has been destroyed and cannot be made again"
    )]
    Forgotten {
        /// The key.
        key: KeyId,
    },
    /// The key file is gone although nobody asked to forget.
    #[error("the key file of {key} is missing; restore the key directory from its backup")]
    KeyLost {
        /// The key.
        key: KeyId,
    },
    /// A key file does not open under the master key.
    #[error(
        "key file {path} does not open under this master key; restore the key directory, with its master.key, from one backup"
    )]
    KeyFile {
        /// The file.
        path: String,
    },
    /// The keys would lie in the data directory, where every backup of the data would carry them.
    #[error(
        "key directory {keys} lies inside data directory {data}; name a key directory outside it"
    )]
    KeysInside {
        /// The key directory.
        keys: String,
        /// The data directory.
        data: String,
    },
    /// Others than the owner can read the master key.
    #[error("others can read {path}; run `chmod 600 {path}`")]
    MasterOpen {
        /// The file.
        path: String,
    },
    /// A file could not be read or written.
    #[error("failed to {doing} {path}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: String,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// The object store did not answer.
    #[error("failed to {doing} object {address} in the object store")]
    Remote {
        /// What was being done.
        doing: &'static str,
        /// Which object.
        address: String,
        /// Why it failed.
        #[source]
        source: object_store::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The cipher refused (it never does for the sizes we give it).
    #[error("failed to encrypt")]
    Cipher,
    /// A worker thread ended early.
    #[error("failed to finish the work on an object")]
    Thread(#[source] tokio::task::JoinError),
}

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }

    /// Whether the disk is full: free space, then repeat; nothing was lost.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull)
    }

    /// What happened and what to do, for the user.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Tampered { key, digest } => text!(
                (
                    "{key} のオブジェクト {} は、保存後に書き換えられたか、途中で切れています。控えから戻すか、再納品してください。",
                    digest.short()
                ),
                (
                    "Object {} under {key} was changed or cut short after it was stored. Restore it from a copy, or deliver it again.",
                    digest.short()
                )
            ),
            Self::SealBroken { key } => text!(
                ("{key} の封をした項目を開けません。書き換えられたか、別の鍵のものです。控えから戻してください。"),
                ("A sealed field of {key} does not open: it was changed, or belongs to another key. Restore it from a backup.")
            ),
            Self::Missing { key, digest } => text!(
                (
                    "{key} のオブジェクト {} が見つかりません。保存先を確かめ、控えから戻すか、再納品してください。",
                    digest.short()
                ),
                (
                    "Object {} under {key} is not there. Check the object store, then restore it from a copy or deliver it again.",
                    digest.short()
                )
            ),
            Self::Forgotten { key } => text!(
                ("{key} のデータは消去済みです。鍵は廃棄され、元に戻せません。"),
                ("The data under {key} has been erased. Its key was destroyed and cannot be made again.")
            ),
            Self::KeyLost { key } => text!(
                ("{key} の鍵ファイルがありません。鍵ディレクトリを控えから戻してください。"),
                ("The key file of {key} is missing. Restore the key directory from its backup.")
            ),
            other if other.is_disk_full() => text!(
                "ディスクの空きがありません。空きを作ってからやり直してください。失われたものはありません。",
                "The disk is full. Make room and try again; nothing was lost."
            ),
            other => text!(
                ("ファイルの保管に失敗しました。管理者に次の内容を伝えてください: {other}"),
                ("Storing or reading a file failed. Tell the administrator: {other}")
            ),
        }
    }
}
