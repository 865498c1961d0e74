//! Gathers what the steps measured into one object.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::said::Act;
use crate::{Error, Mode, Role};

/// The content of `qc.json`:
/// `{"mode", "samples": {ROLE: {"name", "lanes": [..], "conservation", "alignment", "coverage"}}, "identity", "somatic", "sv", "tmb", "inheritance"}`.
pub fn gather(
    mode: Mode,
    samples: &BTreeMap<Role, String>,
    reports: &[PathBuf],
) -> Result<Value, Error> {
    let mut qc = Map::new();
    qc.insert("mode".to_owned(), json!(mode));
    let mut people = Map::new();
    for (role, name) in samples {
        let lanes: Vec<Value> = reports
            .iter()
            .filter(|p| lane_of(p, name))
            .map(|p| read(p))
            .collect::<Result<_, _>>()?;
        let part = |kind: &str| read_named(reports, &format!("{name}.{kind}.json"));
        let person = json!({
            "name": name,
            "lanes": lanes,
            "conservation": part("conservation")?,
            "alignment": part("alignment")?,
            "coverage": part("coverage")?,
        });
        people.insert(key(*role), person);
    }
    qc.insert("samples".to_owned(), Value::Object(people));
    for part in ["identity", "somatic", "sv", "tmb", "inheritance"] {
        qc.insert(
            part.to_owned(),
            read_named(reports, &format!("{part}.json"))?,
        );
    }
    Ok(Value::Object(qc))
}

/// The word of a role in `qc.json`.
pub fn key(role: Role) -> String {
    json!(role).as_str().unwrap_or_default().to_owned()
}

fn lane_of(path: &Path, sample: &str) -> bool {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let lane = name
        .strip_prefix(sample)
        .and_then(|rest| rest.strip_suffix(".read_qc.json"));
    lane.and_then(|l| l.strip_prefix(".lane"))
        .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

fn read_named(reports: &[PathBuf], name: &str) -> Result<Value, Error> {
    match reports
        .iter()
        .find(|p| p.file_name().is_some_and(|n| n == name))
    {
        Some(path) => read(path),
        None => Ok(Value::Null),
    }
}

/// Reads a JSON file.
pub fn read(path: &Path) -> Result<Value, Error> {
    let text = fs::read_to_string(path).map_err(Error::io(Act::Read, path))?;
    serde_json::from_str(&text)
        .map_err(|e| Error::Engine(format!("{} is not JSON: {e}", path.display())))
}
