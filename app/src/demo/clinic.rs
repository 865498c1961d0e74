//! The clinical items of the demonstration's patients.

use serde_json::{Value, json};
use sim::Phenotype;

use super::client::User;

/// A solid tumour with stage, performance status and one line of therapy before.
pub async fn cancer(physician: &User, case: &str, oncotree: Option<&str>) -> anyhow::Result<()> {
    save(
        physician,
        case,
        "basic",
        json!({ "tumour_class": "solid", "height_cm": 168, "weight_kg": 61 }),
    )
    .await?;
    let tumour = json!({ "cancer_type_solid": oncotree.unwrap_or("LUAD"), "stage_dx_clin": "IV", "stage_dx_m": "M1" });
    save(physician, case, "tumour", tumour).await?;
    let background = json!({ "ecog_ps": "1", "smoking_history": "no", "double_cancer_present": "no", "fh_present": "no" });
    save(physician, case, "background", background).await?;
    let regimen = json!({ "rx_regimen_name": "CBDCA+PEM", "rx_line": "1",
        "drug": [{ "rx_drug_generic": "carboplatin" }, { "rx_drug_generic": "pemetrexed" }] });
    save(
        physician,
        case,
        "therapy",
        json!({ "rx_present": "yes", "regimen": [regimen] }),
    )
    .await
}

/// A child with its phenotype; items that are needed below the age of twenty are answered.
pub async fn rare(physician: &User, case: &str, phenotypes: &[Phenotype]) -> anyhow::Result<()> {
    let background = json!({ "main_disease": "診断困難", "affected_status": "affected", "birth_gestational_week": 39,
        "birth_weight_g": 2980, "birth_mother_age": 30, "birth_father_age": 31, "reg_height_cm": 128, "reg_weight_kg": 26 });
    save(physician, case, "background", background).await?;
    save(
        physician,
        case,
        "family",
        json!({ "fam_onset_present": "no", "consang_parents": "no" }),
    )
    .await?;
    save(physician, case, "genetic_test", json!({ "gt_done": "no" })).await?;
    let terms: Vec<Value> = phenotypes
        .iter()
        .map(|p| json!({ "pheno_hpo": p.id, "pheno_present": "present" }))
        .collect();
    save(
        physician,
        case,
        "history",
        json!({ "onset_month": "2020-04", "phenotype": terms }),
    )
    .await
}

async fn save(physician: &User, case: &str, section: &str, answers: Value) -> anyhow::Result<()> {
    physician
        .put(
            &format!("/api/cases/{case}/clinical/{section}"),
            json!({ "answers": answers }),
        )
        .await
        .map(drop)
}
