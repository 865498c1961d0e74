//! Steps that respell, regenotype and compare calls.

use std::path::PathBuf;

use serde_json::{Value, json as object};

use super::{Args, json};
use crate::text::Sink;
use crate::{Error, Reference, Regions, compare as comparison, normalise as spelling, spanning};

/// `normalise --calls V --reference F --out V`
#[derive(Clone, Debug)]
pub struct NormaliseArgs {
    pub calls: PathBuf,
    pub reference: PathBuf,
    pub out: PathBuf,
}

impl NormaliseArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.one("calls")?,
            reference: args.one("reference")?,
            out: args.one("out")?,
        };
        args.finish().map(|()| read)
    }
}

/// Splits, left-aligns, sorts and removes exact duplicates.
pub fn normalise(args: &NormaliseArgs) -> Result<Value, Error> {
    let mut reference = Reference::open(&args.reference)?;
    json(spelling::normalise_file(
        &args.calls,
        &mut reference,
        &args.out,
    )?)
}

/// `regenotype --calls V --reads SAM… --reference F --out V`
#[derive(Clone, Debug)]
pub struct RegenotypeArgs {
    pub calls: PathBuf,
    pub reads: Vec<PathBuf>,
    pub reference: PathBuf,
    pub out: PathBuf,
}

impl RegenotypeArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.one("calls")?,
            reads: args.some("reads")?,
            reference: args.one("reference")?,
            out: args.one("out")?,
        };
        args.finish().map(|()| read)
    }
}

/// Gives indels the genotypes of the reads that span them.
pub fn regenotype(args: &RegenotypeArgs) -> Result<Value, Error> {
    let mut reference = Reference::open(&args.reference)?;
    json(spanning::regenotype(
        &args.calls,
        &args.reads,
        &mut reference,
        &args.out,
    )?)
}

/// `compare --calls V… --truth V… --reference F [--confident BED] [--somatic] [--sample S] …`
#[derive(Clone, Debug, Default)]
pub struct CompareArgs {
    pub calls: Vec<PathBuf>,
    pub truth: Vec<PathBuf>,
    pub reference: PathBuf,
    pub confident: Option<PathBuf>,
    pub somatic: bool,
    pub calls_sample: Option<String>,
    pub truth_sample: Option<String>,
    pub sv_distance: u64,
    pub disagreements: Option<PathBuf>,
}

impl CompareArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let sample: Option<String> = args.maybe("sample")?;
        let read = Self {
            calls: args.some("calls")?,
            truth: args.some("truth")?,
            reference: args.one("reference")?,
            confident: args.maybe("confident")?,
            somatic: args.switch("somatic")?,
            calls_sample: args.maybe("calls-sample")?.or_else(|| sample.clone()),
            truth_sample: args.maybe("truth-sample")?.or(sample),
            sv_distance: args.maybe("sv-distance")?.unwrap_or(10),
            disagreements: args.maybe("disagreements")?,
        };
        args.finish().map(|()| read)
    }
}

/// Compares calls with truth by haplotype.
pub fn compare(args: &CompareArgs) -> Result<Value, Error> {
    let mut reference = Reference::open(&args.reference)?;
    let options = comparison::Options {
        confident: args.confident.as_deref().map(Regions::read).transpose()?,
        somatic: args.somatic,
        calls_sample: args.calls_sample.clone(),
        truth_sample: args.truth_sample.clone(),
        sv_distance: args.sv_distance,
    };
    let report = comparison::compare(&args.calls, &args.truth, &mut reference, &options)?;
    if let Some(path) = &args.disagreements {
        let mut sink = Sink::create(path)?;
        sink.line("#side\tclass\tcontig\tpos\tref\talt\tline")?;
        for d in &report.disagreements {
            let side = json(d.side)?;
            let side = side.as_str().unwrap_or_default();
            sink.line(&format!(
                "{side}\t{}\t{}\t{}\t{}\t{}\t{}",
                d.class, d.contig, d.pos, d.reference, d.alternate, d.line
            ))?;
        }
        sink.finish()?;
    }
    Ok(object!({
        "snv": report.snv, "indel": report.indel, "sv": report.sv,
        "assessed": report.assessed, "lost_called": report.lost_called,
    }))
}
