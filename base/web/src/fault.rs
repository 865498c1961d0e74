//! What the world did wrong, as problems of their own: database away, disk full, an object that is not what was stored.
//!
//! The operator reads the cause in the log; the user reads what happened, what was kept and what to do.

use axum::http::StatusCode;
use words::{Text, text};

use crate::Problem;

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the store failed");
        of_store(&error).unwrap_or_else(Self::broken)
    }
}

impl From<blob::Error> for Problem {
    fn from(error: blob::Error) -> Self {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the object store failed"
        );
        of_blob(&error).unwrap_or_else(Self::broken)
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        tracing::error!(error = format!("{error:#}"), "a request failed");
        known(&error).unwrap_or_else(Self::broken)
    }
}

impl From<auth::Error> for Problem {
    fn from(error: auth::Error) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "accounts failed");
        in_chain(&error).unwrap_or_else(Self::broken)
    }
}

/// Why a job failed, as its row keeps it: the sentence of a known fault with its code, and the cause.
pub(crate) fn reason(error: &anyhow::Error) -> String {
    match known(error) {
        Some(problem) => {
            let Text { ja, en } = &problem.detail;
            format!("{}: {ja} / {en} ({error:#})", problem.code)
        }
        None => format!("{error:#}"),
    }
}

/// The fault below an error, if it is one that has a sentence of its own.
fn known(error: &anyhow::Error) -> Option<Problem> {
    in_chain(error.as_ref())
}

fn in_chain(error: &(dyn std::error::Error + 'static)) -> Option<Problem> {
    let mut next = Some(error);
    while let Some(here) = next {
        let store = here.downcast_ref().and_then(of_store);
        let found = store.or_else(|| here.downcast_ref().and_then(of_blob));
        let found = found.or_else(|| here.downcast_ref().and_then(of_disk));
        if found.is_some() {
            return found;
        }
        next = here.source();
    }
    None
}

fn of_store(error: &store::Error) -> Option<Problem> {
    if error.is_away() {
        return Some(database_away());
    }
    error.is_disk_full().then(disk_full)
}

fn of_disk(error: &std::io::Error) -> Option<Problem> {
    (error.kind() == std::io::ErrorKind::StorageFull).then(disk_full)
}

fn of_blob(error: &blob::Error) -> Option<Problem> {
    use blob::Error as E;
    let (status, code) = match error {
        E::Store(error) => return of_store(error),
        error if error.is_disk_full() => return Some(disk_full()),
        E::Tampered { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "E-BLOB-TAMPERED"),
        E::SealBroken { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "E-BLOB-SEAL-BROKEN"),
        E::Missing { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "E-BLOB-MISSING"),
        E::KeyLost { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "E-BLOB-KEY-LOST"),
        E::Forgotten { .. } => (StatusCode::GONE, "E-BLOB-FORGOTTEN"),
        E::Remote { .. } => (StatusCode::SERVICE_UNAVAILABLE, "E-BLOB-AWAY"),
        _ => return None,
    };
    Some(Problem::new(status, code, error.text()))
}

/// The database does not answer.
pub(crate) fn database_away() -> Problem {
    let detail = text!(
        "データベースに接続できません。記録済みの内容は保たれています。復旧すると自動で再開します。少し待ち、直前の操作が記録されたかを確かめてから、もう一度お試しください。",
        "The database does not answer. What was recorded is kept, and work goes on by itself when it is back. Please wait a little, look whether your last step was recorded, and try again."
    );
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "E-DATABASE-AWAY", detail)
}

/// There is no room left.
fn disk_full() -> Problem {
    let detail = text!(
        "保存先の空きがないため、記録できませんでした。記録済みの内容は保たれています。管理者に空き容量を増やすよう伝えてから、もう一度お試しください。",
        "There is no room left, so this was not recorded. What was recorded before is kept. Ask the administrator to make room, then try again."
    );
    Problem::new(StatusCode::INSUFFICIENT_STORAGE, "E-DISK-FULL", detail)
}
