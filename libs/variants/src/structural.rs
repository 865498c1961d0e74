//! Structural variants of delly: which are somatic, which a sample has.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::Error;
use crate::vcf::{Header, Reader, Record, Writer};

/// Limits. Delly's own PASS asks for three pairs of mapping quality 20 or two split reads.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Pairs plus junction reads in the sample that must have the event.
    pub min_support: f64,
    /// Pairs plus junction reads that the normal may have.
    pub max_normal: f64,
    /// Least share of reads with the event.
    pub min_fraction: f64,
    /// Least reads (pairs or junction) at the place in the normal; below, absence says nothing.
    pub min_normal_depth: f64,
    /// Least median mapping quality.
    pub min_mapping: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_support: 3.0,
            max_normal: 0.0,
            min_fraction: 0.05,
            min_normal_depth: 10.0,
            min_mapping: 20.0,
        }
    }
}

/// What was read and what was kept; both joints of an inversion or translocation are records of their own.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub records: u64,
    pub pass: u64,
    pub by_type: BTreeMap<String, u64>,
    pub filtered: BTreeMap<String, u64>,
}

/// Support of an event in one sample: pairs for imprecise events, junction reads for precise ones count together.
#[derive(Clone, Copy, Debug, Default)]
struct Support {
    with: f64,
    all: f64,
}

impl Support {
    fn read(record: &Record, sample: usize) -> Self {
        let one = |key: &str| {
            record
                .numbers(sample, key)
                .and_then(|v| v.first().copied())
                .unwrap_or_default()
        };
        let with = one("DV") + one("RV");
        Self {
            with,
            all: with + one("DR") + one("RR"),
        }
    }

    fn fraction(self) -> f64 {
        if self.all > 0.0 {
            self.with / self.all
        } else {
            0.0
        }
    }
}

const LINES: [&str; 8] = [
    "##FILTER=<ID=low_support,Description=\"Too few pairs and junction reads with the event\">",
    "##FILTER=<ID=low_fraction,Description=\"Too small a share of reads with the event\">",
    "##FILTER=<ID=normal_support,Description=\"The normal has the event too\">",
    "##FILTER=<ID=normal_depth,Description=\"Too few reads in the normal to say it is absent\">",
    "##FILTER=<ID=mapping_quality,Description=\"Pairs and split reads map poorly\">",
    "##FILTER=<ID=imprecise,Description=\"No split reads and few pairs\">",
    "##INFO=<ID=SUPPORT,Number=1,Type=Integer,Description=\"Pairs and junction reads with the event\">",
    "##INFO=<ID=VAF,Number=1,Type=Float,Description=\"Share of reads with the event\">",
];

/// Writes the events of a pair with FILTER; the columns become TUMOUR and NORMAL.
pub fn somatic(
    calls: &Path,
    tumour: &str,
    normal: &str,
    options: &Options,
    out: &Path,
) -> Result<Summary, Error> {
    let reader = Reader::open(calls)?;
    let columns = [reader.sample(tumour)?, reader.sample(normal)?];
    let mut header = header_for(
        &reader.header,
        ["TUMOUR", "NORMAL"].map(ToOwned::to_owned).to_vec(),
    );
    header.push(format!("##tumour_sample={tumour}"));
    header.push(format!("##normal_sample={normal}"));
    filter(reader, &header, &columns, out, |record| {
        let (with, without) = (
            Support::read(record, columns[0]),
            Support::read(record, columns[1]),
        );
        let mut reasons = common(record, with, options);
        if without.with > options.max_normal {
            reasons.push("normal_support");
        }
        if without.all < options.min_normal_depth {
            reasons.push("normal_depth");
        }
        Some(reasons)
    })
}

/// Writes the events a sample carries (genotype not reference) with FILTER.
pub fn germline(
    calls: &Path,
    sample: &str,
    options: &Options,
    out: &Path,
) -> Result<Summary, Error> {
    let reader = Reader::open(calls)?;
    let columns = [reader.sample(sample)?];
    let header = header_for(&reader.header, vec![sample.to_owned()]);
    filter(reader, &header, &columns, out, |record| {
        let carries = record.genotype(columns[0]).is_some_and(|g| g.is_variant());
        carries.then(|| common(record, Support::read(record, columns[0]), options))
    })
}

fn common(record: &Record, support: Support, options: &Options) -> Vec<&'static str> {
    let quality = |key: &str| record.info_number(key, 0);
    let mapping = quality("MAPQ")
        .into_iter()
        .chain(quality("SRMAPQ"))
        .fold(f64::NAN, f64::max);
    let reasons = [
        (support.with < options.min_support, "low_support"),
        (support.fraction() < options.min_fraction, "low_fraction"),
        (mapping < options.min_mapping, "mapping_quality"),
        // Without a split read the place is a guess: ask for more pairs.
        (
            record.has_flag("IMPRECISE") && support.with < 2.0 * options.min_support,
            "imprecise",
        ),
    ];
    reasons
        .into_iter()
        .filter_map(|(doubt, reason)| doubt.then_some(reason))
        .collect()
}

fn header_for(source: &Header, samples: Vec<String>) -> Header {
    let mut header = Header::new(source.lines.clone(), samples);
    for line in LINES {
        header.declare(line);
    }
    header
}

fn filter(
    reader: Reader,
    header: &Header,
    columns: &[usize],
    out: &Path,
    judge: impl Fn(&Record) -> Option<Vec<&'static str>>,
) -> Result<Summary, Error> {
    let mut summary = Summary::default();
    let mut writer = Writer::create(out, header)?;
    for record in reader {
        let mut record = record?;
        summary.records += 1;
        let Some(mut reasons) = judge(&record) else {
            continue;
        };
        if record.filters.iter().any(|f| f == "LowQual") {
            reasons.push("LowQual");
        }
        let support = Support::read(&record, columns[0]);
        record.set_info("SUPPORT", format!("{}", support.with));
        record.set_info("VAF", format!("{:.4}", support.fraction()));
        record.samples = columns.iter().map(|c| record.samples[*c].clone()).collect();
        if reasons.is_empty() {
            summary.pass += 1;
            *summary
                .by_type
                .entry(record.info("SVTYPE").unwrap_or("unknown").to_owned())
                .or_default() += 1;
            reasons.push("PASS");
        } else {
            for reason in &reasons {
                *summary.filtered.entry((*reason).to_owned()).or_default() += 1;
            }
        }
        record.filters = reasons.into_iter().map(ToOwned::to_owned).collect();
        writer.write(&record)?;
    }
    writer.finish()?;
    Ok(summary)
}
