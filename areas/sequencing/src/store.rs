//! The schema of the area, the records of vendors, the read QC. Rows of orders and deliveries are written by the ledger only.

use ::words::{At, CaseId, Digest, SiteId};
use readqc::PairReport;
use store::{Db, Error, Value, Write};

use crate::{
    decide::{delivery, order},
    words::VendorRecord,
};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    vec![store::Migration {
        name: "sequencing/0001_sequencing",
        sql: include_str!("../migrations/0001_sequencing.sql"),
    }]
}

/// The orders of a case, oldest id first.
pub(crate) async fn orders(db: &Db, case: &CaseId) -> Result<Vec<(String, order::State)>, Error> {
    let sql = "SELECT id, state FROM sequencing_order WHERE case_id = $1 ORDER BY id";
    let rows = db.all(sql, vec![case.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.json(1)?)))
        .collect()
}

/// The deliveries of a case.
pub(crate) async fn deliveries(db: &Db, case: &CaseId) -> Result<Vec<delivery::State>, Error> {
    let sql = "SELECT state FROM sequencing_delivery WHERE case_id = $1 ORDER BY id";
    let rows = db.all(sql, vec![case.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The accepted delivery of the same reads, if there is one.
pub(crate) async fn same_reads(db: &Db, digest: &str) -> Result<Option<String>, Error> {
    let sql = "SELECT id FROM sequencing_delivery WHERE reads_digest = $1 ORDER BY id LIMIT 1";
    let row = db.one(sql, vec![digest.into()]).await?;
    row.map(|row| row.text(0)).transpose()
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

/// The QC of one delivery.
pub(crate) struct KeptQc {
    pub delivery: String,
    pub pairs: Vec<PairReport>,
}

/// The QC of every delivery of a case.
pub(crate) async fn read_qc(db: &Db, case: &CaseId) -> Result<Vec<KeptQc>, Error> {
    let sql = "SELECT delivery, qc FROM sequencing_read_qc WHERE case_id = $1 ORDER BY delivery";
    let rows = db.all(sql, vec![case.into()]).await?;
    let read = |row: &store::Row| {
        Ok(KeptQc {
            delivery: row.text(0)?,
            pairs: row.json(1)?,
        })
    };
    rows.iter().map(read).collect()
}
