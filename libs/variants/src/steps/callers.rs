//! Steps that judge alleles and events.

use std::path::PathBuf;

use serde_json::Value;

use super::{Args, json};
use crate::trio::{self as inheritance, Family};
use crate::{Error, Reference, genes, slices, somatic as model, structural};

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
