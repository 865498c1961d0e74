//! Whom an account acts for beside its holder, as events: for whom, in which case, by which consent, who gave it and who
//! recalled it. A mandate alone opens nothing: the consent that it rests on, and the age of a child, are asked at every request.

use ledger::{Aggregate, Along, Failed};
use serde::{Deserialize, Serialize};
use store::Value;
use words::{AccountId, Actor, At, CaseId, Context, PersonId, Text, text};

use crate::Auth;

/// The aggregate. Its id is made of account, case and person.
pub struct Mandate;

/// A mandate as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MandateState {
    /// Who acts.
    pub account: AccountId,
    /// For whom.
    pub person: PersonId,
    /// In which case.
    pub case: CaseId,
    /// How the holder stands to the person, in the word of the consent; empty if it was recalled before it was given.
    #[serde(default)]
    pub relation: String,
    /// The consent that shows the authority.
    #[serde(default)]
    pub consent: String,
    /// From when.
    pub from: At,
    /// Who gave it.
    pub given_by: AccountId,
    /// When it was recalled.
    #[serde(default)]
    pub recalled_at: Option<At>,
}

impl MandateState {
    /// Whether it can be used at an instant.
    #[must_use]
    pub fn in_force(&self, at: At) -> bool {
        self.from <= at && self.recalled_at.is_none_or(|end| at < end)
    }
}

/// On what a mandate rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The relation, in the word of the consent.
    pub relation: String,
    /// The consent.
    pub consent: String,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum MandateCommand {
    /// Lets the account act.
    Give(Ground),
    /// Ends it at once; also of a parent who acts by law.
    Recall,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MandateEvent {
    /// The account acts from now on.
    Given {
        /// Who acts.
        account: AccountId,
        /// For whom.
        person: PersonId,
        /// In which case.
        case: CaseId,
        /// By what.
        #[serde(flatten)]
        ground: Ground,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
    /// It does not act any more.
    Recalled {
        /// Who acted.
        account: AccountId,
        /// For whom.
        person: PersonId,
        /// In which case.
        case: CaseId,
        /// When.
        at: At,
        /// By whom.
        by: AccountId,
    },
}

/// Who acts for whom, and who says so.
#[derive(Debug, Clone)]
pub struct MandateFacts {
    /// Who acts.
    pub account: AccountId,
    /// For whom.
    pub person: PersonId,
    /// In which case.
    pub case: CaseId,
    /// Now.
    pub now: At,
    /// Who says so.
    pub by: AccountId,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MandateRefusal {
    /// It acts already.
    #[error("the account acts already")]
    Already,
    /// It was recalled already.
    #[error("the mandate was recalled already")]
    Recalled,
    /// Nobody entrusts himself.
    #[error("nobody entrusts himself")]
    Oneself,
}

impl words::Refusal for MandateRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Already => "E-MANDATE-ALREADY",
            Self::Recalled => "E-MANDATE-RECALLED",
            Self::Oneself => "E-MANDATE-ONESELF",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Already => text!(
                "この方はすでに代理人として登録されています。",
                "This person acts as a proxy already."
            ),
            Self::Recalled => text!(
                "この代理はすでに取り消されています。",
                "This proxy was recalled already."
            ),
            Self::Oneself => text!(
                "自分を代理人にすることはできません。別の担当者に依頼してください。",
                "Nobody makes himself a proxy; ask another member of staff."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        ""
    }
}

impl Aggregate for Mandate {
    const KIND: &'static str = "mandate";
    const TABLE: &'static str = "auth_mandate";
    type State = MandateState;
    type Command = MandateCommand;
    type Event = MandateEvent;
    type Refusal = MandateRefusal;
    type Facts = MandateFacts;

    fn decide(
        state: Option<&MandateState>,
        command: MandateCommand,
        facts: &MandateFacts,
    ) -> Result<Vec<MandateEvent>, MandateRefusal> {
        if facts.by == facts.account {
            return Err(MandateRefusal::Oneself);
        }
        let (account, person, case) = (
            facts.account.clone(),
            facts.person.clone(),
            facts.case.clone(),
        );
        let (at, by) = (facts.now, facts.by.clone());
        match command {
            MandateCommand::Give(_) if state.is_some_and(|s| s.in_force(at)) => {
                Err(MandateRefusal::Already)
            }
            MandateCommand::Give(ground) => Ok(vec![MandateEvent::Given {
                account,
                person,
                case,
                ground,
                at,
                by,
            }]),
            MandateCommand::Recall if state.is_some_and(|s| s.recalled_at.is_some()) => {
                Err(MandateRefusal::Recalled)
            }
            MandateCommand::Recall => Ok(vec![MandateEvent::Recalled {
                account,
                person,
                case,
                at,
                by,
            }]),
        }
    }

    fn evolve(state: Option<MandateState>, event: &MandateEvent) -> Option<MandateState> {
        Some(match (state, event.clone()) {
            (
                _,
                MandateEvent::Given {
                    account,
                    person,
                    case,
                    ground,
                    at,
                    by,
                },
            ) => MandateState {
                account,
                person,
                case,
                relation: ground.relation,
                consent: ground.consent,
                from: at,
                given_by: by,
                recalled_at: None,
            },
            (Some(mut state), MandateEvent::Recalled { at, .. }) => {
                state.recalled_at = Some(at);
                state
            }
            (
                None,
                MandateEvent::Recalled {
                    account,
                    person,
                    case,
                    at,
                    by,
                },
            ) => MandateState {
                account,
                person,
                case,
                relation: String::new(),
                consent: String::new(),
                from: at,
                given_by: by,
                recalled_at: Some(at),
            },
        })
    }

    fn columns(state: &MandateState) -> Vec<(&'static str, Value)> {
        vec![
            ("account", (&state.account).into()),
            ("person", (&state.person).into()),
            ("case_id", (&state.case).into()),
        ]
    }
}

/// Who acts for whom in which case.
#[derive(Debug, Clone)]
pub struct Acting<'a> {
    /// Who acts.
    pub account: &'a AccountId,
    /// For whom.
    pub person: &'a PersonId,
    /// In which case.
    pub case: &'a CaseId,
}

impl Acting<'_> {
    fn id(&self) -> String {
        format!("{}.{}.{}", self.account, self.case, self.person)
    }
}

impl Auth {
    /// Gives or recalls a mandate.
    ///
    /// # Errors
    /// Refused if it is so already, or by the holder of the account.
    pub async fn entrust(
        &self,
        acting: &Acting<'_>,
        command: MandateCommand,
        by: &Actor,
        now: At,
    ) -> Result<(), Failed<MandateRefusal>> {
        let facts = MandateFacts {
            account: acting.account.clone(),
            person: acting.person.clone(),
            case: acting.case.clone(),
            now,
            by: by.account.clone(),
        };
        let context = Context::new(now, by.clone()).on(acting.case);
        self.0
            .ledger
            .execute_along::<Mandate>(&acting.id(), command, &facts, &context, Along::default())
            .await
            .map(drop)
    }

    /// The mandate of an account for a person in a case, in force or not.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn mandate(&self, acting: &Acting<'_>) -> Result<Option<MandateState>, store::Error> {
        let found = self.0.ledger.load::<Mandate>(&acting.id()).await?;
        Ok(found.map(|l| l.state))
    }

    /// Every mandate that an account ever had.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn mandates(&self, account: &AccountId) -> Result<Vec<MandateState>, store::Error> {
        let all = self.0.ledger.find::<Mandate>("account", account.into());
        Ok(all.await?.into_iter().map(|(_, l)| l.state).collect())
    }

    /// Every mandate in a case.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn mandates_in(&self, case: &CaseId) -> Result<Vec<MandateState>, store::Error> {
        let all = self.0.ledger.find::<Mandate>("case_id", case.into());
        Ok(all.await?.into_iter().map(|(_, l)| l.state).collect())
    }
}
