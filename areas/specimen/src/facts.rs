//! What neighbours may ask.

use ::store::{Db, Error, Value};
use ::words::{At, CaseId, PersonId, SiteId};
use serde::{Deserialize, Serialize};

use crate::{
    decide::State,
    words::{Material, Role, Status},
};

/// A tube as neighbours see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TubeView {
    /// Its number.
    pub id: String,
    /// Whose material it holds.
    pub person: PersonId,
    /// Tumour or normal.
    pub role: Role,
    /// What is in it.
    pub material: Material,
    /// Where it stands.
    pub status: Status,
    /// Who has it in hand.
    pub custodian: SiteId,
    /// Consent was withdrawn: it may not be used.
    pub locked: bool,
}

/// What became of a tube of somebody who withdrew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Fate {
    /// Its consent stands.
    InUse,
    /// It never held anything.
    Empty,
    /// It will be destroyed in this time.
    Ordered {
        /// At the earliest.
        not_before: At,
        /// At the latest.
        due: At,
    },
    /// It was destroyed.
    Destroyed,
}

/// The tubes of a case, by number.
///
/// # Errors
/// If the store fails.
pub async fn tubes(db: &Db, case: &CaseId) -> Result<Vec<TubeView>, Error> {
    let states = states(db, "case_id", case.into()).await?;
    Ok(states.iter().map(TubeView::of).collect())
}

/// What became of every tube of a person: for the certificate after a withdrawal.
///
/// # Errors
/// If the store fails.
pub async fn fates(db: &Db, person: &PersonId) -> Result<Vec<(String, Fate)>, Error> {
    let states = states(db, "person", person.into()).await?;
    Ok(states
        .iter()
        .map(|s| (s.number.to_string(), Fate::of(s)))
        .collect())
}

pub(crate) async fn states(
    db: &Db,
    column: &'static str,
    value: Value,
) -> Result<Vec<State>, Error> {
    let sql = format!("SELECT state FROM specimen_tube WHERE {column} = $1 ORDER BY id");
    let rows = db.all_made(sql, vec![value]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

impl TubeView {
    fn of(state: &State) -> Self {
        Self {
            id: state.number.to_string(),
            person: state.person.clone(),
            role: state.role,
            material: state.material,
            status: state.status,
            custodian: state.custodian.clone(),
            locked: state.locked.is_some(),
        }
    }
}

impl Fate {
    pub(crate) fn of(state: &State) -> Self {
        match (state.status, state.locked, state.destruction) {
            (Status::Destroyed, ..) => Self::Destroyed,
            (_, Some(_), Some(order)) => Self::Ordered {
                not_before: order.not_before,
                due: order.due,
            },
            (_, Some(_), None) => Self::Empty,
            (_, None, _) => Self::InUse,
        }
    }
}
