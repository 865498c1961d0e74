//! Builds what the engine loads from the files of one source.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use annotate::{
    acmg_sf::Secondary, clinvar::ClinVar, disease::Mondo, disease::OncoTree, file, genes::Genes,
    genome, hpo::Hpo, transcripts,
};
use anyhow::Context as _;
use serde::Serialize;

use crate::words::Source;

/// What was built: records, and the version if the file says it.
pub(super) struct Built {
    pub rows: u64,
    pub version: Option<String>,
}

/// The name of the artefact of a source below its directory.
#[must_use]
pub(crate) fn artefact(source: Source) -> &'static str {
    match source {
        Source::Genome => "genome.bin",
        Source::Slices => "slices.tsv",
        Source::Mane => "transcripts.bin",
        Source::Clinvar => "clinvar.json",
        Source::Civic => "civic.tsv",
        Source::Hpo => "hpo.json",
        Source::HpoJa => "hpo_ja.tsv",
        Source::Mondo => "mondo.json",
        Source::Oncotree => "oncotree.json",
        Source::Hgnc => "genes.json",
        Source::AcmgSf => "acmg_sf.json",
        Source::Chains => "hg19_to_hg38.chain",
    }
}

/// Builds the artefact of a source in a directory.
pub(super) fn build(
    source: Source,
    files: &[PathBuf],
    version: &str,
    dir: &Path,
) -> anyhow::Result<Built> {
    let out = dir.join(artefact(source));
    let first = files
        .first()
        .context("failed to find a file of the source")?;
    let built = |rows: usize, version: Option<String>| {
        anyhow::Ok(Built {
            rows: rows as u64,
            version,
        })
    };
    match source {
        Source::Genome => {
            let (mut contigs, mut seen) = (Vec::new(), HashSet::new());
            for path in files {
                contigs.extend(
                    genome::read(path)?
                        .into_iter()
                        .filter(|(name, _)| seen.insert(name.clone())),
                );
            }
            genome::write(&contigs, dir)?;
            built(contigs.len(), None)
        }
        Source::Mane => {
            let mut models = Vec::new();
            for path in files {
                models.extend(transcripts::read(path)?);
            }
            std::fs::write(&out, annotate::Annotator::encode(&models, version)?)?;
            built(models.len(), None)
        }
        Source::Clinvar => {
            let largest = files
                .iter()
                .max_by_key(|f| std::fs::metadata(f).map_or(0, |m| m.len()))
                .unwrap_or(first);
            let clinvar = ClinVar::read(largest)?;
            json(&out, &clinvar)?;
            built(clinvar.len(), dated(largest))
        }
        Source::Hpo => hpo(files, &out),
        Source::Mondo => {
            let mondo = Mondo::read(first)?;
            json(&out, &mondo)?;
            built(mondo.labels.len(), None)
        }
        Source::Oncotree => {
            let (tree, release) = OncoTree::read(files.iter().max().unwrap_or(first))?;
            json(&out, &tree)?;
            built(tree.0.len(), Some(release).filter(|r| r.starts_with('2')))
        }
        Source::Hgnc => {
            let genes = Genes::read(first)?;
            json(&out, &genes)?;
            built(genes.approved.len(), None)
        }
        Source::AcmgSf => {
            let secondary = Secondary::read(first)?;
            json(&out, &secondary)?;
            built(
                secondary.0.len(),
                Some("3.0".to_owned()).filter(|_| first.to_string_lossy().contains("v3")),
            )
        }
        Source::Civic => {
            let evidence = files
                .iter()
                .find(|f| f.to_string_lossy().contains("ClinicalEvidence"))
                .context("failed to find the evidence table")?;
            let text = file::text(evidence)?;
            std::fs::write(&out, &text)?;
            // Read once here, so that a damaged table is refused now and not in the middle of a case.
            let civic = annotate::civic::Civic::read(&out, None, &Genes::default())?;
            built(civic.len(), None)
        }
        Source::Slices | Source::HpoJa | Source::Chains => {
            let text = file::text(first)?;
            std::fs::write(&out, &text)?;
            built(text.lines().count().saturating_sub(1), None)
        }
    }
}

fn hpo(files: &[PathBuf], out: &Path) -> anyhow::Result<Built> {
    let of = |part: &str| {
        files.iter().find(|f| {
            f.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(part))
        })
    };
    let obo = of("hp.obo").context("failed to find hp.obo")?;
    let mut hpo = Hpo::read(obo)?;
    if let Some(path) = of("genes_to_phenotype") {
        hpo.add_genes(path)?;
    }
    if let Some(path) = of("phenotype.hpoa") {
        hpo.add_diseases(path)?;
    }
    json(out, &hpo)?;
    let head = file::text(obo)?;
    let said = head
        .lines()
        .take(20)
        .find_map(|l| l.strip_prefix("data-version:"))
        .map(|v| v.trim().trim_start_matches("hp/releases/").to_owned());
    Ok(Built {
        rows: hpo.terms.len() as u64,
        version: said,
    })
}

fn json(out: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    let bytes = serde_json::to_vec(value)?;
    std::fs::write(out, bytes).with_context(|| format!("failed to write {}", out.display()))
}

/// `…20241215…` → `2024-12-15`.
fn dated(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let digits = name
        .split(|c: char| !c.is_ascii_digit())
        .find(|d| d.len() == 8)?;
    Some(format!(
        "{}-{}-{}",
        digits.get(..4)?,
        digits.get(4..6)?,
        digits.get(6..)?
    ))
}
