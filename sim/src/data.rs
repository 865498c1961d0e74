//! Puts a programme together from given slices of real sequence; nothing of them is copied.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::{Error, Lane, Phenotype, Planted, Programme, Role, Sample, Set, manifest};

/// Given knowledge: file below the data folder, source, version, licence, address.
const KNOWLEDGE: [(&str, &str, &str, &str, &str); 11] = [
    (
        "ref/mane.slices.gff3.gz",
        "mane",
        "slices",
        "MANE: free use",
        "https://www.ncbi.nlm.nih.gov/refseq/MANE/",
    ),
    (
        "ref/mane.chr20.gff3.gz",
        "mane",
        "chr20",
        "MANE: free use",
        "https://www.ncbi.nlm.nih.gov/refseq/MANE/",
    ),
    (
        "knowledge/clinvar/clinvar_plp_2star_20241215.grch38.vcf.gz",
        "clinvar",
        "2024-12-15",
        "public domain",
        "https://www.ncbi.nlm.nih.gov/clinvar/",
    ),
    (
        "knowledge/civic/nightly-ClinicalEvidenceSummaries.tsv.gz",
        "civic",
        "2021-02",
        "CC0-1.0",
        "https://civicdb.org/",
    ),
    (
        "knowledge/civic/nightly-VariantSummaries.tsv.gz",
        "civic",
        "2021-02",
        "CC0-1.0",
        "https://civicdb.org/",
    ),
    (
        "knowledge/civic/nightly-GeneSummaries.tsv.gz",
        "civic",
        "2021-02",
        "CC0-1.0",
        "https://civicdb.org/",
    ),
    (
        "knowledge/hpo/hp.obo.xz",
        "hpo",
        "2025-01-16",
        "HPO licence",
        "https://hpo.jax.org/",
    ),
    (
        "knowledge/hpo_ja/hp-ja.babelon.tsv.xz",
        "hpo_ja",
        "2023-07-31",
        "HPO licence",
        "https://github.com/obophenotype/human-phenotype-ontology",
    ),
    (
        "knowledge/mondo/mondo.sssom.tsv.xz",
        "mondo",
        "2025",
        "CC-BY-4.0",
        "https://mondo.monarchinitiative.org/",
    ),
    (
        "knowledge/oncotree/oncotree.tar.xz",
        "oncotree",
        "2025-10-03",
        "CC-BY-4.0",
        "https://oncotree.info/",
    ),
    (
        "ref/slices.tsv",
        "slices",
        "1",
        "no restriction",
        "urn:kumihimo:slices",
    ),
];

pub(crate) fn read(data: &Path, into: &Path) -> Result<Programme, Error> {
    let data = data
        .canonicalize()
        .map_err(|_| Error::NotThere(data.display().to_string()))?;
    Ok(Programme {
        synthetic: false,
        knowledge: knowledge(&data, &into.join("knowledge"))?,
        cancer: pair(&data)?,
        rare: trio(&data, "dev_denovo_JAG1", "TRIO201", &[JAG1], &ALAGILLE)?,
        third: trio(&data, "dev_comphet_MKKS", "TRIO205", &MKKS, &BARDET_BIEDL)?,
    })
}

/// A folder with links to the given files and where each comes from.
fn knowledge(data: &Path, folder: &Path) -> Result<PathBuf, Error> {
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    let mut out = String::from("file\tsource\tversion\tlicence\turl\tsynthetic\n");
    for (file, source, version, licence, url) in KNOWLEDGE {
        let from = there(data.join(file))?;
        let name = file.rsplit('/').next().unwrap_or(file);
        let link = folder.join(name);
        if !link.exists() {
            std::os::unix::fs::symlink(&from, &link).map_err(Error::io("link", &link))?;
        }
        let _ = writeln!(out, "{name}\t{source}\t{version}\t{licence}\t{url}\tfalse");
    }
    let path = folder.join("SOURCES.tsv");
    fs::write(&path, out).map_err(Error::io("write", &path))?;
    Ok(folder.to_owned())
}

fn there(path: PathBuf) -> Result<PathBuf, Error> {
    if path.exists() {
        Ok(path)
    } else {
        Err(Error::NotThere(path.display().to_string()))
    }
}

fn pair(data: &Path) -> Result<Set, Error> {
    let folder = there(data.join("somatic/dev_pair1"))?;
    let sample = |role, name: &str| -> Result<Sample, Error> {
        let lane = |n: u32| -> Result<Lane, Error> {
            let file =
                |mate: u8| there(folder.join(format!("{name}_S1_L{n:03}_R{mate}_001.fastq.gz")));
            Ok(Lane {
                lane: n.to_string(),
                r1: file(1)?,
                r2: file(2)?,
            })
        };
        Ok(Sample {
            role,
            name: name.to_owned(),
            lanes: vec![lane(1)?, lane(2)?],
        })
    };
    let truth = [
        "truth.germline.vcf",
        "truth.somatic.small.vcf",
        "truth.somatic.sv.vcf",
    ];
    Ok(Set {
        name: "dev_pair1".to_owned(),
        reference: there(data.join("ref/GRCh38.slices.fa.gz"))?,
        slices: Some(there(data.join("ref/slices.tsv"))?),
        genes: there(data.join("ref/mane.slices.gff3.gz"))?,
        regions: there(folder.join("regions.bed"))?,
        truth: truth
            .iter()
            .map(|t| there(folder.join(t)))
            .collect::<Result<_, _>>()?,
        samples: vec![
            sample(Role::Tumour, "SIM101T")?,
            sample(Role::Normal, "SIM101N")?,
        ],
        oncotree: Some("LUAD".to_owned()),
        phenotypes: Vec::new(),
        planted: Vec::new(),
    })
}

type Allele = (&'static str, u64, &'static str, &'static str, &'static str);
type Term = (&'static str, &'static str, &'static str);

const JAG1: Allele = ("JAG1", 10_648_022, "TC", "T", "de_novo");
const MKKS: [Allele; 2] = [
    ("MKKS", 10_413_340, "G", "A", "maternal"),
    ("MKKS", 10_412_685, "A", "G", "paternal"),
];
const ALAGILLE: [Term; 4] = [
    ("HP:0001396", "胆汁うっ滞", "Cholestasis"),
    (
        "HP:0004969",
        "末梢肺動脈狭窄",
        "Peripheral pulmonary artery stenosis",
    ),
    (
        "HP:0003422",
        "脊椎分節異常",
        "Vertebral segmentation defect",
    ),
    ("HP:0000627", "後部胎生環", "Posterior embryotoxon"),
];
const BARDET_BIEDL: [Term; 2] = [
    ("HP:0001162", "軸後性多指症", "Postaxial hand polydactyly"),
    ("HP:0000148", "膣閉鎖", "Vaginal atresia"),
];

fn trio(
    data: &Path,
    name: &str,
    prefix: &str,
    planted: &[Allele],
    terms: &[Term],
) -> Result<Set, Error> {
    let folder = there(data.join("trio").join(name))?;
    let sample = |role, who: &str| -> Result<Sample, Error> {
        let file = |mate: u8| there(folder.join(format!("{prefix}_{who}_R{mate}.fastq.gz")));
        let (r1, r2) = (file(1)?, file(2)?);
        let lanes = vec![Lane {
            lane: manifest::lane_of(&r1)?,
            r1,
            r2,
        }];
        Ok(Sample {
            role,
            name: format!("{prefix}_{who}"),
            lanes,
        })
    };
    let people = [
        (Role::Proband, "child"),
        (Role::Mother, "mother"),
        (Role::Father, "father"),
    ];
    Ok(Set {
        name: name.to_owned(),
        reference: there(data.join("ref/GRCh38.chr20_1_11114352.fa.gz"))?,
        slices: None,
        genes: there(data.join("ref/mane.chr20.gff3.gz"))?,
        regions: there(folder.join("regions.bed"))?,
        truth: vec![there(folder.join("truth.vcf"))?],
        samples: people
            .into_iter()
            .map(|(role, who)| sample(role, who))
            .collect::<Result<_, _>>()?,
        oncotree: None,
        phenotypes: terms
            .iter()
            .map(|t| Phenotype {
                id: t.0.to_owned(),
                ja: t.1.to_owned(),
                en: t.2.to_owned(),
            })
            .collect(),
        planted: planted.iter().map(allele).collect(),
    })
}

fn allele(&(gene, pos, reference, alternative, origin): &Allele) -> Planted {
    Planted {
        gene: gene.to_owned(),
        protein: String::new(),
        contig: "chr20".to_owned(),
        pos,
        reference: reference.to_owned(),
        alternative: alternative.to_owned(),
        origin,
    }
}
