//! The alleles planted in the development sets.

use std::collections::{BTreeMap, BTreeSet};

use annotate::chain::Chain;
use annotate::civic::{Civic, Subject};
use annotate::clinvar::ClinVar;
use annotate::disease::{Mondo, OncoTree};
use annotate::genes::Genes;
use annotate::tier::{Case, Reading, Tier, supports, tier};

use crate::given;

#[test]
fn tumour_alleles_get_their_tier() {
    let Some(data) = given::data() else { return };
    let work = tempfile::tempdir().unwrap();
    let annotator = given::annotator(&data, work.path());
    let known = data.join("knowledge");
    let genes = Genes::read(&known.join("hgnc/hgnc_complete_set.txt.xz")).unwrap();
    let chain = Chain::read(&known.join("chains/hg19_to_hg38.chain.xz")).unwrap();
    let mut civic = Civic::read(
        &known.join("civic/nightly-ClinicalEvidenceSummaries.tsv.gz"),
        Some(&chain),
        &genes,
    )
    .unwrap();
    let mondo = Mondo::read(&known.join("mondo/mondo.sssom.tsv.xz")).unwrap();
    let (tree, release) = OncoTree::read(&known.join("oncotree/oncotree.tar.xz")).unwrap();
    assert_eq!(release, "2025-10-03");
    civic.locate(&BTreeMap::new(), &mondo, &tree);
    let missed: u32 = civic.misses.values().map(|(_, n)| n).sum();
    eprintln!(
        "CIViC: {} items; {} diseases of {missed} items have no place in OncoTree",
        civic.len(),
        civic.misses.len()
    );
    let suppressors = BTreeSet::new();
    let told = |contig: &str, pos: u64, reference: &str, alternate: &str, code: &str| {
        let effects = annotator
            .effects(contig, pos, reference, alternate)
            .unwrap();
        let place = annotator.place(contig, pos);
        let subject = Subject {
            chrom: &place.chrom,
            pos: place.pos,
            reference,
            alternate,
            effect: &effects[0],
        };
        let matches = civic.matches(&subject);
        let reading = Reading::of(&effects[0], &civic, &suppressors);
        let case = Case {
            supports: supports(&matches, &reading, Some(code), &tree),
            coding: effects[0].changes_protein(),
            cancer_gene: civic.knows(&effects[0].gene),
            frequency: None,
        };
        (
            effects[0].gene.clone(),
            effects[0].hgvs_p.clone(),
            tier(&case),
        )
    };
    let (gene, protein, l858r) = told("chr7_55000000", 191_823, "T", "G", "LUAD");
    assert_eq!(
        (
            gene.as_str(),
            protein
                .as_deref()
                .and_then(annotate::civic::short)
                .as_deref()
        ),
        ("EGFR", Some("L858R"))
    );
    assert_eq!(l858r.tier, Some(Tier::IA), "{l858r:?}");
    // The same place named on GRCh38.
    assert_eq!(told("chr7", 55_191_822, "T", "G", "LUAD").2, l858r);
    let (_, protein, t790m) = told("chr7_55000000", 181_379, "C", "T", "LUAD");
    assert_eq!(
        protein
            .as_deref()
            .and_then(annotate::civic::short)
            .as_deref(),
        Some("T790M")
    );
    assert_eq!(t790m.tier, Some(Tier::IA), "{t790m:?}");
    // Beside them, in the same gene: what is known of the gene as a whole does not lift it.
    let (gene, _, passenger) = told("chr7_55000000", 191_825, "G", "A", "LUAD");
    eprintln!("EGFR beside L858R: {passenger:?}");
    assert_eq!((gene.as_str(), passenger.tier), ("EGFR", Some(Tier::III)));
    let (gene, _, tert) = told("chr5_1000000", 295_114, "G", "A", "LUAD");
    assert_eq!(
        (gene.as_str(), tert.tier),
        ("TERT", Some(Tier::IIC)),
        "{tert:?}"
    );
}

#[test]
fn the_trios_alleles_are_pathogenic_in_clinvar_with_the_right_consequence() {
    let Some(data) = given::data() else { return };
    let work = tempfile::tempdir().unwrap();
    let annotator = given::annotator(&data, work.path());
    let clinvar =
        ClinVar::read(&data.join("knowledge/clinvar/clinvar_plp_2star_20241215.grch38.vcf.gz"))
            .unwrap();
    let planted = [
        (
            10_648_022,
            "TC",
            "T",
            "JAG1",
            "frameshift_variant",
            "2002768",
        ),
        (10_413_340, "G", "A", "MKKS", "stop_gained", "971909"),
        (10_412_685, "A", "G", "MKKS", "missense_variant", "5314"),
    ];
    for (pos, reference, alternate, gene, term, id) in planted {
        let effects = annotator
            .effects("chr20", pos, reference, alternate)
            .unwrap();
        assert_eq!(
            (effects[0].gene.as_str(), effects[0].term()),
            (gene, term),
            "{:?}",
            effects[0]
        );
        let record = clinvar.find("chr20", pos, reference, alternate).unwrap();
        assert_eq!((record.id.as_str(), record.stars), (id, 2));
    }
}
