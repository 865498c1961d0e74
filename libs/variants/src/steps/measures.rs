//! Steps that measure.

use std::path::PathBuf;

use serde_json::Value;

use super::{Args, json};
use crate::burden::{self, Callable};
use crate::genes::Genes;
use crate::{Error, Reference, Regions, coverage as depth};

/// `tmb --calls V… --coding BED|GFF3 --reference F [--callable-bases N | --callable BED] [--min-vaf 0.05]`
#[derive(Clone, Debug)]
pub struct TmbArgs {
    pub calls: Vec<PathBuf>,
    pub coding: PathBuf,
    pub reference: PathBuf,
    pub callable_bases: Option<u64>,
    pub callable: Option<PathBuf>,
    pub min_vaf: f64,
}

impl TmbArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.some("calls")?,
            coding: args.one("coding")?,
            reference: args.one("reference")?,
            callable_bases: args.maybe("callable-bases")?,
            callable: args.maybe("callable")?,
            min_vaf: args.maybe("min-vaf")?.unwrap_or(0.05),
        };
        args.finish().map(|()| read)
    }
}

/// Measures the mutational burden.
pub fn tmb(args: &TmbArgs) -> Result<Value, Error> {
    let callable = match (args.callable_bases, &args.callable) {
        (Some(_), Some(_)) => {
            return Err(Error::Usage(
                "step tmb: give --callable-bases or --callable, not both".to_owned(),
            ));
        }
        (Some(bases), None) => Callable::Bases(bases),
        (None, Some(path)) => Callable::Regions(Regions::read(path)?),
        (None, None) => Callable::AllCoding,
    };
    let (genes, mut reference) = (
        Genes::read(&args.coding)?,
        Reference::open(&args.reference)?,
    );
    json(burden::measure(
        &args.calls,
        &genes,
        &mut reference,
        callable,
        args.min_vaf,
    )?)
}

/// `coverage --summary TXT --dist TXT [--bins BED.gz] [--bin-limit 2000]`
#[derive(Clone, Debug)]
pub struct CoverageArgs {
    pub summary: PathBuf,
    pub dist: PathBuf,
    pub bins: Option<PathBuf>,
    pub bin_limit: usize,
}

impl CoverageArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            summary: args.one("summary")?,
            dist: args.one("dist")?,
            bins: args.maybe("bins")?,
            bin_limit: args.maybe("bin-limit")?.unwrap_or(2000),
        };
        args.finish().map(|()| read)
    }
}

/// Summarises depth of coverage.
pub fn coverage(args: &CoverageArgs) -> Result<Value, Error> {
    json(depth::summarise(
        &args.summary,
        &args.dist,
        args.bins.as_deref(),
        args.bin_limit,
    )?)
}
