//! Genes whose pathogenic variants ACMG recommends to report beside the question (secondary findings).

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, file};

/// A gene of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The disorder.
    pub disorder: String,
    /// AD, AR, XL as the list has it.
    pub inheritance: String,
    /// Which variants: all, or two in trans.
    pub report: String,
}

/// Gene symbol → entry.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Secondary(pub HashMap<String, Listed>);

impl Secondary {
    /// Reads the table.
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(
            path,
            &text,
            &[
                "Gene",
                "Disease/Phentyope",
                "Inheritance",
                "Variants to report",
            ],
        )?;
        let entry = |row: file::Row<'_, '_>| {
            let listed = Listed {
                disorder: row.get("Disease/Phentyope").to_owned(),
                inheritance: row.get("Inheritance").to_owned(),
                report: row.get("Variants to report").to_owned(),
            };
            (row.get("Gene").to_owned(), listed)
        };
        Ok(Self(
            table
                .rows()
                .map(entry)
                .filter(|(g, _)| !g.is_empty())
                .collect(),
        ))
    }
}
