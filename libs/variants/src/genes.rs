//! Coding regions by gene, from GFF3 (MANE, RefSeq, GENCODE) or from a BED with names.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::{Error, text};

/// Bases beside a coding exon that splicing depends on.
pub const SPLICE: u64 = 8;

/// One coding transcript, or one named interval of a BED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    pub gene: String,
    pub contig: String,
    pub reverse: bool,
    /// Coding parts in genome order, 0-based half-open.
    pub coding: Vec<(u64, u64)>,
    /// False for intervals of a BED: they are regions, not reading frames.
    pub has_frame: bool,
}

/// All transcripts, by contig.
#[derive(Clone, Debug, Default)]
pub struct Genes {
    contigs: HashMap<String, Vec<Transcript>>,
}

impl Genes {
    /// Reads GFF3 when the first record has nine columns and a number in the fourth, else BED.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut is_gff = None;
        text::rows(path, |_, fields| {
            is_gff.get_or_insert(fields.len() >= 9 && fields[3].parse::<u64>().is_ok());
            Ok(())
        })?;
        if is_gff.unwrap_or(false) {
            read_gff(path)
        } else {
            read_bed(path)
        }
    }

    /// Builds from transcripts.
    pub fn from_transcripts(transcripts: impl IntoIterator<Item = Transcript>) -> Self {
        let mut contigs: HashMap<String, Vec<Transcript>> = HashMap::new();
        for transcript in transcripts {
            contigs
                .entry(transcript.contig.clone())
                .or_default()
                .push(transcript);
        }
        Self { contigs }
    }

    /// Transcripts with a coding part within `margin` of `start..end`.
    pub fn touching(
        &self,
        contig: &str,
        start: u64,
        end: u64,
        margin: u64,
    ) -> impl Iterator<Item = &Transcript> {
        let near = move |transcript: &&Transcript| {
            let margin = if transcript.has_frame { margin } else { 0 };
            transcript
                .coding
                .iter()
                .any(|(from, to)| start < to + margin && from.saturating_sub(margin) < end)
        };
        self.contigs.get(contig).into_iter().flatten().filter(near)
    }

    /// Names of the genes that `start..end` concerns.
    pub fn names(&self, contig: &str, start: u64, end: u64) -> BTreeSet<String> {
        self.touching(contig, start, end.max(start + 1), SPLICE)
            .map(|t| t.gene.clone())
            .collect()
    }

    /// Bases in any coding part.
    pub fn coding(&self) -> crate::Regions {
        let parts = self.contigs.values().flatten();
        crate::Regions::from_rows(
            parts.flat_map(|t| t.coding.iter().map(|(s, e)| (t.contig.clone(), *s, *e))),
        )
    }
}

fn read_bed(path: &Path) -> Result<Genes, Error> {
    let mut rows = Vec::new();
    text::rows(path, |line, fields| {
        let number = |i: usize| fields.get(i).and_then(|f| f.parse::<u64>().ok());
        let (Some(contig), Some(start), Some(end)) = (fields.first(), number(1), number(2)) else {
            return Err(Error::malformed(
                path,
                line,
                "not a BED line (contig, start, end, name)",
            ));
        };
        let gene = fields.get(3).map_or_else(
            || format!("{contig}:{start}-{end}"),
            |name| (*name).to_owned(),
        );
        rows.push(Transcript {
            gene,
            contig: (*contig).to_owned(),
            reverse: false,
            coding: vec![(start, end)],
            has_frame: false,
        });
        Ok(())
    })?;
    Ok(Genes::from_transcripts(rows))
}

/// Coding parts by contig and transcript, with the strand (true = reverse).
type CodingParts = BTreeMap<(String, String), (bool, Vec<(u64, u64)>)>;

/// What a GFF3 feature is called and where it belongs.
#[derive(Default)]
struct Feature {
    parent: Option<String>,
    name: Option<String>,
}

fn read_gff(path: &Path) -> Result<Genes, Error> {
    let mut features: HashMap<String, Feature> = HashMap::new();
    let mut coding = CodingParts::new();
    text::rows(path, |line, fields| {
        let [contig, _, kind, start, end, _, strand, _, attributes, ..] = fields else {
            return Err(Error::malformed(path, line, "a GFF3 line has nine columns"));
        };
        let attribute = |key: &str| {
            let mut pairs = attributes
                .split(';')
                .filter_map(|pair| pair.trim().split_once('='));
            pairs.find(|(k, _)| *k == key).map(|(_, v)| v.to_owned())
        };
        let name = ["gene_name", "gene", "Name"]
            .into_iter()
            .find_map(attribute);
        if *kind == "CDS" {
            let (Ok(start), Ok(end)) = (start.parse::<u64>(), end.parse::<u64>()) else {
                return Err(Error::malformed(path, line, "start or end is not a number"));
            };
            let transcript = attribute("Parent")
                .or_else(|| attribute("ID"))
                .unwrap_or_default();
            let part = (start.saturating_sub(1), end);
            coding
                .entry(((*contig).to_owned(), transcript))
                .or_insert_with(|| (*strand == "-", Vec::new()))
                .1
                .push(part);
        } else if let Some(id) = attribute("ID") {
            features.insert(
                id,
                Feature {
                    parent: attribute("Parent"),
                    name,
                },
            );
        }
        Ok(())
    })?;
    let transcripts = coding
        .into_iter()
        .map(|((contig, id), (reverse, mut coding))| {
            coding.sort_unstable();
            Transcript {
                gene: gene_of(&features, &id),
                contig,
                reverse,
                coding,
                has_frame: true,
            }
        });
    Ok(Genes::from_transcripts(transcripts))
}

/// The name of the topmost feature above a transcript.
fn gene_of(features: &HashMap<String, Feature>, id: &str) -> String {
    let (mut at, mut name) = (id, None);
    for _ in 0..4 {
        let Some(feature) = features.get(at) else {
            break;
        };
        name = feature.name.as_deref().or(name);
        match &feature.parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    name.unwrap_or(id).to_owned()
}
