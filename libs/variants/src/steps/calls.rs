//! Steps that read calls and write calls.

use std::path::PathBuf;

use serde_json::{Value, json as object};

use super::{Args, json};
use crate::trio::Family;
use crate::{
    Error, Reference, Regions, compare as comparison, genes, normalise as spelling, slices,
    somatic as model, spanning, structural,
};
use crate::{text::Sink, trio as inheritance};

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

/// `somatic --candidates V --reference F --tumour S --normal S --out V [--min-tlod 3] [--min-nlod 2] [--error 0.004]`
#[derive(Clone, Debug)]
pub struct SomaticArgs {
    pub candidates: PathBuf,
    pub reference: PathBuf,
    pub tumour: String,
    pub normal: String,
    pub out: PathBuf,
    pub options: model::Options,
}

impl SomaticArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let plain = model::Options::default();
        let options = model::Options {
            min_tumour: args.maybe("min-tlod")?.unwrap_or(plain.min_tumour),
            min_normal: args.maybe("min-nlod")?.unwrap_or(plain.min_normal),
            error: args.maybe("error")?.unwrap_or(plain.error),
            ..plain
        };
        let read = Self {
            candidates: args.one("candidates")?,
            reference: args.one("reference")?,
            tumour: args.one("tumour")?,
            normal: args.one("normal")?,
            out: args.one("out")?,
            options,
        };
        args.finish().map(|()| read)
    }
}

/// Calls somatic SNVs and indels from the candidates of a pair.
pub fn somatic(args: &SomaticArgs) -> Result<Value, Error> {
    let mut reference = Reference::open(&args.reference)?;
    json(model::call(
        &args.candidates,
        &args.tumour,
        &args.normal,
        &mut reference,
        &args.options,
        &args.out,
    )?)
}

/// `trio --calls V --reference F --proband S --mother S --father S --out V [--genes GFF3|BED] [--sex male|female|unknown]`
#[derive(Clone, Debug)]
pub struct TrioArgs {
    pub calls: PathBuf,
    pub reference: PathBuf,
    pub family: Family,
    pub genes: Option<PathBuf>,
    pub out: PathBuf,
}

impl TrioArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let family = Family {
            proband: args.one("proband")?,
            mother: args.one("mother")?,
            father: args.one("father")?,
            sex: args.maybe("sex")?.unwrap_or_default(),
        };
        let read = Self {
            calls: args.one("calls")?,
            reference: args.one("reference")?,
            family,
            genes: args.maybe("genes")?,
            out: args.one("out")?,
        };
        args.finish().map(|()| read)
    }
}

/// Names the inheritance of every allele of the proband.
pub fn trio(args: &TrioArgs) -> Result<Value, Error> {
    let mut reference = Reference::open(&args.reference)?;
    let genes = args.genes.as_deref().map(genes::Genes::read).transpose()?;
    let options = inheritance::Options::default();
    json(inheritance::analyse(
        &args.calls,
        &args.family,
        genes.as_ref(),
        &mut reference,
        &options,
        &args.out,
    )?)
}

/// `sv_filter --calls V --tumour S --normal S --out V [--min-support 3] [--max-normal 0]`
#[derive(Clone, Debug)]
pub struct SvFilterArgs {
    pub calls: PathBuf,
    pub tumour: String,
    pub normal: String,
    pub out: PathBuf,
    pub options: structural::Options,
}

impl SvFilterArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let plain = structural::Options::default();
        let options = structural::Options {
            min_support: args.maybe("min-support")?.unwrap_or(plain.min_support),
            max_normal: args.maybe("max-normal")?.unwrap_or(plain.max_normal),
            ..plain
        };
        let read = Self {
            calls: args.one("calls")?,
            tumour: args.one("tumour")?,
            normal: args.one("normal")?,
            out: args.one("out")?,
            options,
        };
        args.finish().map(|()| read)
    }
}

/// Keeps structural variants that the tumour has and the normal has not.
pub fn sv_filter(args: &SvFilterArgs) -> Result<Value, Error> {
    json(structural::somatic(
        &args.calls,
        &args.tumour,
        &args.normal,
        &args.options,
        &args.out,
    )?)
}

/// `sv_germline --calls V --sample S --out V`
#[derive(Clone, Debug)]
pub struct SvGermlineArgs {
    pub calls: PathBuf,
    pub sample: String,
    pub out: PathBuf,
}

impl SvGermlineArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.one("calls")?,
            sample: args.one("sample")?,
            out: args.one("out")?,
        };
        args.finish().map(|()| read)
    }
}

/// Keeps structural variants that a sample has.
pub fn sv_germline(args: &SvGermlineArgs) -> Result<Value, Error> {
    json(structural::germline(
        &args.calls,
        &args.sample,
        &structural::Options::default(),
        &args.out,
    )?)
}

/// `lift_slices --calls V --slices TSV --out V`
#[derive(Clone, Debug)]
pub struct LiftArgs {
    pub calls: PathBuf,
    pub slices: PathBuf,
    pub out: PathBuf,
}

impl LiftArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.one("calls")?,
            slices: args.one("slices")?,
            out: args.one("out")?,
        };
        args.finish().map(|()| read)
    }
}

/// Writes calls on genome positions.
pub fn lift_slices(args: &LiftArgs) -> Result<Value, Error> {
    json(slices::lift(
        &args.calls,
        &slices::Slices::read(&args.slices)?,
        &args.out,
    )?)
}
