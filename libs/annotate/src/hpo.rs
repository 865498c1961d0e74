//! Phenotype terms: names in two languages, ancestors, and how well a gene's known features cover those of a person.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, file};

/// A term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// English label.
    pub name: String,
    /// Japanese label, where the translation has one.
    pub ja: Option<String>,
    /// Parents.
    pub parents: Vec<String>,
}

/// A disease of the annotation file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disease {
    /// English name.
    pub name: String,
    /// Modes of inheritance as HPO terms.
    pub modes: Vec<String>,
}

/// The ontology with its annotations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Hpo {
    /// By id.
    pub terms: HashMap<String, Term>,
    /// Merged ids → present id.
    pub merged: HashMap<String, String>,
    /// Gene symbol → terms.
    pub genes: HashMap<String, Vec<String>>,
    /// Gene symbol → diseases.
    pub gene_diseases: HashMap<String, Vec<String>>,
    /// OMIM or ORPHA id → disease.
    pub diseases: HashMap<String, Disease>,
    /// Genes that have a term or a descendant of it.
    carriers: HashMap<String, u32>,
}

/// How one term of the person is covered by a gene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Term of the person.
    pub asked: String,
    /// The most informative term that both share; none if they share only the root.
    pub shared: Option<String>,
    /// Its information content, natural logarithm.
    pub score: f64,
}

/// How well a gene covers the terms of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Share of the information of the person's terms that the gene covers, 0 to 1.
    pub share: f64,
    /// One part per term.
    pub parts: Vec<Part>,
}

impl Hpo {
    /// Reads the ontology (OBO).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(obo: &Path) -> Result<Self, Error> {
        let text = file::text(obo)?;
        let mut all = Self::default();
        for stanza in text.split("\n[").filter(|s| s.starts_with("Term]")) {
            let get = |key: &str| {
                stanza
                    .lines()
                    .filter_map(move |l| l.strip_prefix(key))
                    .map(str::trim)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            let Some(id) = get("id:").into_iter().next() else {
                continue;
            };
            if stanza.lines().any(|l| l.trim() == "is_obsolete: true") {
                all.merged.extend(
                    get("replaced_by:")
                        .into_iter()
                        .take(1)
                        .map(|now| (id.clone(), now)),
                );
                continue;
            }
            all.merged
                .extend(get("alt_id:").into_iter().map(|old| (old, id.clone())));
            let parents = get("is_a:")
                .iter()
                .filter_map(|p| p.split_whitespace().next())
                .map(str::to_owned)
                .collect();
            all.terms.insert(
                id,
                Term {
                    name: get("name:").into_iter().next().unwrap_or_default(),
                    ja: None,
                    parents,
                },
            );
        }
        Ok(all)
    }

    /// Adds Japanese labels (babelon).
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn add_labels(&mut self, path: &Path) -> Result<usize, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(
            path,
            &text,
            &[
                "subject_id",
                "translation_language",
                "translation_value",
                "predicate_id",
            ],
        )?;
        let mut added = 0;
        for row in table.rows().filter(|r| {
            r.get("translation_language") == "ja" && r.get("predicate_id") == "rdfs:label"
        }) {
            let label = row.get("translation_value");
            if let (false, Some(term)) = (
                label.is_empty() || label == "NA",
                self.terms.get_mut(row.get("subject_id")),
            ) {
                term.ja = Some(label.to_owned());
                added += 1;
            }
        }
        Ok(added)
    }

    /// Adds which genes have which features (`genes_to_phenotype.txt`).
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn add_genes(&mut self, path: &Path) -> Result<usize, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(path, &text, &["gene_symbol", "hpo_id", "disease_id"])?;
        let (mut rows, mut seen) = (0, HashSet::new());
        for row in table.rows() {
            let (gene, term, disease) = (
                row.get("gene_symbol"),
                row.get("hpo_id"),
                row.get("disease_id"),
            );
            rows += 1;
            if seen.insert((gene, term)) {
                self.genes
                    .entry(gene.to_owned())
                    .or_default()
                    .push(term.to_owned());
            }
            if seen.insert((gene, disease)) {
                self.gene_diseases
                    .entry(gene.to_owned())
                    .or_default()
                    .push(disease.to_owned());
            }
        }
        self.count();
        Ok(rows)
    }

    /// Adds names and inheritance of diseases (`phenotype.hpoa`).
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn add_diseases(&mut self, path: &Path) -> Result<usize, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(
            path,
            &text,
            &["database_id", "disease_name", "hpo_id", "aspect"],
        )?;
        for row in table.rows() {
            let disease = self
                .diseases
                .entry(row.get("database_id").to_owned())
                .or_default();
            row.get("disease_name").clone_into(&mut disease.name);
            let mode = row.get("hpo_id");
            if row.get("aspect") == "I" && !disease.modes.iter().any(|m| m == mode) {
                disease.modes.push(mode.to_owned());
            }
        }
        Ok(self.diseases.len())
    }

    fn count(&mut self) {
        let mut carriers: HashMap<String, u32> = HashMap::new();
        for terms in self.genes.values() {
            let all: HashSet<&str> = terms.iter().flat_map(|t| self.ancestors(t)).collect();
            for term in all {
                *carriers.entry(term.to_owned()).or_default() += 1;
            }
        }
        self.carriers = carriers;
    }

    /// The present id of a term.
    #[must_use]
    pub fn present<'a>(&'a self, id: &'a str) -> &'a str {
        self.merged.get(id).map_or(id, String::as_str)
    }

    /// A term and all its ancestors.
    #[must_use]
    pub fn ancestors<'a>(&'a self, id: &'a str) -> HashSet<&'a str> {
        let (mut found, mut open) = (HashSet::new(), vec![self.present(id)]);
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(
                    self.terms
                        .get(next)
                        .into_iter()
                        .flat_map(|t| t.parents.iter().map(String::as_str)),
                );
            }
        }
        found
    }

    /// Information content of a term: −ln of the share of genes that have it. A term that no gene has counts as had by one.
    #[must_use]
    pub fn information(&self, id: &str) -> f64 {
        let genes = f64::from(u32::try_from(self.genes.len().max(1)).unwrap_or(u32::MAX));
        let carriers = f64::from(self.carriers.get(id).copied().unwrap_or(1).max(1));
        (genes / carriers).ln().max(0.0)
    }

    /// How well a gene covers the terms of a person (best common ancestor of each term, Resnik).
    #[must_use]
    pub fn fit(&self, gene: &str, asked: &[String]) -> Fit {
        let has: HashSet<&str> = self
            .genes
            .get(gene)
            .into_iter()
            .flatten()
            .flat_map(|t| self.ancestors(t))
            .collect();
        let part = |term: &String| {
            let common = self.ancestors(term).into_iter().filter(|a| has.contains(a));
            let best = common
                .map(|a| (self.information(a), a))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
            let (score, shared) = best
                .filter(|(score, _)| *score > 0.0)
                .map_or((0.0, None), |(s, a)| (s, Some(a.to_owned())));
            Part {
                asked: term.clone(),
                shared,
                score,
            }
        };
        let parts: Vec<Part> = asked.iter().map(part).collect();
        let whole: f64 = asked
            .iter()
            .map(|t| self.information(self.present(t)))
            .sum();
        let covered: f64 = parts.iter().map(|p| p.score).sum();
        Fit {
            share: if whole > 0.0 { covered / whole } else { 0.0 },
            parts,
        }
    }
}
