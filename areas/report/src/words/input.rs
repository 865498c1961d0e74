//! What a report is composed from. `jobs` fills it from the neighbours; nothing else depends on their shapes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{At, CaseId, ConsentRef, Text};

use super::content::{Light, SourceRef};
use super::panel::PanelOutcome;
use super::{CaseKind, Kind};

/// Everything a report may speak about.
#[derive(Debug, Clone)]
pub struct ReportInput {
    /// Which document to make.
    pub kind: Kind,
    /// The version it will be.
    pub version: i64,
    /// The case.
    pub case: CaseId,
    /// Cancer or rare disease.
    pub case_kind: CaseKind,
    /// The hospital of the case.
    pub site: String,
    /// When it is made.
    pub at: At,
    /// Made-up reads or people.
    pub synthetic: bool,
    /// A demonstration store.
    pub demo: bool,
    /// The participants with the consent each one's data rest on.
    pub members: Vec<MemberLine>,
    /// Clinical items that matter for reading the findings.
    pub clinical: Vec<ClinicalLine>,
    /// Tubes.
    pub specimens: Vec<SpecimenLine>,
    /// The accepted run.
    pub run: RunLine,
    /// Findings in order of weight.
    pub findings: Vec<FindingLine>,
    /// What a curator took out.
    pub rejected: Vec<RejectedLine>,
    /// Knowledge that was used.
    pub releases: Vec<ReleaseLine>,
    /// The closed panel, for the two later documents.
    pub panel: Option<PanelOutcome>,
    /// The signed analysis report, for the two later documents.
    pub analysis: Option<SignedLine>,
    /// Answers of confirmatory tests: finding → confirmed.
    pub confirmations: BTreeMap<String, bool>,
    /// The person's choices: `ror.primary_now` → `yes`.
    pub choices: BTreeMap<String, String>,
    /// Findings up to this level only; all of them if absent.
    pub levels: Option<u8>,
}

/// A participant of the case.
#[derive(Debug, Clone)]
pub struct MemberLine {
    /// Pseudonymous id.
    pub person: String,
    /// Proband, mother, father.
    pub relation: Text,
    /// The consent in force.
    pub consent: Option<ConsentRef>,
    /// What it allows, in one line.
    pub scope: Text,
}

/// A clinical item.
#[derive(Debug, Clone)]
pub struct ClinicalLine {
    /// Item id in the catalogue.
    pub item: String,
    /// Its label.
    pub label: Text,
    /// Its value in words.
    pub value: Text,
}

/// A tube.
#[derive(Debug, Clone)]
pub struct SpecimenLine {
    /// Specimen number.
    pub id: String,
    /// Whose.
    pub person: String,
    /// Tumour or normal, and the material.
    pub role: Text,
}

/// The accepted run.
#[derive(Debug, Clone)]
pub struct RunLine {
    /// Its id.
    pub id: String,
    /// Digest of the workflow files.
    pub pipeline: String,
    /// Tool and version.
    pub tools: Vec<(String, String)>,
    /// Output file and digest.
    pub outputs: Vec<(String, String)>,
    /// Gates with their answers.
    pub gates: Vec<GateLine>,
    /// What was not assessed, in this run or in its interpretation.
    pub not_assessed: Vec<LimitLine>,
    /// Mutations per megabase, if assessed.
    pub tmb: Option<f64>,
}

impl RunLine {
    /// The run as a source.
    #[must_use]
    pub fn source(&self) -> SourceRef {
        SourceRef::event(format!("run:{}", self.id)).with(&self.pipeline)
    }

    /// An output file as a source; the run itself if there is no such file.
    #[must_use]
    pub fn output(&self, name: &str) -> SourceRef {
        let found = self.outputs.iter().find(|(n, _)| n == name);
        found.map_or_else(|| self.source(), |(n, d)| SourceRef::file(n, d))
    }
}

/// Something that was not assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitLine {
    /// Its code: `cnv`, `fusion`, `msi`, `hrd`, `sv`, `population_frequency`.
    pub code: String,
    /// The sentence about it.
    pub text: Text,
    /// Whose statement it is: the rule that lists it.
    pub rule: &'static str,
}

/// A finding that a curator took out of reports: only that there was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedLine {
    /// Its id.
    pub id: String,
    /// Not about the disease that was tested for.
    pub secondary: bool,
}

/// A quality gate.
#[derive(Debug, Clone)]
pub struct GateLine {
    /// Rule id.
    pub id: String,
    /// What it checks.
    pub label: Text,
    /// Its answer.
    pub light: Light,
    /// The value, with unit, or why there is none.
    pub value: Text,
    /// The limit, with unit.
    pub limit: Text,
}

/// Where a variant comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Acquired by the tumour.
    Somatic,
    /// Present in all cells.
    Germline,
    /// Not settled.
    Unknown,
}

/// A finding as interpretation hands it over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingLine {
    /// Its id.
    pub id: String,
    /// 1 to 3.
    pub level: u8,
    /// Where it comes from.
    pub origin: Origin,
    /// Gene symbol.
    pub gene: String,
    /// Coding change.
    pub hgvs_c: String,
    /// Protein change.
    pub hgvs_p: String,
    /// GRCh38 position, `chr7:55191822 T>G`.
    pub place: String,
    /// Consequence term.
    pub consequence: String,
    /// Share of reads, 0 to 1.
    pub vaf: Option<f64>,
    /// AMP/ASCO/CAP tier.
    pub tier: Option<String>,
    /// Germline class.
    pub class: Option<String>,
    /// How it is inherited.
    pub inheritance: Option<String>,
    /// Not about the disease that was tested for.
    #[serde(default)]
    pub secondary: bool,
    /// The sentence of the curator.
    pub text: Text,
    /// What it rests on.
    pub evidence: Vec<EvidenceLine>,
}

impl FindingLine {
    /// `EGFR p.Leu858Arg`, or the coding change where there is no protein change.
    #[must_use]
    pub fn name(&self) -> String {
        let change = if self.hgvs_p.is_empty() {
            &self.hgvs_c
        } else {
            &self.hgvs_p
        };
        // `NP_005219.2:p.Leu858Arg`: the accession stands in the facts.
        let change = change.rsplit(':').next().unwrap_or(change);
        format!("{} {change}", self.gene).trim_end().to_owned()
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLine {
    /// Source: CIViC, ClinVar.
    pub source: String,
    /// Release of the source.
    pub release: String,
    /// Item of the source: EID2994.
    pub item: String,
    /// Where to read it.
    pub url: String,
    /// What it says, in our words.
    pub text: Text,
}

impl EvidenceLine {
    /// The item as a source.
    #[must_use]
    pub fn source_ref(&self) -> SourceRef {
        SourceRef::release(format!("{} {} {}", self.source, self.release, self.item))
    }
}

/// A release of outside knowledge.
#[derive(Debug, Clone)]
pub struct ReleaseLine {
    /// Its source.
    pub source: String,
    /// Its version, as the source names it.
    pub version: String,
    /// Digest of what was imported.
    pub digest: String,
    /// Licence.
    pub licence: String,
    /// Official address.
    pub url: String,
}

impl ReleaseLine {
    /// The release as a source.
    #[must_use]
    pub fn source_ref(&self) -> SourceRef {
        SourceRef::release(format!("{} {}", self.source, self.version)).with(&self.digest)
    }
}

/// A signed report that another one stands on.
#[derive(Debug, Clone)]
pub struct SignedLine {
    /// Its id.
    pub report: String,
    /// Its version.
    pub version: i64,
    /// Digest of its content.
    pub digest: String,
    /// When it was signed.
    pub at: At,
}

impl SignedLine {
    /// The report as a source.
    #[must_use]
    pub fn source(&self) -> SourceRef {
        SourceRef::event(format!("report:{}@{}", self.report, self.version)).with(&self.digest)
    }
}
