//! Invitations: a one-time code on a letter or a screen with which somebody gets in for the first time, or again after losing a key.

use ledger::Failed;
use serde_json::Value;
use store::{Row, Write};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};
use words::{AccountId, Actor, At, Digest};

use crate::{
    Auth, Error, KeyFailed, KeyRefused, Refusal, RelyingParty,
    passkeys::{ADD, own, read},
};

/// An invitation that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Whose.
    pub account: AccountId,
    /// Until when.
    pub expires: At,
    /// It opens one session by itself, without key or password: the way of those who have neither.
    pub letter: bool,
}

impl Auth {
    /// Invites the holder of an account: the code, shown once. Earlier codes of the account end.
    ///
    /// # Errors
    /// Refused to the holder: a way back needs a second person.
    pub async fn invite(
        &self,
        account: &AccountId,
        (days, letter): (i64, bool),
        by: &Actor,
        now: At,
    ) -> Result<String, Failed<Refusal>> {
        if by.account == *account {
            return Err(Failed::Refused(Refusal::OneselfGrant));
        }
        if self.who(account, now).await?.is_none() {
            return Err(Failed::Refused(Refusal::NotOpen));
        }
        let mut bytes = [0; 10];
        (self.0.chance)(&mut bytes);
        let code = data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase();
        let db = self.0.ledger.db();
        let old = "UPDATE invitation SET used = 1 WHERE account = $1 AND used = 0";
        db.run(Write::new(old, vec![account.into()])).await?;
        let sql = "INSERT INTO invitation (digest, account, created, created_by, expires, letter, used) VALUES ($1, $2, $3, $4, $5, $6, 0)";
        let args = vec![
            (&digest(&code)).into(),
            account.into(),
            now.into(),
            (&by.account).into(),
            now.plus_days(days).into(),
            letter.into(),
        ];
        db.run(Write::new(sql, args)).await?;
        Ok(grouped(&code))
    }

    /// The invitation of a code, if it can still be used.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn invitation(
        &self,
        code: &str,
        now: At,
    ) -> Result<Option<Invitation>, store::Error> {
        let sql = "SELECT account, expires, letter FROM invitation WHERE digest = $1 AND used = 0 AND expires > $2";
        let args = vec![(&digest(code)).into(), now.into()];
        let row = self.0.ledger.db().one(sql, args).await?;
        row.as_ref().map(invitation).transpose()
    }

    /// Gets in with a new passkey: the earlier keys and sessions of the account end, its locks too.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn accept_with_key(
        &self,
        at: &RelyingParty,
        code: &str,
        (ceremony, credential): (&str, &Value),
        label: &str,
        now: At,
    ) -> Result<AccountId, KeyFailed> {
        let asked = self
            .finish::<PasskeyRegistration>(ceremony, ADD, now)
            .await?;
        let (account, state) = asked.ok_or(KeyRefused::Over)?;
        let made: RegisterPublicKeyCredential = read(credential)?;
        let key = at.webauthn.finish_passkey_registration(&made, &state);
        let key = key.map_err(|_| KeyRefused::Wrong)?;
        if !self.take(code, &account, now).await? {
            return Err(KeyRefused::Over.into());
        }
        for old in self.keys(&account).await? {
            let ended = self
                .revoke_key(&account, &old.id, &own(&account), now)
                .await;
            ended.map_err(|e| match e {
                Failed::Store(e) => e.into(),
                _ => KeyFailed::from(KeyRefused::Over),
            })?;
        }
        self.keep_key(&account, &key, label, now).await?;
        self.begin_anew(&account).await?;
        Ok(account)
    }

    /// Gets in with a password: answers with the secret for the authenticator, shown once. For participants only.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn accept_with_password(
        &self,
        code: &str,
        password: &str,
        now: At,
    ) -> Result<String, KeyFailed> {
        let account = self.of_participant(code, false, now).await?;
        let secret = self.new_totp_secret();
        let sealed = self.0.sealer.seal(&account, &secret).map_err(Error::Seal)?;
        let hash = self.hash(password).await?;
        if !self.take(code, &account, now).await? {
            return Err(KeyRefused::Over.into());
        }
        let sql = "UPDATE account SET password = $2, totp = $3, totp_step = 0 WHERE id = $1";
        let args = vec![(&account).into(), hash.into(), sealed.into()];
        self.0.ledger.db().run(Write::new(sql, args)).await?;
        self.begin_anew(&account).await?;
        Ok(data_encoding::BASE32_NOPAD.encode(&secret))
    }

    /// Gets in once with the code of a letter. For participants only.
    ///
    /// # Errors
    /// [`KeyFailed`].
    pub async fn accept_letter(&self, code: &str, now: At) -> Result<AccountId, KeyFailed> {
        let account = self.of_participant(code, true, now).await?;
        if self.take(code, &account, now).await? {
            Ok(account)
        } else {
            Err(KeyRefused::Over.into())
        }
    }

    async fn of_participant(
        &self,
        code: &str,
        letter: bool,
        now: At,
    ) -> Result<AccountId, KeyFailed> {
        let invited = self.invitation(code, now).await?;
        let invited = invited
            .filter(|i| i.letter == letter)
            .ok_or(KeyRefused::Over)?;
        let who = self.who(&invited.account, now).await?;
        let who = who.filter(|w| w.person.is_some()).ok_or(KeyRefused::Over)?;
        Ok(who.account)
    }

    /// Uses a code up; false if it was used, is over, or is another account's.
    async fn take(&self, code: &str, account: &AccountId, now: At) -> Result<bool, store::Error> {
        let sql = "UPDATE invitation SET used = 1 WHERE digest = $1 AND account = $2 AND used = 0 AND expires > $3";
        let args = vec![(&digest(code)).into(), account.into(), now.into()];
        Ok(self.0.ledger.db().run(Write::new(sql, args)).await? == 1)
    }

    async fn begin_anew(&self, account: &AccountId) -> Result<(), store::Error> {
        self.revoke_all(account).await?;
        let sql =
            "UPDATE account SET failures = 0, locked_until = 0, lock_rounds = 0 WHERE id = $1";
        let done = self
            .0
            .ledger
            .db()
            .run(Write::new(sql, vec![account.into()]));
        done.await.map(drop)
    }
}

fn invitation(row: &Row) -> Result<Invitation, store::Error> {
    Ok(Invitation {
        account: row.id(0)?,
        expires: At::from_micros(row.int(1)?),
        letter: row.int(2)? != 0,
    })
}

/// Typed from paper: case, spaces, hyphens and full width do not count; 0 and 1 are read as O and I, which the code may hold.
fn digest(code: &str) -> Digest {
    let plain = |c: char| match c {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('！') + u32::from('!'))
        }
        c => Some(c),
    };
    let read = |c: char| match c.to_ascii_lowercase() {
        '0' => Some('o'),
        '1' => Some('i'),
        c if c.is_ascii_alphanumeric() => Some(c),
        _ => None,
    };
    let code: String = code.chars().filter_map(plain).filter_map(read).collect();
    Digest::of(format!("invitation {code}").as_bytes())
}

/// Four groups of four.
fn grouped(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|c| c.iter().collect()).collect();
    groups.join("-")
}
