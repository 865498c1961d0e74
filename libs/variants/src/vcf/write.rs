//! Writing a VCF.

use std::path::Path;

use super::{Header, Record};
use crate::{Error, text::Sink};

/// Writes the header at once, then records in the order given.
pub struct Writer {
    sink: Sink,
}

impl Writer {
    pub fn create(path: &Path, header: &Header) -> Result<Self, Error> {
        let mut sink = Sink::create(path)?;
        if !header.lines.iter().any(|l| l.starts_with("##fileformat=")) {
            sink.line("##fileformat=VCFv4.2")?;
        }
        for line in &header.lines {
            sink.line(line)?;
        }
        sink.line(&header.columns())?;
        Ok(Self { sink })
    }

    pub fn write(&mut self, record: &Record) -> Result<(), Error> {
        self.sink.line(&record.to_line())
    }

    /// Must be called: it writes the end of a compressed file.
    pub fn finish(self) -> Result<(), Error> {
        self.sink.finish()
    }
}
