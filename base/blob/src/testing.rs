//! Objects that live as long as a test.

use store::Db;
use tempfile::TempDir;

use crate::Blobs;

/// Objects and keys in temporary directories; keep the directories as long as the objects are used.
///
/// # Panics
/// If the directories cannot be made.
#[must_use]
pub fn throw_away(db: Db) -> (Blobs, TempDir, TempDir) {
    let dir = || tempfile::tempdir().unwrap_or_else(|e| panic!("temporary directory: {e}"));
    let (data, keys) = (dir(), dir());
    let blobs = Blobs::in_dirs(db, data.path(), keys.path()).unwrap_or_else(|e| panic!("{e}"));
    (blobs, data, keys)
}
