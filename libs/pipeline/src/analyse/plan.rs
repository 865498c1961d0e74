//! From a request to the inputs of a workflow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::settle::role_ja;
use super::truth;
use crate::{Error, Mode, Request, Role, SampleReads, names, qc, shards};

/// Sex where none is recorded.
const UNKNOWN: &str = "unknown";

/// What will run.
pub struct Plan {
    /// WDL file.
    pub file: &'static str,
    /// Its inputs.
    pub inputs: Map<String, Value>,
    /// Sample names by role.
    pub samples: BTreeMap<Role, String>,
    /// How many tasks.
    pub tasks: usize,
}

/// The samples that a mode needs, in their order.
pub fn roles(mode: Mode) -> &'static [Role] {
    match mode {
        Mode::Germline => &[Role::Sample],
        Mode::Pair => &[Role::Tumour, Role::Normal],
        Mode::Trio => &[Role::Proband, Role::Mother, Role::Father],
    }
}

impl Plan {
    /// Plans the workflow of a settled request.
    pub fn make(request: &Request, reference: &Path, work: &Path) -> Result<Self, Error> {
        let (file, name) = match request.mode {
            Mode::Germline => ("germline.wdl", "germline"),
            Mode::Pair => ("pair.wdl", "pair"),
            Mode::Trio => ("trio.wdl", "trio"),
        };
        let samples = name_samples(request)?;
        let contigs = shards::contigs(&reference.join("reference.fa.fai"))?;
        let intervals = match &request.regions {
            Some(bed) => shards::intervals(bed, &contigs)?,
            None => shards::windows(&contigs),
        };
        if let Some(bed) = &request.confident {
            shards::intervals(bed, &contigs)?;
        }
        for vcf in &request.truth {
            truth::fits(vcf, reference)?;
        }
        let parts = shards::split(
            intervals,
            if request.regions.is_some() {
                request.threads
            } else {
                request.threads * 4
            },
        );
        let shard_files = shards::write(&work.join("shards"), &parts)?;
        let mut inputs = Map::new();
        let mut set = |key: &str, value: Value| inputs.insert(format!("{name}.{key}"), value);
        for role in roles(request.mode) {
            let sample = request.samples.iter().find(|s| s.role == *role);
            let sample = sample.ok_or_else(|| {
                Error::input(
                    format!("{}が指定されていません", role_ja(*role)),
                    format!("the {} is missing", qc::key(*role)),
                )
            })?;
            set(
                &qc::key(*role),
                describe(sample, samples.get(role).map_or("", String::as_str))?,
            );
            // the tumour may have lost Y or an X: only the other sample is compared with the record
            if *role != Role::Tumour {
                let sex = sample.sex.as_deref().unwrap_or(UNKNOWN);
                set(&format!("{}_sex", qc::key(*role)), json!(sex));
            }
        }
        set("reference", json!(reference));
        set("shards", json!(shard_files));
        set("threads", json!(request.threads));
        optional(&mut set, "regions", request.regions.as_deref());
        optional(&mut set, "slices", slices(request, &contigs).as_deref());
        if request.mode != Mode::Germline {
            optional(&mut set, "genes", request.genes.as_deref());
        }
        if !request.truth.is_empty() {
            set("truth", json!(request.truth));
            set("truth_flags", json!(truth_flags(request, &samples)?));
            optional(
                &mut set,
                "confident",
                request.confident.as_deref().or(request.regions.as_deref()),
            );
        }
        let tasks = count(
            request,
            parts.len(),
            inputs.contains_key(&format!("{name}.slices")),
        );
        Ok(Self {
            file,
            inputs,
            samples,
            tasks,
        })
    }
}

fn optional(set: &mut impl FnMut(&str, Value) -> Option<Value>, key: &str, path: Option<&Path>) {
    if let Some(path) = path {
        set(key, json!(path));
    }
}

fn name_samples(request: &Request) -> Result<BTreeMap<Role, String>, Error> {
    let mut named = BTreeMap::new();
    for sample in &request.samples {
        let given = sample.name.as_deref().map(names::clean);
        let found = sample
            .reads
            .first()
            .and_then(|(r1, _)| names::sample_of(r1));
        let mut name = given.or(found).unwrap_or_else(|| qc::key(sample.role));
        if named.values().any(|other| *other == name) {
            name = format!("{name}_{}", qc::key(sample.role));
        }
        if named.insert(sample.role, name).is_some() {
            return Err(Error::input(
                format!("{}が2回指定されています", role_ja(sample.role)),
                format!("the {} is given twice", qc::key(sample.role)),
            ));
        }
    }
    Ok(named)
}

fn describe(sample: &SampleReads, name: &str) -> Result<Value, Error> {
    let lane = |(number, (r1, r2)): (usize, &(PathBuf, PathBuf))| {
        let number = number + 1;
        let made = names::made(r1)?;
        Ok(json!({
            "id": format!("{name}.lane{number}"),
            "read_group": names::read_group(name, number, made.as_ref()),
            "r1": r1, "r2": r2,
        }))
    };
    let lanes: Vec<Value> = sample
        .reads
        .iter()
        .enumerate()
        .map(lane)
        .collect::<Result<_, Error>>()?;
    Ok(json!({"name": name, "lanes": lanes}))
}

/// The table that was given, or the one beside the reference if it speaks of the reference's contigs.
fn slices(request: &Request, contigs: &[(String, u64)]) -> Option<PathBuf> {
    if request.slices.is_some() {
        return request.slices.clone();
    }
    let beside = request.reference.parent()?.join("slices.tsv");
    let text = std::fs::read_to_string(&beside).ok()?;
    let known = |line: &str| {
        contigs
            .iter()
            .any(|(name, _)| line.split('\t').next() == Some(name))
    };
    text.lines()
        .any(known)
        .then(|| beside.canonicalize().unwrap_or(beside))
}

/// Somatic truth has no genotypes; germline truth is compared for one sample.
fn truth_flags(request: &Request, samples: &BTreeMap<Role, String>) -> Result<String, Error> {
    if request.mode == Mode::Pair {
        return Ok("--somatic".to_owned());
    }
    let role = if request.mode == Mode::Trio {
        Role::Proband
    } else {
        Role::Sample
    };
    let name = samples.get(&role).cloned().unwrap_or_default();
    let mut flags = format!("--calls-sample '{name}'");
    for truth in &request.truth {
        let columns = names::vcf_samples(truth)?;
        if columns.contains(&name) {
            flags += &format!(" --truth-sample '{name}'");
            break;
        }
        if columns.len() > 1 {
            let (file, has) = (truth.display(), columns.join(", "));
            return Err(Error::input(
                format!("{file} の検体は {has} で、{name} がありません"),
                format!("{file} has the samples {has}, and none is {name}"),
            ));
        }
    }
    Ok(flags)
}

/// How many tasks the workflow will have.
fn count(request: &Request, shards: usize, slices: bool) -> usize {
    let lanes: usize = request.samples.iter().map(|s| s.reads.len()).sum();
    let truth = usize::from(!request.truth.is_empty());
    let prepare = lanes * 2 + request.samples.len() * 4;
    let genes = usize::from(request.genes.is_some() && request.mode == Mode::Pair);
    let lifts = if slices { [1, 3, 2] } else { [0, 0, 0] };
    let [germline, pair, trio] = lifts;
    prepare
        + truth
        + genes
        + match request.mode {
            Mode::Germline => shards + 5 + germline,
            Mode::Pair => shards * 3 + 8 + pair,
            Mode::Trio => shards + 8 + trio,
        }
}
