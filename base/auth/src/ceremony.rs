//! What is remembered between a question to a key and its answer: once, for five minutes.

use serde::{Serialize, de::DeserializeOwned};
use store::{Error, Write};
use words::{AccountId, At, Digest};

use crate::Auth;

/// A key answers within five minutes.
const SECONDS: i64 = 5 * 60;

impl Auth {
    /// Remembers a question; answers with its one-time name.
    pub(crate) async fn begin<T: Serialize>(
        &self,
        account: &AccountId,
        purpose: &'static str,
        state: &T,
        now: At,
    ) -> Result<String, Error> {
        self.begin_for(account, purpose, state, (now, SECONDS))
            .await
    }

    /// As [`Auth::begin`], for a time of its own.
    pub(crate) async fn begin_for<T: Serialize>(
        &self,
        account: &AccountId,
        purpose: &'static str,
        state: &T,
        (now, seconds): (At, i64),
    ) -> Result<String, Error> {
        let name = self.random_id("cy");
        let state = serde_json::to_string(state).map_err(|e| Error::decode("ceremony", e))?;
        let db = self.0.ledger.db();
        let old = "DELETE FROM ceremony WHERE expires < $1";
        db.run(Write::new(old, vec![now.into()])).await?;
        let sql = "INSERT INTO ceremony (id, account, purpose, state, expires) VALUES ($1, $2, $3, $4, $5)";
        let args = vec![
            (&Digest::of(name.as_bytes())).into(),
            account.into(),
            purpose.into(),
            state.into(),
            now.plus_seconds(seconds).into(),
        ];
        db.run(Write::new(sql, args)).await?;
        Ok(name)
    }

    /// Takes a question back: whose it was and its state. It cannot be taken twice.
    pub(crate) async fn finish<T: DeserializeOwned>(
        &self,
        name: &str,
        purpose: &'static str,
        now: At,
    ) -> Result<Option<(AccountId, T)>, Error> {
        let id = Digest::of(name.as_bytes());
        let db = self.0.ledger.db();
        let sql =
            "SELECT account, state FROM ceremony WHERE id = $1 AND purpose = $2 AND expires > $3";
        let args = vec![(&id).into(), purpose.into(), now.into()];
        let Some(row) = db.one(sql, args).await? else {
            return Ok(None);
        };
        let taken = Write::new("DELETE FROM ceremony WHERE id = $1", vec![(&id).into()]);
        if db.run(taken).await? == 0 {
            return Ok(None);
        }
        Ok(Some((row.id(0)?, row.json(1)?)))
    }
}
