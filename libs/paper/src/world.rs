//! What a template can see: itself, its imports, `data.json` and the fonts. No clock, disk or network.

use std::collections::HashMap;

use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::{Error, Fonts};

/// The desk on which one document is set.
pub struct Desk<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    sources: HashMap<FileId, Source>,
    data: (FileId, Bytes),
}

impl<'a> Desk<'a> {
    pub fn new(
        template: &str,
        imports: &[(&str, &str)],
        data: &Value,
        fonts: &'a Fonts,
    ) -> Result<Self, Error> {
        let main = file("main.typ")?;
        let mut sources = HashMap::from([(main, Source::new(main, template.to_owned()))]);
        for (name, text) in imports {
            let id = file(name)?;
            sources.insert(id, Source::new(id, (*text).to_owned()));
        }
        let bytes = Bytes::from_string(data.to_string());
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            main,
            sources,
            data: (file("data.json")?, bytes),
        })
    }
}

/// # Errors
/// [`Error::Template`] if the name would leave the desk (`../x`).
fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name);
    let path = path.map_err(|_| Error::Template(vec![format!("{name}: not a name of a file")]))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.0.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.get(&id).cloned();
        found.ok_or_else(|| FileError::NotFound(id.get().vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        let source = self.source(id)?;
        Ok(Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.0.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
