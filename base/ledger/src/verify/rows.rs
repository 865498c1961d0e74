//! Every row beside the fold of its events.

use store::{Db, Error, Value};

use super::{Fault, Verified};
use crate::Kind;

/// Folds one aggregate at a time, in id order, beside a walk over the rows.
pub(super) async fn compare_rows(db: &Db, kind: &Kind, out: &mut Verified) -> Result<(), Error> {
    let mut after = String::new();
    loop {
        let sql = "SELECT DISTINCT id FROM ledger_event WHERE kind = $1 AND id > $2 ORDER BY id LIMIT 500";
        let ids = db
            .all(sql, vec![kind.kind.into(), after.as_str().into()])
            .await?;
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
            break;
        };
        let (first, last) = (first.text(0)?, last.text(0)?);
        let sql = "SELECT id, payload FROM ledger_event WHERE kind = $1 AND id >= $2 AND id <= $3 ORDER BY id, version";
        let events = db
            .all(
                sql,
                vec![kind.kind.into(), first.into(), last.as_str().into()],
            )
            .await?;
        let mut payloads: Vec<(String, Vec<String>)> = Vec::new();
        for row in &events {
            let (id, payload) = (row.text(0)?, row.text(1)?);
            match payloads.last_mut() {
                Some((same, list)) if *same == id => list.push(payload),
                _ => payloads.push((id, vec![payload])),
            }
        }
        for (id, list) in &payloads {
            let mut faults = compare_row(db, kind, id, list).await?;
            if !faults.is_empty() {
                // somebody may have written between the two reads: look again
                let list = events_of(db, kind, id).await?;
                faults = compare_row(db, kind, id, &list).await?;
            }
            out.rows += 1;
            out.faults.extend(faults);
        }
        after = last;
    }
    let sql = format!(
        "SELECT id FROM {} WHERE id NOT IN (SELECT id FROM ledger_event WHERE kind = $1) ORDER BY id",
        kind.table
    );
    for row in db.all_made(sql, vec![kind.kind.into()]).await? {
        out.faults.push(Fault::RowWithoutEvents {
            table: kind.table.to_owned(),
            id: row.text(0)?,
        });
    }
    Ok(())
}

async fn events_of(db: &Db, kind: &Kind, id: &str) -> Result<Vec<String>, Error> {
    let sql = "SELECT payload FROM ledger_event WHERE kind = $1 AND id = $2 ORDER BY version";
    let rows = db.all(sql, vec![kind.kind.into(), id.into()]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

async fn compare_row(
    db: &Db,
    kind: &Kind,
    id: &str,
    events: &[String],
) -> Result<Vec<Fault>, Error> {
    let (table, id) = (kind.table.to_owned(), id.to_owned());
    let list: Vec<&str> = events.iter().map(String::as_str).collect();
    let folded = match (kind.fold)(&list) {
        Ok(Some(folded)) => folded,
        Ok(None) => return Ok(vec![]),
        Err(why) => {
            let kind = kind.kind.to_owned();
            return Ok(vec![Fault::FoldFailed { kind, id, why }]);
        }
    };
    let names: String = folded
        .columns
        .iter()
        .map(|(name, _)| format!(", {name}"))
        .collect();
    let sql = format!("SELECT version, state{names} FROM {table} WHERE id = $1");
    let Some(row) = db.one_made(sql, vec![id.as_str().into()]).await? else {
        return Ok(vec![Fault::RowMissing { table, id }]);
    };
    let mut edited = Vec::new();
    if row.int(0)? != i64::try_from(events.len()).unwrap_or(i64::MAX) {
        edited.push("version");
    }
    if !(kind.same)(&row.text(1)?, &folded.state) {
        edited.push("state");
    }
    for ((name, value), at) in folded.columns.iter().zip(2..) {
        if !equal(&row.value(at)?, value) {
            edited.push(name);
        }
    }
    let fault = |column: &str| Fault::RowEdited {
        table: table.clone(),
        id: id.clone(),
        column: column.to_owned(),
    };
    Ok(edited.into_iter().map(fault).collect())
}

/// Equal, or both absent: SQLite does not tell of what type an absent value is.
fn equal(a: &Value, b: &Value) -> bool {
    let absent = |v: &Value| matches!(v, Value::NoText | Value::NoInt);
    a == b || (absent(a) && absent(b))
}
