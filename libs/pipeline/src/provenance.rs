//! Ties every output to inputs, tools and parameters.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::{Error, Output, Request, Role, files, qc, source};

/// What a run was made of.
pub struct Made<'a> {
    /// As asked.
    pub request: &'a Request,
    /// Sample names.
    pub samples: &'a BTreeMap<Role, String>,
    /// Digest of the reference as given.
    pub reference: &'a str,
    /// Tools and versions.
    pub tools: &'a BTreeMap<String, String>,
    /// Inputs of the workflow.
    pub parameters: &'a Value,
    /// What came out.
    pub outputs: &'a [Output],
    /// The tasks' containers are named in the WDL; this says what ran instead.
    pub backend: &'a str,
}

/// The content of `provenance.json`.
pub fn tell(made: &Made<'_>) -> Result<Value, Error> {
    let mut inputs = vec![
        json!({"kind": "reference", "name": name(&made.request.reference), "sha256": made.reference}),
    ];
    for sample in &made.request.samples {
        for (lane, (r1, r2)) in sample.reads.iter().enumerate() {
            for (mate, path) in [(1, r1), (2, r2)] {
                let role = qc::key(sample.role);
                inputs.push(json!({
                    "kind": "reads", "role": role, "sample": made.samples.get(&sample.role), "lane": lane + 1, "mate": mate,
                    "name": name(path), "sha256": files::sha256(path)?,
                }));
            }
        }
    }
    let request = made.request;
    let more = [
        ("regions", &request.regions),
        ("confident", &request.confident),
        ("slices", &request.slices),
        ("genes", &request.genes),
    ];
    let more = more
        .into_iter()
        .filter_map(|(kind, path)| Some((kind, path.as_ref()?)));
    for (kind, path) in more.chain(request.truth.iter().map(|path| ("truth", path))) {
        inputs.push(json!({"kind": kind, "name": name(path), "sha256": files::sha256(path)?}));
    }
    let outputs: Vec<Value> = made
        .outputs
        .iter()
        .map(|o| json!({"name": o.name, "sha256": o.sha256, "bytes": o.bytes}))
        .collect();
    Ok(json!({
        "mode": request.mode,
        "pipeline": {"sha256": source::digest(), "files": pipeline_files()},
        "program": env!("CARGO_PKG_VERSION"),
        "backend": made.backend,
        "tools": made.tools,
        "parameters": made.parameters,
        "inputs": inputs,
        "outputs": outputs,
    }))
}

fn pipeline_files() -> Value {
    source::DIGESTS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(digest, path)| json!({"path": path, "sha256": digest}))
        .collect()
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
