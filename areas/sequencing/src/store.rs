//! The schema of the area, the records of vendors, the read QC. Rows of orders and deliveries are written by the ledger only.

use ::words::{At, CaseId, Digest, SiteId};
use blob::KeyId;
use readqc::PairReport;
use store::{Db, Error, Value, Write};

use crate::{
    decide::{delivery, order},
    words::VendorRecord,
};

/// Its migrations, forward only.
#[must_use]
pub fn migrations() -> Vec<store::Migration> {
    let migration = |name, sql| store::Migration { name, sql };
    vec![
        migration(
            "sequencing/0001_sequencing",
            include_str!("../migrations/0001_sequencing.sql"),
        ),
        migration(
            "sequencing/0002_intake",
            include_str!("../migrations/0002_intake.sql"),
        ),
    ]
}

/// The sealed files of a delivery, good or bad.
pub(crate) fn objects(delivery: &delivery::State) -> Vec<(KeyId, Digest)> {
    let key = KeyId::member(&delivery.case, &delivery.person);
    let files = delivery.files.iter();
    files.map(|f| (key.clone(), f.blob.clone())).collect()
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

/// The deliveries of a specimen under an order, as they came.
pub(crate) async fn of_specimen(
    db: &Db,
    order: &str,
    specimen: &str,
) -> Result<Vec<delivery::State>, Error> {
    let sql = "SELECT state FROM sequencing_delivery WHERE order_id = $1 ORDER BY id";
    let rows = db.all(sql, vec![order.into()]).await?;
    let all: Result<Vec<delivery::State>, Error> = rows.iter().map(|row| row.json(0)).collect();
    let own = |d: &delivery::State| d.manifest.specimen == specimen;
    Ok(all?.into_iter().filter(own).collect())
}

/// An accepted delivery that holds one of these pairs, by their digests.
pub(crate) async fn same_reads(
    db: &Db,
    digests: impl Iterator<Item = String>,
) -> Result<Option<String>, Error> {
    let sql = "SELECT delivery FROM sequencing_pair WHERE digest = $1 ORDER BY delivery LIMIT 1";
    for digest in digests {
        if let Some(row) = db.one(sql, vec![digest.into()]).await? {
            return row.text(0).map(Some);
        }
    }
    Ok(None)
}

/// The write that remembers the reads of an accepted pair of files.
pub(crate) fn remember_pair(delivery: &str, digest: String) -> Write {
    let sql = "INSERT INTO sequencing_pair (digest, delivery) VALUES ($1, $2) ON CONFLICT (digest, delivery) DO NOTHING";
    Write::new(sql, vec![digest.into(), delivery.into()])
}

/// The write that makes an accepted file a DRS object.
pub(crate) fn name_object(id: &str, delivery: &str, file: &str) -> Write {
    let sql = "INSERT INTO sequencing_object (id, delivery, file) VALUES ($1, $2, $3)";
    Write::new(sql, vec![id.into(), delivery.into(), file.into()])
}

/// Delivery and name of a DRS object.
pub(crate) async fn object(db: &Db, id: &str) -> Result<Option<(String, String)>, Error> {
    let sql = "SELECT delivery, file FROM sequencing_object WHERE id = $1";
    let row = db.one(sql, vec![id.into()]).await?;
    row.map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
}

/// The write that keeps a manifest as it was signed.
pub(crate) fn keep_manifest(delivery: &str, form: &str, body: String) -> Write {
    let sql = "INSERT INTO sequencing_manifest (delivery, form, body) VALUES ($1, $2, $3)";
    Write::new(sql, vec![delivery.into(), form.into(), body.into()])
}

/// Every order that is with a vendor; of one vendor if it is named.
pub(crate) async fn open_orders(
    db: &Db,
    vendor: Option<&SiteId>,
) -> Result<Vec<(String, order::State)>, Error> {
    let sql = "SELECT id, state FROM sequencing_order WHERE status = 'released' AND ($1 = '' OR vendor = $1) ORDER BY id";
    let vendor = vendor.map_or("", |v| v.as_str());
    let rows = db.all(sql, vec![vendor.into()]).await?;
    rows.iter()
        .map(|row| Ok((row.text(0)?, row.json(1)?)))
        .collect()
}

/// Accepted deliveries, of one vendor if it is named.
pub(crate) async fn accepted_of(
    db: &Db,
    vendor: Option<&SiteId>,
) -> Result<Vec<delivery::State>, Error> {
    let sql = "SELECT state FROM sequencing_delivery WHERE status = 'accepted' AND ($1 = '' OR vendor = $1) ORDER BY id";
    let vendor = vendor.map_or("", |v| v.as_str());
    let rows = db.all(sql, vec![vendor.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
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
