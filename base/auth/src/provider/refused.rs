//! Why somebody did not get in through the identity provider, in words.

use words::{Text, text};

use crate::Error;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderRefused {
    /// The provider does not answer, or not usably.
    #[error("the provider is away")]
    Away,
    /// The person turned back at the provider, or the provider said no.
    #[error("the provider did not let in: {0}")]
    Declined(&'static str),
    /// The question is unknown, over, was answered already, or was put by another browser.
    #[error("the sign-in is over or belongs to another browser")]
    Stale,
    /// The provider's word about the person is over.
    #[error("the token has expired")]
    Expired,
    /// The provider's word cannot be believed: signature, key, issuer, audience, nonce.
    #[error("the token cannot be believed")]
    Untrusted,
    /// The provider did not ask the person again, and the terminal may be shared.
    #[error("the person was not asked again")]
    NotAsked,
    /// No account is linked to whom the provider names.
    #[error("nobody is linked to this subject")]
    Unknown {
        /// The provider's number of the person.
        subject: String,
    },
    /// The account is locked or closed.
    #[error("the account is locked or closed")]
    Shut,
}

/// It did not work: an answer, or the world.
#[derive(Debug, thiserror::Error)]
pub enum Outside {
    /// The answer is no.
    #[error(transparent)]
    Refused(#[from] ProviderRefused),
    /// The world failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Outside {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl words::Refusal for ProviderRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Away => "E-AUTH-PROVIDER-AWAY",
            Self::Declined(_) => "E-AUTH-PROVIDER-DECLINED",
            Self::Stale => "E-AUTH-PROVIDER-STALE",
            Self::Expired => "E-AUTH-PROVIDER-EXPIRED",
            Self::Untrusted => "E-AUTH-PROVIDER-UNTRUSTED",
            Self::NotAsked => "E-AUTH-PROVIDER-NOT-ASKED",
            Self::Unknown { .. } => "E-AUTH-PROVIDER-UNKNOWN",
            Self::Shut => "E-AUTH-PROVIDER-SHUT",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Away => text!(
                "認証基盤につながりません。少し待ってからもう一度お試しになるか、パスキーで入ってください。",
                "The identity provider does not answer. Wait a little and try again, or sign in with a passkey."
            ),
            Self::Declined(_) => text!(
                "認証基盤での確認が取りやめられたため、サインインしていません。もう一度お試しになるか、パスキーで入ってください。",
                "It was called off at the identity provider, so you are not signed in. Try again, or sign in with a passkey."
            ),
            Self::Stale => text!(
                "このサインインは時間切れか、すでに使われたか、別の画面で始めたものです。もう一度はじめからお試しください。",
                "This sign-in is over, was used already, or was begun in another browser. Please begin again."
            ),
            Self::Expired => text!(
                "認証基盤からの証明の有効期限が切れています。もう一度お試しください。くり返すときは、時計のずれを管理者に確かめてもらってください。",
                "What the identity provider says of you has expired. Try again; if it happens again, have an administrator check the clocks."
            ),
            Self::Untrusted => text!(
                "認証基盤からの証明を確かめられないため、サインインしていません。管理者に知らせてください。",
                "What the identity provider says of you cannot be verified, so you are not signed in. Please tell an administrator."
            ),
            Self::NotAsked => text!(
                "認証基盤があらためて本人を確かめませんでした。共用の端末のため、確かめ直しが必要です。もう一度お試しください。",
                "The identity provider did not ask who you are again. Terminals are shared, so it must. Please try again."
            ),
            Self::Unknown { subject } => text!(
                ("認証基盤での確認はできましたが、Kumihimoのアカウントに結び付いていません。管理者に次の番号（subject）を伝えてください：{subject}"),
                ("The identity provider knows you, but no account here is linked to you. Give an administrator this subject: {subject}")
            ),
            Self::Shut => text!(
                "このアカウントは止められているか、閉鎖されています。管理者に連絡してください。",
                "This account is stopped or closed. Please call an administrator."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        "OpenID Connect Core 1.0 §3.1"
    }
}
