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
