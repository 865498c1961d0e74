//! Who has opened a version of a report, from the access log.

use auth::Filter;
use web::Platform;
use words::AccountId;

use crate::decide::report::Report;
use crate::words::Kind;

/// How far back the log is read; a report is opened by tens of people, not by thousands.
const LINES: i64 = 10_000;

/// The accounts that have opened the version in force since it was signed, without the one who acts now.
///
/// # Errors
/// If the log cannot be read.
pub async fn openers(
    platform: &Platform,
    id: &str,
    report: &Report,
    acts: &AccountId,
) -> Result<Vec<String>, ::store::Error> {
    let in_force = report.in_force();
    let Some(signature) = in_force.and_then(|v| v.signature.as_ref()) else {
        return Ok(vec![]);
    };
    let filter = Filter {
        case: Some(report.case.clone()),
        from: Some(signature.at),
        ..Filter::default()
    };
    let entries = platform.auth().accesses(&filter, LINES).await?;
    let opened = |e: &&auth::Entry| {
        let staff = e.action == "report.read" && (e.kind != "report" || e.thing == id);
        let patient = e.action == "lay.read" && report.kind == Kind::Lay;
        e.allowed && e.account != *acts && (staff || patient)
    };
    let opened = entries.iter().filter(opened);
    let mut accounts: Vec<String> = opened.map(|e| e.account.to_string()).collect();
    accounts.sort();
    accounts.dedup();
    Ok(accounts)
}
