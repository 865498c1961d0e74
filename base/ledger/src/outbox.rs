//! The event table as outbox: each reaction reads behind a cursor of its own.

use store::{Error, Write};

use crate::{Ledger, Recorded, event::COLUMNS, execute::recorded};

impl Ledger {
    /// Up to `limit` events of the kinds that a reaction has not heard yet.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn unheard(
        &self,
        reaction: &str,
        kinds: &[&str],
        limit: i64,
    ) -> Result<Vec<Recorded>, Error> {
        let marks: Vec<String> = (3..3 + kinds.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT {COLUMNS} FROM ledger_event
             WHERE seq > COALESCE((SELECT seq FROM reaction_cursor WHERE name = $1), 0) AND kind IN ({})
             ORDER BY seq LIMIT $2",
            marks.join(", ")
        );
        let mut args = vec![reaction.into(), limit.into()];
        args.extend(kinds.iter().map(|kind| (*kind).into()));
        recorded(self.db.all_made(sql, args).await?)
    }

    /// The last event that a reaction has heard, or passed over because it was of another kind; 0 if none.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn cursor(&self, reaction: &str) -> Result<i64, Error> {
        let sql = "SELECT seq FROM reaction_cursor WHERE name = $1";
        let row = self.db.one(sql, vec![reaction.into()]).await?;
        row.map_or(Ok(0), |row| row.int(0))
    }

    /// Moves a reaction's cursor past an event. A reaction that dies before this hears the event again, so its commands must be idempotent.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn heard(&self, reaction: &str, seq: i64) -> Result<(), Error> {
        let sql = "INSERT INTO reaction_cursor (name, seq) VALUES ($1, $2)
                   ON CONFLICT (name) DO UPDATE SET seq = excluded.seq";
        self.db
            .run(Write::new(sql, vec![reaction.into(), seq.into()]))
            .await
            .map(drop)
    }
}
