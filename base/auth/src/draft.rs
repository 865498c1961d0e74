//! What somebody typed and has not sent yet: kept per account, sealed, so that a change of user on a shared terminal loses nothing.

use store::Write;
use words::{AccountId, At};

use crate::{Auth, Error};

/// A draft is forgotten after thirty days.
const DAYS: i64 = 30;

impl Auth {
    /// Keeps a draft, in place of an earlier one.
    ///
    /// # Errors
    /// If the store fails or the draft cannot be sealed.
    pub async fn keep_draft(
        &self,
        account: &AccountId,
        form: &str,
        fields: &[u8],
        now: At,
    ) -> Result<(), Error> {
        let db = self.0.ledger.db();
        let old = At::from_micros(now.micros() - DAYS * 86_400_000_000);
        db.run(Write::new(
            "DELETE FROM draft WHERE at < $1",
            vec![old.into()],
        ))
        .await?;
        let sealed = self.0.sealer.seal(account, fields).map_err(Error::Seal)?;
        let sql = "INSERT INTO draft (account, form, fields, at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (account, form) DO UPDATE SET fields = excluded.fields, at = excluded.at";
        let args = vec![account.into(), form.into(), sealed.into(), now.into()];
        db.run(Write::new(sql, args)).await?;
        Ok(())
    }

    /// A draft of one's own.
    ///
    /// # Errors
    /// If the store fails or the draft cannot be opened.
    pub async fn draft(&self, account: &AccountId, form: &str) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT fields FROM draft WHERE account = $1 AND form = $2";
        let args = vec![account.into(), form.into()];
        let Some(row) = self.0.ledger.db().one(sql, args).await? else {
            return Ok(None);
        };
        let opened = self.0.sealer.open(account, &row.bytes(0)?);
        opened.map(Some).map_err(Error::Seal)
    }

    /// Forgets a draft: the form was sent.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn drop_draft(&self, account: &AccountId, form: &str) -> Result<(), store::Error> {
        let sql = "DELETE FROM draft WHERE account = $1 AND form = $2";
        let args = vec![account.into(), form.into()];
        let done = self.0.ledger.db().run(Write::new(sql, args));
        done.await.map(drop)
    }
}
