//! Which key an object lies under.

use std::fmt;

use words::{AccountId, CaseId, PersonId};

/// The name of a key: of a case (what its members share), of a member of a case (reads and what was made of them alone),
/// of a person (identity), of an account (secrets of staff) or of an index (fingerprints).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(String);

impl KeyId {
    /// The key of a case's files.
    #[must_use]
    pub fn case(case: &CaseId) -> Self {
        Self(format!("case:{case}"))
    }

    /// The key of what belongs to one person of a case alone: reads, alignments, calls of that person. Destroying it
    /// leaves the case to the others.
    #[must_use]
    pub fn member(case: &CaseId, person: &PersonId) -> Self {
        Self(format!("member:{case}:{person}"))
    }

    /// The key of an index that finds equal values without holding them, see [`crate::Blobs::fingerprint`].
    #[must_use]
    pub fn index(name: &'static str) -> Self {
        Self(format!("index:{name}"))
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

    /// `case:…`, `member:…`, `person:…`, `account:…` or `index:…`.
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
