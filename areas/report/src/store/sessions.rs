//! Sessions: running, closed lately, and cases that wait for one.

use store::{Db, Error, Row, Value};
use words::CaseId;

use crate::decide::panel::Panel;
use crate::words::panel::Member;

fn panels(rows: &[Row]) -> Result<Vec<Panel>, Error> {
    rows.iter().map(|row| row.json(0)).collect()
}

/// Sessions that are not over, by day and case.
///
/// # Errors
/// If the store fails.
pub(crate) async fn running(db: &Db) -> Result<Vec<Panel>, Error> {
    let sql = "SELECT state FROM report_panel WHERE status <> 'closed' ORDER BY case_id";
    let mut all = panels(&db.all(sql, vec![]).await?)?;
    all.sort_by_key(|p| p.plan.day);
    Ok(all)
}

/// Closed sessions with the highest case numbers.
///
/// # Errors
/// If the store fails.
pub(crate) async fn closed(db: &Db, most: i64) -> Result<Vec<Panel>, Error> {
    let sql =
        "SELECT state FROM report_panel WHERE status = 'closed' ORDER BY case_id DESC LIMIT $1";
    panels(&db.all(sql, vec![Value::from(most)]).await?)
}

/// Cases whose analysis report is signed and for which no session is planned.
///
/// # Errors
/// If the store fails.
pub(crate) async fn waiting(db: &Db) -> Result<Vec<CaseId>, Error> {
    let sql = "SELECT r.case_id FROM report_report r LEFT JOIN report_panel p ON p.case_id = r.case_id
               WHERE r.kind = 'analysis' AND r.status = 'signed' AND p.id IS NULL ORDER BY r.case_id LIMIT 100";
    let rows = db.all(sql, vec![]).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// The members of the latest plans under a rule set, for who usually sits where.
///
/// # Errors
/// If the store fails.
pub(crate) async fn plans(db: &Db, rule_set: &str) -> Result<Vec<Vec<Member>>, Error> {
    let sql = "SELECT state FROM report_panel ORDER BY version DESC, id DESC LIMIT 50";
    let mut all = panels(&db.all(sql, vec![]).await?)?;
    all.sort_by_key(|p| (p.plan.rule_set != rule_set, std::cmp::Reverse(p.plan.day)));
    Ok(all.into_iter().map(|p| p.plan.members).collect())
}
