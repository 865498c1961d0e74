//! The alleles planted in the development sets come out as findings. Needs `KUMI_DATA`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use knowledge::facts::Engine;
use words::{Actor, Digest};

use super::{Asked, kit, rare, small};

const PANEL: &str = include_str!("../../../../catalog/interpretation/panel-genes.toml");

fn data() -> Option<PathBuf> {
    let dir = std::env::var_os("KUMI_DATA")
        .map(PathBuf::from)
        .filter(|d| d.join("knowledge").is_dir());
    if dir.is_none() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "KUMI_DATA is required in CI"
        );
        eprintln!("SKIPPED: KUMI_DATA is not set");
    }
    dir
}

fn asked(cancer: bool, features: &[&str]) -> Asked {
    Asked {
        cancer,
        oncotree: cancer.then(|| "LUAD".to_owned()),
        features: features.iter().map(|f| (*f).to_owned()).collect(),
        panel: toml::from_str(PANEL).unwrap_or_else(|e| panic!("{e}")),
    }
}

fn file(path: PathBuf) -> kit::File {
    kit::File {
        path,
        name: "calls.vcf.gz".to_owned(),
        digest: Digest::of(b"calls"),
    }
}

async fn engine(data: &Path) -> std::sync::Arc<Engine> {
    let t = store::testing::sqlite().await;
    let stage = web::testing::platform(t.db.clone(), vec![knowledge::area()]).await;
    let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    for name in ["knowledge", "ref"] {
        std::os::unix::fs::symlink(data.join(name), dir.path().join(name))
            .unwrap_or_else(|e| panic!("{e}"));
    }
    knowledge::import(&stage.platform, dir.path(), &Actor::system())
        .await
        .unwrap_or_else(|e| panic!("{e:#}"));
    knowledge::facts::engine(&stage.platform)
        .await
        .unwrap_or_else(|e| panic!("{e:#}"))
}

#[tokio::test]
async fn planted_alleles_become_findings() {
    let Some(data) = data() else { return };
    let engine = engine(&data).await;
    let calls = file(data.join("somatic/dev_pair1/truth.somatic.small.vcf"));
    let (found, seen) =
        small::read(&engine, &asked(true, &[]), &calls).unwrap_or_else(|e| panic!("{e:#}"));
    let tiers: Vec<_> = found
        .iter()
        .map(|f| (f.gene.as_str(), f.hgvs_p.as_str(), f.tier.as_deref()))
        .collect();
    eprintln!("{seen} variants, {} findings: {tiers:?}", found.len());
    let of = |pos: u64| {
        found
            .iter()
            .find(|f| f.pos == pos)
            .and_then(|f| f.tier.clone())
    };
    assert_eq!(of(55_191_822).as_deref(), Some("I-A"));
    assert_eq!(of(55_181_378).as_deref(), Some("I-A"));
    assert_eq!(of(1_295_113).as_deref(), Some("II-C"));
    let l858r = found
        .iter()
        .find(|f| f.pos == 55_191_822)
        .unwrap_or_else(|| panic!("no L858R"));
    assert!(
        l858r
            .evidence
            .first()
            .is_some_and(|e| e.defining && !e.url.is_empty() && !e.release.is_empty())
    );
    for (set, features, gene) in [
        ("dev_denovo_JAG1", ["HP:0001629", "HP:0001396"], "JAG1"),
        ("dev_comphet_MKKS", ["HP:0001162", "HP:0000510"], "MKKS"),
    ] {
        let text = std::fs::read_to_string(data.join("trio").join(set).join("truth.vcf"))
            .unwrap_or_else(|e| panic!("{e}"));
        let mut vcf =
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n".to_owned();
        for line in text
            .lines()
            .filter(|l| !l.starts_with('#') && l.contains("PLANTED="))
        {
            let fields: Vec<&str> = line.split('\t').collect();
            let how = fields[7].trim_start_matches("PLANTED=");
            let pair = if gene == "MKKS" { ";COMPHET=MKKS" } else { "" };
            let _ = writeln!(vcf, "{}\tINH={how}{pair}", fields[..7].join("\t"));
        }
        let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let path = dir.path().join("trio.vcf");
        std::fs::write(&path, vcf).unwrap_or_else(|e| panic!("{e}"));
        let (found, _) = rare::read(&engine, &asked(false, &features), &file(path))
            .unwrap_or_else(|e| panic!("{e:#}"));
        eprintln!(
            "{set}: {:?}",
            found
                .iter()
                .map(|f| (&f.gene, &f.hgvs_p, &f.consequence, &f.class, &f.text.ja))
                .collect::<Vec<_>>()
        );
        assert!(
            !found.is_empty()
                && found
                    .iter()
                    .all(|f| f.gene == gene && f.class.is_some() && !f.secondary)
        );
        assert!(
            found
                .iter()
                .all(|f| f.score.as_ref().is_some_and(|s| s.fit.share > 0.3))
        );
    }
}
