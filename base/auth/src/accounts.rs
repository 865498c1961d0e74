//! Opening accounts, granting and revoking roles, and answers about them.

use ledger::{Along, Failed};
use store::Write;
use words::{AccountId, Actor, At, Context, Lang, PersonId, SiteId};

use crate::{Account, Auth, Command, Error, Facts, Grant, Refusal, State, secret};

/// What is needed to open an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// What its holder types to sign in.
    pub login: String,
    /// The holder's name, sealed at once.
    pub name: String,
    /// The first password; none for who signs in with a passkey only.
    pub password: Option<String>,
    /// The participant who will sign in with it.
    pub person: Option<PersonId>,
    /// The holder's language.
    pub lang: Lang,
}

/// A freshly opened account.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its id.
    pub id: AccountId,
    /// The secret of the second factor in base 32, for the authenticator; shown once.
    pub totp: String,
}

/// What screens show of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The account.
    pub id: AccountId,
    /// The login name.
    pub login: String,
    /// The holder's name.
    pub name: String,
    /// The holder's language.
    pub lang: Lang,
}

impl Auth {
    /// Opens an account.
    ///
    /// # Errors
    /// Refused if the id or the login name is taken.
    pub async fn open_account(
        &self,
        new: NewAccount,
        by: &Actor,
        now: At,
    ) -> Result<Opened, Failed<Refusal>> {
        let secret = self.new_totp_secret();
        let seal = |bytes: &[u8]| self.sealed(&new.id, bytes).map_err(broken);
        let (name, totp) = (seal(new.name.as_bytes())?, seal(&secret)?);
        let password = match &new.password {
            Some(password) => self.hash(password).await.map_err(broken)?,
            None => crate::secret::NOBODY.to_owned(),
        };
        let args = vec![
            (&new.id).into(),
            new.login.trim().into(),
            name.into(),
            password.into(),
            totp.into(),
            new.lang.tag().into(),
        ];
        let sql = "INSERT INTO account (id, login, name, password, totp, totp_step, failures, locked_until, lang) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6)";
        let along = Along {
            writes: vec![Write::new(sql, args)],
            ..Along::default()
        };
        let command = Command::Open { person: new.person };
        self.change(&new.id, command, along, by, now)
            .await
            .map_err(|failed| match failed {
                Failed::Store(e) if e.is_unique_violation() => {
                    Failed::Refused(Refusal::AlreadyOpen)
                }
                other => other,
            })?;
        Ok(Opened {
            id: new.id,
            totp: data_encoding::BASE32_NOPAD.encode(&secret),
        })
    }

    /// Grants a role; answers with the id of the grant.
    ///
    /// # Errors
    /// Refused if the role, the site and the period do not fit, or by the holder himself.
    pub async fn grant(
        &self,
        account: &AccountId,
        role: &str,
        site: Option<SiteId>,
        period: (At, Option<At>),
        by: &Actor,
        now: At,
    ) -> Result<String, Failed<Refusal>> {
        let id = self.random_id("gr");
        let command = Command::Grant {
            id: id.clone(),
            role: role.to_owned(),
            site,
            from: period.0,
            until: period.1,
        };
        self.change(account, command, Along::default(), by, now)
            .await
            .map(|()| id)
    }

    /// Revokes a grant at once.
    ///
    /// # Errors
    /// Refused if there is no such grant in force.
    pub async fn revoke_grant(
        &self,
        account: &AccountId,
        grant: &str,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let command = Command::Revoke {
            id: grant.to_owned(),
        };
        self.change(account, command, Along::default(), by, now)
            .await
    }

    /// Closes an account: its grants, sessions and tokens end at once, and its address for messages is forgotten.
    ///
    /// # Errors
    /// Refused if it is not open.
    pub async fn close_account(
        &self,
        account: &AccountId,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        // whom a provider names may come back with another account
        let sql = "DELETE FROM outside_identity WHERE account = $1";
        let along = Along {
            writes: vec![Write::new(sql, vec![account.into()])],
            ..Along::default()
        };
        self.change(account, Command::Close, along, by, now).await?;
        self.forget_address(account).await.map_err(Failed::Store)?;
        self.revoke_all(account).await.map_err(Failed::Store)
    }

    /// Opens a closed account again, as it was: its holder signs in anew.
    ///
    /// # Errors
    /// Refused if it is open, or there is none.
    pub async fn reopen_account(
        &self,
        account: &AccountId,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        self.change(account, Command::Reopen, Along::default(), by, now)
            .await
    }

    pub(crate) async fn change(
        &self,
        account: &AccountId,
        command: Command,
        along: Along,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<Refusal>> {
        let facts = Facts {
            account: account.clone(),
            now,
            by: by.account.clone(),
        };
        let context = Context::new(now, by.clone());
        self.0
            .ledger
            .execute_along::<Account>(account.as_str(), command, &facts, &context, along)
            .await
            .map(drop)
    }

    /// Seals bytes for an account.
    ///
    /// # Errors
    /// If the key cannot be read or made.
    pub fn sealed(&self, account: &AccountId, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        self.0.sealer.seal(account, bytes).map_err(Error::Seal)
    }

    /// What screens show of an account.
    ///
    /// # Errors
    /// If the store fails or the name cannot be opened.
    pub async fn profile(&self, account: &AccountId) -> Result<Option<Profile>, Error> {
        let sql = "SELECT login, name, lang FROM account WHERE id = $1";
        let Some(row) = self.0.ledger.db().one(sql, vec![account.into()]).await? else {
            return Ok(None);
        };
        let name = self
            .0
            .sealer
            .open(account, &row.bytes(1)?)
            .map_err(Error::Seal)?;
        let (login, lang) = (row.text(0)?, Lang::from_tag(&row.text(2)?));
        Ok(Some(Profile {
            id: account.clone(),
            login,
            name: String::from_utf8_lossy(&name).into_owned(),
            lang,
        }))
    }

    /// Every account with its grants, for access review.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn accounts(&self) -> Result<Vec<(AccountId, State)>, store::Error> {
        let rows = self
            .0
            .ledger
            .db()
            .all("SELECT id, state FROM auth_account ORDER BY id", vec![])
            .await?;
        rows.iter()
            .map(|row| Ok((row.id(0)?, row.json(1)?)))
            .collect()
    }

    /// Who held which role at an instant: "who could on day D".
    ///
    /// # Errors
    /// If the store fails.
    pub async fn held_at(&self, at: At) -> Result<Vec<(AccountId, Grant)>, store::Error> {
        let accounts = self.accounts().await?;
        let held = accounts
            .into_iter()
            .flat_map(|(id, state)| state.in_force(at).into_iter().map(move |g| (id.clone(), g)));
        Ok(held.collect())
    }

    /// The staff who hold one of some roles now, each with those grants: whom a panel session may be made of.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn staff_with_roles(
        &self,
        roles: &[&str],
        now: At,
    ) -> Result<Vec<(AccountId, Vec<Grant>)>, store::Error> {
        let sql =
            "SELECT id, state FROM auth_account WHERE person IS NULL AND closed = 0 ORDER BY id";
        let rows = self.0.ledger.db().all(sql, vec![]).await?;
        let mut staff = Vec::new();
        for row in &rows {
            let mut grants = row.json::<State>(1)?.in_force(now);
            grants.retain(|g| roles.contains(&g.role.as_str()));
            if !grants.is_empty() {
                staff.push((row.id(0)?, grants));
            }
        }
        Ok(staff)
    }

    /// The account with a login name.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn account_named(&self, login: &str) -> Result<Option<AccountId>, store::Error> {
        let sql = "SELECT id FROM account WHERE login = $1";
        let row = self
            .0
            .ledger
            .db()
            .one(sql, vec![login.trim().into()])
            .await?;
        row.map(|row| row.id(0)).transpose()
    }

    /// The account that signs in for a participant, if there is one.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn account_of(&self, person: &PersonId) -> Result<Option<AccountId>, store::Error> {
        let sql = "SELECT id FROM auth_account WHERE person = $1 AND closed = 0 ORDER BY id";
        self.0
            .ledger
            .db()
            .one(sql, vec![person.into()])
            .await?
            .map(|row| row.id(0))
            .transpose()
    }

    /// The closed accounts of a participant, each with the moment it was closed.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn closed_accounts_of(
        &self,
        person: &PersonId,
    ) -> Result<Vec<(AccountId, At)>, store::Error> {
        let sql = "SELECT id, state FROM auth_account WHERE person = $1 AND closed = 1 ORDER BY id";
        let rows = self.0.ledger.db().all(sql, vec![person.into()]).await?;
        let mut all = Vec::new();
        for row in &rows {
            let closed = row.json::<State>(1)?.closed_at;
            all.extend(closed.map(|at| row.id(0).map(|id| (id, at))).transpose()?);
        }
        Ok(all)
    }
}

/// The code an authenticator shows for a secret in base 32: for demonstrations and tests.
#[must_use]
pub fn code_at(totp: &str, now: At) -> Option<String> {
    let secret = data_encoding::BASE32_NOPAD.decode(totp.as_bytes()).ok()?;
    Some(secret::code_at(secret, now))
}

pub(crate) fn broken(error: Error) -> Failed<Refusal> {
    match error {
        Error::Store(e) => Failed::Store(e),
        other => Failed::Store(store::Error::decode("account", other)),
    }
}
