//! What a gene is for, in one plain sentence: `catalog/reports/genes.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use words::{Text, text};

static GENES: LazyLock<BTreeMap<String, Text>> = LazyLock::new(|| {
    let file = include_str!("../../../../catalog/reports/genes.toml");
    toml::from_str(file).unwrap_or_default()
});

/// The purpose of a gene. Unknown genes get a sentence that is true of all of them.
#[must_use]
pub fn purpose(gene: &str) -> Text {
    GENES.get(gene).cloned().unwrap_or_else(|| {
        text!(
            ("{gene} は、体の中ではたらくたんぱく質の設計図のひとつです。"),
            ("{gene} is one of the plans from which the body makes its proteins.")
        )
    })
}

/// How many genes have a sentence of their own.
#[must_use]
pub fn known() -> usize {
    GENES.len()
}
