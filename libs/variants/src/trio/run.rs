//! From a joint VCF to the child's alleles with their inheritance.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::{Family, Inheritance, Judgement, Member, Options, Trio, judge};
use crate::genes::Genes;
use crate::normalise::{align, check_reference, sequence_of, split};
use crate::vcf::{Header, Reader, Record, Writer};
use crate::{Error, Reference};

/// An allele as text: `contig:pos:ref:alt`, left-aligned.
type Named = String;

/// A new allele of the child.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeNovo {
    pub contig: String,
    pub pos: u64,
    #[serde(rename = "ref")]
    pub reference: String,
    pub alt: String,
    pub log_ratio: f64,
    pub child_depth: f64,
    pub child_fraction: f64,
    pub mother_depth: f64,
    pub father_depth: f64,
}

/// Alleles of one gene that came from different sides.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GenePair {
    pub gene: String,
    pub maternal: Vec<Named>,
    pub paternal: Vec<Named>,
    pub de_novo: Vec<Named>,
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub alleles: u64,
    /// Alleles without doubts, by inheritance.
    pub counts: BTreeMap<&'static str, u64>,
    pub de_novo: Vec<DeNovo>,
    /// New alleles that are not confident; they are in the VCF with their reasons.
    pub de_novo_doubtful: u64,
    pub compound_het: Vec<GenePair>,
    pub mendel_errors: u64,
}

struct Found {
    record: Record,
    judgement: Judgement,
    trio: Trio,
}

/// Judges every allele of the proband and writes them with INH, DNLR, COMPHET and FILTER.
pub fn analyse(
    calls: &Path,
    family: &Family,
    genes: Option<&Genes>,
    reference: &mut Reference,
    options: &Options,
    out: &Path,
) -> Result<Summary, Error> {
    let mut reader = Reader::open(calls)?;
    let columns = [
        reader.sample(&family.proband)?,
        reader.sample(&family.mother)?,
        reader.sample(&family.father)?,
    ];
    if columns[0] == columns[1] || columns[0] == columns[2] || columns[1] == columns[2] {
        return Err(Error::Usage(
            "proband, mother and father must be three samples".to_owned(),
        ));
    }
    let header = reader.header.clone();
    let mut found = Vec::new();
    while let Some(record) = reader.next().transpose()? {
        if !record.genotype(columns[0]).is_some_and(|g| g.is_variant()) {
            continue;
        }
        let sequence = sequence_of(reference, &record, calls)?;
        check_reference(&record, &sequence, calls)?;
        for mut allele in split(record, &header) {
            let copies = allele.genotype(columns[0]).map_or(0, |g| g.copies(1));
            if copies == 0 || !allele.is_sequence(0) {
                continue;
            }
            align(&mut allele, &sequence);
            found.push(weigh(allele, columns, family, copies, options));
        }
    }
    found.sort_by_key(|f| (reference.rank(&f.record.contig), f.record.pos));
    let mut summary = summarise(&found);
    summary.compound_het = genes
        .map(|genes| pairs(&mut found, genes))
        .unwrap_or_default();
    let mut writer = Writer::create(out, &output_header(header))?;
    for one in &found {
        writer.write(&one.record)?;
    }
    writer.finish()?;
    Ok(summary)
}

fn weigh(
    mut record: Record,
    columns: [usize; 3],
    family: &Family,
    copies: usize,
    options: &Options,
) -> Found {
    let [child, mother, father] = columns.map(|column| Member::read(&record, column));
    let trio = Trio {
        child,
        mother,
        father,
    };
    let judgement = judge(
        &trio,
        &record.contig,
        record.pos,
        family.sex,
        copies,
        record.quality,
        options,
    );
    record.set_info("INH", judgement.inheritance.name());
    record.set_info("DNLR", format!("{:.2}", judgement.ratio));
    let mut filters = judgement.doubts.clone();
    if judgement.mendel_error {
        filters.push("mendel_error");
    }
    if filters.is_empty() {
        filters.push("PASS");
    }
    record.filters = filters.into_iter().map(ToOwned::to_owned).collect();
    Found {
        record,
        judgement,
        trio,
    }
}

fn summarise(found: &[Found]) -> Summary {
    let mut summary = Summary {
        alleles: found.len() as u64,
        ..Summary::default()
    };
    for one in found {
        summary.mendel_errors += u64::from(one.judgement.mendel_error);
        let is_new = one.judgement.inheritance == Inheritance::DeNovo;
        if !one.record.passed() {
            summary.de_novo_doubtful += u64::from(is_new);
            continue;
        }
        *summary
            .counts
            .entry(one.judgement.inheritance.name())
            .or_default() += 1;
        if is_new {
            summary.de_novo.push(DeNovo {
                contig: one.record.contig.clone(),
                pos: one.record.pos,
                reference: one.record.reference.clone(),
                alt: one.record.alternates[0].clone(),
                log_ratio: (one.judgement.ratio * 100.0).round() / 100.0,
                child_depth: one.trio.child.depth,
                child_fraction: one.trio.child.fraction(),
                mother_depth: one.trio.mother.depth,
                father_depth: one.trio.father.depth,
            });
        }
    }
    summary
}

/// Genes in which the child has alleles from both sides (a new allele counts for either). Common alleles are among
/// them: how rare an allele is, is not known here.
fn pairs(found: &mut [Found], genes: &Genes) -> Vec<GenePair> {
    let mut by_gene: BTreeMap<String, (GenePair, Vec<usize>)> = BTreeMap::new();
    for (index, one) in found
        .iter()
        .enumerate()
        .filter(|(_, one)| one.record.passed())
    {
        let record = &one.record;
        let end = record.start() + record.reference.len();
        for gene in genes.names(&record.contig, record.start() as u64, end as u64) {
            let (pair, members) = by_gene.entry(gene.clone()).or_default();
            pair.gene = gene;
            let side = match one.judgement.inheritance {
                Inheritance::Maternal => &mut pair.maternal,
                Inheritance::Paternal => &mut pair.paternal,
                Inheritance::DeNovo => &mut pair.de_novo,
                _ => continue,
            };
            side.push(format!(
                "{}:{}:{}:{}",
                record.contig, record.pos, record.reference, record.alternates[0]
            ));
            members.push(index);
        }
    }
    let sides = |pair: &GenePair| {
        [&pair.maternal, &pair.paternal, &pair.de_novo]
            .iter()
            .filter(|side| !side.is_empty())
            .count()
    };
    let mut kept = Vec::new();
    for (pair, members) in by_gene.into_values().filter(|(pair, _)| sides(pair) > 1) {
        for index in members {
            found[index].record.set_info("COMPHET", pair.gene.clone());
        }
        kept.push(pair);
    }
    kept
}

fn output_header(mut header: Header) -> Header {
    for line in LINES {
        header.declare(line);
    }
    header
}

const LINES: [&str; 10] = [
    "##INFO=<ID=INH,Number=1,Type=String,Description=\"de_novo, maternal, paternal, either_parent, hom_recessive, x_linked or unclear\">",
    "##INFO=<ID=DNLR,Number=1,Type=Float,Description=\"log10 ratio: new in the child against the best other explanation\">",
    "##INFO=<ID=COMPHET,Number=1,Type=String,Description=\"Gene in which the child has alleles from both sides\">",
    "##FILTER=<ID=low_quality,Description=\"Poor call in the child\">",
    "##FILTER=<ID=child_depth,Description=\"Too few reads in the child\">",
    "##FILTER=<ID=weak_de_novo,Description=\"New allele: ratio below the limit\">",
    "##FILTER=<ID=parent_depth,Description=\"New allele: too few reads in a parent\">",
    "##FILTER=<ID=parent_reads,Description=\"New allele: a parent has reads with it\">",
    "##FILTER=<ID=child_fraction,Description=\"New allele: too small a share of the child's reads\">",
    "##FILTER=<ID=mendel_error,Description=\"No transmission explains the genotypes\">",
];
