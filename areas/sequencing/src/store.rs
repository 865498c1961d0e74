//! The schema of the area, the records of vendors, the read QC.

use ::words::{At, CaseId, Digest, SiteId};
use readqc::PairReport;
use store::{Db, Error, Value, Write};

use crate::words::VendorRecord;

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "sequencing/0001_sequencing",
        sql: include_str!("../migrations/0001_sequencing.sql"),
    }]
}

/// The present record of a vendor and its version.
pub(crate) async fn vendor(db: &Db, id: &SiteId) -> Result<Option<(i64, VendorRecord)>, Error> {
    let sql =
        "SELECT version, record FROM sequencing_vendor WHERE id = $1 ORDER BY version DESC LIMIT 1";
    let row = db.one(sql, vec![id.into()]).await?;
    row.map(|row| Ok((row.int(0)?, row.json(1)?))).transpose()
}

/// Files a new version of a vendor's record; returns its version.
pub(crate) async fn file_vendor(
    db: &Db,
    id: &SiteId,
    record: &VendorRecord,
    by: &str,
    at: At,
) -> Result<i64, Error> {
    let version = vendor(db, id).await?.map_or(1, |(version, _)| version + 1);
    let record =
        serde_json::to_string(record).map_err(|e| Error::decode("sequencing_vendor", e))?;
    let sql = "INSERT INTO sequencing_vendor (id, version, record, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5)";
    let args = vec![
        id.into(),
        version.into(),
        record.into(),
        at.into(),
        by.into(),
    ];
    db.run(Write::new(sql, args)).await?;
    Ok(version)
}

/// The write that keeps the QC of a delivery; it rides with the acceptance or the quarantine.
pub(crate) fn keep_qc(delivery: &str, case: &CaseId, digest: &Digest, qc: String) -> Write {
    let sql =
        "INSERT INTO sequencing_read_qc (delivery, case_id, digest, qc) VALUES ($1, $2, $3, $4)
      ON CONFLICT (delivery) DO UPDATE SET digest = excluded.digest, qc = excluded.qc";
    let args: Vec<Value> = vec![delivery.into(), case.into(), digest.into(), qc.into()];
    Write::new(sql, args)
}

/// The QC of a delivery.
pub(crate) async fn read_qc(db: &Db, delivery: &str) -> Result<Vec<PairReport>, Error> {
    let sql = "SELECT qc FROM sequencing_read_qc WHERE delivery = $1";
    match db.one(sql, vec![delivery.into()]).await? {
        Some(row) => row.json(0),
        None => Ok(Vec::new()),
    }
}
