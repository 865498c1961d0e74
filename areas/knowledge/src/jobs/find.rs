//! Which files of a folder belong to which source.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::words::Source;

/// The files of a source with what is said of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Files, by name.
    pub files: Vec<PathBuf>,
    /// Version, if it is said.
    pub version: String,
    /// Licence, if it is said.
    pub licence: String,
    /// Address, if it is said.
    pub url: String,
    /// Made up.
    pub synthetic: bool,
}

/// What a folder of references has of the genome, for sources that a folder of knowledge lacks.
pub(super) fn add_reference(found: &mut BTreeMap<Source, Found>, dir: &Path) -> anyhow::Result<()> {
    if !dir.is_dir() {
        return Ok(());
    }
    for (source, one) in known(dir)? {
        if matches!(source, Source::Genome | Source::Slices) && !found.contains_key(&source) {
            found.insert(source, one);
        }
    }
    Ok(())
}

/// Everything in a folder: what `SOURCES.tsv` lists if it is there, else what has a known name in the folder, its folders and theirs.
pub(super) fn find(dir: &Path) -> anyhow::Result<BTreeMap<Source, Found>> {
    let list = dir.join("SOURCES.tsv");
    let mut found = if list.is_file() {
        listed(dir, &list)?
    } else {
        known(dir)?
    };
    for one in found.values_mut() {
        one.files.sort();
        one.files.dedup();
    }
    Ok(found)
}

fn listed(dir: &Path, list: &Path) -> anyhow::Result<BTreeMap<Source, Found>> {
    let text = annotate::file::text(list)?;
    let table = annotate::file::Table::parse(
        list,
        &text,
        &["file", "source", "version", "licence", "url", "synthetic"],
    )?;
    let mut found: BTreeMap<Source, Found> = BTreeMap::new();
    for row in table.rows() {
        let source = Source::of(row.get("source")).with_context(|| {
            format!(
                "failed to know the source {:?} in {}",
                row.get("source"),
                list.display()
            )
        })?;
        let one = found.entry(source).or_default();
        one.files.push(dir.join(row.get("file")));
        row.get("version").clone_into(&mut one.version);
        row.get("licence").clone_into(&mut one.licence);
        row.get("url").clone_into(&mut one.url);
        one.synthetic |= row.get("synthetic") == "true";
    }
    Ok(found)
}

fn known(dir: &Path) -> anyhow::Result<BTreeMap<Source, Found>> {
    let mut found: BTreeMap<Source, Found> = BTreeMap::new();
    let mut open = vec![(dir.to_owned(), 2_u8)];
    while let Some((dir, depth)) = open.pop() {
        for entry in
            std::fs::read_dir(&dir).with_context(|| format!("failed to read {}", dir.display()))?
        {
            let path = entry?.path();
            if path.is_dir() && depth > 0 {
                open.push((path, depth - 1));
            } else if let Some(source) = source_of(&path) {
                found.entry(source).or_default().files.push(path);
            }
        }
    }
    Ok(found)
}

/// The source of a file by its name.
fn source_of(path: &Path) -> Option<Source> {
    let name = path.file_name()?.to_str()?;
    let plain = name.trim_end_matches(".gz").trim_end_matches(".xz");
    match plain {
        "slices.tsv" => Some(Source::Slices),
        "hp.obo" | "genes_to_phenotype.txt" | "phenotype.hpoa" => Some(Source::Hpo),
        "hp-ja.babelon.tsv" => Some(Source::HpoJa),
        "mondo.sssom.tsv" => Some(Source::Mondo),
        "oncotree.tar" | "oncotree.json" => Some(Source::Oncotree),
        "hgnc_complete_set.txt" => Some(Source::Hgnc),
        "hg19_to_hg38.chain" | "hg19ToHg38.over.chain" => Some(Source::Chains),
        p if p.ends_with(".gff3") => Some(Source::Mane),
        p if p.ends_with(".fa") || p.ends_with(".fasta") || p.ends_with(".fna") => {
            Some(Source::Genome)
        }
        p if p.starts_with("clinvar") && p.ends_with(".vcf") => Some(Source::Clinvar),
        p if p.ends_with("ClinicalEvidenceSummaries.tsv") => Some(Source::Civic),
        p if p.starts_with("oncotree_2") && p.ends_with(".json") => Some(Source::Oncotree),
        p if p.starts_with("acmg.secondaryfindings") => Some(Source::AcmgSf),
        _ => None,
    }
}
