//! Identities of a provider that lead to an account: linked by an administrator, never by signing in.
//!
//! The ledger holds a keyed digest of issuer and subject and decides who enters; the table beside it only finds the account.

use ledger::{Along, Failed};
use store::Write;
use words::{AccountId, Actor, At, Digest};

use crate::{Account, Auth, Command, Error, Refusal, accounts::broken};

/// Longer subjects, and others than ASCII, are not given out by providers (`OpenID` Connect Core 1.0 §2).
const SUBJECT: usize = 255;

/// An identity of a provider that leads to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its digest.
    pub identity: String,
    /// The subject, as the administrator typed it.
    pub subject: String,
    /// When it was linked.
    pub added: At,
}

impl Auth {
    /// Links an account to a subject of an issuer: whom that provider names may enter with it.
    ///
    /// # Errors
    /// Refused to the holder, and if the subject leads to an account already.
    pub async fn link(
        &self,
        account: &AccountId,
        (issuer, subject): (&str, &str),
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let subject = subject.trim();
        let plain = |c: char| c.is_ascii_graphic();
        if subject.is_empty() || subject.len() > SUBJECT || !subject.chars().all(plain) {
            return Err(Failed::Refused(Refusal::NoSubject));
        }
        let identity = self.identity(issuer, subject).await.map_err(broken)?;
        let said = self.sealed(account, subject.as_bytes()).map_err(broken)?;
        let args = vec![
            identity.as_str().into(),
            account.into(),
            said.into(),
            now.into(),
        ];
        let sql =
            "INSERT INTO outside_identity (identity, account, said, added) VALUES ($1, $2, $3, $4)";
        let along = Along {
            writes: vec![Write::new(sql, args)],
            ..Along::default()
        };
        let command = Command::Link { identity };
        let done = self.change(account, command, along, by, now).await;
        done.map_err(|failed| match failed {
            Failed::Store(e) if e.is_unique_violation() => Failed::Refused(Refusal::LinkedAlready),
            other => other,
        })
    }

    /// Ends a link at once, and with it every session of the account.
    ///
    /// # Errors
    /// Refused to the holder, and if there is no such link.
    pub async fn unlink(
        &self,
        account: &AccountId,
        identity: &str,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let along = Along {
            writes: vec![Write::new(
                "DELETE FROM outside_identity WHERE identity = $1 AND account = $2",
                vec![identity.into(), account.into()],
            )],
            ..Along::default()
        };
        let command = Command::Unlink {
            identity: identity.to_owned(),
        };
        self.change(account, command, along, by, now).await?;
        self.revoke_all(account).await.map_err(Failed::Store)
    }

    /// The identities that lead to an account, oldest first.
    ///
    /// # Errors
    /// If the store fails or a subject cannot be opened.
    pub async fn links(&self, account: &AccountId) -> Result<Vec<Linked>, Error> {
        let sql = "SELECT identity, said, added FROM outside_identity WHERE account = $1 ORDER BY added, identity";
        let rows = self.0.ledger.db().all(sql, vec![account.into()]).await?;
        let mut links = Vec::new();
        for row in &rows {
            let said = self.0.sealer.open(account, &row.bytes(1)?);
            links.push(Linked {
                identity: row.text(0)?,
                subject: String::from_utf8_lossy(&said.map_err(Error::Seal)?).into_owned(),
                added: At::from_micros(row.int(2)?),
            });
        }
        Ok(links)
    }

    /// The open account that an identity leads to, as its events say.
    pub(crate) async fn account_linked(
        &self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<AccountId>, Error> {
        let identity = self.identity(issuer, subject).await?;
        let sql = "SELECT account FROM outside_identity WHERE identity = $1";
        let db = self.0.ledger.db();
        let Some(row) = db.one(sql, vec![identity.as_str().into()]).await? else {
            return Ok(None);
        };
        let account: AccountId = row.id(0)?;
        let loaded = self.0.ledger.load::<Account>(account.as_str()).await?;
        let link = loaded.and_then(|l| l.state.links.get(&identity).cloned());
        Ok(link.filter(|l| l.ended_at.is_none()).map(|_| account))
    }

    /// What stands for an identity in the ledger. Subjects may be staff numbers, so the digest is keyed.
    async fn identity(&self, issuer: &str, subject: &str) -> Result<String, Error> {
        let mut said = self.own_secret("identities").await?;
        for part in [issuer, subject] {
            said.extend(part.len().to_be_bytes());
            said.extend(part.as_bytes());
        }
        Ok(Digest::of(&said).to_string())
    }
}
