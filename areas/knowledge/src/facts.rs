//! What neighbours may ask: the releases in use, and an engine over exactly these.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ::store::{Db, Error};
use annotate::{
    Annotator, acmg_sf::Secondary, chain::Chain, civic::Civic, clinvar::ClinVar, disease::Mondo,
    disease::OncoTree, genes::Genes, hpo::Hpo,
};
use anyhow::Context as _;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use variants::slices::Slices;
use web::Platform;
use words::{At, Digest};

use crate::jobs::artefact;
use crate::store;
pub use crate::words::Source;

/// A release as neighbours see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReleaseView {
    /// Id of its aggregate.
    pub id: String,
    /// The name of the source, as its makers write it.
    pub source: String,
    /// Its stable word.
    pub word: Source,
    /// Version.
    pub version: String,
    /// Digest of its files.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// Licence.
    pub licence: String,
    /// Official address.
    pub url: String,
    /// Records used.
    pub rows: u64,
    /// Made up.
    pub synthetic: bool,
    /// When it was imported first.
    #[schema(value_type = i64)]
    pub imported_at: At,
}

/// Knowledge in memory.
pub struct Engine {
    /// The releases that it holds.
    pub releases: Vec<ReleaseView>,
    /// Consequences.
    pub annotator: Annotator,
    /// Germline classes.
    pub clinvar: ClinVar,
    /// Evidence in cancer, placed in OncoTree.
    pub civic: Civic,
    /// Phenotypes with Japanese labels.
    pub hpo: Hpo,
    /// Names of diseases.
    pub mondo: Mondo,
    /// Tumour types.
    pub oncotree: OncoTree,
    /// Genes of secondary findings.
    pub secondary: Secondary,
    /// Tumour suppressors of the reviewed list.
    pub suppressors: BTreeSet<String>,
}

impl Engine {
    /// The release of a source.
    #[must_use]
    pub fn release(&self, source: Source) -> Option<&ReleaseView> {
        self.releases.iter().find(|r| r.word == source)
    }

    /// Where a reader finds a record: its official address, but none of the world's where the release is made up.
    #[must_use]
    pub fn address(&self, source: Source, item: &str, official: &str) -> String {
        match self.release(source) {
            Some(release) if release.synthetic => {
                format!("urn:kumihimo:synthetic:{}:{item}", source.about().word)
            }
            _ => official.to_owned(),
        }
    }

    /// Sources without a release: their evidence is missing and a report has to say so.
    #[must_use]
    pub fn missing(&self) -> Vec<Source> {
        Source::ALL
            .into_iter()
            .filter(|s| self.release(*s).is_none())
            .collect()
    }
}

/// The releases in use, by source.
///
/// # Errors
/// If the store fails.
pub async fn current(db: &Db) -> Result<Vec<ReleaseView>, Error> {
    let states = store::all(db).await?;
    Ok(states.iter().filter(|s| s.current).map(view).collect())
}

/// Whether variants can be annotated at all: a genome and transcripts are imported.
///
/// # Errors
/// If the store fails.
pub async fn can_annotate(db: &Db) -> Result<bool, Error> {
    let releases = current(db).await?;
    let has = |source: Source| releases.iter().any(|r| r.word == source);
    Ok(has(Source::Genome) && has(Source::Mane))
}

pub(crate) fn view(state: &crate::decide::State) -> ReleaseView {
    let release = state.release.clone();
    ReleaseView {
        id: release.id(),
        source: release.source.about().title.to_owned(),
        word: release.source,
        version: release.version,
        digest: release.digest,
        licence: release.licence,
        url: release.url,
        rows: release.rows,
        synthetic: release.synthetic,
        imported_at: state.imported_at,
    }
}

type Cache = Mutex<HashMap<(PathBuf, Vec<String>), Arc<Engine>>>;

/// The engine over the releases in use; loaded once per set of releases and kept.
///
/// # Errors
/// If the genome or the transcripts were never imported, or an artefact is damaged.
pub async fn engine(platform: &Platform) -> anyhow::Result<Arc<Engine>> {
    static LOADED: std::sync::LazyLock<Cache> = std::sync::LazyLock::new(Cache::default);
    let releases = current(platform.db()).await?;
    let root = platform.settings().data_dir.join("knowledge");
    let key = (
        root.clone(),
        releases.iter().map(|r| r.id.clone()).collect::<Vec<_>>(),
    );
    if let Some(engine) = LOADED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
    {
        return Ok(engine.clone());
    }
    let engine = Arc::new(tokio::task::spawn_blocking(move || load(&root, releases)).await??);
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    // Older sets of the same store are let go: an engine holds some hundred megabytes.
    loaded.retain(|(root, _), _| *root != key.0);
    loaded.insert(key, engine.clone());
    Ok(engine)
}

/// The reviewed lists of the catalogue.
const DISEASES: &str = include_str!("../../../catalog/interpretation/disease-oncotree.toml");
const SUPPRESSORS: &str = include_str!("../../../catalog/interpretation/tumour-suppressors.toml");

/// `interpretation/disease-oncotree.toml`.
#[derive(Deserialize)]
struct Reviewed {
    map: BTreeMap<String, Vec<String>>,
}

/// `interpretation/tumour-suppressors.toml`.
#[derive(Deserialize)]
struct Suppressors {
    genes: BTreeSet<String>,
}

fn load(root: &Path, releases: Vec<ReleaseView>) -> anyhow::Result<Engine> {
    let path = |source: Source| {
        let release = releases.iter().find(|r| r.word == source)?;
        Some(root.join(&release.id).join(artefact(source)))
    };
    let need = |source: Source| {
        path(source).with_context(|| {
            format!(
                "failed to find {}: import it with `kumi knowledge import`",
                source.about().title
            )
        })
    };
    let slices = path(Source::Slices)
        .map(|p| Slices::read(&p))
        .transpose()?
        .unwrap_or_default();
    let annotator = Annotator::open(&need(Source::Mane)?, &need(Source::Genome)?, slices)?;
    let genes: Genes = read(path(Source::Hgnc))?;
    let chain = path(Source::Chains).map(|p| Chain::read(&p)).transpose()?;
    let (mondo, oncotree): (Mondo, OncoTree) =
        (read(path(Source::Mondo))?, read(path(Source::Oncotree))?);
    let mut civic = path(Source::Civic)
        .map(|p| Civic::read(&p, chain.as_ref(), &genes))
        .transpose()?
        .unwrap_or_default();
    let reviewed: Reviewed =
        toml::from_str(DISEASES).context("failed to understand disease-oncotree.toml")?;
    let suppressors: Suppressors =
        toml::from_str(SUPPRESSORS).context("failed to understand tumour-suppressors.toml")?;
    civic.locate(&reviewed.map, &mondo, &oncotree);
    let mut hpo: Hpo = read(path(Source::Hpo))?;
    if let Some(labels) = path(Source::HpoJa) {
        hpo.add_labels(&labels)?;
    }
    Ok(Engine {
        annotator,
        clinvar: read(path(Source::Clinvar))?,
        civic,
        hpo,
        mondo,
        oncotree,
        secondary: read(path(Source::AcmgSf))?,
        suppressors: suppressors.genes,
        releases,
    })
}

fn read<T: DeserializeOwned + Default>(path: Option<PathBuf>) -> anyhow::Result<T> {
    let Some(path) = path else {
        return Ok(T::default());
    };
    let bytes =
        std::fs::read(&path).with_context(|| format!("failed to read {}", path.display()))?;
    serde_json::from_slice(&bytes)
        .with_context(|| format!("failed to understand {}", path.display()))
}
