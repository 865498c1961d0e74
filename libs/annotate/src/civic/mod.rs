//! Clinical evidence for variants in cancer, from the tables that CIViC publishes.

mod load;
mod name;
mod protein;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::consequence::Effect;
use crate::disease::{self, Located, Mondo, OncoTree};

pub use name::{Class, Target};
pub use protein::short;

/// Evidence level: A validated, B clinical, C case, D preclinical, E inferential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Validated association: guideline or approval.
    A,
    /// Clinical trial or other primary patient data.
    B,
    /// Case study.
    C,
    /// Preclinical.
    D,
    /// Inferential.
    E,
}

/// What the evidence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Response to a therapy.
    Predictive,
    /// Naming the disease.
    Diagnostic,
    /// Course of the disease.
    Prognostic,
    /// Inherited risk.
    Predisposing,
    /// Function of the variant.
    Functional,
}

/// An allele on GRCh38.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allele {
    /// `chr7`.
    pub chrom: String,
    /// 1-based.
    pub pos: u64,
    /// Reference bases.
    pub reference: String,
    /// Other bases.
    pub alternate: String,
}

/// An accepted evidence item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// `EID2994`.
    pub id: String,
    /// Gene symbol.
    pub gene: String,
    /// Name of the variant at the source.
    pub variant: String,
    /// What that name means.
    pub target: Target,
    /// The allele, where the source gives one base-exactly.
    pub allele: Option<Allele>,
    /// Disease at the source.
    pub disease: String,
    /// Its DOID, without prefix.
    pub doid: String,
    /// Where it lies in OncoTree.
    pub located: Located,
    /// Therapies.
    pub therapies: Vec<String>,
    /// `Combination`, `Sequential`, `Substitutes` or empty.
    pub interaction: String,
    /// What it is about.
    pub kind: Kind,
    /// It supports the statement; otherwise it speaks against it.
    pub supports: bool,
    /// Level.
    pub level: Level,
    /// `Sensitivity/Response`, `Resistance`, `Poor Outcome`, …
    pub significance: String,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// `Somatic`, `Germline`, …
    pub origin: String,
    /// Where to read it.
    pub url: String,
}

impl Item {
    /// Evidence from patients, in favour of what it says, about a tumour's own variant.
    fn seen_in_tumours(&self) -> bool {
        let asked = matches!(
            self.kind,
            Kind::Predictive | Kind::Diagnostic | Kind::Prognostic
        );
        asked && self.supports && self.level <= Level::C && !self.origin.contains("Germline")
    }
}

/// Accepted items by gene.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Civic {
    by_gene: BTreeMap<String, Vec<Item>>,
    /// Diseases that have no place in OncoTree: name and DOID → why, with the number of items.
    pub misses: BTreeMap<String, (String, u32)>,
    #[serde(skip)]
    by_place: HashMap<u64, Vec<(String, usize)>>,
    #[serde(skip)]
    hotspots: HashMap<String, BTreeSet<u32>>,
}

/// How closely a variant is what an item speaks of; the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Specificity {
    /// The same bases at the same place.
    Allele,
    /// The same change of the protein or the transcript.
    Protein,
    /// The same codon.
    Codon,
    /// The same kind of change in the same exon.
    Exon,
    /// The same kind of change in the same gene.
    Class,
}

/// A small variant with its effect on one transcript.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// `chr7`.
    pub chrom: &'a str,
    /// 1-based on GRCh38.
    pub pos: u64,
    /// Reference bases.
    pub reference: &'a str,
    /// Other bases.
    pub alternate: &'a str,
    /// Its effect.
    pub effect: &'a Effect,
}

impl Civic {
    /// Items of a gene.
    #[must_use]
    pub fn of_gene(&self, gene: &str) -> &[Item] {
        self.by_gene.get(gene).map_or(&[], Vec::as_slice)
    }

    /// Whether any accepted item speaks of the gene.
    #[must_use]
    pub fn knows(&self, gene: &str) -> bool {
        self.by_gene.contains_key(gene)
    }

    /// How many items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_gene.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_gene.is_empty()
    }

    /// Places every disease in OncoTree and lists those that have no place.
    pub fn locate(
        &mut self,
        reviewed: &BTreeMap<String, Vec<String>>,
        mondo: &Mondo,
        tree: &OncoTree,
    ) {
        let mut known: HashMap<String, Located> = HashMap::new();
        self.misses.clear();
        for item in self.by_gene.values_mut().flatten() {
            let located = known
                .entry(item.doid.clone())
                .or_insert_with(|| disease::locate(&item.doid, reviewed, mondo, tree));
            item.located = located.clone();
            if let Located::Missed(why) = located {
                let name = format!("{} (DOID:{})", item.disease, item.doid);
                self.misses
                    .entry(name)
                    .or_insert_with(|| (why.clone(), 0))
                    .1 += 1;
            }
        }
    }

    /// Whether changes of a codon of a gene are on record with evidence from patients (levels A to C) about tumours.
    #[must_use]
    pub fn hotspot(&self, gene: &str, codon: u32) -> bool {
        self.hotspots
            .get(gene)
            .is_some_and(|at| at.contains(&codon))
    }

    /// Prepares the look-up by place and the hotspots; call it after reading.
    pub fn index(&mut self) {
        self.by_place = HashMap::new();
        self.hotspots = HashMap::new();
        for (gene, items) in &self.by_gene {
            let told = items.iter().filter(|i| i.seen_in_tumours());
            let codons: BTreeSet<u32> = told.flat_map(|i| i.target.codons()).collect();
            self.hotspots.insert(gene.clone(), codons);
            for (at, item) in items.iter().enumerate() {
                if let Some(allele) = &item.allele {
                    self.by_place
                        .entry(allele.pos)
                        .or_default()
                        .push((gene.clone(), at));
                }
            }
        }
    }

    /// Items that speak of a variant, the closest first. Alleles match by place in whatever gene they lie.
    #[must_use]
    pub fn matches(&self, subject: &Subject<'_>) -> Vec<(Specificity, &Item)> {
        let mut found: Vec<(Specificity, &Item)> = Vec::new();
        if let Some(exact) = self.by_place.get(&subject.pos) {
            let items = exact
                .iter()
                .filter_map(|(gene, at)| self.by_gene.get(gene)?.get(*at));
            let same = |i: &&Item| {
                i.allele.as_ref().is_some_and(|a| {
                    a.chrom == subject.chrom
                        && a.reference == subject.reference
                        && a.alternate == subject.alternate
                })
            };
            found.extend(items.filter(same).map(|i| (Specificity::Allele, i)));
        }
        let items = self.of_gene(&subject.effect.gene);
        if !items.is_empty() {
            let spoken = name::Spoken::of(subject.effect);
            for item in items {
                if let (Some(how), false) = (
                    spoken.is(&item.target),
                    found.iter().any(|(_, f)| f.id == item.id),
                ) {
                    found.push((how, item));
                }
            }
        }
        found.sort_by_key(|(how, item)| (*how, item.level, std::cmp::Reverse(item.rating)));
        found
    }
}
