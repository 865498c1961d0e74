//! Code lists of `catalog/codemaps`: code, Japanese and English label, separated by tabs.

use std::sync::LazyLock;

use words::Text;

/// A code with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Its label.
    pub label: Text,
}

macro_rules! maps {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../../../../catalog/codemaps/", $name, ".tsv")))),*] };
}

/// Every list.
const FILES: [(&str, &str); 16] = maps![
    "activity",
    "affected",
    "ecog-ps",
    "genetic-result",
    "genetic-test",
    "grade",
    "kinship",
    "presence",
    "response",
    "rx-intent",
    "rx-line",
    "stage",
    "stage-m",
    "stage-n",
    "stage-t",
    "tumour-class",
];
/// Presence is asked so often that it stands alone.
const YES_NO: (&str, &str) = (
    "yes-no-unknown",
    include_str!("../../../../catalog/codemaps/yes-no-unknown.tsv"),
);

static MAPS: LazyLock<Vec<(&'static str, Vec<Code>)>> = LazyLock::new(|| {
    FILES
        .into_iter()
        .chain([YES_NO])
        .map(|(name, text)| (name, read(text)))
        .collect()
});

/// A list by name.
#[must_use]
pub fn list(name: &str) -> Option<&'static [Code]> {
    MAPS.iter()
        .find(|(n, _)| *n == name)
        .map(|(_, codes)| codes.as_slice())
}

/// The label of a code.
#[must_use]
pub fn label(name: &str, code: &str) -> Option<&'static Text> {
    list(name)?
        .iter()
        .find(|c| c.code == code)
        .map(|c| &c.label)
}

fn read(text: &str) -> Vec<Code> {
    let lines = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (code, ja, en) = (cells.next()?, cells.next()?, cells.next()?);
            Some(Code {
                code: code.to_owned(),
                label: Text::made(ja, en),
            })
        })
        .collect()
}
