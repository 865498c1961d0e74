//! Typst templates and JSON data to PDF/A-3a, in memory and reproducible.
//!
//! The same template, data and fonts give the same bytes: no clock, no network, no package download. The date of the
//! document comes from `data.document.at`; a template that asks for today's date fails.

#![warn(missing_docs)]

mod fonts;
mod matrix;
mod moment;
mod world;

pub use fonts::Fonts;
pub use matrix::matrix;

use std::path::PathBuf;

use serde_json::Value;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use world::Desk;

/// A rendered document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file, PDF/A-3a (ISO 19005-3, level A: tagged, Unicode text, fonts embedded).
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
}

/// Why no document came out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No font that can write Japanese was found.
    #[error("find a Japanese font in {}: install fonts-noto-cjk or fonts-ipaexfont, or name their directory", show(.0))]
    NoFont(Vec<PathBuf>),
    /// A font file exists but cannot be read.
    #[error("read font {path}", path = .0.display())]
    Font(PathBuf, #[source] std::io::Error),
    /// `data.document.at` is missing or is not `YYYY-MM-DDTHH:MM:SS…Z`.
    #[error("read the date of the document from data.document.at (RFC 3339, UTC)")]
    NoDate,
    /// The template does not compile with this data; each line names file and line.
    #[error("set the document: {}", .0.join("; "))]
    Template(Vec<String>),
    /// The page count or text is fine but the file cannot be PDF/A.
    #[error("write PDF/A: {}", .0.join("; "))]
    Archive(Vec<String>),
}

fn show(dirs: &[PathBuf]) -> String {
    let dirs: Vec<_> = dirs.iter().map(|d| d.display().to_string()).collect();
    dirs.join(", ")
}

/// Renders one template, which reads its data with `json("data.json")`.
///
/// # Errors
/// [`Error`] names what is missing or which line of the template does not fit the data.
pub fn render(template: &str, data: &Value, fonts: &Fonts) -> Result<Pdf, Error> {
    render_with(template, &[], data, fonts)
}

/// Renders a template that imports others, given as `(name, text)`.
///
/// # Errors
/// As [`render`].
pub fn render_with(
    template: &str,
    imports: &[(&str, &str)],
    data: &Value,
    fonts: &Fonts,
) -> Result<Pdf, Error> {
    let at = data.pointer("/document/at").and_then(Value::as_str);
    let at = at.and_then(moment::parse).ok_or(Error::NoDate)?;
    let desk = Desk::new(template, imports, data, fonts)?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    let document = output.map_err(|e| Error::Template(lines(&desk, &e)))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident(data)),
        creator: Smart::Custom(Some("Kumihimo".to_owned())),
        timestamp: Some(Timestamp::new_utc(at)),
        standards: PdfStandards::new(&[PdfStandard::A_3a])
            .map_err(|e| Error::Archive(vec![e.message().to_string()]))?,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options);
    let bytes = bytes.map_err(|e| Error::Archive(lines(&desk, &e)))?;
    // Layout results of older documents are of no use to the next one; without this a server grows for ever.
    typst::comemo::evict(10);
    Ok(Pdf {
        pages: document.pages().len(),
        bytes,
    })
}

/// The identity of the document, so that its PDF identifier is stable.
fn ident(data: &Value) -> String {
    let id = data.pointer("/document/id").and_then(Value::as_str);
    id.unwrap_or("document").to_owned()
}

fn lines(desk: &Desk<'_>, errors: &[SourceDiagnostic]) -> Vec<String> {
    errors.iter().map(|e| line(desk, e)).collect()
}

/// `kit.typ:12: message (hint)`.
fn line(desk: &Desk<'_>, error: &SourceDiagnostic) -> String {
    let place = error.span.id().and_then(|id| {
        let source = desk.source(id).ok()?;
        let byte = desk.range(error.span)?.start;
        let line = source.lines().byte_to_line(byte)? + 1;
        Some(format!("{}:{line}: ", id.get().vpath().get_without_slash()))
    });
    let hints: Vec<_> = error.hints.iter().map(|h| h.v.to_string()).collect();
    let hints = if hints.is_empty() {
        String::new()
    } else {
        format!(" ({})", hints.join(", "))
    };
    format!("{}{}{hints}", place.unwrap_or_default(), error.message)
}
