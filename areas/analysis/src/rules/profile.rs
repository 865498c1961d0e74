//! Limits and references: named, versioned data of the catalogue.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use words::Text;

use crate::words::{Limit, Mode};

/// A profile in one version.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What it is for.
    pub title: Text,
    /// Where the numbers come from.
    pub cite: String,
    limits: BTreeMap<String, Limit>,
}

/// A reference that runs of some modes and profiles use; paths below the operator's reference directory.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reference {
    /// Its name.
    pub id: String,
    /// For these profiles.
    pub profiles: Vec<String>,
    /// For these modes.
    pub modes: Vec<Mode>,
    /// The FASTA.
    pub file: String,
    /// Coding sequence.
    pub genes: Option<String>,
    /// Table of cut-out contigs.
    pub slices: Option<String>,
    /// Where to call.
    pub regions: Option<String>,
}

#[derive(Deserialize)]
struct Profiles {
    profile: Vec<Profile>,
}

#[derive(Deserialize)]
struct References {
    reference: Vec<Reference>,
}

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    match toml::from_str::<Profiles>(include_str!("../../../../catalog/analysis/gates.toml")) {
        Ok(catalogue) => catalogue.profile,
        Err(error) => unreachable!("the catalogue is read by a test: {error}"),
    }
});

static REFERENCES: LazyLock<Vec<Reference>> = LazyLock::new(|| {
    match toml::from_str::<References>(include_str!("../../../../catalog/analysis/references.toml"))
    {
        Ok(catalogue) => catalogue.reference,
        Err(error) => unreachable!("the catalogue is read by a test: {error}"),
    }
});

impl Profile {
    /// The newest version of a profile.
    #[must_use]
    pub fn of(id: &str) -> Option<&'static Self> {
        PROFILES
            .iter()
            .filter(|p| p.id == id)
            .max_by_key(|p| p.version)
    }

    /// `id@version`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// The limits of a measured thing.
    #[must_use]
    pub fn limit(&self, of: &str) -> Option<Limit> {
        self.limits.get(of).copied()
    }
}

/// The first reference that fits and, as `exists` says of its file, is there.
pub fn reference(
    profile: &str,
    mode: Mode,
    exists: impl Fn(&str) -> bool,
) -> Option<&'static Reference> {
    let fits = |r: &&Reference| {
        r.modes.contains(&mode) && r.profiles.iter().any(|p| p == profile) && exists(&r.file)
    };
    REFERENCES.iter().find(fits)
}
