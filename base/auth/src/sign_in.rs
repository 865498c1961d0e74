//! Signing in: login name, password and code, with lockout; and what a token or cookie says.

use ledger::Failed;
use store::Write;
use words::{AccountId, At, Text, text};

use crate::{Auth, Error, Refusal};

/// Failures in a row before the account is locked.
const TRIES: i64 = 5;
/// For how long: 15 minutes.
const LOCK_SECONDS: i64 = 15 * 60;
/// Locks in a row before only another person opens the account again.
const ROUNDS: i64 = 3;
/// Until another person unlocks it: the year 9999.
const FOR_GOOD: At = At::from_micros(253_370_764_800_000_000);

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSignedIn {
    /// Login, password or code is wrong; which one is not said.
    #[error("wrong login, password or code")]
    Wrong,
    /// Too many failures.
    #[error("locked")]
    Locked {
        /// Until when.
        until: At,
    },
    /// Locked again and again; only another person unlocks it.
    #[error("locked until another person unlocks it")]
    LockedOut,
    /// Neither cookie nor token was sent.
    #[error("no session and no token")]
    None,
    /// The session or token is over.
    #[error("the session or token has expired")]
    Expired,
    /// The session or token was never issued here, or was revoked, or its account was closed.
    #[error("the session or token is not valid")]
    Invalid,
}

impl words::Refusal for NotSignedIn {
    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "E-AUTH-WRONG",
            Self::Locked { .. } => "E-AUTH-LOCKED",
            Self::LockedOut => "E-AUTH-LOCKED-OUT",
            Self::None => "E-AUTH-NONE",
            Self::Expired => "E-AUTH-EXPIRED",
            Self::Invalid => "E-AUTH-INVALID",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Wrong => text!(
                "ログイン名、パスワード、確認コードのいずれかが違います。もう一度入力してください。",
                "The login name, the password or the code is wrong. Please try again."
            ),
            Self::Locked { until } => {
                let (ja, en) = (until.show(words::Lang::Ja), until.show(words::Lang::En));
                text!(
                    ("続けて間違えたため、{ja} までサインインできません。お急ぎのときは管理者に連絡してください。"),
                    ("Too many wrong tries: signing in is locked until {en}. If it is urgent, call an administrator.")
                )
            }
            Self::LockedOut => text!(
                "間違いがくり返されたため、このアカウントは止められています。患者さんは病院の窓口に、職員は管理者に、解除を依頼してください。",
                "This account is stopped after repeated wrong tries. Ask the hospital's desk (patients) or an administrator (staff) to unlock it."
            ),
            Self::None => text!("サインインしてください。", "Please sign in."),
            Self::Expired => text!(
                "サインインまたはトークンの有効期限が切れました。保存済みの内容は残っています。もう一度サインインするか、新しいトークンを発行してください。",
                "Your session or token has expired. What was saved is kept. Sign in again, or issue a new token."
            ),
            Self::Invalid => text!(
                "このサインインまたはトークンは無効です。もう一度サインインしてください。",
                "This session or token is not valid. Please sign in again."
            ),
        }
    }
}

/// Signing in failed: an answer, or the world.
#[derive(Debug, thiserror::Error)]
pub enum SignInFailed {
    /// The answer is no.
    #[error(transparent)]
    Refused(#[from] NotSignedIn),
    /// The world failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for SignInFailed {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

struct Credentials {
    id: AccountId,
    password: String,
    totp: Vec<u8>,
    locked_until: At,
}

impl Auth {
    /// Checks login name, password and code. Every try is counted before it is checked, so parallel guesses do not help.
    ///
    /// # Errors
    /// [`SignInFailed`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        code: &str,
        now: At,
    ) -> Result<AccountId, SignInFailed> {
        let Some(known) = self.credentials(login).await? else {
            self.matches(password, None).await?;
            return Err(NotSignedIn::Wrong.into());
        };
        if !self.count_try(&known.id, now).await? {
            let until = known.locked_until.max(now.plus_seconds(1));
            if until >= FOR_GOOD {
                return Err(NotSignedIn::LockedOut.into());
            }
            return Err(NotSignedIn::Locked { until }.into());
        }
        let fits = self.matches(password, Some(known.password)).await?;
        let step = self.step_of(&known.id, &known.totp, code, now)?;
        match step.filter(|_| fits) {
            Some(step) if self.use_step(&known.id, step).await? => {}
            _ => return Err(NotSignedIn::Wrong.into()),
        }
        // staff sign in with a passkey only: a password can be fished for
        match self.who(&known.id, now).await? {
            Some(who) if who.person.is_some() => Ok(who.account),
            _ => Err(NotSignedIn::Wrong.into()),
        }
    }

    async fn credentials(&self, login: &str) -> Result<Option<Credentials>, store::Error> {
        let sql = "SELECT id, password, totp, locked_until FROM account WHERE login = $1";
        let row = self
            .0
            .ledger
            .db()
            .one(sql, vec![login.trim().into()])
            .await?;
        row.map(|row| {
            Ok(Credentials {
                id: row.id(0)?,
                password: row.text(1)?,
                totp: row.bytes(2)?,
                locked_until: At::from_micros(row.int(3)?),
            })
        })
        .transpose()
    }

    /// Counts a try; false if the account is locked. The fifth failure locks; the first try after a lock starts anew.
    async fn count_try(&self, id: &AccountId, now: At) -> Result<bool, store::Error> {
        let sql =
            "UPDATE account SET failures = CASE WHEN failures >= $4 THEN 1 ELSE failures + 1 END,
                     locked_until = CASE WHEN failures + 1 <> $4 THEN 0 WHEN lock_rounds + 1 >= $5 THEN $6 ELSE $3 END,
                     lock_rounds = CASE WHEN failures + 1 = $4 THEN lock_rounds + 1 ELSE lock_rounds END
                   WHERE id = $1 AND locked_until <= $2";
        let until = now.plus_seconds(LOCK_SECONDS);
        let args = vec![
            id.into(),
            now.into(),
            until.into(),
            TRIES.into(),
            ROUNDS.into(),
            FOR_GOOD.into(),
        ];
        Ok(self.0.ledger.db().run(Write::new(sql, args)).await? == 1)
    }

    /// Unlocks an account; nobody unlocks the own one.
    ///
    /// # Errors
    /// Refused to the holder.
    pub async fn unlock(&self, id: &AccountId, by: &AccountId) -> Result<(), Failed<Refusal>> {
        if id == by {
            return Err(Failed::Refused(Refusal::OneselfGrant));
        }
        let sql =
            "UPDATE account SET failures = 0, locked_until = 0, lock_rounds = 0 WHERE id = $1";
        let done = self.0.ledger.db().run(Write::new(sql, vec![id.into()]));
        done.await.map(drop).map_err(Failed::Store)
    }

    /// Uses up a time step and forgets the failures; false if a code of this step or a later one was used before.
    async fn use_step(&self, id: &AccountId, step: i64) -> Result<bool, store::Error> {
        let sql = "UPDATE account SET totp_step = $2, failures = 0, locked_until = 0, lock_rounds = 0 WHERE id = $1 AND totp_step < $2";
        let args = vec![id.into(), step.into()];
        Ok(self.0.ledger.db().run(Write::new(sql, args)).await? == 1)
    }
}
