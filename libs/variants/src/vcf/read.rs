//! Reading a VCF record by record.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use super::{Header, Record};
use crate::{Error, text};

/// Streams the records of a file, plain or compressed.
pub struct Reader {
    pub path: PathBuf,
    pub header: Header,
    inner: Box<dyn BufRead>,
    line: u64,
    text: String,
}

impl Reader {
    pub fn open(path: &Path) -> Result<Self, Error> {
        let inner = text::open(path)?;
        let mut reader = Self {
            path: path.to_path_buf(),
            header: Header::default(),
            inner,
            line: 0,
            text: String::new(),
        };
        reader.read_header()?;
        Ok(reader)
    }

    /// Index of a sample, or an error that lists the names there are.
    pub fn sample(&self, name: &str) -> Result<usize, Error> {
        self.header
            .sample(name)
            .ok_or_else(|| Error::UnknownSample {
                path: self.path.clone(),
                name: name.to_owned(),
                known: self.header.samples.join(", "),
            })
    }

    fn next_line(&mut self) -> Result<bool, Error> {
        self.text.clear();
        if self
            .inner
            .read_line(&mut self.text)
            .map_err(Error::read(&self.path))?
            == 0
        {
            return Ok(false);
        }
        self.line += 1;
        self.text
            .truncate(self.text.trim_end_matches(['\n', '\r']).len());
        Ok(true)
    }

    fn read_header(&mut self) -> Result<(), Error> {
        while self.next_line()? {
            if self.text.starts_with("##") {
                self.header.push(std::mem::take(&mut self.text));
            } else if self.text.starts_with("#CHROM\tPOS") {
                self.header.samples = self
                    .text
                    .split('\t')
                    .skip(9)
                    .map(ToOwned::to_owned)
                    .collect();
                return Ok(());
            } else {
                break;
            }
        }
        Err(Error::malformed(
            &self.path,
            self.line.max(1),
            "not a VCF: no #CHROM line before the first record",
        ))
    }

    fn read(&mut self) -> Result<Option<Record>, Error> {
        while self.next_line()? {
            if self.text.is_empty() {
                continue;
            }
            let record = Record::parse(&self.text, &self.path, self.line)?;
            if record.samples.len() < self.header.samples.len() {
                return Err(Error::malformed(
                    &self.path,
                    self.line,
                    "fewer sample columns than the header names",
                ));
            }
            return Ok(Some(record));
        }
        Ok(None)
    }
}

impl Iterator for Reader {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
