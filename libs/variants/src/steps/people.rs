//! Steps that say whose sample it is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json as object};

use super::{Args, json, write_json};
use crate::identity::{self, SitesFrom, Sketch, Zygosity};
use crate::{Error, coverage};

/// `sites --calls V… [--panel BED|VCF] --out V`
#[derive(Clone, Debug)]
pub struct SitesArgs {
    pub calls: Vec<PathBuf>,
    pub panel: Option<PathBuf>,
    pub out: PathBuf,
}

impl SitesArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            calls: args.all("calls")?,
            panel: args.maybe("panel")?,
            out: args.one("out")?,
        };
        args.finish()?;
        if read.calls.is_empty() && read.panel.is_none() {
            return Err(Error::Usage(
                "step sites: give --calls, --panel or both".to_owned(),
            ));
        }
        Ok(read)
    }
}

/// Writes the SNP sites to count at.
pub fn sites(args: &SitesArgs) -> Result<Value, Error> {
    let (sites, from) = identity::write_sites(&args.calls, args.panel.as_deref(), &args.out)?;
    Ok(object!({"sites": sites, "from": from}))
}

/// `sketch --counts V --sample S --out JSON [--sites-from panel|calls] [--depths SUMMARY]`
#[derive(Clone, Debug)]
pub struct SketchArgs {
    pub counts: PathBuf,
    pub sample: String,
    pub out: PathBuf,
    pub sites_from: SitesFrom,
    pub depths: Option<PathBuf>,
}

impl SketchArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            counts: args.one("counts")?,
            sample: args.one("sample")?,
            out: args.one("out")?,
            sites_from: args.maybe("sites-from")?.unwrap_or(SitesFrom::Calls),
            depths: args.maybe("depths")?,
        };
        args.finish().map(|()| read)
    }
}

/// Counts alleles at sites. `depths` is a mosdepth summary: X and Y are judged by it when it has them.
pub fn sketch(args: &SketchArgs) -> Result<Value, Error> {
    let mut sketch = Sketch::from_counts(&args.counts, &args.sample, args.sites_from)?;
    if let Some(path) = &args.depths {
        sketch.sex.means = coverage::sex_means(path)?;
    }
    write_json(&args.out, &json(&sketch)?)?;
    Ok(object!({
        "sites": sketch.sites.len(), "mean_depth": sketch.mean_depth(),
        "het": sketch.count(Zygosity::Het), "hom_alt": sketch.count(Zygosity::HomAlt), "sites_from": sketch.sites_from,
    }))
}

/// `identity_pair --tumour SKETCH --normal SKETCH [--candidates V --tumour-sample S --normal-sample S] [--sex male|female]`
#[derive(Clone, Debug)]
pub struct IdentityPairArgs {
    pub tumour: PathBuf,
    pub normal: PathBuf,
    pub candidates: Option<PathBuf>,
    pub tumour_sample: Option<String>,
    pub normal_sample: Option<String>,
    pub sex: Option<String>,
}

impl IdentityPairArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            tumour: args.one("tumour")?,
            normal: args.one("normal")?,
            candidates: args.maybe("candidates")?,
            tumour_sample: args.maybe("tumour-sample")?,
            normal_sample: args.maybe("normal-sample")?,
            sex: args.maybe("sex")?,
        };
        args.finish().map(|()| read)
    }
}

/// Judges a pair. Sample names in the candidates are those of the sketches unless given.
pub fn identity_pair(args: &IdentityPairArgs) -> Result<Value, Error> {
    let (tumour, normal) = (Sketch::read(&args.tumour)?, Sketch::read(&args.normal)?);
    let names = (
        args.tumour_sample.as_ref().unwrap_or(&tumour.sample),
        args.normal_sample.as_ref().unwrap_or(&normal.sample),
    );
    let mixed = args
        .candidates
        .as_deref()
        .map(|path| identity::tumour_in_normal(path, names.0, names.1))
        .transpose()?;
    Ok(object!({
        "concordance": identity::concordance(&tumour, &normal),
        "relation": identity::relation(&tumour, &normal),
        "tumour_in_normal": mixed,
        "contamination": {"normal": identity::in_normal(&normal), "tumour": identity::in_tumour(&tumour, &normal)},
        "sex": {"tumour": identity::guess(&tumour.sex), "normal": identity::guess(&normal.sex)},
        "sites_from": normal.sites_from,
        "gates": identity::pair(&tumour, &normal, mixed.as_ref(), recorded(args.sex.as_ref())),
    }))
}

/// `identity_trio --proband SKETCH --mother SKETCH --father SKETCH [--proband-sex …] [--mother-sex …] [--father-sex …]`
#[derive(Clone, Debug)]
pub struct IdentityTrioArgs {
    pub proband: PathBuf,
    pub mother: PathBuf,
    pub father: PathBuf,
    pub proband_sex: Option<String>,
    pub mother_sex: Option<String>,
    pub father_sex: Option<String>,
}

impl IdentityTrioArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            proband: args.one("proband")?,
            mother: args.one("mother")?,
            father: args.one("father")?,
            proband_sex: args.maybe("proband-sex")?,
            mother_sex: args.maybe("mother-sex")?,
            father_sex: args.maybe("father-sex")?,
        };
        args.finish().map(|()| read)
    }
}

/// A recorded sex that X and Y can agree with.
fn recorded(sex: Option<&String>) -> Option<&str> {
    let sex = sex.map(String::as_str);
    sex.filter(|sex| matches!(*sex, "male" | "female"))
}

/// Judges a family.
pub fn identity_trio(args: &IdentityTrioArgs) -> Result<Value, Error> {
    let read = |path: &Path| Sketch::read(path);
    let (proband, mother, father) = (
        read(&args.proband)?,
        read(&args.mother)?,
        read(&args.father)?,
    );
    let recorded =
        [&args.proband_sex, &args.mother_sex, &args.father_sex].map(|s| recorded(s.as_ref()));
    let [of_proband, of_mother, of_father] = recorded;
    Ok(object!({
        "relations": {
            "mother_proband": identity::relation(&mother, &proband),
            "father_proband": identity::relation(&father, &proband),
            "mother_father": identity::relation(&mother, &father),
        },
        "sites_from": proband.sites_from,
        "gates": identity::family([
            ("proband", &proband, of_proband),
            ("mother", &mother, of_mother),
            ("father", &father, of_father),
        ]),
    }))
}

/// `identity_single --sample SKETCH [--sex male|female]`
#[derive(Clone, Debug)]
pub struct IdentitySingleArgs {
    pub sample: PathBuf,
    pub sex: Option<String>,
}

impl IdentitySingleArgs {
    pub(super) fn read(mut args: Args) -> Result<Self, Error> {
        let read = Self {
            sample: args.one("sample")?,
            sex: args.maybe("sex")?,
        };
        args.finish().map(|()| read)
    }
}

/// Judges one germline sample.
pub fn identity_single(args: &IdentitySingleArgs) -> Result<Value, Error> {
    let sample = Sketch::read(&args.sample)?;
    Ok(object!({
        "contamination": identity::in_normal(&sample),
        "sex": identity::guess(&sample.sex),
        "sites_from": sample.sites_from,
        "gates": identity::single(&sample, recorded(args.sex.as_ref())),
    }))
}
