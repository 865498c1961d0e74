//! Where somebody may be written to: an e-mail address, sealed under the key of the account, used only once its holder has
//! typed the code that was mailed there. Messages hold nothing; who never gives an address misses nothing but the hint.

use serde::{Deserialize, Serialize};
use store::{Row, Write};
use words::{AccountId, At, Text, text};

use crate::{Auth, Error};

/// A code can be used for an hour.
const CODE_SECONDS: i64 = 3_600;
/// Another code is mailed a minute later at the earliest: nobody floods a stranger through us.
const PAUSE_SECONDS: i64 = 60;
/// So often a code may be mistyped.
const TRIES: i64 = 5;

/// An address as its holder gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub address: String,
    /// The code that proves it, while it waits for it.
    pub code: Option<String>,
    /// Until when the code can be used.
    pub code_until: At,
    /// When it was proved.
    pub verified_at: Option<At>,
}

/// What lies sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    address: String,
    code: String,
}

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefused {
    /// It does not look like one.
    #[error("that is not an e-mail address")]
    Form,
    /// A code was mailed less than a minute ago.
    #[error("a code was mailed a moment ago")]
    TooSoon,
    /// Not that code.
    #[error("the code is wrong")]
    Wrong,
    /// The code is over, or was mistyped too often, or there is none.
    #[error("there is no code to prove")]
    Over,
}

impl words::Refusal for AddressRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Form => "E-ADDRESS-FORM",
            Self::TooSoon => "E-ADDRESS-TOO-SOON",
            Self::Wrong => "E-ADDRESS-WRONG-CODE",
            Self::Over => "E-ADDRESS-CODE-OVER",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Form => text!(
                "メールアドレスの書き方が違います。例：name@example.jp",
                "That is not an e-mail address. Write it like name@example.jp."
            ),
            Self::TooSoon => text!(
                "確認のメールは先ほど送りました。1分ほど待ってから、もう一度お試しください。",
                "A mail with a code was sent a moment ago. Please wait a minute and try again."
            ),
            Self::Wrong => text!(
                "確認コードが違います。届いたメールの8桁の数字を入れてください。",
                "That is not the code. Type the eight digits of the mail."
            ),
            Self::Over => text!(
                "この確認コードは使えません。アドレスをもう一度入れると、新しいコードが届きます。",
                "The code cannot be used any more. Give the address again to get another one."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        ""
    }
}

/// The world failed, or it was refused.
#[derive(Debug, thiserror::Error)]
pub enum AddressFailed {
    /// Refused.
    #[error(transparent)]
    Refused(#[from] AddressRefused),
    /// The world failed.
    #[error(transparent)]
    Broken(#[from] Error),
}

impl From<store::Error> for AddressFailed {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl Auth {
    /// The address of an account, proved or not.
    ///
    /// # Errors
    /// If the store fails or the address cannot be opened.
    pub async fn address(&self, account: &AccountId) -> Result<Option<Address>, Error> {
        let row = self.address_row(account).await?;
        row.map(|row| self.opened(account, &row)).transpose()
    }

    async fn address_row(&self, account: &AccountId) -> Result<Option<Row>, store::Error> {
        let sql =
            "SELECT sealed, code_until, verified_at, set_at, tries FROM address WHERE account = $1";
        self.0.ledger.db().one(sql, vec![account.into()]).await
    }

    fn opened(&self, account: &AccountId, row: &Row) -> Result<Address, Error> {
        let sealed = row.bytes(0)?;
        let plain = self.0.sealer.open(account, &sealed).map_err(Error::Seal)?;
        let plain: Sealed = serde_json::from_slice(&plain).map_err(|e| Error::Seal(Box::new(e)))?;
        let verified = row.int(2)?;
        Ok(Address {
            address: plain.address,
            code: Some(plain.code).filter(|c| !c.is_empty()),
            code_until: At::from_micros(row.int(1)?),
            verified_at: (verified > 0).then(|| At::from_micros(verified)),
        })
    }

    /// Takes an address in place of an earlier one. Nothing goes there but its code, until that is typed.
    ///
    /// # Errors
    /// [`AddressFailed`].
    pub async fn set_address(
        &self,
        account: &AccountId,
        address: &str,
        now: At,
    ) -> Result<(), AddressFailed> {
        let address = address.trim();
        if !looks_right(address) {
            return Err(AddressRefused::Form.into());
        }
        if let Some(row) = self.address_row(account).await?
            && At::from_micros(row.int(3)?).plus_seconds(PAUSE_SECONDS) > now
        {
            return Err(AddressRefused::TooSoon.into());
        }
        let code = self.new_code();
        let sealed = self.seal_address(account, address, &code)?;
        let sql = "INSERT INTO address (account, sealed, set_at, code_until, tries, verified_at) VALUES ($1, $2, $3, $4, 0, 0)
                   ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at,
                   code_until = excluded.code_until, tries = 0, verified_at = 0";
        let until = now.plus_seconds(CODE_SECONDS);
        let args = vec![account.into(), sealed.into(), now.into(), until.into()];
        self.0.ledger.db().run(Write::new(sql, args)).await?;
        Ok(())
    }

    fn seal_address(
        &self,
        account: &AccountId,
        address: &str,
        code: &str,
    ) -> Result<Vec<u8>, Error> {
        let plain = Sealed {
            address: address.to_owned(),
            code: code.to_owned(),
        };
        let plain = serde_json::to_vec(&plain).map_err(|e| Error::Seal(Box::new(e)))?;
        self.sealed(account, &plain)
    }

    /// Eight digits.
    fn new_code(&self) -> String {
        let mut bytes = [0; 8];
        (self.0.chance)(&mut bytes);
        format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000)
    }

    /// Proves an address by the code that was mailed there.
    ///
    /// # Errors
    /// [`AddressFailed`]; after five wrong codes a new one has to be mailed.
    pub async fn prove_address(
        &self,
        account: &AccountId,
        code: &str,
        now: At,
    ) -> Result<(), AddressFailed> {
        let db = self.0.ledger.db();
        // the try counts before it is looked at, so that two at once are two
        let sql = "UPDATE address SET tries = tries + 1 WHERE account = $1 AND verified_at = 0 AND tries < $2 AND code_until > $3";
        let args = vec![account.into(), TRIES.into(), now.into()];
        if db.run(Write::new(sql, args)).await? != 1 {
            return Err(AddressRefused::Over.into());
        }
        let found = self.address(account).await?.ok_or(AddressRefused::Over)?;
        let typed: String = code.chars().filter_map(digit).collect();
        if found.code.as_deref() != Some(typed.as_str()) {
            return Err(AddressRefused::Wrong.into());
        }
        let sealed = self.seal_address(account, &found.address, "")?;
        let sql = "UPDATE address SET sealed = $2, verified_at = $3 WHERE account = $1 AND verified_at = 0";
        let args = vec![account.into(), sealed.into(), now.into()];
        db.run(Write::new(sql, args)).await?;
        Ok(())
    }

    /// The address does not take mail: it has to be given and proved again.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn doubt_address(&self, account: &AccountId) -> Result<(), store::Error> {
        let sql = "UPDATE address SET verified_at = 0, code_until = 0 WHERE account = $1";
        let done = self
            .0
            .ledger
            .db()
            .run(Write::new(sql, vec![account.into()]));
        done.await.map(drop)
    }

    /// Forgets the address of an account.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn forget_address(&self, account: &AccountId) -> Result<(), store::Error> {
        let sql = "DELETE FROM address WHERE account = $1";
        let done = self
            .0
            .ledger
            .db()
            .run(Write::new(sql, vec![account.into()]));
        done.await.map(drop)
    }

    /// Accounts with a proved address, and since when.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn with_address(&self) -> Result<Vec<(AccountId, At)>, store::Error> {
        let sql = "SELECT account, verified_at FROM address WHERE verified_at > 0 ORDER BY account";
        let rows = self.0.ledger.db().all(sql, vec![]).await?;
        let one = |row: &Row| Ok((row.id(0)?, At::from_micros(row.int(1)?)));
        rows.iter().map(one).collect()
    }
}

/// A digit, also of full width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// One line, one @, something on both sides of it, nothing that ends a line of a mail. Whether it takes mail shows the code.
fn looks_right(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"()<>[],;:\\\"".contains(c);
    match address.split_once('@') {
        Some((local, host)) => {
            let host_fits = host.contains('.') || host == "localhost";
            address.len() <= 254
                && address.chars().all(plain)
                && (1..=64).contains(&local.len())
                && !host.contains('@')
                && host_fits
                && !host.starts_with('.')
                && !host.ends_with('.')
        }
        None => false,
    }
}
