//! From candidates to a somatic VCF.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::filters::{LINES, artefacts};
use super::{Evidence, Options, normal_log_odds, tumour_log_odds};
use crate::normalise::{align, check_reference, sequence_of, split};
use crate::vcf::{Header, Reader, Record, Writer};
use crate::{Error, Reference};

/// What was read and what was kept.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub candidates: u64,
    pub alleles: u64,
    pub pass: u64,
    pub snv: u64,
    pub indel: u64,
    /// Alleles per reason; one allele may have several.
    pub filtered: BTreeMap<String, u64>,
}

/// Calls somatic alleles. The samples are those of the candidates; the output names them TUMOUR and NORMAL.
/// Alleles without any support in the tumour are left out, everything else is written with its reasons.
pub fn call(
    candidates: &Path,
    tumour: &str,
    normal: &str,
    reference: &mut Reference,
    options: &Options,
    out: &Path,
) -> Result<Summary, Error> {
    let mut reader = Reader::open(candidates)?;
    let columns = (reader.sample(tumour)?, reader.sample(normal)?);
    if columns.0 == columns.1 {
        return Err(Error::Usage(format!(
            "tumour and normal are the same sample: {tumour}"
        )));
    }
    let header = reader.header.clone();
    let mut summary = Summary::default();
    let mut called = Vec::new();
    while let Some(record) = reader.next().transpose()? {
        summary.candidates += 1;
        let sequence = sequence_of(reference, &record, candidates)?;
        check_reference(&record, &sequence, candidates)?;
        for mut allele in split(record, &header) {
            if !allele.is_sequence(0) {
                continue;
            }
            align(&mut allele, &sequence);
            if allele.reference != allele.alternates[0]
                && let Some(judged) = judge(&allele, columns, options)
            {
                called.push(judged);
            }
        }
    }
    let called = ordered(called, reference);
    let mut writer = Writer::create(out, &output_header(&header, tumour, normal, options))?;
    for record in &called {
        count(&mut summary, record);
        writer.write(record)?;
    }
    writer.finish()?;
    Ok(summary)
}

/// Sorts by place and keeps the better supported of equal alleles (freebayes may offer one in two windows).
fn ordered(mut called: Vec<Record>, reference: &Reference) -> Vec<Record> {
    let odds = |r: &Record| r.info_number("TLOD", 0).unwrap_or_default();
    called.sort_by(|a, b| {
        let key = |r: &Record| (reference.rank(&r.contig), r.pos);
        let spelling = |r: &Record| (r.reference.clone(), r.alternates.clone());
        key(a)
            .cmp(&key(b))
            .then_with(|| spelling(a).cmp(&spelling(b)))
            .then_with(|| odds(b).total_cmp(&odds(a)))
    });
    called.dedup_by(|b, a| {
        a.contig == b.contig
            && a.pos == b.pos
            && a.reference == b.reference
            && a.alternates == b.alternates
    });
    called
}

fn count(summary: &mut Summary, record: &Record) {
    summary.alleles += 1;
    if !record.passed() {
        for reason in &record.filters {
            *summary.filtered.entry(reason.clone()).or_default() += 1;
        }
        return;
    }
    summary.pass += 1;
    if record.reference.len() == record.alternates[0].len() {
        summary.snv += 1
    } else {
        summary.indel += 1
    }
}

/// Reads counts of one alternate: AD (reference, alternate, after splitting) over the reads that show any allele.
fn evidence(record: &Record, sample: usize) -> Evidence {
    let counts = record
        .numbers(sample, "AD")
        .filter(|c| c.len() == 2)
        .or_else(|| {
            let one = |key: &str| record.numbers(sample, key).and_then(|v| v.first().copied());
            one("RO")
                .zip(one("AO"))
                .map(|(reference, alternate)| vec![reference, alternate])
        });
    let Some(counts) = counts else {
        return Evidence::default();
    };
    let shown: f64 = counts.iter().sum();
    let depth = record
        .numbers(sample, "DP")
        .and_then(|v| v.first().copied())
        .unwrap_or(shown);
    Evidence {
        alternate: counts[1],
        depth: depth.max(shown),
    }
}

fn judge(record: &Record, columns: (usize, usize), options: &Options) -> Option<Record> {
    let (tumour, normal) = (evidence(record, columns.0), evidence(record, columns.1));
    if tumour.alternate < 1.0 {
        return None;
    }
    let (for_tumour, for_normal) = (
        tumour_log_odds(tumour, options.error),
        normal_log_odds(normal, options.error),
    );
    let reasons = reasons(record, tumour, normal, (for_tumour, for_normal), options);
    let mut called = Record {
        filters: if reasons.is_empty() {
            vec!["PASS".to_owned()]
        } else {
            reasons.iter().map(|r| (*r).to_owned()).collect()
        },
        info: Vec::new(),
        quality: Some((for_tumour * 100.0).round() / 10.0),
        format: ["GT", "DP", "AD", "AF"].map(ToOwned::to_owned).to_vec(),
        samples: vec![column("0/1", tumour), column("0/0", normal)],
        id: ".".to_owned(),
        ..record.clone()
    };
    called.set_info("TLOD", format!("{for_tumour:.2}"));
    called.set_info("NLOD", format!("{for_normal:.2}"));
    called.set_info("VAF", format!("{:.4}", tumour.fraction()));
    for key in ["MQM", "SAF", "SAR"] {
        if let Some(value) = record.info(key) {
            called.set_info(key, value);
        }
    }
    Some(called)
}

fn reasons(
    record: &Record,
    tumour: Evidence,
    normal: Evidence,
    odds: (f64, f64),
    options: &Options,
) -> Vec<&'static str> {
    let limits = &options.filters;
    let is_snv = record.reference.len() == record.alternates[0].len();
    let carried = normal.alternate >= 2.0
        && normal.fraction() >= limits.max_normal_fraction
        && normal.fraction() >= 0.25 * tumour.fraction();
    let mut reasons: Vec<&'static str> = [
        (odds.0 < options.min_tumour, "weak_evidence"),
        (odds.1 < options.min_normal, "germline"),
        (carried, "normal_reads"),
        (tumour.alternate < limits.min_alternate, "low_count"),
        (tumour.fraction() < limits.min_fraction, "low_fraction"),
        (
            tumour.depth < limits.min_tumour_depth || normal.depth < limits.min_normal_depth,
            "low_depth",
        ),
    ]
    .into_iter()
    .filter_map(|(doubt, reason)| doubt.then_some(reason))
    .collect();
    reasons.extend(artefacts(record, limits, is_snv));
    reasons
}

fn column(genotype: &str, reads: Evidence) -> Vec<String> {
    let reference = (reads.depth - reads.alternate).max(0.0);
    vec![
        genotype.to_owned(),
        format!("{}", reads.depth),
        format!("{reference},{}", reads.alternate),
        format!("{:.4}", reads.fraction()),
    ]
}

fn output_header(source: &Header, tumour: &str, normal: &str, options: &Options) -> Header {
    let kept = source
        .lines
        .iter()
        .filter(|l| l.starts_with("##contig=") || l.starts_with("##reference="));
    let lines = std::iter::once("##fileformat=VCFv4.2".to_owned()).chain(kept.cloned());
    let mut header = Header::new(lines, vec!["TUMOUR".to_owned(), "NORMAL".to_owned()]);
    for line in LINES.iter().chain(&FIELDS) {
        header.push((*line).to_owned());
    }
    header.push(format!("##tumour_sample={tumour}"));
    header.push(format!("##normal_sample={normal}"));
    header.push(format!(
        "##somatic_model=<TLOD={},NLOD={},error={}>",
        options.min_tumour, options.min_normal, options.error
    ));
    header
}

const FIELDS: [&str; 10] = [
    "##INFO=<ID=TLOD,Number=1,Type=Float,Description=\"log10 odds: allele at its observed fraction against error, tumour\">",
    "##INFO=<ID=NLOD,Number=1,Type=Float,Description=\"log10 odds: error against a heterozygous allele, normal\">",
    "##INFO=<ID=VAF,Number=1,Type=Float,Description=\"Allele fraction in the tumour\">",
    "##INFO=<ID=MQM,Number=1,Type=Float,Description=\"Mean mapping quality of reads with the allele\">",
    "##INFO=<ID=SAF,Number=1,Type=Integer,Description=\"Reads with the allele on the forward strand\">",
    "##INFO=<ID=SAR,Number=1,Type=Integer,Description=\"Reads with the allele on the reverse strand\">",
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"0/1 in the tumour by definition, 0/0 in the normal\">",
    "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">",
    "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads without and with the allele\">",
    "##FORMAT=<ID=AF,Number=A,Type=Float,Description=\"Allele fraction\">",
];
