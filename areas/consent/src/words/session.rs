//! The words of a consent in the making: its thirteen steps and what is remembered of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use words::{AccountId, At, CaseId, Digest, PersonId, Signed, Text, text};

use super::{Answers, Giver, IdentityCheck, Method, Place, Proxy, Record, Remote};

/// The steps in order (clinical specification §5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 1: welcome, language, size of letters, read aloud.
    Welcome,
    /// 2: who decides.
    Who,
    /// 3: cards.
    Cards,
    /// 4: the text, item by item, with questions.
    Items,
    /// 5: the understanding check.
    Check,
    /// 6: the talk with staff.
    Talk,
    /// 7: mandatory items.
    Mandatory,
    /// 8: choices.
    Choices,
    /// 9: everything once more.
    Review,
    /// 10: who it is.
    Identity,
    /// 11: signature.
    Sign,
    /// 12: staff countersign.
    Countersign,
    /// 13: the receipt.
    Receipt,
}

/// All steps in order.
pub const STEPS: [Step; 13] = [
    Step::Welcome,
    Step::Who,
    Step::Cards,
    Step::Items,
    Step::Check,
    Step::Talk,
    Step::Mandatory,
    Step::Choices,
    Step::Review,
    Step::Identity,
    Step::Sign,
    Step::Countersign,
    Step::Receipt,
];

/// Size of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// As large as a page for patients is.
    #[default]
    Normal,
    /// Larger.
    Large,
    /// As large as it goes.
    Largest,
}

/// Who is asked, on which form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// For which case.
    pub case: CaseId,
    /// Who is asked.
    pub person: PersonId,
    /// `id@version`.
    pub form: String,
    /// Digest of the form.
    pub form_digest: Digest,
    /// The assent form and its digest, if the person is a child that is asked as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assent: Option<(String, Digest)>,
    /// The record that is to be replaced, if somebody is asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// Until when it can be used.
    pub until: At,
}

/// A question of the person. Its words lie sealed beside the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The item it is about; empty for anything else.
    pub item: String,
    /// Digest of the sealed words.
    pub digest: Digest,
    /// When it was asked.
    pub asked_at: At,
    /// Who answered, and when.
    pub answered: Option<(AccountId, At)>,
}

/// One question of the understanding check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Whether the last answer was right.
    pub right: bool,
    /// How often it was tried.
    pub tries: u32,
}

/// The live talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// Who explained.
    pub by: AccountId,
    /// When it was ticked.
    pub at: At,
    /// Where.
    pub place: Place,
    /// What was confirmed of a talk by video.
    pub remote: Option<Remote>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum End {
    /// The record was made.
    Recorded {
        /// The consent.
        consent: String,
    },
    /// The person does not take part: these mandatory items were answered with no; none if the child said no.
    Declined {
        /// The items.
        items: Vec<String>,
    },
    /// Nobody came before the invitation ended.
    Expired,
    /// Staff closed it.
    Closed,
}

/// A consent in the making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who is asked, on which form.
    pub invitation: Invitation,
    /// Who invited, and when.
    pub invited: (AccountId, At),
    /// On a tablet at the hospital, or from home; absent before it was opened.
    pub method: Option<Method>,
    /// Size of letters; absent before the first step.
    pub letters: Option<Letters>,
    /// Who decides.
    pub giver: Option<Giver>,
    /// The proxy, if one does.
    pub proxy: Option<Proxy>,
    /// Cards read.
    pub cards: u32,
    /// Whether the text was read to its end.
    pub items_read: bool,
    /// Questions by id.
    pub questions: BTreeMap<String, Question>,
    /// The understanding check by question.
    pub checks: BTreeMap<String, Tried>,
    /// Whether the check was left behind, done or not.
    pub check_over: bool,
    /// The talk.
    pub talk: Option<Talk>,
    /// Answers so far.
    pub answers: Answers,
    /// The child's answers so far.
    pub child: Answers,
    /// Whether the choices were gone through.
    pub chosen: bool,
    /// Whether everything was read once more.
    pub reviewed: bool,
    /// How it was checked who it is, and by whom.
    pub identity: Option<(IdentityCheck, AccountId)>,
    /// Digest of the sealed signature, and when.
    pub signature: Option<(Digest, At)>,
    /// The signature of staff under it.
    #[serde(default)]
    pub countersigned: Option<Box<Signed>>,
    /// How it ended.
    pub end: Option<End>,
}

impl Step {
    /// 1 to 13.
    #[must_use]
    pub fn number(self) -> u8 {
        let place = STEPS.iter().position(|s| *s == self).unwrap_or_default();
        u8::try_from(place + 1).unwrap_or(1)
    }

    /// The step of a number.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        STEPS.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// Its name for the person.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Welcome => text!("はじめに", "Welcome"),
            Self::Who => text!("お答えになる方", "Who decides"),
            Self::Cards => text!("説明", "What it is about"),
            Self::Items => text!("文書を読む", "The text"),
            Self::Check => text!("確かめてみる", "Did it come across?"),
            Self::Talk => text!("担当者と話す", "Talking with staff"),
            Self::Mandatory => text!("参加についての同意", "Agreeing to take part"),
            Self::Choices => text!("選べること", "Your choices"),
            Self::Review => text!("見直し", "Everything once more"),
            Self::Identity => text!("本人確認", "Who you are"),
            Self::Sign => text!("署名", "Signature"),
            Self::Countersign => text!("担当者の確認", "Staff countersign"),
            Self::Receipt => text!("控え", "Your receipt"),
        }
    }
}

impl Session {
    /// Questions without an answer.
    #[must_use]
    pub fn open_questions(&self) -> u32 {
        let open = self.questions.values().filter(|q| q.answered.is_none());
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }

    /// Where it stands, in the words of the specification.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (&self.end, &self.signature, &self.talk, &self.letters) {
            (Some(End::Recorded { .. }), ..) => "active",
            (Some(End::Declined { .. }), ..) => "declined",
            (Some(End::Expired), ..) => "expired",
            (Some(End::Closed), ..) => "closed",
            (None, Some(_), ..) => "submitted",
            (None, None, Some(_), _) => "explained",
            (None, None, None, Some(_)) => "in_progress",
            (None, None, None, None) => "invited",
        }
    }

    /// The same for people.
    #[must_use]
    pub fn state_text(&self) -> Text {
        match self.state() {
            "active" => text!("記録済み", "recorded"),
            "declined" => text!("不参加", "declined"),
            "expired" => text!("期限切れ", "expired"),
            "closed" => text!("取りやめ", "closed"),
            "submitted" => text!("署名済み・確認待ち", "signed, to be countersigned"),
            "explained" => text!("説明済み・回答中", "explained, answering"),
            "in_progress" => text!("説明を読んでいます", "reading"),
            _ => text!("案内済み", "invited"),
        }
    }

    /// What staff sign: the record as it will be kept.
    #[must_use]
    pub fn seen(&self) -> Option<Digest> {
        let record = self.record()?;
        Some(Digest::of(&serde_json::to_vec(&record).ok()?))
    }

    /// The record that it makes; none before it is signed.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let talk = self.talk.as_ref()?;
        let (check, _) = self.identity.as_ref()?;
        let asked = self
            .invitation
            .assent
            .as_ref()
            .filter(|_| self.giver == Some(Giver::Proxy));
        Some(Record {
            person: self.invitation.person.clone(),
            case: self.invitation.case.clone(),
            form: self.invitation.form.clone(),
            form_digest: self.invitation.form_digest.clone(),
            giver: self.giver?,
            proxy: self.proxy.clone(),
            assent: asked.map(|(form, digest)| super::Assent {
                form: form.clone(),
                form_digest: digest.clone(),
                answers: self.child.clone(),
            }),
            answers: self.answers.clone(),
            explained_by: talk.by.clone(),
            explained_at: talk.at,
            place: talk.place,
            method: self.method.unwrap_or(Method::EOnsite),
            identity_check: Some(*check),
            open_questions: self.open_questions(),
            signature: self.signature.as_ref().map(|(digest, _)| digest.clone()),
            remote: talk.remote,
            supersedes: self.invitation.supersedes.clone(),
        })
    }
}
