//! The reference sequence, one contig in memory at a time.

use std::fs::File;
use std::io::{BufRead, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::{Error, text};

/// Where a contig lies in an uncompressed FASTA (one row of a `.fai`).
#[derive(Clone, Copy, Debug)]
struct Row {
    length: u64,
    offset: u64,
    bases: u64,
    width: u64,
}

enum Source {
    /// Plain FASTA with an index: contigs are read when asked for.
    Indexed {
        path: PathBuf,
        rows: IndexMap<String, Row>,
    },
    /// Everything in memory (compressed FASTA, or sequences made by a test).
    Memory(IndexMap<String, Arc<Vec<u8>>>),
}

/// A reference genome. Bases come back in upper case.
pub struct Reference {
    source: Source,
    last: Option<(String, Arc<Vec<u8>>)>,
}

impl Reference {
    /// Opens a FASTA file. A plain file uses `PATH.fai`, or is scanned once when that is missing; a compressed file is
    /// read whole.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut head = [0u8; 2];
        let mut file = File::open(path).map_err(Error::read(path))?;
        let got = file.read(&mut head).map_err(Error::read(path))?;
        let source = if got == 2 && head == [0x1f, 0x8b] {
            Source::Memory(read_whole(path)?)
        } else {
            let index = fai(path);
            let rows = if index.exists() {
                read_index(&index)?
            } else {
                scan(path)?
            };
            Source::Indexed {
                path: path.to_path_buf(),
                rows,
            }
        };
        let reference = Self { source, last: None };
        if reference.names().next().is_none() {
            return Err(Error::malformed(path, 1, "no sequence in this FASTA file"));
        }
        Ok(reference)
    }

    /// A reference of given sequences, in this order.
    pub fn from_sequences(sequences: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let contigs = sequences
            .into_iter()
            .map(|(name, bases)| (name, Arc::new(bases.to_ascii_uppercase())));
        Self {
            source: Source::Memory(contigs.collect()),
            last: None,
        }
    }

    /// Contig names in the order of the file.
    pub fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match &self.source {
            Source::Indexed { rows, .. } => Box::new(rows.keys().map(String::as_str)),
            Source::Memory(contigs) => Box::new(contigs.keys().map(String::as_str)),
        }
    }

    /// Length of a contig in bases.
    pub fn length(&self, contig: &str) -> Option<u64> {
        match &self.source {
            Source::Indexed { rows, .. } => rows.get(contig).map(|row| row.length),
            Source::Memory(contigs) => contigs.get(contig).map(|bases| bases.len() as u64),
        }
    }

    /// Place of a contig in the file, for sorting.
    pub fn rank(&self, contig: &str) -> Option<usize> {
        match &self.source {
            Source::Indexed { rows, .. } => rows.get_index_of(contig),
            Source::Memory(contigs) => contigs.get_index_of(contig),
        }
    }

    /// The bases of a contig; the last one asked for stays in memory.
    pub fn sequence(&mut self, contig: &str) -> Result<Arc<Vec<u8>>, Error> {
        if let Some((name, bases)) = &self.last
            && name == contig
        {
            return Ok(Arc::clone(bases));
        }
        let unknown = || Error::UnknownContig {
            contig: contig.to_owned(),
        };
        let bases = match &self.source {
            Source::Memory(contigs) => Arc::clone(contigs.get(contig).ok_or_else(unknown)?),
            Source::Indexed { path, rows } => {
                Arc::new(load(path, rows.get(contig).ok_or_else(unknown)?)?)
            }
        };
        self.last = Some((contig.to_owned(), Arc::clone(&bases)));
        Ok(bases)
    }
}

fn fai(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".fai");
    PathBuf::from(name)
}

fn read_index(path: &Path) -> Result<IndexMap<String, Row>, Error> {
    let mut rows = IndexMap::new();
    text::rows(path, |line, fields| {
        let number = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok());
        match (fields.first(), number(1), number(2), number(3), number(4)) {
            (Some(name), Some(length), Some(offset), Some(bases), Some(width))
                if bases > 0 && width > 0 =>
            {
                rows.insert(
                    (*name).to_owned(),
                    Row {
                        length,
                        offset,
                        bases,
                        width,
                    },
                );
                Ok(())
            }
            _ => Err(Error::malformed(path, line, "not a row of a FASTA index")),
        }
    })?;
    Ok(rows)
}

/// Makes the rows of a missing index by reading the file once.
fn scan(path: &Path) -> Result<IndexMap<String, Row>, Error> {
    let mut reader = text::open(path)?;
    let mut rows: IndexMap<String, Row> = IndexMap::new();
    let (mut line, mut offset, mut text) = (0u64, 0u64, Vec::new());
    loop {
        text.clear();
        let got = reader
            .read_until(b'\n', &mut text)
            .map_err(Error::read(path))? as u64;
        if got == 0 {
            return Ok(rows);
        }
        line += 1;
        offset += got;
        let bases = text.trim_ascii_end().len() as u64;
        if text.first() == Some(&b'>') {
            let name = name_of(&text);
            rows.insert(
                name,
                Row {
                    length: 0,
                    offset,
                    bases: 0,
                    width: 0,
                },
            );
        } else if let Some((_, row)) = rows.last_mut() {
            if row.width == 0 {
                (row.bases, row.width) = (bases.max(1), got);
            }
            row.length += bases;
        } else if bases > 0 {
            return Err(Error::malformed(
                path,
                line,
                "sequence before the first '>' line",
            ));
        }
    }
}

fn name_of(header: &[u8]) -> String {
    let text = String::from_utf8_lossy(header);
    text.trim_start_matches('>')
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn load(path: &Path, row: &Row) -> Result<Vec<u8>, Error> {
    let mut file = File::open(path).map_err(Error::read(path))?;
    file.seek(SeekFrom::Start(row.offset))
        .map_err(Error::read(path))?;
    let lines = row.length.checked_div(row.bases).unwrap_or(0);
    let mut raw = Vec::new();
    file.take(lines * row.width + row.length % row.bases.max(1))
        .read_to_end(&mut raw)
        .map_err(Error::read(path))?;
    raw.retain(|b| !b.is_ascii_whitespace());
    raw.make_ascii_uppercase();
    if raw.len() as u64 != row.length {
        return Err(Error::malformed(
            path,
            0,
            "the FASTA index does not fit this file",
        ));
    }
    Ok(raw)
}

fn read_whole(path: &Path) -> Result<IndexMap<String, Arc<Vec<u8>>>, Error> {
    let mut contigs: IndexMap<String, Vec<u8>> = IndexMap::new();
    let mut reader = text::open(path)?;
    let mut text = Vec::new();
    while {
        text.clear();
        reader
            .read_until(b'\n', &mut text)
            .map_err(Error::read(path))?
            > 0
    } {
        if text.first() == Some(&b'>') {
            contigs.insert(name_of(&text), Vec::new());
        } else if let Some((_, bases)) = contigs.last_mut() {
            bases.extend(text.trim_ascii_end().iter().map(u8::to_ascii_uppercase));
        }
    }
    Ok(contigs
        .into_iter()
        .map(|(name, bases)| (name, Arc::new(bases)))
        .collect())
}
