//! What a level needs and is not assessed yet; printed with every result.

use words::{Text, text};

/// Stable code and sentence.
#[must_use]
pub fn not_assessed(cancer: bool) -> Vec<(&'static str, Text)> {
    let mut limits = vec![
        (
            "cnv",
            text!(
                "コピー数の変化（CNV）は、まだ調べていません。",
                "Copy number changes (CNV) are not assessed yet."
            ),
        ),
        (
            "population_frequency",
            text!(
                "一般集団での頻度は照合していません。頻度の高い変化が含まれることがあります。",
                "Population frequencies are not compared. Common variants may be among the findings."
            ),
        ),
    ];
    if cancer {
        limits.push((
            "fusion",
            text!(
                "融合遺伝子は、RNAによる確認を含めて、まだ調べていません。",
                "Gene fusions are not assessed yet, nor confirmed by RNA."
            ),
        ));
        limits.push((
            "msi",
            text!(
                "マイクロサテライト不安定性（MSI）は、まだ調べていません。",
                "Microsatellite instability (MSI) is not assessed yet."
            ),
        ));
        limits.push((
            "hrd",
            text!(
                "相同組換え修復欠損（HRD）は、まだ調べていません。",
                "Homologous recombination deficiency (HRD) is not assessed yet."
            ),
        ));
    }
    limits
}
