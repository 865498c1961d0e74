//! Which key an object lies under.

use std::fmt;

use words::{AccountId, CaseId, PersonId};

/// The name of a key: of a case (what its members share), of a member of a case (reads and what was made of them alone),
/// of a run (what was made of several members together), of a person (identity), of an account (secrets of staff) or of
/// an index (fingerprints).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId {
    name: String,
    /// The case whose forgetting forgets this key too.
    case: Option<CaseId>,
}

impl KeyId {
    pub(crate) fn plain(name: String) -> Self {
        Self { name, case: None }
    }

    fn of_case(case: &CaseId, name: String) -> Self {
        Self {
            name,
            case: Some(case.clone()),
        }
    }

    /// The key of what the members of a case share.
    #[must_use]
    pub fn case(case: &CaseId) -> Self {
        Self::plain(format!("case:{case}"))
    }

    /// The key of what belongs to one person of a case alone: reads, alignments, calls of that person. Destroying it
    /// leaves the case to the others.
    #[must_use]
    pub fn member(case: &CaseId, person: &PersonId) -> Self {
        Self::of_case(case, format!("{}{person}", Self::members(case)))
    }

    /// The key of what a run made of several members of a case together, and of what was read from it. Destroyed when
    /// one of them withdraws: the run is then made anew without that person.
    #[must_use]
    pub fn run(case: &CaseId, run: &str) -> Self {
        Self::of_case(case, format!("{}{run}", Self::runs(case)))
    }

    /// The key of an index that finds equal values without holding them, see [`crate::Blobs::fingerprint`].
    #[must_use]
    pub fn index(name: &'static str) -> Self {
        Self::plain(format!("index:{name}"))
    }

    /// The key of a person's identity.
    #[must_use]
    pub fn person(person: &PersonId) -> Self {
        Self::plain(format!("person:{person}"))
    }

    /// The key of an account's secrets.
    #[must_use]
    pub fn account(account: &AccountId) -> Self {
        Self::plain(format!("account:{account}"))
    }

    /// `case:…`, `member:…`, `run:…`, `person:…`, `account:…` or `index:…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The key of the case that this key is a part of.
    pub(crate) fn within(&self) -> Option<Self> {
        self.case.as_ref().map(Self::case)
    }

    /// Names of a case's other keys begin with one of these.
    pub(crate) fn parts_of(case: &CaseId) -> [String; 2] {
        [Self::members(case), Self::runs(case)]
    }

    /// A part of a case by its whole name.
    pub(crate) fn part(case: &CaseId, name: &str) -> Self {
        Self::of_case(case, name.to_owned())
    }

    fn members(case: &CaseId) -> String {
        format!("member:{case}:")
    }

    fn runs(case: &CaseId) -> String {
        format!("run:{case}:")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
