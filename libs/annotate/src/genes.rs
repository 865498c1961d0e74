//! Approved gene symbols of HGNC, with the older names that lead to them.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, file};

/// Symbols.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Genes {
    /// Approved symbol → HGNC id.
    pub approved: HashMap<String, String>,
    /// Previous symbol or alias → approved symbol, only where it leads to one gene.
    pub older: HashMap<String, String>,
}

impl Genes {
    /// Reads the complete set.
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(
            path,
            &text,
            &["hgnc_id", "symbol", "alias_symbol", "prev_symbol", "status"],
        )?;
        let (mut genes, mut twice) = (Self::default(), HashSet::new());
        for row in table.rows().filter(|r| r.get("status") == "Approved") {
            let symbol = row.get("symbol");
            genes
                .approved
                .insert(symbol.to_owned(), row.get("hgnc_id").to_owned());
            for old in row
                .get("prev_symbol")
                .split('|')
                .chain(row.get("alias_symbol").split('|'))
                .filter(|s| !s.is_empty())
            {
                let before = genes.older.insert(old.to_owned(), symbol.to_owned());
                if before.is_some_and(|b| b != symbol) {
                    twice.insert(old.to_owned());
                }
            }
        }
        genes
            .older
            .retain(|old, _| !twice.contains(old) && !genes.approved.contains_key(old));
        Ok(genes)
    }

    /// The approved symbol of a name; the name itself if HGNC does not know it or it leads to several genes.
    #[must_use]
    pub fn symbol<'a>(&'a self, name: &'a str) -> &'a str {
        self.older.get(name).map_or(name, String::as_str)
    }
}
