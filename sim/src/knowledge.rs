//! Invented knowledge in the formats of the real sources.

use std::{fmt::Write as _, fs, path::Path};

use crate::{
    Error, Planted,
    genome::{Gene, Genome, Variant, change},
};

/// Version that every synthetic source carries.
const VERSION: &str = "synthetic-1";

/// Findings of the synthetic ontology: id, English, Japanese.
pub(crate) const TERMS: [(&str, &str, &str); 4] = [
    ("HP:9900001", "Synthetic delay of weaving", "架空の発達遅滞"),
    ("HP:9900002", "Synthetic blue thread sign", "架空の青糸徴候"),
    ("HP:9900003", "Synthetic loose cord", "架空の筋緊張低下"),
    ("HP:9900004", "Synthetic knot of the heart", "架空の心奇形"),
];

/// Writes all sources and `SOURCES.tsv` into a folder.
pub(crate) fn write(dir: &Path, genome: &Genome) -> Result<(), Error> {
    fs::create_dir_all(dir).map_err(Error::io("make", dir))?;
    let files = [
        ("mane.gff3", "mane", gff3(genome)),
        ("clinvar.vcf", "clinvar", clinvar(genome)),
        (
            "nightly-ClinicalEvidenceSummaries.tsv",
            "civic",
            evidence(genome),
        ),
        ("nightly-VariantSummaries.tsv", "civic", variants(genome)),
        ("nightly-GeneSummaries.tsv", "civic", genes(genome)),
        ("hp.obo", "hpo", obo()),
        ("hp-ja.babelon.tsv", "hpo_ja", babelon()),
        ("mondo.sssom.tsv", "mondo", sssom()),
        ("oncotree.json", "oncotree", oncotree()),
    ];
    let mut sources = String::from("file\tsource\tversion\tlicence\turl\tsynthetic\n");
    for (file, source, text) in files {
        let path = dir.join(file);
        fs::write(&path, text).map_err(Error::io("write", &path))?;
        let _ = writeln!(
            sources,
            "{file}\t{source}\t{VERSION}\tApache-2.0\turn:kumihimo:synthetic\ttrue"
        );
    }
    let path = dir.join("SOURCES.tsv");
    fs::write(&path, sources).map_err(Error::io("write", &path))
}

/// An allele as it is reported.
pub(crate) fn planted(
    genome: &Genome,
    symbol: &str,
    missense: bool,
    origin: &'static str,
) -> Option<Planted> {
    let gene = genome.gene(symbol)?;
    let variant = change(gene, missense)?;
    let protein = if missense { "p.Gly13Asp" } else { "p.Gln40Ter" };
    Some(Planted {
        gene: symbol.to_owned(),
        protein: protein.to_owned(),
        contig: genome.contigs.get(variant.contig)?.name.clone(),
        pos: variant.pos as u64 + 1,
        reference: text(&variant.reference),
        alternative: text(&variant.alternative),
        origin,
    })
}

pub(crate) fn text(bases: &[u8]) -> String {
    String::from_utf8_lossy(bases).into_owned()
}

pub(crate) fn gff3(genome: &Genome) -> String {
    let mut out = String::from("##gff-version 3\n# synthetic: no gene of this file exists\n");
    for gene in &genome.genes {
        put_gene(&mut out, genome, gene);
    }
    out
}

fn put_gene(out: &mut String, genome: &Genome, gene: &Gene) {
    let (n, strand) = (gene.number, if gene.reverse { '-' } else { '+' });
    let contig = genome.contigs.get(gene.contig).map_or("", |c| &c.name);
    let (start, end) = gene.span();
    let mut line = |kind: &str, span: (usize, usize), phase: &str, rest: String| {
        let _ = writeln!(
            out,
            "{contig}\tSIM\t{kind}\t{}\t{}\t.\t{strand}\t{phase}\t{rest}",
            span.0 + 1,
            span.1
        );
    };
    let (g, t) = (format!("ENSG99{n:09}"), format!("ENST99{n:09}"));
    let protein = format!("ENSP99{n:09}");
    line(
        "gene",
        (start, end),
        ".",
        format!(
            "ID=gene:{g};Name={};biotype=protein_coding;gene_id={g}",
            gene.symbol
        ),
    );
    line(
        "mRNA",
        (start, end),
        ".",
        format!(
            "ID=transcript:{t};Parent=gene:{g};Name={}-SIM;biotype=protein_coding;transcript_id={t};refseq=NM_99{n:04}.1;protein=NP_99{n:04}.1",
            gene.symbol
        ),
    );
    let phases = phases(gene);
    for &exon in &gene.exons {
        line("exon", exon, ".", format!("Parent=transcript:{t}"));
        for (&part, phase) in gene
            .coding
            .iter()
            .zip(&phases)
            .filter(|(p, _)| p.0 >= exon.0 && p.1 <= exon.1)
        {
            line(
                "CDS",
                part,
                &phase.to_string(),
                format!("ID=CDS:{protein};Parent=transcript:{t};protein_id={protein}"),
            );
        }
    }
}

/// Letters of each coding part before its first whole codon, in order of position.
fn phases(gene: &Gene) -> Vec<usize> {
    let mut lengths: Vec<usize> = gene.coding.iter().map(|(a, b)| b - a).collect();
    if gene.reverse {
        lengths.reverse();
    }
    let mut before = 0;
    let mut out: Vec<usize> = lengths
        .iter()
        .map(|length| {
            let phase = (3 - before % 3) % 3;
            before += length;
            phase
        })
        .collect();
    if gene.reverse {
        out.reverse();
    }
    out
}

fn clinvar(genome: &Genome) -> String {
    let mut out = String::from(
        "##fileformat=VCFv4.2\n##source=kumihimo sim: synthetic, no entry of this file exists\n",
    );
    for (id, about) in [
        ("ALLELEID_OR_VARIATIONID", "Number of the entry"),
        ("GENE", "Gene"),
        ("CLNSIG", "Significance"),
        ("CLNREVSTAT", "Review status"),
        ("CLNVC", "Variant type"),
        ("MC", "Molecular consequence"),
        ("MONDO", "Disease"),
        ("CLNDN", "Disease name"),
    ] {
        let _ = writeln!(
            out,
            "##INFO=<ID={id},Number=1,Type=String,Description=\"{about}\">"
        );
    }
    for contig in &genome.contigs {
        let _ = writeln!(
            out,
            "##contig=<ID={},length={}>",
            contig.name,
            contig.bases.len()
        );
    }
    out.push_str("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n");
    let mut entries: Vec<(Variant, String)> = Vec::new();
    for gene in &genome.genes {
        let stop = ("Pathogenic", "SO:0001587|nonsense", false);
        let missense = (
            "Uncertain_significance",
            "SO:0001583|missense_variant",
            true,
        );
        for (significance, consequence, is_missense) in [stop, missense] {
            let Some(variant) = change(gene, is_missense) else {
                continue;
            };
            let id = 99_000_000 + gene.number * 10 + u32::from(is_missense);
            let info = format!(
                "ALLELEID_OR_VARIATIONID={id};CLNSIG={significance};CLNREVSTAT=criteria_provided,_multiple_submitters,_no_conflicts;CLNVC=single_nucleotide_variant;MC={consequence};MONDO=MONDO:990000{n};CLNDN=Synthetic_disease_of_{s};GENE={s}",
                n = gene.number,
                s = gene.symbol
            );
            entries.push((variant, format!("{id}\t{info}")));
        }
    }
    entries.sort();
    for (variant, rest) in entries {
        let contig = genome.contigs.get(variant.contig).map_or("", |c| &c.name);
        let (id, info) = rest.split_once('\t').unwrap_or_default();
        let alleles = (text(&variant.reference), text(&variant.alternative));
        let _ = writeln!(
            out,
            "{contig}\t{}\t{id}\t{}\t{}\t.\t.\t{info}",
            variant.pos + 1,
            alleles.0,
            alleles.1
        );
    }
    out
}

const EVIDENCE: &str = "gene\tentrez_id\tvariant\tdisease\tdoid\tphenotypes\tdrugs\tdrug_interaction_type\tevidence_type\tevidence_direction\tevidence_level\tclinical_significance\tevidence_statement\tcitation_id\tsource_type\tasco_abstract_id\tcitation\tnct_ids\trating\tevidence_status\tevidence_id\tvariant_id\tgene_id\tchromosome\tstart\tstop\treference_bases\tvariant_bases\trepresentative_transcript\tchromosome2\tstart2\tstop2\trepresentative_transcript2\tensembl_version\treference_build\tvariant_summary\tvariant_origin\tlast_review_date\tevidence_civic_url\tvariant_civic_url\tgene_civic_url";
const VARIANTS: &str = "variant_id\tvariant_civic_url\tgene\tentrez_id\tvariant\tsummary\tvariant_groups\tchromosome\tstart\tstop\treference_bases\tvariant_bases\trepresentative_transcript\tensembl_version\treference_build\tchromosome2\tstart2\tstop2\trepresentative_transcript2\tvariant_types\thgvs_expressions\tlast_review_date\tcivic_variant_evidence_score\tallele_registry_id\tclinvar_ids\tvariant_aliases\tassertion_ids\tassertion_civic_urls";

/// Rows of a table under its header: only the named columns are filled.
fn table(header: &str, rows: &[Vec<(&str, String)>]) -> String {
    let mut out = format!("{header}\n");
    for row in rows {
        let cell = |column: &str| {
            row.iter()
                .find(|(c, _)| *c == column)
                .map_or("", |(_, v)| v.as_str())
        };
        let cells: Vec<&str> = header.split('\t').map(cell).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// What the evidence is about: gene, name of the variant, whether it is the missense change.
const KNOWN: [(&str, &str, bool); 2] = [("SYN1", "G13D", true), ("SYN3", "Q40*", false)];

fn place<'a>(genome: &Genome, symbol: &str, missense: bool, build: &str) -> Vec<(&'a str, String)> {
    let Some(allele) = planted(genome, symbol, missense, "somatic") else {
        return Vec::new();
    };
    let n = genome.gene(symbol).map_or(0, |g| g.number);
    vec![
        ("gene", symbol.to_owned()),
        ("entrez_id", (9_900_000 + n).to_string()),
        (
            "chromosome",
            allele.contig.trim_start_matches("chr").to_owned(),
        ),
        ("start", allele.pos.to_string()),
        ("stop", allele.pos.to_string()),
        ("reference_bases", allele.reference),
        ("variant_bases", allele.alternative),
        ("representative_transcript", format!("ENST99{n:09}.1")),
        ("reference_build", build.to_owned()),
        ("variant_id", (990_000 + n).to_string()),
        ("gene_id", (990_000 + n).to_string()),
        ("last_review_date", "2026-01-01 00:00:00 UTC".to_owned()),
    ]
}

fn evidence(genome: &Genome) -> String {
    let about = [
        (
            "Synthinib",
            "A",
            "Predictive",
            "Sensitivity/Response",
            "Synthetic statement: tumours with this change of an invented gene answer to an invented drug.",
        ),
        (
            "",
            "B",
            "Prognostic",
            "Poor Outcome",
            "Synthetic statement: loss of an invented gene goes with a shorter course of an invented disease.",
        ),
    ];
    let mut rows = Vec::new();
    for ((symbol, name, missense), (drug, level, kind, meaning, statement)) in
        KNOWN.into_iter().zip(about)
    {
        let mut row = place(genome, symbol, missense, "SYNTHETIC");
        let id = 990_000 + rows.len();
        row.extend([
            ("variant", name.to_owned()),
            ("disease", "Synthetic Lung Adenocarcinoma".to_owned()),
            ("doid", "9900001".to_owned()),
            ("drugs", drug.to_owned()),
            ("evidence_type", kind.to_owned()),
            ("evidence_direction", "Supports".to_owned()),
            ("evidence_level", level.to_owned()),
            ("clinical_significance", meaning.to_owned()),
            ("evidence_statement", statement.to_owned()),
            ("citation", "Nobody et al., synthetic".to_owned()),
            ("rating", "4".to_owned()),
            ("evidence_status", "accepted".to_owned()),
            ("variant_origin", "Somatic".to_owned()),
            ("evidence_id", id.to_string()),
            (
                "evidence_civic_url",
                format!("urn:kumihimo:synthetic:evidence:{id}"),
            ),
        ]);
        rows.push(row);
    }
    table(EVIDENCE, &rows)
}

fn variants(genome: &Genome) -> String {
    let row = |(symbol, name, missense): (&str, &str, bool)| {
        let mut row = place(genome, symbol, missense, "SYNTHETIC");
        let protein = if missense { "p.Gly13Asp" } else { "p.Gln40Ter" };
        let kind = if missense {
            "missense_variant"
        } else {
            "stop_gained"
        };
        row.extend([
            ("variant", name.to_owned()),
            ("variant_types", kind.to_owned()),
            (
                "hgvs_expressions",
                format!(
                    "NP_99{:04}.1:{protein}",
                    genome.gene(symbol).map_or(0, |g| g.number)
                ),
            ),
            (
                "variant_civic_url",
                format!("urn:kumihimo:synthetic:variant:{symbol}:{name}"),
            ),
        ]);
        row
    };
    table(VARIANTS, &KNOWN.into_iter().map(row).collect::<Vec<_>>())
}

fn genes(genome: &Genome) -> String {
    let row = |gene: &Gene| {
        vec![
            ("gene_id", (990_000 + gene.number).to_string()),
            (
                "gene_civic_url",
                format!("urn:kumihimo:synthetic:gene:{}", gene.symbol),
            ),
            ("name", gene.symbol.clone()),
            ("entrez_id", (9_900_000 + gene.number).to_string()),
            ("description", "An invented gene.".to_owned()),
        ]
    };
    let rows: Vec<_> = genome.genes.iter().map(row).collect();
    table(
        "gene_id\tgene_civic_url\tname\tentrez_id\tdescription\tlast_review_date",
        &rows,
    )
}

fn obo() -> String {
    let mut out = format!(
        "format-version: 1.2\ndata-version: {VERSION}\nremark: synthetic, no term of this file exists\nontology: hp.obo\n"
    );
    out.push_str("\n[Term]\nid: HP:9900000\nname: Synthetic abnormality\n");
    for (id, en, _) in TERMS {
        let _ = write!(
            out,
            "\n[Term]\nid: {id}\nname: {en}\nis_a: HP:9900000 ! Synthetic abnormality\n"
        );
    }
    out
}

fn babelon() -> String {
    let mut out = String::from(
        "source\tsource_version\tsource_language\ttranslation_language\tsubject_id\tpredicate_id\tsource_value\ttranslation_value\ttranslator\ttranslation_date\ttranslation_confidence\ttranslation_precision\ttranslation_type\ttranslation_status\n",
    );
    for (id, en, ja) in TERMS {
        let _ = writeln!(
            out,
            "urn:kumihimo:synthetic\t{VERSION}\ten\tja\t{id}\trdfs:label\t{en}\t{ja}\t\t2026-01-01\t1\tEXACT\t\tOFFICIAL"
        );
    }
    out
}

/// The made-up concept of the synthetic tumour, in the vocabulary that the disease table and OncoTree share.
const CONCEPT: &str = "UMLS:C9900001";

fn sssom() -> String {
    let mut out = String::from(
        "# mapping_set_id: urn:kumihimo:synthetic\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n",
    );
    for (object, label) in [
        ("DOID:9900001", "synthetic lung adenocarcinoma"),
        // as in the real tables: the tumour tree is reached through a concept that both name
        (CONCEPT, "Lung Adenocarcinoma"),
    ] {
        let _ = writeln!(
            out,
            "MONDO:9900001\tsynthetic lung adenocarcinoma\tskos:exactMatch\t{object}\t{label}\tsemapv:UnspecifiedMatching"
        );
    }
    out
}

/// The branch that the synthetic tumour stands on, with codes that clinical forms know.
fn oncotree() -> String {
    let node = |code: &str,
                name: &str,
                parent: Option<&str>,
                level: u32,
                children: serde_json::Value| {
        serde_json::json!({
            "code": code, "color": null, "name": name, "mainType": name, "externalReferences": {},
            "tissue": "Lung", "parent": parent, "history": [], "level": level, "revocations": [],
            "precursors": [], "children": children,
        })
    };
    let mut luad = node(
        "LUAD",
        "Lung Adenocarcinoma",
        Some("NSCLC"),
        3,
        serde_json::json!({}),
    );
    luad["externalReferences"] =
        serde_json::json!({ "UMLS": [CONCEPT.trim_start_matches("UMLS:")] });
    let nsclc = node(
        "NSCLC",
        "Non-Small Cell Lung Cancer",
        Some("LUNG"),
        2,
        serde_json::json!({ "LUAD": luad }),
    );
    let lung = node(
        "LUNG",
        "Lung",
        Some("TISSUE"),
        1,
        serde_json::json!({ "NSCLC": nsclc }),
    );
    let root = node(
        "TISSUE",
        "Tissue",
        None,
        0,
        serde_json::json!({ "LUNG": lung }),
    );
    serde_json::json!({ "TISSUE": root }).to_string()
}
