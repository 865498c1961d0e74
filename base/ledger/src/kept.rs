//! Checkpoints kept beside the signing key, outside the data directory: what a database says later is held against them.
//!
//! One line of JSON per checkpoint, only ever appended. A line that a crash cut short is passed over; the next one begins on a
//! line of its own. A line with `restored` says that an operator went back to an older copy on purpose: what was sealed beyond it
//! no longer counts.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tlog_tiles::Hash;
use words::At;

use crate::checkpoint;

/// Name of the file in the key directory.
const NAME: &str = "checkpoint.kept";
/// Bytes from the end that hold the last line.
const TAIL: u64 = 8_192;

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    size: u64,
    at: At,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    restored: bool,
    note: String,
}

/// What the file holds.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Size → root of every checkpoint that counts.
    pub roots: BTreeMap<u64, Hash>,
    /// Lines that our key did not sign, from 1.
    pub forged: Vec<usize>,
    /// How often an older copy was restored on purpose.
    pub restored: i64,
}

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct Keeper(PathBuf);

impl Keeper {
    pub fn in_dir(dir: &Path) -> Self {
        Self(dir.join(NAME))
    }

    /// Keeps a checkpoint unless one of its size or a larger one is kept already; returns the size of the last one kept before.
    pub fn keep(&self, size: u64, note: &str, at: At) -> io::Result<u64> {
        let (last, whole) = self.last()?;
        if last.as_ref().is_none_or(|last| last.size < size) {
            self.append(size, note, at, false, whole)?;
        }
        Ok(last.map_or(0, |line| line.size))
    }

    /// Keeps that an older copy, which ends with this checkpoint, was restored on purpose.
    pub fn restored(&self, size: u64, note: &str, at: At) -> io::Result<()> {
        let (_, whole) = self.last()?;
        self.append(size, note, at, true, whole)
    }

    /// Everything kept; `None` if there is no file.
    pub fn read(&self, public: &str) -> io::Result<Option<Kept>> {
        let text = match std::fs::read(&self.0) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let mut kept = Kept::default();
        for (number, line) in (1..).zip(text.lines()) {
            let Ok(line) = serde_json::from_str::<Line>(line) else {
                continue;
            };
            match checkpoint::open(&line.note, public) {
                Some((size, root)) if size == line.size => {
                    if line.restored {
                        kept.restored += 1;
                        kept.roots.retain(|kept, _| *kept <= size);
                    }
                    kept.roots.insert(size, root);
                }
                _ => kept.forged.push(number),
            }
        }
        Ok(Some(kept))
    }

    /// The last line that can be read, and whether the file ends with a whole line.
    fn last(&self) -> io::Result<(Option<Line>, bool)> {
        let mut file = match File::open(&self.0) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok((None, true)),
            Err(e) => return Err(e),
        };
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let line = text
            .lines()
            .rev()
            .find_map(|l| serde_json::from_str(l).ok());
        Ok((line, text.is_empty() || text.ends_with('\n')))
    }

    fn append(&self, size: u64, note: &str, at: At, restored: bool, whole: bool) -> io::Result<()> {
        let line = Line {
            size,
            at,
            restored,
            note: note.to_owned(),
        };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        if !whole {
            text.insert(0, '\n');
        }
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.0)?;
        // one write: lines of two processes do not mix
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }
}
