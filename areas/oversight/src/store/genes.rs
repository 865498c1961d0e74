//! Which cases have a finding in a gene: a fingerprint of the symbol under a key outside the data directory, so that nobody
//! reads genes out of the table. What lies sealed stays sealed.

use ::store::{Db, Error, Value, Write};
use ::words::{CaseId, Digest, SiteId};
use blob::KeyId;
use web::Platform;

use super::marks;

/// A case with a finding in the gene that was asked for.
pub(crate) struct Found {
    /// The case.
    pub case: String,
    /// Every such finding is one that the patient was not tested for.
    pub secondary: bool,
}

fn print(platform: &Platform, symbol: &str) -> anyhow::Result<Digest> {
    let symbol = symbol.trim().to_ascii_uppercase();
    Ok(platform
        .blobs()
        .fingerprint(&KeyId::index("gene"), symbol.as_bytes())?)
}

/// Writes the genes of a case anew: symbol, and whether all its findings there are secondary. None takes the case out.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn keep(
    platform: &Platform,
    case: &CaseId,
    genes: &[(String, bool)],
) -> anyhow::Result<()> {
    let mut tx = platform.db().begin().await?;
    let gone = "DELETE FROM oversight_gene WHERE case_id = $1";
    tx.run(Write::new(gone, vec![case.into()])).await?;
    let sql = "INSERT INTO oversight_gene (print, case_id, secondary) VALUES ($1, $2, $3)";
    for (symbol, secondary) in genes {
        let print = print(platform, symbol)?;
        let args = vec![(&print).into(), case.into(), (*secondary).into()];
        tx.run(Write::new(sql, args)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The cases with a finding in a gene, the newest first; of some hospitals if given. After one case, if given.
///
/// # Errors
/// If the store or the key store fails.
pub(crate) async fn with_gene(
    platform: &Platform,
    symbol: &str,
    sites: Option<&[SiteId]>,
    before: &str,
    limit: i64,
) -> anyhow::Result<Vec<Found>> {
    let print = print(platform, symbol)?;
    Ok(found(platform.db(), &print, sites, before, limit).await?)
}

async fn found(
    db: &Db,
    print: &Digest,
    sites: Option<&[SiteId]>,
    before: &str,
    limit: i64,
) -> Result<Vec<Found>, Error> {
    let mut args: Vec<Value> = vec![print.into(), before.into()];
    let mut further = String::new();
    if let Some(sites) = sites {
        further = format!(" AND s.site IN ({})", marks(3, sites.len()));
        args.extend(sites.iter().map(Value::from));
    }
    let sql = format!(
        "SELECT g.case_id, g.secondary FROM oversight_gene g JOIN oversight_standing s ON s.case_id = g.case_id
         WHERE g.print = $1 AND ($2 = '' OR g.case_id < $2){further} ORDER BY g.case_id DESC LIMIT {limit}"
    );
    let rows = db.all_made(sql, args).await?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                case: row.text(0)?,
                secondary: row.int(1)? != 0,
            })
        })
        .collect()
}
