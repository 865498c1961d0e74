//! Files as they are published: plain, gzip or xz (told by their first bytes), tables with a header line, tar archives.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use crate::Error;

/// Reads a whole file, unpacked.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let raw = std::fs::read(path).map_err(Error::io(path))?;
    let mut out = Vec::new();
    let read = match raw.get(..2) {
        Some([0x1f, 0x8b]) => {
            flate2::read::MultiGzDecoder::new(raw.as_slice()).read_to_end(&mut out)
        }
        Some([0xfd, 0x37]) => lzma_rust2::XzReader::new(raw.as_slice(), true).read_to_end(&mut out),
        _ => return Ok(raw),
    };
    read.map_err(Error::io(path))?;
    Ok(out)
}

/// Reads a whole text file, unpacked. Bytes that are not UTF-8 are replaced.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn text(path: &Path) -> Result<String, Error> {
    let bytes = bytes(path)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

/// A tab-separated table in memory.
pub struct Table<'a> {
    columns: HashMap<&'a str, usize>,
    body: &'a str,
}

/// One row of a [`Table`].
pub struct Row<'a, 't> {
    fields: Vec<&'a str>,
    columns: &'t HashMap<&'a str, usize>,
}

impl<'a> Table<'a> {
    /// The first line that does not begin with `#` names the columns. Every column in `needs` must be there.
    ///
    /// # Errors
    /// [`Error::Malformed`] naming the missing column.
    pub fn parse(path: &Path, text: &'a str, needs: &[&str]) -> Result<Self, Error> {
        let mut rest = text;
        let header = loop {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            rest = after;
            if !line.starts_with('#') && !line.is_empty() {
                break line.trim_end_matches('\r');
            }
            if after.is_empty() {
                break "";
            }
        };
        let columns: HashMap<&str, usize> = header.split('\t').map(str::trim).zip(0..).collect();
        match needs.iter().find(|n| !columns.contains_key(**n)) {
            Some(missing) => Err(Error::malformed(
                path,
                format!("there is no column {missing:?}"),
            )),
            None => Ok(Self {
                columns,
                body: rest,
            }),
        }
    }

    /// The rows in order; comments and empty lines are left out.
    pub fn rows<'t>(&'t self) -> impl Iterator<Item = Row<'a, 't>> {
        let lines = self
            .body
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'));
        lines.map(|l| Row {
            fields: l.split('\t').collect(),
            columns: &self.columns,
        })
    }
}

impl<'a> Row<'a, '_> {
    /// The value of a column, empty if the row is short or the column absent.
    #[must_use]
    pub fn get(&self, column: &str) -> &'a str {
        let field = self.columns.get(column).and_then(|i| self.fields.get(*i));
        field.map_or("", |f| f.trim().trim_matches('"'))
    }
}

/// The regular files of a tar archive: name and bytes.
#[must_use]
pub fn untar(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let (mut files, mut at) = (Vec::new(), 0);
    while let Some(header) = bytes.get(at..at + 512) {
        let field = |from: usize, to: usize| {
            header
                .get(from..to)
                .unwrap_or_default()
                .split(|b| *b == 0)
                .next()
                .unwrap_or_default()
        };
        let size = std::str::from_utf8(field(124, 136))
            .ok()
            .and_then(|s| usize::from_str_radix(s.trim(), 8).ok());
        let (Some(size), Some(kind)) = (size, header.get(156)) else {
            break;
        };
        let name = String::from_utf8_lossy(field(0, 100)).into_owned();
        if let (true, Some(content)) = (
            matches!(kind, b'0' | 0),
            bytes.get(at + 512..at + 512 + size),
        ) {
            files.push((name, content));
        }
        at += 512 + size.div_ceil(512) * 512;
    }
    files
}
