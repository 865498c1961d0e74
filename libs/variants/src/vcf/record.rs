//! One line of a VCF.

use std::path::Path;

use crate::Error;

/// A record; `line` is its line number in the file it came from (0 when it was made here).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub line: u64,
    pub contig: String,
    /// 1-based.
    pub pos: u64,
    pub id: String,
    pub reference: String,
    pub alternates: Vec<String>,
    pub quality: Option<f64>,
    /// Empty means `.`; `["PASS"]` means passed.
    pub filters: Vec<String>,
    /// Tags in file order; a flag has no value.
    pub info: Vec<(String, Option<String>)>,
    pub format: Vec<String>,
    /// Values per sample, in the order of `format`; trailing values may be missing.
    pub samples: Vec<Vec<String>>,
}

/// A diploid or haploid genotype as allele indexes; `None` is a missing allele.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genotype {
    pub alleles: Vec<Option<usize>>,
    pub phased: bool,
}

impl Genotype {
    /// Reads `0/1`, `1|0`, `1`, `./.`.
    pub fn parse(text: &str) -> Option<Self> {
        let phased = text.contains('|');
        let alleles = text.split(['/', '|']).map(|part| {
            if part == "." {
                Some(None)
            } else {
                part.parse().ok().map(Some)
            }
        });
        alleles
            .collect::<Option<Vec<_>>>()
            .map(|alleles| Self { alleles, phased })
    }

    /// Copies of an allele index.
    pub fn copies(&self, allele: usize) -> usize {
        self.alleles.iter().filter(|a| **a == Some(allele)).count()
    }

    /// True when any allele is not the reference.
    pub fn is_variant(&self) -> bool {
        self.alleles.iter().any(|a| a.is_some_and(|a| a > 0))
    }
}

impl Record {
    /// Reads one line (without its end).
    pub fn parse(text: &str, path: &Path, line: u64) -> Result<Self, Error> {
        let malformed = |message: &str| Error::malformed(path, line, message);
        let mut fields = text.split('\t');
        let mut next = |name: &str| {
            fields
                .next()
                .ok_or_else(|| malformed(&format!("the record ends before {name}")))
        };
        let contig = next("CHROM")?.to_owned();
        let pos = next("POS")?
            .parse()
            .map_err(|_| malformed("POS is not a number"))?;
        let id = next("ID")?.to_owned();
        let reference = next("REF")?.to_ascii_uppercase();
        if reference.is_empty() || reference == "." {
            return Err(malformed("REF is empty"));
        }
        let alternates = list(next("ALT")?, ',').into_iter().map(upper).collect();
        let quality = match next("QUAL")? {
            "." => None,
            number => Some(
                number
                    .parse()
                    .map_err(|_| malformed("QUAL is not a number"))?,
            ),
        };
        let filters = list(next("FILTER")?, ';');
        let info = list(next("INFO")?, ';').into_iter().map(tag).collect();
        let format = fields.next().map(|f| list(f, ':')).unwrap_or_default();
        let samples = fields
            .map(|s| s.split(':').map(ToOwned::to_owned).collect())
            .collect();
        Ok(Self {
            line,
            contig,
            pos,
            id,
            reference,
            alternates,
            quality,
            filters,
            info,
            format,
            samples,
        })
    }

    /// True when no filter speaks against the record.
    pub fn passed(&self) -> bool {
        self.filters.is_empty() || self.filters.iter().all(|f| f == "PASS")
    }

    /// 0-based start.
    pub fn start(&self) -> usize {
        self.pos.saturating_sub(1) as usize
    }

    pub fn info(&self, key: &str) -> Option<&str> {
        self.info
            .iter()
            .find(|(k, _)| k == key)
            .and_then(|(_, v)| v.as_deref())
    }

    pub fn has_flag(&self, key: &str) -> bool {
        self.info.iter().any(|(k, _)| k == key)
    }

    /// Sets or replaces a tag.
    pub fn set_info(&mut self, key: &str, value: impl Into<String>) {
        let value = Some(value.into());
        match self.info.iter_mut().find(|(k, _)| k == key) {
            Some((_, old)) => *old = value,
            None => self.info.push((key.to_owned(), value)),
        }
    }

    /// A value of a sample, by FORMAT key.
    pub fn value(&self, sample: usize, key: &str) -> Option<&str> {
        let at = self.format.iter().position(|f| f == key)?;
        self.samples
            .get(sample)?
            .get(at)
            .map(String::as_str)
            .filter(|v| *v != ".")
    }

    /// Numbers of a sample's comma list; `None` when absent or not numbers.
    pub fn numbers(&self, sample: usize, key: &str) -> Option<Vec<f64>> {
        self.value(sample, key)?
            .split(',')
            .map(|v| v.parse().ok())
            .collect()
    }

    /// One number of a comma list in INFO.
    pub fn info_number(&self, key: &str, index: usize) -> Option<f64> {
        self.info(key)?.split(',').nth(index)?.parse().ok()
    }

    pub fn genotype(&self, sample: usize) -> Option<Genotype> {
        Genotype::parse(self.value(sample, "GT")?)
    }

    /// True when ALT `index` (0-based among the alternates) is a sequence of bases.
    pub fn is_sequence(&self, index: usize) -> bool {
        self.alternates
            .get(index)
            .is_some_and(|alt| !alt.is_empty() && alt.bytes().all(|b| b"ACGTN".contains(&b)))
    }

    /// The line as text.
    pub fn to_line(&self) -> String {
        let quality = self
            .quality
            .map_or_else(|| ".".to_owned(), |q| format!("{q}"));
        let info: Vec<String> = self
            .info
            .iter()
            .map(|(k, v)| v.as_ref().map_or_else(|| k.clone(), |v| format!("{k}={v}")))
            .collect();
        let mut text = format!(
            "{}\t{}\t{}\t{}\t{}\t{quality}\t{}\t{}",
            self.contig,
            self.pos,
            if self.id.is_empty() { "." } else { &self.id },
            self.reference,
            joined(&self.alternates, ","),
            joined(&self.filters, ";"),
            joined(&info, ";"),
        );
        if !self.samples.is_empty() {
            text.push('\t');
            text.push_str(&joined(&self.format, ":"));
            for sample in &self.samples {
                text.push('\t');
                text.push_str(&joined(sample, ":"));
            }
        }
        text
    }
}

/// Bases in upper case; symbolic alleles and breakends keep their contig names.
fn upper(allele: String) -> String {
    if allele.contains(['<', '[', ']']) {
        allele
    } else {
        allele.to_ascii_uppercase()
    }
}

fn list(text: &str, separator: char) -> Vec<String> {
    if text == "." || text.is_empty() {
        Vec::new()
    } else {
        text.split(separator).map(ToOwned::to_owned).collect()
    }
}

fn tag(text: String) -> (String, Option<String>) {
    match text.split_once('=') {
        Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
        None => (text, None),
    }
}

fn joined(parts: &[String], separator: &str) -> String {
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join(separator)
    }
}
