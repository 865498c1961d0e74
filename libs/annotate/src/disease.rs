//! Names of diseases across vocabularies: DOID → MONDO → OncoTree, and what lies below what.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, file};

/// A node of OncoTree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// English name.
    pub name: String,
    /// Parent code; none for the root.
    pub parent: Option<String>,
    /// UMLS and NCIT ids as `UMLS:C…`, `NCIT:C…`.
    pub refs: Vec<String>,
}

/// The tree.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OncoTree(pub BTreeMap<String, Node>);

/// MONDO's mappings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Mondo {
    /// `DOID:…` → MONDO ids.
    pub of_doid: HashMap<String, Vec<String>>,
    /// MONDO id → English label.
    pub labels: HashMap<String, String>,
    /// MONDO id → UMLS and NCIT ids.
    pub refs: HashMap<String, Vec<String>>,
}

/// Where a disease of an evidence item lies in OncoTree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Located {
    /// Any cancer.
    PanCancer,
    /// These nodes.
    Nodes(Vec<String>),
    /// Not found: why.
    Missed(String),
}

impl OncoTree {
    /// Reads a tree: the JSON of a release, or the newest dated one inside a tar archive.
    ///
    /// # Errors
    /// If the file cannot be read or is not a tree.
    pub fn read(path: &Path) -> Result<(Self, String), Error> {
        let bytes = file::bytes(path)?;
        let (name, json) = if bytes.first() == Some(&b'{') {
            (
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                bytes.as_slice(),
            )
        } else {
            let dated = |name: &str| {
                name.rsplit('/')
                    .next()
                    .is_some_and(|n| n.starts_with("oncotree_2") && n.ends_with(".json"))
            };
            let newest = file::untar(&bytes)
                .into_iter()
                .filter(|(n, _)| dated(n))
                .max_by(|a, b| a.0.cmp(&b.0));
            newest.ok_or_else(|| Error::malformed(path, "there is no dated tree inside"))?
        };
        let value: serde_json::Value =
            serde_json::from_slice(json).map_err(|e| Error::malformed(path, e.to_string()))?;
        let mut tree = Self::default();
        for root in value.as_object().into_iter().flat_map(|o| o.values()) {
            tree.add(root);
        }
        if tree.0.is_empty() {
            return Err(Error::malformed(path, "the tree has no node"));
        }
        let release = name
            .rsplit('/')
            .next()
            .unwrap_or("")
            .trim_start_matches("oncotree_")
            .split('.')
            .next()
            .unwrap_or("")
            .replace('_', "-");
        Ok((tree, release))
    }

    fn add(&mut self, value: &serde_json::Value) {
        let text = |key: &str| value.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let refs = |key: &str, prefix: &str| -> Vec<String> {
            let list = value
                .get("externalReferences")
                .and_then(|r| r.get(key))
                .and_then(|l| l.as_array());
            list.into_iter()
                .flatten()
                .filter_map(|v| v.as_str())
                .map(|id| format!("{prefix}:{id}"))
                .collect()
        };
        if let Some(code) = text("code") {
            let refs = [refs("UMLS", "UMLS"), refs("NCI", "NCIT")].concat();
            self.0.insert(
                code,
                Node {
                    name: text("name").unwrap_or_default(),
                    parent: text("parent"),
                    refs,
                },
            );
        }
        for child in value
            .get("children")
            .and_then(|c| c.as_object())
            .into_iter()
            .flat_map(|o| o.values())
        {
            self.add(child);
        }
    }

    /// Whether `code` is `above` or lies below it.
    #[must_use]
    pub fn is_within(&self, code: &str, above: &str) -> bool {
        let mut now = Some(code);
        while let Some(at) = now {
            if at == above {
                return true;
            }
            now = self.0.get(at).and_then(|n| n.parent.as_deref());
        }
        false
    }
}

impl Mondo {
    /// Reads exact matches of an SSSOM table.
    ///
    /// # Errors
    /// If the file cannot be read or lacks a column.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = file::text(path)?;
        let table = file::Table::parse(
            path,
            &text,
            &["subject_id", "subject_label", "predicate_id", "object_id"],
        )?;
        let mut all = Self::default();
        for row in table
            .rows()
            .filter(|r| r.get("predicate_id") == "skos:exactMatch")
        {
            let (mondo, object) = (row.get("subject_id"), row.get("object_id"));
            all.labels
                .entry(mondo.to_owned())
                .or_insert_with(|| row.get("subject_label").to_owned());
            if object.starts_with("DOID:") {
                all.of_doid
                    .entry(object.to_owned())
                    .or_default()
                    .push(mondo.to_owned());
            } else if object.starts_with("UMLS:") || object.starts_with("NCIT:") {
                all.refs
                    .entry(mondo.to_owned())
                    .or_default()
                    .push(object.to_owned());
            }
        }
        Ok(all)
    }
}

/// Finds the OncoTree nodes of a DOID: by our reviewed table first, then through MONDO.
#[must_use]
pub fn locate(
    doid: &str,
    reviewed: &BTreeMap<String, Vec<String>>,
    mondo: &Mondo,
    tree: &OncoTree,
) -> Located {
    if doid.is_empty() {
        return Located::Missed("no DOID".to_owned());
    }
    // DOID:162 is "cancer".
    if doid == "162" {
        return Located::PanCancer;
    }
    if let Some(codes) = reviewed.get(doid) {
        return Located::Nodes(
            codes
                .iter()
                .filter(|c| tree.0.contains_key(*c))
                .cloned()
                .collect(),
        );
    }
    let Some(ids) = mondo.of_doid.get(&format!("DOID:{doid}")) else {
        return Located::Missed("not in MONDO".to_owned());
    };
    let refs: Vec<&String> = ids
        .iter()
        .filter_map(|id| mondo.refs.get(id))
        .flatten()
        .collect();
    let nodes: Vec<String> = tree
        .0
        .iter()
        .filter(|(_, n)| n.refs.iter().any(|r| refs.contains(&r)))
        .map(|(c, _)| c.clone())
        .collect();
    if nodes.is_empty() {
        Located::Missed("not in OncoTree".to_owned())
    } else {
        Located::Nodes(nodes)
    }
}
