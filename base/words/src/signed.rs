//! A signature: a passkey's assertion over a statement of what is signed.
//!
//! Public by design and free of personal data, so it stays in the ledger and can be checked for ever:
//! W3C Web Authentication Level 3, §7.2, with the statement's digest as the challenge.

use serde::{Deserialize, Serialize};

use crate::{AccountId, At, Digest};

/// What was in front of the signer's eyes, in one line that a machine can repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The action signed for, as in the policies: `analysis_report.sign`.
    pub purpose: String,
    /// The thing: id of a report, a panel, …
    pub thing: String,
    /// Digest of the content that was seen.
    pub digest: Digest,
    /// Who signs.
    pub account: AccountId,
    /// Every role the signer held then, `role` or `role@site`.
    pub roles: Vec<String>,
    /// When the key was asked.
    pub at: At,
}

impl Statement {
    /// The challenge that the key answers: the digest of the statement as JSON, under a heading of its own.
    #[must_use]
    pub fn challenge(&self) -> Digest {
        let mut said = b"kumihimo signature v1\n".to_vec();
        said.extend(serde_json::to_vec(self).unwrap_or_default());
        Digest::of(&said)
    }
}

/// A statement with the key's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// What was signed.
    pub statement: Statement,
    /// The origin at which the key answered, `https://…`.
    pub origin: String,
    /// The key's id, base64url; the account's own events hold its public key.
    pub credential: String,
    /// The assertion as the browser gave it.
    pub assertion: serde_json::Value,
}

impl Signed {
    /// The code printed beside signer, role and time: twelve digits of the statement's digest, in groups.
    #[must_use]
    pub fn code(&self) -> String {
        let digest = self.statement.challenge();
        let digits = digest.short().to_uppercase();
        let groups: Vec<&str> = [0..4, 4..8, 8..12]
            .into_iter()
            .filter_map(|at| digits.get(at))
            .collect();
        groups.join("-")
    }
}
