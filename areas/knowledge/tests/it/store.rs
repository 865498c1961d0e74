//! Import on both engines, over made-up files and over the given data.

use std::path::Path;

use knowledge::facts::{self, Source};
use words::Actor;

/// A tiny genome with one gene, and one pathogenic variant.
pub fn made(dir: &Path) {
    let bases = "CCCCCCCCCCGGGATGCTGAAAGCTCGTGGATTCTAAGGGCCCCCCCCCCCCCCCC";
    let gff = "##gff-version 3\nchr1\tX\tgene\t11\t40\t.\t+\t.\tID=g;Name=GENE1\nchr1\tX\tmRNA\t11\t40\t.\t+\t.\tID=t;Parent=g;biotype=protein_coding;refseq=NM_1.1;protein=NP_1.1\nchr1\tX\texon\t11\t40\t.\t+\t.\tParent=t\nchr1\tX\tCDS\t14\t37\t.\t+\t0\tParent=t\n";
    let clinvar = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t18\t7\tT\tC\t.\t.\tCLNSIG=Pathogenic;CLNREVSTAT=criteria_provided,_multiple_submitters,_no_conflicts;GENE=GENE1\n";
    let sources = "file\tsource\tversion\tlicence\turl\tsynthetic\nmade.fa\tgenome\tmade-1\tCC0-1.0\turn:made\ttrue\nmade.gff3\tmane\tmade-1\tCC0-1.0\turn:made\ttrue\nclinvar.vcf\tclinvar\tmade-1\tCC0-1.0\turn:made\ttrue\n";
    std::fs::write(dir.join("made.fa"), format!(">chr1\n{bases}\n")).unwrap();
    std::fs::write(dir.join("made.gff3"), gff).unwrap();
    std::fs::write(dir.join("clinvar.vcf"), clinvar).unwrap();
    std::fs::write(dir.join("SOURCES.tsv"), sources).unwrap();
}

#[tokio::test]
async fn a_folder_becomes_releases_and_an_engine() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![knowledge::area()]).await;
        let dir = tempfile::tempdir().unwrap();
        made(dir.path());
        let first = knowledge::import(&stage.platform, dir.path(), &Actor::system())
            .await
            .unwrap();
        assert_eq!(first.len(), 3);
        assert!(first.iter().all(|r| r.synthetic && r.version == "made-1"));
        let again = knowledge::import(&stage.platform, dir.path(), &Actor::system())
            .await
            .unwrap();
        assert_eq!(first, again);
        let engine = facts::engine(&stage.platform).await.unwrap();
        assert!(engine.clinvar.find("chr1", 18, "T", "C").is_some());
        assert!(engine.missing().contains(&Source::Civic));
        // A newer file takes the place of the older one; the older one stays on record.
        let file = dir.path().join("clinvar.vcf");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("\t7\t", "\t8\t")).unwrap();
        let newer = knowledge::import(&stage.platform, dir.path(), &Actor::system())
            .await
            .unwrap();
        assert_eq!(newer.len(), 3);
        let engine = facts::engine(&stage.platform).await.unwrap();
        assert_eq!(
            engine
                .clinvar
                .find("chr1", 18, "T", "C")
                .map(|r| r.id.as_str()),
            Some("8")
        );
    }
}

#[tokio::test]
async fn a_damaged_file_is_named_and_the_release_in_use_stays() {
    let t = store::testing::sqlite().await;
    let stage = web::testing::platform(t.db.clone(), vec![knowledge::area()]).await;
    let dir = tempfile::tempdir().unwrap();
    made(dir.path());
    let before = knowledge::import(&stage.platform, dir.path(), &Actor::system())
        .await
        .unwrap();
    std::fs::write(
        dir.path().join("clinvar.vcf"),
        "##fileformat=VCFv4.2\nchr1\tbroken\n",
    )
    .unwrap();
    let failed = knowledge::import(&stage.platform, dir.path(), &Actor::system())
        .await
        .unwrap_err();
    assert!(format!("{failed:#}").contains("clinvar.vcf"), "{failed:#}");
    assert_eq!(facts::current(stage.platform.db()).await.unwrap(), before);
}

#[tokio::test]
async fn the_given_data_is_understood() {
    let Some(data) = std::env::var_os("KUMI_DATA")
        .map(std::path::PathBuf::from)
        .filter(|d| d.join("knowledge").is_dir())
    else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "KUMI_DATA is required in CI"
        );
        eprintln!("SKIPPED: KUMI_DATA is not set");
        return;
    };
    let t = store::testing::sqlite().await;
    let stage = web::testing::platform(t.db.clone(), vec![knowledge::area()]).await;
    let dir = tempfile::tempdir().unwrap();
    // Only the two folders that hold knowledge: reads are none of our business.
    for name in ["knowledge", "ref"] {
        std::os::unix::fs::symlink(data.join(name), dir.path().join(name)).unwrap();
    }
    let begun = std::time::Instant::now();
    let releases = knowledge::import(&stage.platform, dir.path(), &Actor::system())
        .await
        .unwrap();
    eprintln!("import: {:.1} s", begun.elapsed().as_secs_f64());
    assert_eq!(releases.len(), Source::ALL.len());
    let clinvar = releases.iter().find(|r| r.word == Source::Clinvar).unwrap();
    assert_eq!(
        (clinvar.version.as_str(), clinvar.rows > 60_000),
        ("2024-12-15", true)
    );
    let begun = std::time::Instant::now();
    let engine = facts::engine(&stage.platform).await.unwrap();
    eprintln!(
        "engine: {:.1} s; {} diseases of CIViC without a place",
        begun.elapsed().as_secs_f64(),
        engine.civic.misses.len()
    );
    assert_eq!(
        engine
            .hpo
            .terms
            .get("HP:0000010")
            .and_then(|t| t.ja.as_deref()),
        Some("反復性尿路感染症")
    );
    assert!(engine.missing().is_empty());
}
