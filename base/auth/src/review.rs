//! A review of who holds which right: a list as it was found, a mark with a reason for each account, a signature under both.

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, At, Digest, Signed, Text, text};

/// The aggregate.
pub struct Review;

/// What the reviewer says of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Its roles are right.
    Keep,
    /// Some of its roles were revoked.
    Narrow,
    /// All of its roles were revoked, and its sessions ended.
    Revoke,
}

/// A mark with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The mark.
    pub mark: Mark,
    /// Digest of the sealed reason.
    pub why: Digest,
    /// The grants that were revoked with it.
    pub taken: Vec<String>,
    /// Who marked it.
    pub by: AccountId,
    /// When.
    pub at: At,
}

/// What is known of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewState {
    /// From when on uses were looked at.
    pub from: At,
    /// Until when.
    pub until: At,
    /// Who began it.
    pub by: AccountId,
    /// Digest of the list as it was found.
    pub list: Digest,
    /// Every account of the list.
    pub accounts: Vec<AccountId>,
    /// What was said of them; the last word counts.
    pub marks: BTreeMap<AccountId, Marked>,
    /// The signature that ended it.
    pub signed: Option<Signed>,
    /// When it was signed.
    pub signed_at: Option<At>,
}

impl ReviewState {
    /// Digest of what the signer sees: the period, the list and every mark.
    #[must_use]
    pub fn content(&self) -> Digest {
        let content = serde_json::json!([self.from, self.until, self.list, self.marks]);
        Digest::of(content.to_string().as_bytes())
    }

    /// The accounts that a signer must have a mark for and has none. Nobody judges the own account: it is left, and the print says so.
    pub fn unmarked(&self, signer: &AccountId) -> impl Iterator<Item = &AccountId> {
        let open = |a: &&AccountId| !self.marks.contains_key(a);
        self.accounts
            .iter()
            .filter(move |a| *a != signer)
            .filter(open)
    }
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum ReviewCommand {
    /// Begins it.
    Begin {
        /// From when on uses were looked at.
        from: At,
        /// The list as it was found.
        list: Digest,
        /// Its accounts.
        accounts: Vec<AccountId>,
    },
    /// Marks an account.
    Mark {
        /// Which.
        account: AccountId,
        /// How.
        mark: Mark,
        /// Digest of the sealed reason.
        why: Digest,
        /// The grants to revoke.
        taken: Vec<String>,
    },
    /// Signs and so ends it.
    Sign {
        /// The signature.
        signed: Box<Signed>,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReviewEvent {
    /// It was begun.
    Begun {
        /// From when on uses were looked at.
        from: At,
        /// Until when: the moment of beginning.
        until: At,
        /// By whom.
        by: AccountId,
        /// The list as it was found.
        list: Digest,
        /// Its accounts.
        accounts: Vec<AccountId>,
    },
    /// An account was marked.
    Marked {
        /// Which.
        account: AccountId,
        /// How.
        marked: Marked,
    },
    /// It was signed.
    Signed {
        /// The signature.
        signed: Box<Signed>,
        /// When.
        at: At,
    },
}

/// What the decision needs to know.
#[derive(Debug, Clone)]
pub struct ReviewFacts {
    /// Now.
    pub now: At,
    /// Who wants it.
    pub by: AccountId,
    /// Whether another review is not signed yet.
    pub another: bool,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    /// Another one is not signed yet.
    #[error("another review is not signed yet")]
    Another,
    /// There is no such review.
    #[error("no such review")]
    Unknown,
    /// It was signed.
    #[error("the review was signed")]
    Over,
    /// The account is not on its list.
    #[error("the account is not on the list")]
    NotListed,
    /// Nobody judges the own account.
    #[error("nobody judges the own account")]
    Oneself,
    /// What is taken does not fit the mark.
    #[error("what is taken does not fit the mark")]
    Taken,
    /// No reason was given.
    #[error("no reason was given")]
    NoReason,
    /// Accounts without a mark.
    #[error("{0} accounts have no mark")]
    Unmarked(usize),
    /// Something else was signed.
    #[error("something else was signed")]
    OtherContent,
}

impl words::Refusal for ReviewRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Another => "E-AUTH-REVIEW-ANOTHER",
            Self::Unknown => "E-AUTH-REVIEW-UNKNOWN",
            Self::Over => "E-AUTH-REVIEW-OVER",
            Self::NotListed => "E-AUTH-REVIEW-NOT-LISTED",
            Self::Oneself => "E-AUTH-REVIEW-ONESELF",
            Self::Taken => "E-AUTH-REVIEW-TAKEN",
            Self::NoReason => "E-AUTH-NO-REASON",
            Self::Unmarked(_) => "E-AUTH-REVIEW-UNMARKED",
            Self::OtherContent => "E-AUTH-REVIEW-OTHER",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Another => text!(
                "署名していない点検があります。先にそれを終えてください。",
                "Another review is not signed yet; finish it first."
            ),
            Self::Unknown => text!("その点検はありません。", "There is no such review."),
            Self::Over => text!(
                "この点検は署名済みです。次の点検で変えてください。",
                "This review was signed; change it in the next one."
            ),
            Self::NotListed => text!(
                "そのアカウントはこの点検の一覧にありません。",
                "That account is not on the list of this review."
            ),
            Self::Oneself => text!(
                "自分のアカウントは自分で点検できません。別の担当者に依頼してください。",
                "Nobody reviews the own account; ask another officer."
            ),
            Self::Taken => text!(
                "「狭める」は一部の役割を選んだとき、「すべて取り消す」はすべての役割にだけ使えます。選び直してください。",
                "Narrowing takes some roles, revoking takes all of them; please choose again."
            ),
            Self::NoReason => text!(
                "理由を書いてください。あとの点検で読まれます。",
                "Please give a reason; later reviews read it."
            ),
            Self::Unmarked(left) => text!(
                ("判断していないアカウントが{left}件あります。すべて判断してから署名してください。"),
                ("{left} accounts have no mark yet; mark all of them before signing.")
            ),
            Self::OtherContent => text!(
                "署名のあいだに内容が変わりました。見直してから、もう一度署名してください。",
                "The content changed while it was being signed; look again, then sign again."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::Oneself => "職務の分離 / separation of duties",
            _ => "",
        }
    }
}

impl Aggregate for Review {
    const KIND: &'static str = "access_review";
    const TABLE: &'static str = "access_review";
    type State = ReviewState;
    type Command = ReviewCommand;
    type Event = ReviewEvent;
    type Refusal = ReviewRefusal;
    type Facts = ReviewFacts;

    fn decide(
        state: Option<&ReviewState>,
        command: ReviewCommand,
        facts: &ReviewFacts,
    ) -> Result<Vec<ReviewEvent>, ReviewRefusal> {
        let (at, by) = (facts.now, facts.by.clone());
        match (command, state) {
            (ReviewCommand::Begin { .. }, Some(_)) => Err(ReviewRefusal::Another),
            (ReviewCommand::Begin { .. }, None) if facts.another => Err(ReviewRefusal::Another),
            (
                ReviewCommand::Begin {
                    from,
                    list,
                    accounts,
                },
                None,
            ) => Ok(vec![ReviewEvent::Begun {
                from,
                until: at,
                by,
                list,
                accounts,
            }]),
            (_, None) => Err(ReviewRefusal::Unknown),
            (_, Some(review)) if review.signed.is_some() => Err(ReviewRefusal::Over),
            (
                ReviewCommand::Mark {
                    account,
                    mark,
                    why,
                    taken,
                },
                Some(review),
            ) => {
                if !review.accounts.contains(&account) {
                    return Err(ReviewRefusal::NotListed);
                }
                if account == by {
                    return Err(ReviewRefusal::Oneself);
                }
                if (mark == Mark::Keep) != taken.is_empty() {
                    return Err(ReviewRefusal::Taken);
                }
                let marked = Marked {
                    mark,
                    why,
                    taken,
                    by,
                    at,
                };
                Ok(vec![ReviewEvent::Marked { account, marked }])
            }
            (ReviewCommand::Sign { signed }, Some(review)) => {
                let left = review.unmarked(&by).count();
                if left > 0 {
                    return Err(ReviewRefusal::Unmarked(left));
                }
                if signed.statement.digest != review.content() {
                    return Err(ReviewRefusal::OtherContent);
                }
                Ok(vec![ReviewEvent::Signed { signed, at }])
            }
        }
    }

    fn evolve(state: Option<ReviewState>, event: &ReviewEvent) -> Option<ReviewState> {
        if let ReviewEvent::Begun {
            from,
            until,
            by,
            list,
            accounts,
        } = event
        {
            return Some(ReviewState {
                from: *from,
                until: *until,
                by: by.clone(),
                list: list.clone(),
                accounts: accounts.clone(),
                marks: BTreeMap::new(),
                signed: None,
                signed_at: None,
            });
        }
        let mut state = state?;
        match event {
            ReviewEvent::Begun { .. } => {}
            ReviewEvent::Marked { account, marked } => {
                state.marks.insert(account.clone(), marked.clone());
            }
            ReviewEvent::Signed { signed, at } => {
                state.signed = Some((**signed).clone());
                state.signed_at = Some(*at);
            }
        }
        Some(state)
    }

    fn columns(state: &ReviewState) -> Vec<(&'static str, Value)> {
        vec![("ended", state.signed.is_some().into())]
    }
}
