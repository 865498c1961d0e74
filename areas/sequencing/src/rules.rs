//! The checks of the intake, one file each, in the order of the specification.

mod clock;
mod content;
mod duplicate;
mod flowcell;
mod limits;
mod signature;
mod size;
mod stated;

use readqc::PairReport;

use crate::words::{Manifest, ManifestFile, Reason};

pub use clock::{BREACH_DAYS, clock};
pub use limits::{Limits, Profile, Yield, profile, profiles};
pub use signature::signed;

/// Everything the checks look at; facts only.
pub struct Delivered<'a> {
    /// Its id.
    pub id: &'a str,
    /// What the vendor said.
    pub manifest: &'a Manifest,
    /// What one pass over each pair said, in the order of the manifest's pairs; files that did not come are not there.
    pub reports: &'a [PairReport],
    /// Names of files that did not come.
    pub missing: &'a [String],
    /// An earlier accepted delivery with the same reads.
    pub earlier: Option<String>,
    /// Whole deliveries of the specimen that this one tops up: id and reports.
    pub kept: &'a [(String, Vec<PairReport>)],
    /// The limits in force for this specimen; they hold for the sum.
    pub limits: &'a Limits,
}

/// A check: facts in, reasons out.
pub type Judge = fn(&Delivered<'_>) -> Vec<Reason>;

/// The checks of the content, in order. Names, order, specimen and consent are decided before a file is opened.
pub const CHECKS: [Judge; 6] = [
    size::judge,
    content::judge,
    flowcell::judge,
    stated::judge,
    duplicate::judge,
    limits::judge,
];

/// Every reason against a delivery, in the order of the checks; none means it is accepted.
/// Limits are judged on whole files only: numbers of a broken file mean nothing.
#[must_use]
pub fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for check in CHECKS {
        let more = check(delivered);
        if more.iter().any(|r| matches!(r, Reason::Limit { .. })) && !reasons.is_empty() {
            continue;
        }
        reasons.extend(more);
    }
    reasons.sort_by_key(Reason::check);
    reasons
}

/// The line of the manifest for a report's file.
fn line<'a>(manifest: &'a Manifest, name: &str) -> Option<&'a ManifestFile> {
    manifest.files.iter().find(|f| f.name == name)
}
