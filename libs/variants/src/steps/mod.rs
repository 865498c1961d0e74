//! Each kernel as one call from file paths to files and a JSON object.
//!
//! [`run`] takes a name and `--flag value` arguments, for a command line; the functions beside it take the same as
//! structs. VCF inputs may be plain, gzip or BGZF; an output whose name ends in `.gz` is BGZF. Nothing is indexed here.

mod args;
mod callers;
mod calls;
mod measures;
mod people;

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

pub use args::Args;
pub use callers::{
    LiftArgs, SomaticArgs, SvFilterArgs, SvGermlineArgs, TrioArgs, lift_slices, somatic, sv_filter,
    sv_germline, trio,
};
pub use calls::{CompareArgs, NormaliseArgs, RegenotypeArgs, compare, normalise, regenotype};
pub use measures::{CoverageArgs, TmbArgs, coverage, tmb};
pub use people::{
    IdentityPairArgs, IdentitySingleArgs, IdentityTrioArgs, SitesArgs, SketchArgs, identity_pair,
    identity_single, identity_trio, sites, sketch,
};

use crate::{Error, text};

/// Names that [`run`] knows.
pub const NAMES: [&str; 15] = [
    "normalise",
    "regenotype",
    "compare",
    "somatic",
    "trio",
    "sites",
    "sketch",
    "identity_pair",
    "identity_trio",
    "identity_single",
    "tmb",
    "sv_filter",
    "sv_germline",
    "lift_slices",
    "coverage",
];

/// Runs a step by name (`identity-pair` is `identity_pair`). `--json FILE` writes the returned object to a file as well.
pub fn run(name: &str, arguments: &[String]) -> Result<Value, Error> {
    let mut args = Args::parse(name, arguments)?;
    let copy: Option<PathBuf> = args.maybe("json")?;
    let value = match name.replace('-', "_").as_str() {
        "normalise" => normalise(&NormaliseArgs::read(args)?),
        "regenotype" => regenotype(&RegenotypeArgs::read(args)?),
        "compare" => compare(&CompareArgs::read(args)?),
        "somatic" => somatic(&SomaticArgs::read(args)?),
        "trio" => trio(&TrioArgs::read(args)?),
        "sites" => sites(&SitesArgs::read(args)?),
        "sketch" => sketch(&SketchArgs::read(args)?),
        "identity_pair" => identity_pair(&IdentityPairArgs::read(args)?),
        "identity_trio" => identity_trio(&IdentityTrioArgs::read(args)?),
        "identity_single" => identity_single(&IdentitySingleArgs::read(args)?),
        "tmb" => tmb(&TmbArgs::read(args)?),
        "sv_filter" => sv_filter(&SvFilterArgs::read(args)?),
        "sv_germline" => sv_germline(&SvGermlineArgs::read(args)?),
        "lift_slices" => lift_slices(&LiftArgs::read(args)?),
        "coverage" => coverage(&CoverageArgs::read(args)?),
        _ => Err(Error::Usage(format!(
            "no step is called {name:?}; there are: {}",
            NAMES.join(", ")
        ))),
    }?;
    if let Some(path) = copy {
        write_json(&path, &value)?;
    }
    Ok(value)
}

fn json(value: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value)
        .map_err(|error| Error::Usage(format!("failed to write JSON: {error}")))
}

fn write_json(path: &std::path::Path, value: &Value) -> Result<(), Error> {
    let mut sink = text::Sink::create(path)?;
    sink.line(&value.to_string())?;
    sink.finish()
}
