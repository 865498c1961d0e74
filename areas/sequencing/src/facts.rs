//! What neighbours may ask.

use ::store::{Db, Error};
use ::words::{At, CaseId, PersonId};
use readqc::{PairReport, ReadsDigest};
use serde::{Deserialize, Serialize};
use specimen::words::Role;

pub use crate::words::SealedFile as ReadFile;
use crate::{
    decide::{delivery, order},
    store::{self, KeptQc},
    words::{Clock, Decision},
};

/// The accepted reads of one specimen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSet {
    /// The delivery they came with.
    pub delivery: String,
    /// Number of the tube.
    pub specimen: String,
    /// Whose reads.
    pub person: PersonId,
    /// Tumour or normal.
    pub role: Role,
    /// The files, sealed with the key of the person in the case; mates of a lane follow each other.
    pub files: Vec<ReadFile>,
    /// Digest of the multiset of reads: what an alignment of them must give back.
    pub reads_digest: ReadsDigest,
}

/// The read QC of one delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadQc {
    /// The delivery.
    pub delivery: String,
    /// Number of the tube.
    pub specimen: String,
    /// Tumour or normal.
    pub role: Role,
    /// Whether it was accepted (else it is in quarantine).
    pub accepted: bool,
    /// When its FASTQ files were generated.
    pub generated_at: At,
    /// How it stood to the two weeks when it was accepted.
    pub clock: Option<Clock>,
    /// What the centre decided on it in quarantine.
    pub decision: Option<Decision>,
    /// One report per pair of files.
    pub pairs: Vec<PairReport>,
}

/// The order of a case that was neither cancelled nor given up.
///
/// # Errors
/// If the store fails.
pub async fn order(db: &Db, case: &CaseId) -> Result<Option<(String, order::State)>, Error> {
    let orders = store::orders(db, case).await?;
    Ok(orders.into_iter().find(|(_, o)| o.status.counts()))
}

/// The accepted reads of a case, by specimen.
///
/// # Errors
/// If the store fails.
pub async fn accepted(db: &Db, case: &CaseId) -> Result<Vec<ReadSet>, Error> {
    let deliveries = store::deliveries(db, case).await?;
    let accepted = deliveries
        .into_iter()
        .filter(|d| d.status == delivery::Status::Accepted);
    let mut sets: Vec<ReadSet> = accepted.map(ReadSet::of).collect::<Result<_, _>>()?;
    sets.sort_by(|a, b| a.specimen.cmp(&b.specimen));
    Ok(sets)
}

/// Whether the reads of every ordered specimen of a case were accepted.
///
/// # Errors
/// If the store fails.
pub async fn complete(db: &Db, case: &CaseId) -> Result<bool, Error> {
    let found = order(db, case).await?;
    let done = [order::Status::Completed, order::Status::Closed];
    Ok(found.is_some_and(|(_, o)| done.contains(&o.status)))
}

/// The read QC of every delivery of a case that was read, quarantined ones too.
///
/// # Errors
/// If the store fails.
pub async fn read_qc(db: &Db, case: &CaseId) -> Result<Vec<ReadQc>, Error> {
    let deliveries = store::deliveries(db, case).await?;
    let mut out = Vec::new();
    for KeptQc { delivery, pairs } in store::read_qc(db, case).await? {
        if let Some(found) = deliveries.iter().find(|d| d.id == delivery) {
            out.push(ReadQc {
                specimen: found.manifest.specimen.clone(),
                role: found.role,
                accepted: matches!(
                    found.status,
                    delivery::Status::Accepted | delivery::Status::Merged
                ),
                generated_at: found.manifest.generated_at,
                clock: found.clock,
                decision: found.decision,
                delivery,
                pairs,
            });
        }
    }
    Ok(out)
}

impl ReadSet {
    fn of(state: delivery::State) -> Result<Self, Error> {
        let digest = state.reads_digest.unwrap_or_default();
        Ok(Self {
            reads_digest: digest
                .parse()
                .map_err(|e| Error::decode("sequencing_delivery.reads_digest", e))?,
            delivery: state.id,
            specimen: state.manifest.specimen,
            person: state.person,
            role: state.role,
            files: state.files,
        })
    }
}
