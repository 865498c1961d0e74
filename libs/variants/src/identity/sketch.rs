//! Allele counts at SNP sites.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::SexCounts;
use crate::vcf::{Header, Reader, Record, Writer};
use crate::{Error, Regions, text};

/// Where the sites come from. Sites of the samples' own calls know nothing of allele frequencies, and a tumour's calls
/// may hold somatic alleles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SitesFrom {
    Panel,
    Calls,
}

impl std::str::FromStr for SitesFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "panel" => Ok(Self::Panel),
            "calls" => Ok(Self::Calls),
            _ => Err(format!("{text:?} is not panel or calls")),
        }
    }
}

/// One site: contig, 1-based position, reference base, alternate base (`N` when no read shows one), and their reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site(
    pub String,
    pub u64,
    pub String,
    pub String,
    pub u32,
    pub u32,
);

/// Genotype as the counts show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zygosity {
    HomRef,
    Het,
    HomAlt,
}

/// Fewer reads do not tell a genotype.
const MIN_DEPTH: u32 = 10;

impl Site {
    pub fn depth(&self) -> u32 {
        self.4 + self.5
    }

    /// Share of reads with the alternate base.
    pub fn fraction(&self) -> f64 {
        if self.depth() == 0 {
            0.0
        } else {
            f64::from(self.5) / f64::from(self.depth())
        }
    }

    /// `None` for few reads or a fraction that fits no genotype.
    pub fn zygosity(&self) -> Option<Zygosity> {
        if self.depth() < MIN_DEPTH {
            return None;
        }
        match self.fraction() {
            f if f <= 0.1 => Some(Zygosity::HomRef),
            f if f >= 0.9 => Some(Zygosity::HomAlt),
            f if (0.25..=0.75).contains(&f) => Some(Zygosity::Het),
            _ => None,
        }
    }
}

/// A sample at its sites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    pub sample: String,
    pub sites_from: SitesFrom,
    pub sites: Vec<Site>,
    pub sex: SexCounts,
}

impl Sketch {
    /// Reads the counts of a sample from FORMAT/AD of any VCF. Sites of X and Y go into the sex counts only.
    pub fn from_counts(counts: &Path, sample: &str, sites_from: SitesFrom) -> Result<Self, Error> {
        let mut reader = Reader::open(counts)?;
        let column = reader.sample(sample)?;
        let mut sketch = Self {
            sample: sample.to_owned(),
            sites_from,
            sites: Vec::new(),
            sex: SexCounts::default(),
        };
        while let Some(record) = reader.next().transpose()? {
            if let Some(site) = site_of(&record, column) {
                match chromosome(&site.0) {
                    "X" | "Y" => sketch.sex.add(&site),
                    _ => {
                        sketch.sex.add(&site);
                        sketch.sites.push(site);
                    }
                }
            }
        }
        Ok(sketch)
    }

    pub fn read(path: &Path) -> Result<Self, Error> {
        serde_json::from_str(&text::read(path)?).map_err(|error| {
            Error::malformed(path, error.line() as u64, format!("not a sketch: {error}"))
        })
    }

    /// Sites both samples have, as (own, other). Where one has no reads with an alternate, the other's counts.
    pub fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Site, &'a Site)> {
        let known: HashMap<(&str, u64), &Site> = other
            .sites
            .iter()
            .map(|s| ((s.0.as_str(), s.1), s))
            .collect();
        self.sites.iter().filter_map(move |site| {
            let theirs = known.get(&(site.0.as_str(), site.1))?;
            (site.3 == theirs.3 || site.3 == "N" || theirs.3 == "N").then_some((site, *theirs))
        })
    }

    pub fn count(&self, zygosity: Zygosity) -> u64 {
        self.sites
            .iter()
            .filter(|s| s.zygosity() == Some(zygosity))
            .count() as u64
    }

    pub fn mean_depth(&self) -> f64 {
        let depth: u64 = self.sites.iter().map(|s| u64::from(s.depth())).sum();
        depth as f64 / self.sites.len().max(1) as f64
    }
}

/// `chrX_100` and `X` are both X.
pub(super) fn chromosome(contig: &str) -> &str {
    let name = contig.strip_prefix("chr").unwrap_or(contig);
    name.split('_').next().unwrap_or(name)
}

fn site_of(record: &Record, column: usize) -> Option<Site> {
    if record.reference.len() != 1 || record.has_flag("INDEL") {
        return None;
    }
    let bases: Vec<usize> = (0..record.alternates.len())
        .filter(|i| record.is_sequence(*i))
        .collect();
    let reads = record.numbers(column, "AD")?;
    let count = |index: usize| reads.get(index).copied().unwrap_or_default() as u32;
    // Several bases: the site is not a clean SNP, unless all but one are single stray reads.
    let (best, others) = bases.iter().map(|i| (count(i + 1), *i)).fold(
        (None, 0),
        |(best, others): (Option<(u32, usize)>, u32), (n, i)| match best {
            Some((most, _)) if most >= n => (best, others + n),
            Some((most, _)) => (Some((n, i)), others + most),
            None => (Some((n, i)), others),
        },
    );
    let (alternate, index) = best.unwrap_or((0, usize::MAX));
    let base = record.alternates.get(index).map_or("N", String::as_str);
    if base.len() != 1 || others > 1 {
        return None;
    }
    Some(Site(
        record.contig.clone(),
        record.pos,
        record.reference.clone(),
        base.to_owned(),
        count(0),
        alternate,
    ))
}

/// Writes the sites to count at: those of a panel, or the biallelic SNVs of the given calls.
pub fn write_sites(
    calls: &[PathBuf],
    panel: Option<&Path>,
    out: &Path,
) -> Result<(u64, SitesFrom), Error> {
    let panel_is_bed = panel.is_some_and(|p| p.to_string_lossy().contains(".bed"));
    let regions = panel
        .filter(|_| panel_is_bed)
        .map(Regions::read)
        .transpose()?;
    let sources: Vec<PathBuf> = match panel {
        Some(panel) if !panel_is_bed => vec![panel.to_path_buf()],
        _ => calls.to_vec(),
    };
    let (mut contigs, mut sites) = (Vec::new(), BTreeMap::new());
    for source in &sources {
        let mut reader = Reader::open(source)?;
        while let Some(record) = reader.next().transpose()? {
            let clean = record.reference.len() == 1
                && record.alternates.len() == 1
                && record.alternates[0].len() == 1;
            let wanted = regions
                .as_ref()
                .is_none_or(|r| r.contains(&record.contig, record.pos - 1, record.pos));
            if !clean || !record.is_sequence(0) || !record.passed() || !wanted {
                continue;
            }
            if !contigs.contains(&record.contig) {
                contigs.push(record.contig.clone());
            }
            let rank = contigs
                .iter()
                .position(|c| *c == record.contig)
                .unwrap_or_default();
            sites
                .entry((rank, record.pos))
                .or_insert((record.reference, record.alternates[0].clone()));
        }
    }
    let header = Header::new(
        std::iter::once("##fileformat=VCFv4.2".to_owned())
            .chain(contigs.iter().map(|c| format!("##contig=<ID={c}>"))),
        Vec::new(),
    );
    let mut writer = Writer::create(out, &header)?;
    for ((rank, pos), (reference, alternate)) in &sites {
        let contig = contigs[*rank].clone();
        let (reference, alternates) = (reference.clone(), vec![alternate.clone()]);
        writer.write(&Record {
            contig,
            pos: *pos,
            reference,
            alternates,
            ..Record::default()
        })?;
    }
    writer.finish()?;
    Ok((
        sites.len() as u64,
        if panel.is_some() {
            SitesFrom::Panel
        } else {
            SitesFrom::Calls
        },
    ))
}
