//! Levels and sentences.

use annotate::tier::Tier;
use interpretation::rules::level::{Seen, level};
use interpretation::rules::{limits, sentence};
use interpretation::words::PanelGenes;

#[test]
fn a_level_depends_on_gene_depth_and_share() {
    let panel: PanelGenes = toml::from_str(include_str!(
        "../../../../catalog/interpretation/panel-genes.toml"
    ))
    .unwrap();
    let seen = |gene, exome, depth, vaf| {
        level(
            &Seen {
                gene,
                exome,
                depth,
                vaf,
                listed: false,
            },
            &panel,
        )
    };
    assert_eq!(seen("EGFR", true, Some(120), Some(0.3)), 1);
    assert_eq!(seen("EGFR", true, Some(60), Some(0.3)), 2);
    assert_eq!(seen("EGFR", true, Some(120), Some(0.03)), 2);
    assert_eq!(seen("FRY", true, Some(120), Some(0.3)), 2);
    assert_eq!(seen("EGFR", false, Some(120), Some(0.3)), 3);
    assert_eq!(seen("BRCA2", true, None, None), 1);
}

#[test]
fn sentences_use_the_words_of_the_programme() {
    let told = sentence::germline("MKKS p.Tyr37Ter", None, Some("hom_recessive"));
    assert!(told.ja.contains("潜性") && !told.ja.contains("劣性"));
    let told = sentence::somatic("EGFR p.Leu858Arg", Tier::IA);
    assert!(told.ja.contains("Tier I-A") && told.en.contains("tier I-A"));
}

#[test]
fn what_is_not_assessed_is_said() {
    let codes: Vec<&str> = limits::not_assessed(true)
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert!(["cnv", "fusion", "msi"].iter().all(|c| codes.contains(c)));
}

#[test]
fn a_window_reaches_as_far_as_was_kept_and_no_further() {
    use interpretation::rules::window::{KEPT, SHOWN, asked, written};
    let finding: interpretation::facts::Finding = serde_json::from_value(serde_json::json!({
        "id": "F001", "level": 1, "origin": "somatic", "gene": "EGFR", "hgvs_c": "", "hgvs_p": "", "chrom": "chr7",
        "pos": 10_000, "ref": "TGA", "alt": "T", "consequence": "", "vaf": null, "tier": null, "tiered": null,
        "class": null, "inheritance": null, "score": null, "secondary": false, "evidence": [],
        "text": {"ja": "", "en": ""},
        "provenance": {"file": "somatic.vcf.gz", "digest": words::Digest::of(b"x"), "record": "chr7_9000:1001 TGA>T"},
    }))
    .unwrap();
    assert_eq!(
        asked(&finding, None, None),
        Some(10_000 - SHOWN..=10_002 + SHOWN)
    );
    let (first, last) = (10_000 - KEPT, 10_002 + KEPT);
    assert_eq!(asked(&finding, Some(first), Some(last)), Some(first..=last));
    assert_eq!(asked(&finding, Some(first - 1), Some(last)), None);
    assert_eq!(asked(&finding, Some(first), Some(last + 1)), None);
    assert_eq!(asked(&finding, Some(1), None), None);
    assert_eq!(asked(&finding, Some(10_001), Some(10_000)), None);
    assert_eq!(
        written(&finding.provenance.record),
        Some(("chr7_9000", 1001))
    );
    assert_eq!(written("nonsense"), None);
}
