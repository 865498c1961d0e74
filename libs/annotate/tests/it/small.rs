//! Loaders on small made-up files, and bad input.

use annotate::hpo::Hpo;
use annotate::{Annotator, Error, chain::Chain, genome, transcripts};
use variants::slices::Slices;

use crate::given::file;

/// One gene on the forward strand: exon 11..40 (1-based), CDS 14..37 = 24 bases, ATG…TAA.
const GFF: &str = "##gff-version 3
chr1\tX\tgene\t11\t40\t.\t+\t.\tID=gene:G;Name=GENE1
chr1\tX\tmRNA\t11\t40\t.\t+\t.\tID=t;Parent=gene:G;biotype=protein_coding;transcript_id=ENST1;refseq=NM_1.1;protein=NP_1.1
chr1\tX\texon\t11\t40\t.\t+\t.\tParent=t
chr1\tX\tCDS\t14\t37\t.\t+\t0\tParent=t
";
const BASES: &str = "CCCCCCCCCCGGGATGCTGAAAGCTCGTGGATTCTAAGGGCCCCCCCCCCCCCCCC";

fn made(dir: &std::path::Path) -> Annotator {
    let gff = file(dir, "made.gff3", GFF);
    let fasta = file(dir, "made.fa", &format!(">chr1 made up\n{BASES}\n"));
    let genome = genome::write(&genome::read(&fasta).unwrap(), dir).unwrap();
    Annotator::new(transcripts::read(&gff).unwrap(), &genome, Slices::default()).unwrap()
}

#[test]
fn a_change_is_named_on_gene_transcript_and_protein() {
    let dir = tempfile::tempdir().unwrap();
    let effects = made(dir.path()).effects("chr1", 18, "T", "C").unwrap();
    let effect = &effects[0];
    assert_eq!(
        (effect.gene.as_str(), effect.term()),
        ("GENE1", "missense_variant")
    );
    assert_eq!(effect.hgvs_c.as_deref(), Some("NM_1.1:c.5T>C"));
    assert_eq!(
        effect
            .hgvs_p
            .as_deref()
            .and_then(annotate::civic::short)
            .as_deref(),
        Some("L2P")
    );
}

#[test]
fn a_wrong_reference_allele_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let failed = made(dir.path()).effects("chr1", 18, "A", "C").unwrap_err();
    assert!(
        matches!(&failed, Error::RefMismatch { pos: 18, genome, stated, .. } if genome == "T" && stated == "A"),
        "{failed}"
    );
    assert!(failed.to_string().contains("chr1:18"));
}

#[test]
fn the_genome_is_asked_for_its_bases() {
    let dir = tempfile::tempdir().unwrap();
    let annotator = made(dir.path());
    assert!(annotator.has_reference("chr1", 18, "t").unwrap());
    assert!(annotator.has_reference("chr1", 17, "CTG").unwrap());
    assert!(!annotator.has_reference("chr1", 18, "A").unwrap());
    for (contig, pos) in [("chr2", 18), ("chr1", 999), ("chr1", 0)] {
        let failed = annotator.has_reference(contig, pos, "A").unwrap_err();
        assert!(matches!(failed, Error::Outside { .. }), "{failed}");
    }
}

#[test]
fn a_place_outside_is_an_answer_not_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let annotator = made(dir.path());
    assert!(matches!(
        annotator.effects("chr9", 1, "A", "C"),
        Err(Error::Outside { .. })
    ));
    assert!(matches!(
        annotator.effects("chr1", 5000, "A", "C"),
        Err(Error::Outside { .. })
    ));
}

#[test]
fn damaged_files_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let gff = file(dir.path(), "bad.gff3", "chr1\tonly\tthree\n");
    assert!(
        transcripts::read(&gff)
            .unwrap_err()
            .to_string()
            .contains("bad.gff3")
    );
    let fasta = file(dir.path(), "bad.fa", "ACGT\n");
    assert!(genome::read(&fasta).is_err());
    let table = file(dir.path(), "bad.tsv", "gene\tvariant\n");
    let failed =
        annotate::civic::Civic::read(&table, None, &annotate::genes::Genes::default()).unwrap_err();
    assert!(failed.to_string().contains("disease"), "{failed}");
}

#[test]
fn a_chain_moves_what_lies_in_a_block() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(
        dir.path(),
        "c.chain",
        "chain 1 chr1 100 + 10 60 chr1 100 + 20 75 1\n20 5 10\n25\n\n",
    );
    let chain = Chain::read(&path).unwrap();
    assert_eq!(chain.lift("chr1", 11), Some(("chr1".to_owned(), 21)));
    assert_eq!(chain.lift("chr1", 36), Some(("chr1".to_owned(), 51)));
    assert_eq!(chain.lift("chr1", 32), None);
}

#[test]
fn features_are_scored_by_what_they_share() {
    let dir = tempfile::tempdir().unwrap();
    let obo = "format-version: 1.2\n\n[Term]\nid: HP:1\nname: All\n\n[Term]\nid: HP:2\nname: Heart\nis_a: HP:1 ! All\n\n[Term]\nid: HP:3\nname: Hole\nalt_id: HP:9\nis_a: HP:2 ! Heart\n\n[Term]\nid: HP:4\nname: Liver\nis_a: HP:1 ! All\n";
    let mut hpo = Hpo::read(&file(dir.path(), "hp.obo", obo)).unwrap();
    let genes = "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id\n1\tA\tHP:3\tHole\t-\tOMIM:1\n2\tB\tHP:4\tLiver\t-\tOMIM:2\n3\tC\tHP:2\tHeart\t-\tOMIM:3\n4\tD\tHP:4\tLiver\t-\tOMIM:4\n";
    hpo.add_genes(&file(dir.path(), "g.txt", genes)).unwrap();
    let asked = ["HP:9".to_owned()];
    let (a, b, c) = (
        hpo.fit("A", &asked),
        hpo.fit("B", &asked),
        hpo.fit("C", &asked),
    );
    assert!((a.share - 1.0).abs() < 1e-9 && b.share == 0.0);
    assert!(c.share > 0.0 && c.share < a.share, "{c:?}");
    assert_eq!(c.parts[0].shared.as_deref(), Some("HP:2"));
}
