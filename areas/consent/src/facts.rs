//! What neighbours may ask.

use std::collections::BTreeMap;

use ::store::{Db, Error, Row, Value};
use ::words::{At, CaseId, ConsentRef, PersonId};

pub use crate::decide::{Certificate, Fate, Outcome, Reason, Withdrawal};
pub use crate::jobs::{given_by_proxy, proxies, relation_word, represents};
pub use crate::rules::permit::{Permit, Purpose, UserClass};
pub use crate::words::{Because, Scope, Status};
use crate::{decide::Consent, rules::permit};

/// A consent in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// What acts rest on.
    pub reference: ConsentRef,
    /// For which case.
    pub case: CaseId,
    /// Its answers by item code.
    pub answers: BTreeMap<String, String>,
}

/// A consent as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentView {
    /// Its id.
    pub id: String,
    /// Number of its events.
    pub version: i64,
    /// Its content.
    pub consent: Consent,
}

/// When and how a person's consent ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnView {
    /// The consent.
    pub consent: String,
    /// T0.
    pub at: At,
    /// Nothing is destroyed before.
    pub destroy_from: At,
}

const COLUMNS: &str = "SELECT id, version, state FROM consent_consent";

/// The consent of a person in force, the latest if there are several cases.
///
/// # Errors
/// If the store fails.
pub async fn in_force(db: &Db, person: &PersonId) -> Result<Option<InForce>, Error> {
    let all = of_person(db, person).await?;
    Ok(all
        .into_iter()
        .filter(|v| v.consent.status.in_force())
        .max_by_key(|v| v.consent.submitted_at)
        .map(InForce::of))
}

/// The consent of a person for one case in force.
///
/// # Errors
/// If the store fails.
pub async fn in_force_for(
    db: &Db,
    person: &PersonId,
    case: &CaseId,
) -> Result<Option<InForce>, Error> {
    let all = of_person(db, person).await?;
    let here = |v: &ConsentView| v.consent.status.in_force() && v.consent.record.case == *case;
    let latest = all
        .into_iter()
        .filter(here)
        .max_by_key(|v| v.consent.submitted_at);
    Ok(latest.map(InForce::of))
}

/// The consent of a person for one case in force, and why the person is to be asked again, if so.
///
/// # Errors
/// If the store fails.
pub async fn standing(
    db: &Db,
    person: &PersonId,
    case: &CaseId,
) -> Result<Option<(String, Option<Because>)>, Error> {
    let Some(found) = in_force_for(db, person, case).await? else {
        return Ok(None);
    };
    let view = consent(db, &found.reference.id).await?;
    Ok(view.map(|v| (v.id, v.consent.again)))
}

/// A consent in the making that waits for a person: its id, to be entered with `POST /consents/{id}/enter`.
///
/// # Errors
/// If the store fails.
pub async fn waiting(db: &Db, person: &PersonId, case: &CaseId) -> Result<Option<String>, Error> {
    let all = crate::store::session::sessions(db, case).await?;
    let open =
        |s: &crate::words::session::Session| s.end.is_none() && s.invitation.person == *person;
    Ok(all.into_iter().find(|(_, s)| open(s)).map(|(id, _)| id))
}

/// Consents in force that were given on a form.
///
/// # Errors
/// If the store fails.
pub(crate) async fn in_force_on(db: &Db, form: &str) -> Result<Vec<ConsentView>, Error> {
    let sql = "SELECT id, version, state FROM consent_consent WHERE status IN ('active', 'amended', 'reconsent_required') ORDER BY id";
    let rows = db.all(sql, vec![]).await?;
    let mut all: Vec<ConsentView> = rows.iter().map(view).collect::<Result<_, _>>()?;
    all.retain(|v| v.consent.record.form == form);
    Ok(all)
}

/// Consents in force that somebody gave for another.
pub(crate) async fn by_proxy(db: &Db) -> Result<Vec<ConsentView>, Error> {
    let sql = "SELECT id, version, state FROM consent_consent WHERE status IN ('active', 'amended', 'reconsent_required') ORDER BY id";
    let rows = db.all(sql, vec![]).await?;
    let mut all: Vec<ConsentView> = rows.iter().map(view).collect::<Result<_, _>>()?;
    all.retain(|v| v.consent.record.giver == crate::words::Giver::Proxy);
    Ok(all)
}

/// Whether a person's consent permits a purpose now; denied if nothing is in force.
///
/// # Errors
/// If the store fails.
pub async fn permits(db: &Db, person: &PersonId, purpose: Purpose) -> Result<Permit, Error> {
    let all = of_person(db, person).await?;
    let latest = all
        .into_iter()
        .filter(|v| v.consent.status.in_force())
        .max_by_key(|v| v.consent.submitted_at);
    Ok(match latest {
        Some(view) => permit::permit(&view.consent.record.answers, &view.consent.ended, &purpose),
        None => Permit {
            granted: false,
            rule: "no_consent",
        },
    })
}

/// The withdrawal of a person, if everything was withdrawn and nothing new was agreed to.
///
/// # Errors
/// If the store fails.
pub async fn withdrawn(db: &Db, person: &PersonId) -> Result<Option<WithdrawnView>, Error> {
    let all = of_person(db, person).await?;
    if all.iter().any(|v| v.consent.status.in_force()) {
        return Ok(None);
    }
    let ended = all.into_iter().filter_map(|v| {
        let at = v.consent.withdrawn_at?;
        let destroy_from = at.plus_days(v.consent.cooling_off_days.unwrap_or(0));
        Some(WithdrawnView {
            consent: v.id,
            at,
            destroy_from,
        })
    });
    Ok(ended.max_by_key(|w| w.at))
}

/// Whether the proband of a case withdrew: true from T0 on, before any area heard of it.
///
/// # Errors
/// If the store fails.
pub async fn ended(db: &Db, case: &CaseId) -> Result<bool, Error> {
    let view = registry::facts::case(db, case).await?;
    let Some(proband) = view.as_ref().and_then(|v| v.proband()) else {
        return Ok(false);
    };
    let all = of_case(db, case).await?;
    let own = || all.iter().filter(|c| c.consent.record.person == *proband);
    let ended = own().any(|c| c.consent.status == Status::Withdrawn);
    Ok(ended && !own().any(|c| c.consent.status.in_force()))
}

/// All consents of a person.
///
/// # Errors
/// If the store fails.
pub async fn of_person(db: &Db, person: &PersonId) -> Result<Vec<ConsentView>, Error> {
    views(db, "person", person.into()).await
}

/// All consents for a case.
///
/// # Errors
/// If the store fails.
pub async fn of_case(db: &Db, case: &CaseId) -> Result<Vec<ConsentView>, Error> {
    views(db, "case_id", case.into()).await
}

/// A consent.
///
/// # Errors
/// If the store fails.
pub async fn consent(db: &Db, id: &str) -> Result<Option<ConsentView>, Error> {
    Ok(views(db, "id", id.into()).await?.pop())
}

/// A withdrawal, by the id of its consent.
///
/// # Errors
/// If the store fails.
pub async fn withdrawal(db: &Db, consent: &str) -> Result<Option<Withdrawal>, Error> {
    let row = db
        .one(
            "SELECT state FROM consent_withdrawal WHERE id = $1",
            vec![consent.into()],
        )
        .await?;
    row.map(|row| row.json(0)).transpose()
}

/// Withdrawals whose cooling-off period is over and which have no certificate yet.
pub(crate) async fn due(db: &Db, now: At) -> Result<Vec<Withdrawal>, Error> {
    let sql = "SELECT state FROM consent_withdrawal WHERE certified = 0 AND destroy_from <= $1 ORDER BY destroy_from, id";
    db.all(sql, vec![now.into()])
        .await?
        .iter()
        .map(|row| row.json(0))
        .collect()
}

async fn views(db: &Db, column: &'static str, value: Value) -> Result<Vec<ConsentView>, Error> {
    let rows = db
        .all_made(
            format!("{COLUMNS} WHERE {column} = $1 ORDER BY id"),
            vec![value],
        )
        .await?;
    rows.iter().map(view).collect()
}

fn view(row: &Row) -> Result<ConsentView, Error> {
    Ok(ConsentView {
        id: row.text(0)?,
        version: row.int(1)?,
        consent: row.json(2)?,
    })
}

impl ConsentView {
    /// What acts rest on.
    #[must_use]
    pub fn reference(&self) -> ConsentRef {
        ConsentRef {
            id: self.id.clone(),
            version: self.version,
            form: self.consent.record.form.clone(),
        }
    }
}

impl InForce {
    fn of(view: ConsentView) -> Self {
        Self {
            reference: view.reference(),
            case: view.consent.record.case,
            answers: view.consent.record.answers,
        }
    }
}
