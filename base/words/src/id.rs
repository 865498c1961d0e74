//! Typed identifiers: a case id cannot be passed where a person id is meant.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An identifier of a `T`: 1 to 80 ASCII letters, digits, `-`, `_`, `.`, `:` or `@`.
///
/// An id carries no personal data; it may stand in the ledger and in logs.
pub struct Id<T> {
    text: String,
    of: PhantomData<fn() -> T>,
}

/// The text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: {0:?}")]
pub struct NotAnId(pub String);

impl<T> Id<T> {
    /// Parses an identifier.
    ///
    /// # Errors
    /// [`NotAnId`] if the text is empty, longer than 80 bytes or has another character.
    pub fn parse(text: impl Into<String>) -> Result<Self, NotAnId> {
        let text = text.into();
        let fits = (1..=80).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.:@".contains(&b));
        if fits {
            Ok(Self {
                text,
                of: PhantomData,
            })
        } else {
            Err(NotAnId(text))
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same identifier read as an id of something else (a case's panel has the case's id).
    #[must_use]
    pub fn of<U>(&self) -> Id<U> {
        Id {
            text: self.text.clone(),
            of: PhantomData,
        }
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            of: PhantomData,
        }
    }
}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<T> Eq for Id<T> {}
impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl<T> std::str::FromStr for Id<T> {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::parse(text)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A participant, pseudonymous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {}
/// A case: one disease of one person (and, in rare disease, the family that is read with it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {}
/// A hospital, vendor, biobank or the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {}
/// A member of staff or a patient who can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {}

/// Id of a participant.
pub type PersonId = Id<Person>;
/// Id of a case.
pub type CaseId = Id<Case>;
/// Id of a site.
pub type SiteId = Id<Site>;
/// Id of an account.
pub type AccountId = Id<Account>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_refuses_what_could_carry_a_name() {
        assert!(CaseId::parse("0123-04-00057").is_ok());
        for bad in ["", "山田", "a b", "a/b", &"x".repeat(81)] {
            assert!(CaseId::parse(bad).is_err(), "{bad}");
        }
    }
}
