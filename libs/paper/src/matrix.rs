//! A code as a drawing: Data Matrix ECC 200 (ISO/IEC 16022), for letters that somebody scans instead of typing.

use std::fmt::Write as _;

use datamatrix::{DataMatrix, SymbolList};

/// Light modules around the symbol; the standard asks for one, phones like two.
const QUIET: usize = 2;

/// Draws a text as an SVG image without size of its own: black modules on white, in one path. `None` if the text is too long
/// for one symbol (about 2,300 letters) or holds more than ASCII.
#[must_use]
pub fn matrix(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let code = DataMatrix::encode(text.as_bytes(), SymbolList::default()).ok()?;
    let map = code.bitmap();
    let (width, height) = (map.width() + 2 * QUIET, map.height() + 2 * QUIET);
    let mut path = String::new();
    for (x, y) in map.pixels() {
        // writing into a text does not fail
        let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{width}v{height}h-{width}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}
