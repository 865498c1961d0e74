//! The compressed file as bytes: read once, counted and digested on the way.

use std::io::{self, Read};

use md5::Md5;
use sha2::{Digest as _, Sha256};

/// Bytes read from the file at once.
const BUFFER: usize = 256 * 1024;

/// A window on the compressed file.
pub(crate) struct Raw<R> {
    reader: R,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    total: u64,
    sha256: Sha256,
    md5: Md5,
}

impl<R: Read> Raw<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: vec![0; BUFFER],
            from: 0,
            to: 0,
            ended: false,
            total: 0,
            sha256: Sha256::new(),
            md5: Md5::new(),
        }
    }

    /// What was read and not yet consumed.
    pub fn window(&self) -> &[u8] {
        self.buffer.get(self.from..self.to).unwrap_or_default()
    }

    pub fn consume(&mut self, bytes: usize) {
        self.from = (self.from + bytes).min(self.to);
    }

    /// Byte offset in the file of the first byte not yet consumed.
    pub fn offset(&self) -> u64 {
        self.total - (self.to - self.from) as u64
    }

    /// Bytes of the file read so far.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Reads until the window has `wanted` bytes or the file ends; says whether it has them.
    pub fn want(&mut self, wanted: usize) -> io::Result<bool> {
        while self.to - self.from < wanted && !self.ended {
            self.read_some(wanted)?;
        }
        Ok(self.to - self.from >= wanted)
    }

    /// Reads and digests the rest of the file.
    pub fn drain(&mut self) -> io::Result<()> {
        while !self.ended {
            self.from = self.to;
            self.read_some(1)?;
        }
        self.from = self.to;
        Ok(())
    }

    /// SHA-256 and MD5 of everything read, in hexadecimal.
    pub fn digests(&self) -> (String, String) {
        (
            hex::encode(self.sha256.clone().finalize()),
            hex::encode(self.md5.clone().finalize()),
        )
    }

    fn read_some(&mut self, wanted: usize) -> io::Result<()> {
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
        } else if self.from > 0 && self.buffer.len() - self.from < wanted.max(BUFFER / 4) {
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        if self.to == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let free = self.buffer.get_mut(self.to..).unwrap_or_default();
        let read = match self.reader.read(free) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        };
        let fresh = free.get(..read).unwrap_or_default();
        self.sha256.update(fresh);
        self.md5.update(fresh);
        self.ended = read == 0;
        self.to += read;
        self.total += read as u64;
        Ok(())
    }
}
