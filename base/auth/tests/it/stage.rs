//! An `Auth` over a fresh database, with seeded chance and a sealer that only turns bytes around.

use std::sync::Arc;

use auth::{Auth, NewAccount, Opened, Sealer};
use ledger::{CheckpointKey, Ledger};
use store::Db;
use words::{AccountId, Actor, At, Lang, PersonId};

pub const NOW: At = At::from_micros(1_775_174_400_000_000);
pub const PASSWORD: &str = "correct horse battery";

struct Backwards;

type Fault = Box<dyn std::error::Error + Send + Sync>;

impl Sealer for Backwards {
    fn seal(&self, _: &AccountId, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(bytes.iter().rev().copied().collect())
    }
    fn open(&self, _: &AccountId, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        Ok(sealed.iter().rev().copied().collect())
    }
}

pub async fn auth(db: &Db) -> Auth {
    auth_from(db, 1).await
}

/// The same over chance of its own: another process.
pub async fn auth_from(db: &Db, seed: u64) -> Auth {
    let migrations: Vec<_> = ledger::migrations()
        .into_iter()
        .chain(auth::migrations())
        .collect();
    store::migrate(db, &migrations).await.unwrap();
    let next = std::sync::atomic::AtomicU64::new(seed);
    let chance: auth::Chance = Arc::new(move |bytes: &mut [u8]| {
        let n = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let digest = words::Digest::of(&n.to_le_bytes());
        for (byte, d) in bytes.iter_mut().zip(digest.as_str().bytes().cycle()) {
            *byte = d;
        }
    });
    Auth::new(
        Ledger::open(db.clone(), CheckpointKey::throw_away()),
        Box::new(Backwards),
        chance,
    )
    .unwrap()
}

pub fn id(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

pub async fn open(auth: &Auth, account: &str) -> Opened {
    open_for(auth, account, None).await
}

/// The account of a participant, who may have a password.
pub async fn open_patient(auth: &Auth, account: &str) -> Opened {
    let person = PersonId::parse(format!("person.{account}")).unwrap();
    open_for(auth, account, Some(person)).await
}

async fn open_for(auth: &Auth, account: &str, person: Option<PersonId>) -> Opened {
    let new = NewAccount {
        id: id(account),
        login: format!("{account}@example"),
        name: "組紐 花子".to_owned(),
        password: Some(PASSWORD.to_owned()),
        person,
        lang: Lang::Ja,
    };
    auth.open_account(new, &Actor::system(), NOW).await.unwrap()
}
