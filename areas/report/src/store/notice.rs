//! Who is told of a new version, or was given one, and has not opened it yet.

use store::{Db, Error, Row, Value, Write};
use words::{AccountId, At, CaseId};

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A version took the place of one that was opened.
    Amended,
    /// Somebody gave it.
    Shared,
}

impl Why {
    fn word(self) -> &'static str {
        match self {
            Self::Amended => "amended",
            Self::Shared => "shared",
        }
    }
}

/// Something an account is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The report.
    pub report: String,
    /// The version.
    pub version: i64,
    /// Why.
    pub why: Why,
    /// The case.
    pub case: CaseId,
    /// Since when.
    pub told_at: At,
}

/// The rows that tell accounts; they ride along with what they tell of.
pub(crate) fn told(
    report: &str,
    case: &CaseId,
    version: i64,
    why: Why,
    accounts: &[String],
    now: At,
) -> Vec<Write> {
    let sql = "INSERT INTO report_notice (account, report, version, why, case_id, told_at, seen_at)
               VALUES ($1, $2, $3, $4, $5, $6, NULL) ON CONFLICT (account, report, version, why) DO NOTHING";
    let one = |account: &String| {
        let args = vec![
            account.as_str().into(),
            report.into(),
            version.into(),
            why.word().into(),
            case.into(),
            now.into(),
        ];
        Write::new(sql, args)
    };
    accounts.iter().map(one).collect()
}

/// What an account is told and has not opened yet, oldest first.
///
/// # Errors
/// If the store fails.
pub async fn notices(db: &Db, account: &AccountId) -> Result<Vec<Notice>, Error> {
    let sql = "SELECT report, version, why, case_id, told_at FROM report_notice
               WHERE account = $1 AND seen_at IS NULL ORDER BY told_at, report";
    let rows = db.all(sql, vec![account.into()]).await?;
    rows.iter().map(notice).collect()
}

fn notice(row: &Row) -> Result<Notice, Error> {
    Ok(Notice {
        report: row.text(0)?,
        version: row.int(1)?,
        why: match row.text(2)?.as_str() {
            "shared" => Why::Shared,
            _ => Why::Amended,
        },
        case: row.id(3)?,
        told_at: At::from_micros(row.int(4)?),
    })
}

/// Somebody opened a version: what was told of it, or of an older one, has been seen.
pub(crate) async fn seen(
    db: &Db,
    account: &AccountId,
    report: &str,
    version: i64,
    now: At,
) -> Result<(), Error> {
    let sql = "UPDATE report_notice SET seen_at = $1
               WHERE account = $2 AND report = $3 AND version <= $4 AND seen_at IS NULL";
    let args: Vec<Value> = vec![now.into(), account.into(), report.into(), version.into()];
    db.run(Write::new(sql, args)).await.map(drop)
}
