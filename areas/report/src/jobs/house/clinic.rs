//! Clinical items and releases of knowledge.

use web::Platform;
use words::CaseId;

use crate::words::input::{ClinicalLine, ReleaseLine};

/// Items that bear on reading the findings: diagnosis, stage, condition, treatment before, phenotype. Nothing else of
/// the sheets is printed.
const USED: [&str; 9] = [
    "cancer.tumour.cancer_type_solid",
    "cancer.tumour.cancer_type_haem",
    "cancer.tumour.stage_dx_clin",
    "cancer.background.path_diagnosis",
    "cancer.background.ecog_ps",
    "cancer.therapy.rx_drug_generic",
    "cancer.therapy.rx_best_response",
    "rare.background.main_disease",
    "rare.history.pheno_hpo",
];

/// The items of the case that reports may print.
pub async fn items(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<ClinicalLine>> {
    let all = clinical::facts::summary(platform, case).await?;
    let line = |answer: clinical::facts::Answer| ClinicalLine {
        label: answer.label,
        value: answer.display,
        item: answer.item,
    };
    Ok(all
        .into_iter()
        .filter(|a| USED.contains(&a.item.as_str()))
        .map(line)
        .collect())
}

/// The releases in use.
pub async fn releases(platform: &Platform) -> anyhow::Result<Vec<ReleaseLine>> {
    let current = knowledge::facts::current(platform.db()).await?;
    let line = |release: knowledge::facts::ReleaseView| ReleaseLine {
        source: release.source,
        version: release.version,
        digest: release.digest.to_string(),
        licence: release.licence,
        url: release.url,
    };
    Ok(current.into_iter().map(line).collect())
}
