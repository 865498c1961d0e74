//! The catalogue folder is looked at before anything starts: what is missing shows itself now, not in a job hours later.

use std::path::{Path, PathBuf};

/// Every folder of the catalogue, and the files that the program reads while it runs.
const WHOLE: [&str; 14] = [
    "analysis",
    "clinical",
    "codemaps",
    "consent",
    "interpretation",
    "interpretation/disease-oncotree.toml",
    "interpretation/panel-genes.toml",
    "interpretation/tumour-suppressors.toml",
    "panel",
    "policies",
    "reports",
    "roles.toml",
    "sequencing",
    "specimen",
];

/// Something of the catalogue is not where it was looked for.
#[derive(Debug, thiserror::Error)]
#[error(
    "E-CATALOGUE-MISSING カタログの {} が見つかりません。このリポジトリの catalog フォルダーの場所を --catalog または環境変数 KUMI_CATALOG で指定してください。 / \
     {} of the catalogue is missing. Point to the folder catalog of the repository with --catalog, or with KUMI_CATALOG in the environment.",
    .0.display(), .0.display()
)]
pub struct Lacking(PathBuf);

/// Looks for every part of the catalogue.
///
/// # Errors
/// [`Lacking`] with the whole path of the first part that is not there.
pub fn check(dir: &Path) -> Result<(), Lacking> {
    let lacking = WHOLE
        .iter()
        .map(|part| dir.join(part))
        .find(|p| !p.exists());
    let whole = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    lacking.map_or(Ok(()), |path| Err(Lacking(whole(path))))
}
