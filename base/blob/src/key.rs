//! Which key an object lies under.

use std::fmt;

use words::{AccountId, CaseId, PersonId};

/// The name of a key: of a case (files), of a person (identity) or of an account (secrets of staff).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(String);

impl KeyId {
    /// The key of a case's files.
    #[must_use]
    pub fn case(case: &CaseId) -> Self {
        Self(format!("case:{case}"))
    }

    /// The key of a person's identity.
    #[must_use]
    pub fn person(person: &PersonId) -> Self {
        Self(format!("person:{person}"))
    }

    /// The key of an account's secrets.
    #[must_use]
    pub fn account(account: &AccountId) -> Self {
        Self(format!("account:{account}"))
    }

    /// `case:…`, `person:…` or `account:…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
