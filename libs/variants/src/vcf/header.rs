//! The header: kept word for word, with the few facts the kernels need.

use std::collections::HashMap;

/// How many values a tag has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One per alternate allele.
    A,
    /// One per allele, the reference first.
    R,
    /// One per genotype.
    G,
    /// A fixed count, a flag or unknown.
    Other,
}

/// Header lines, sample names, and the `Number` of every declared tag.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// `##` lines without line ends.
    pub lines: Vec<String>,
    pub samples: Vec<String>,
    info: HashMap<String, Number>,
    format: HashMap<String, Number>,
}

impl Header {
    /// A header of given `##` lines (the first should be `##fileformat=…`) and samples.
    pub fn new(lines: impl IntoIterator<Item = String>, samples: Vec<String>) -> Self {
        let mut header = Self {
            samples,
            ..Self::default()
        };
        for line in lines {
            header.push(line);
        }
        header
    }

    /// Adds a `##` line.
    pub fn push(&mut self, line: String) {
        if let Some((id, number)) = line.strip_prefix("##INFO=").and_then(declared) {
            self.info.insert(id, number);
        }
        if let Some((id, number)) = line.strip_prefix("##FORMAT=").and_then(declared) {
            self.format.insert(id, number);
        }
        self.lines.push(line);
    }

    /// Adds the line unless a line with the same beginning up to the first comma is there.
    pub fn declare(&mut self, line: &str) {
        let key = line.split(',').next().unwrap_or(line);
        let there = |l: &String| l == line || l.split(',').next() == Some(key);
        if !self.lines.iter().any(there) {
            self.push(line.to_owned());
        }
    }

    pub fn info_number(&self, id: &str) -> Number {
        self.info.get(id).copied().unwrap_or(Number::Other)
    }

    pub fn format_number(&self, id: &str) -> Number {
        self.format.get(id).copied().unwrap_or(Number::Other)
    }

    /// Index of a sample.
    pub fn sample(&self, name: &str) -> Option<usize> {
        self.samples.iter().position(|s| s == name)
    }

    /// The `#CHROM` line.
    pub fn columns(&self) -> String {
        let fixed = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
        if self.samples.is_empty() {
            fixed.to_owned()
        } else {
            format!("{fixed}\tFORMAT\t{}", self.samples.join("\t"))
        }
    }
}

/// Reads `<ID=x,Number=y,…>`.
fn declared(text: &str) -> Option<(String, Number)> {
    let field = |key: &str| {
        let at = text.find(key)? + key.len();
        let rest = &text[at..];
        Some(&rest[..rest.find([',', '>']).unwrap_or(rest.len())])
    };
    let number = match field("Number=")? {
        "A" => Number::A,
        "R" => Number::R,
        "G" => Number::G,
        _ => Number::Other,
    };
    Some((field("ID=")?.to_owned(), number))
}
