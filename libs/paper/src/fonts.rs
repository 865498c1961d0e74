//! The fonts of a rendering: found in named directories, loaded once, shared.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::Error;

/// Files we look for. Noto has a bold face and is preferred; IPAex is the smaller stand-in without one.
const NOTO: [&str; 2] = ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
const IPAEX: [&str; 2] = ["ipaexg.ttf", "ipaexm.ttf"];

/// Loaded fonts; cloning is cheap.
#[derive(Clone)]
pub struct Fonts(pub(crate) Arc<Loaded>);

pub(crate) struct Loaded {
    pub book: LazyHash<FontBook>,
    pub faces: Vec<Font>,
}

impl Fonts {
    /// Finds and loads the Japanese faces below these directories (searched in order, three levels deep).
    ///
    /// Takes about 40 MB with Noto, 15 MB with IPAex: load once and keep.
    ///
    /// # Errors
    /// [`Error::NoFont`] if neither family is there, [`Error::Font`] if a file cannot be read.
    pub fn find(dirs: &[PathBuf]) -> Result<Self, Error> {
        let mut files = Vec::new();
        for dir in dirs {
            walk(dir, 3, &mut files);
        }
        let first = [NOTO, IPAEX].into_iter().find_map(|family| {
            let found: Vec<_> = family.iter().filter_map(|n| named(&files, n)).collect();
            (!found.is_empty()).then_some(found)
        });
        let paths = first.ok_or_else(|| Error::NoFont(dirs.to_vec()))?;
        let mut faces = Vec::new();
        for path in paths {
            let bytes = std::fs::read(&path).map_err(|e| Error::Font(path.clone(), e))?;
            faces.extend(japanese_face(Bytes::new(bytes)));
        }
        if faces.is_empty() {
            return Err(Error::NoFont(dirs.to_vec()));
        }
        let mut book = FontBook::new();
        for face in &faces {
            book.push(face.info().clone());
        }
        let book = LazyHash::new(book);
        Ok(Self(Arc::new(Loaded { book, faces })))
    }

    /// Family names, for a diagnosis page.
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        let names = self.0.faces.iter().map(|f| f.info().family.to_string());
        let mut names: Vec<_> = names.collect();
        names.dedup();
        names
    }
}

/// The face for Japan: collections carry the same glyphs for five regions and reading them all costs seconds.
fn japanese_face(bytes: Bytes) -> Option<Font> {
    let first = Font::new(bytes.clone(), 0)?;
    let family = first.info().family.as_str();
    if family.ends_with(" JP") || !family.contains("CJK") {
        return Some(first);
    }
    Font::iter(bytes).find(|f| f.info().family.ends_with("Sans CJK JP"))
}

fn named(files: &[PathBuf], name: &str) -> Option<PathBuf> {
    let is = |p: &&PathBuf| p.file_name().is_some_and(|n| n == name);
    files.iter().find(is).cloned()
}

fn walk(dir: &Path, depth: u8, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    let mut entries: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && depth > 0 {
            walk(&path, depth - 1, into);
        } else if path.is_file() {
            into.push(path);
        }
    }
}
