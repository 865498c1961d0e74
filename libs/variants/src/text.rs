//! Text files, compressed or not: told by their first two bytes, not by their name.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use noodles::bgzf;

use crate::Error;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Opens a plain, gzip or BGZF file for reading lines.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Error> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(Error::read(path))?);
    let head = file.fill_buf().map_err(Error::read(path))?;
    Ok(if head.starts_with(&GZIP) {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(file)))
    } else {
        Box::new(file)
    })
}

/// Reads a whole small file as text.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    let mut text = String::new();
    open(path)?
        .read_to_string(&mut text)
        .map_err(Error::read(path))?;
    Ok(text)
}

/// Walks the lines of a small table: `#` lines and empty lines are skipped, fields are split at tabs.
pub(crate) fn rows(
    path: &Path,
    mut row: impl FnMut(u64, &[&str]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut reader = open(path)?;
    let mut text = String::new();
    let mut line = 0;
    loop {
        text.clear();
        if reader.read_line(&mut text).map_err(Error::read(path))? == 0 {
            return Ok(());
        }
        line += 1;
        let trimmed = text.trim_end_matches(['\n', '\r']);
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = trimmed.split('\t').collect();
        row(line, &fields)?;
    }
}

/// A file being written: BGZF when its name ends in `.gz` or `.bgz`, plain otherwise.
pub(crate) struct Sink {
    path: PathBuf,
    inner: Inner,
}

enum Inner {
    Plain(std::io::BufWriter<File>),
    Bgzf(Box<bgzf::io::Writer<File>>),
}

impl Sink {
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let file = File::create(path).map_err(Error::write(path))?;
        let compressed = path.extension().is_some_and(|e| e == "gz" || e == "bgz");
        let inner = if compressed {
            Inner::Bgzf(Box::new(bgzf::io::Writer::new(file)))
        } else {
            Inner::Plain(std::io::BufWriter::new(file))
        };
        Ok(Self {
            path: path.to_path_buf(),
            inner,
        })
    }

    pub(crate) fn line(&mut self, text: &str) -> Result<(), Error> {
        let writer: &mut dyn Write = match &mut self.inner {
            Inner::Plain(writer) => writer,
            Inner::Bgzf(writer) => writer.as_mut(),
        };
        writer
            .write_all(text.as_bytes())
            .and_then(|()| writer.write_all(b"\n"))
            .map_err(Error::write(&self.path))
    }

    /// Flushes and closes; a full disk shows here at the latest.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let path = self.path;
        match self.inner {
            Inner::Plain(mut writer) => writer.flush().map_err(Error::write(&path)),
            Inner::Bgzf(writer) => writer.finish().map(|_| ()).map_err(Error::write(&path)),
        }
    }
}
