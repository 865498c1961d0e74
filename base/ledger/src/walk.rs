//! Reads whole tables, page by page: for proofs, not for screens.

use store::Error;

use crate::{Aggregate, Ledger, Recorded, event::COLUMNS, execute::recorded};

/// Rows read at a time.
const PAGE: i64 = 500;

impl Ledger {
    /// The next states of an aggregate after an id (begin with the empty one), in the order of ids; empty at the end.
    ///
    /// # Errors
    /// If the store fails, or a row does not hold such a state.
    pub async fn states_after<A: Aggregate>(
        &self,
        after: &str,
    ) -> Result<Vec<(String, A::State)>, Error> {
        let sql = format!(
            "SELECT id, state FROM {} WHERE id > $1 ORDER BY id LIMIT {PAGE}",
            A::TABLE
        );
        let rows = self.db.all_made(sql, vec![after.into()]).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?, row.json(1)?)))
            .collect()
    }

    /// The next events of one kind after a position (begin with 0); empty at the end.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn events_of_kind(&self, kind: &str, after: i64) -> Result<Vec<Recorded>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM ledger_event WHERE kind = $1 AND seq > $2 ORDER BY seq LIMIT {PAGE}"
        );
        let args = vec![kind.into(), after.into()];
        recorded(self.db.all_made(sql, args).await?)
    }
}
