//! What neighbours may ask.

mod search;

use ::store::{Db, Error};
use ::words::{At, CaseId, Day, PersonId, SiteId, Text};
use auth::{Holds, Resource};
use serde::{Deserialize, Serialize};
use web::{Caller, Platform, Problem};

use crate::decide::{CaseState, OpeningState, PersonState, SiteState};
use crate::store;
pub use crate::store::Identity;
pub use crate::words::{
    Approval, CaseKind, CaseStatus, Eligibility, Member, RareClass, Relation, SiteKind,
};
pub use search::{by_kana, by_number};

/// A case as neighbours see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Its number.
    pub id: CaseId,
    /// Cancer or rare disease.
    pub kind: CaseKind,
    /// The hospital.
    pub site: SiteId,
    /// Two digits.
    pub project: String,
    /// Who takes part now.
    pub members: Vec<Member>,
    /// Who took part and withdrew (parents).
    pub removed: Vec<Member>,
    /// Where it stands for the registry.
    pub status: CaseStatus,
    /// The ground of registration.
    pub eligibility: Eligibility,
    /// When it was registered.
    pub registered_at: At,
    /// Members who died.
    pub dead: Vec<PersonId>,
}

impl CaseView {
    /// Whether the patient died; also where the consent had been withdrawn before.
    #[must_use]
    pub fn is_over_for_patient(&self) -> bool {
        let patient = self.proband().is_some_and(|p| self.dead.contains(p));
        patient || self.status == CaseStatus::Deceased
    }

    /// The patient.
    #[must_use]
    pub fn proband(&self) -> Option<&PersonId> {
        self.member(Relation::Proband)
    }

    /// The member in a relation.
    #[must_use]
    pub fn member(&self, relation: Relation) -> Option<&PersonId> {
        self.members
            .iter()
            .find(|m| m.relation == relation)
            .map(|m| &m.person)
    }
}

/// A site as neighbours see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteView {
    /// Its id.
    pub id: SiteId,
    /// What it is.
    pub kind: SiteKind,
    /// Facility number.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether an approval was ever given and not ended before it began.
    pub approved: bool,
    /// All approvals.
    pub approvals: Vec<Approval>,
}

impl SiteView {
    /// Whether any approval holds on a day.
    #[must_use]
    pub fn approved_on(&self, day: Day) -> bool {
        self.approvals.iter().any(|a| a.holds_on(day))
    }
}

/// A case.
///
/// # Errors
/// If the store fails.
pub async fn case(db: &Db, id: &CaseId) -> Result<Option<CaseView>, Error> {
    let row = db
        .one(
            "SELECT state FROM registry_case WHERE id = $1",
            vec![id.into()],
        )
        .await?;
    Ok(row
        .map(|row| row.json::<CaseState>(0))
        .transpose()?
        .map(CaseView::from))
}

/// All cases, by number; of one site if given.
///
/// # Errors
/// If the store fails.
pub async fn cases(db: &Db, site: Option<&SiteId>) -> Result<Vec<CaseView>, Error> {
    let rows = match site {
        Some(site) => {
            db.all(
                "SELECT state FROM registry_case WHERE site = $1 ORDER BY id",
                vec![site.into()],
            )
            .await?
        }
        None => {
            db.all("SELECT state FROM registry_case ORDER BY id", vec![])
                .await?
        }
    };
    rows.iter()
        .map(|row| row.json::<CaseState>(0).map(CaseView::from))
        .collect()
}

/// The cases in which a person takes or took part.
///
/// # Errors
/// If the store fails.
pub async fn cases_of(db: &Db, person: &PersonId) -> Result<Vec<CaseView>, Error> {
    let sql = "SELECT c.state FROM registry_case c JOIN registry_member m ON m.case_id = c.id WHERE m.person = $1 ORDER BY c.id";
    let rows = db.all(sql, vec![person.into()]).await?;
    rows.iter()
        .map(|row| row.json::<CaseState>(0).map(CaseView::from))
        .collect()
}

/// A site.
///
/// # Errors
/// If the store fails.
pub async fn site(db: &Db, id: &SiteId) -> Result<Option<SiteView>, Error> {
    let row = db
        .one(
            "SELECT state FROM registry_site WHERE id = $1",
            vec![id.into()],
        )
        .await?;
    Ok(row
        .map(|row| row.json::<SiteState>(0))
        .transpose()?
        .map(|state| SiteView::of(id.clone(), state)))
}

/// All sites, by id.
///
/// # Errors
/// If the store fails.
pub async fn sites(db: &Db) -> Result<Vec<SiteView>, Error> {
    let rows = db
        .all("SELECT id, state FROM registry_site ORDER BY id", vec![])
        .await?;
    rows.iter()
        .map(|row| Ok(SiteView::of(row.id(0)?, row.json(1)?)))
        .collect()
}

/// The mother and father of a person, as far as they take part; and the day of death.
///
/// # Errors
/// If the store fails.
pub async fn person(db: &Db, id: &PersonId) -> Result<Option<PersonState>, Error> {
    let row = db
        .one(
            "SELECT state FROM registry_person WHERE id = $1",
            vec![id.into()],
        )
        .await?;
    row.map(|row| row.json(0)).transpose()
}

/// Whether the death of a person is on record: nobody writes to the dead.
///
/// # Errors
/// If the store fails.
pub async fn is_dead(db: &Db, id: &PersonId) -> Result<bool, Error> {
    Ok(person(db, id).await?.is_some_and(|p| p.is_dead()))
}

/// The day of a person's death: `None` if nobody died, the day is not known, or the person was forgotten. To be shown
/// behind a decision on `identity.read` or `clinical.read`.
///
/// # Errors
/// If the store or the key store fails.
pub async fn day_of_death(platform: &Platform, id: &PersonId) -> anyhow::Result<Option<Day>> {
    match person(platform.db(), id).await? {
        Some(known) => store::day_of_death(platform, id, &known).await,
        None => Ok(None),
    }
}

/// Completed years of a person on a day: identity is opened inside, only the number leaves. `None` if forgotten.
///
/// # Errors
/// If the store or the key store fails.
pub async fn age_on(platform: &Platform, id: &PersonId, day: Day) -> anyhow::Result<Option<i32>> {
    let identity = store::identity(platform, id).await?;
    Ok(identity.map(|i| i.birth_day.years_until(day)))
}

/// Who a person is; `None` if forgotten. To be asked only behind a decision on `identity.read`.
///
/// # Errors
/// If the store or the key store fails.
pub async fn identity(platform: &Platform, id: &PersonId) -> anyhow::Result<Option<Identity>> {
    store::identity(platform, id).await
}

/// Somebody of the same name at the same site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namesake {
    /// Who, pseudonymous.
    pub person: PersonId,
    /// Whether the birth day is the same too: then it may be the same person, registered twice.
    pub same_birth_day: bool,
    /// The cases at this site in which that person takes part.
    pub cases: Vec<CaseId>,
}

/// 同姓同名: who else at the site has the name of this person (in kana, whatever the spelling), so that a page can warn
/// wherever somebody is chosen by name. Empty for nobody, and for a person whose identity was forgotten. Pages show it
/// to whom `identity.read` of the case is permitted.
///
/// # Errors
/// If the store or the key store fails.
pub async fn namesakes(
    platform: &Platform,
    site: &SiteId,
    person: &PersonId,
) -> anyhow::Result<Vec<Namesake>> {
    let Some(identity) = store::identity(platform, person).await? else {
        return Ok(Vec::new());
    };
    let mut all = namesakes_of(platform, site, &identity.kana, identity.birth_day).await?;
    all.retain(|namesake| namesake.person != *person);
    Ok(all)
}

/// As [`namesakes`], before registration: who at the site has this name in kana. To be asked only by somebody who may
/// register there.
///
/// # Errors
/// If the store or the key store fails.
pub async fn namesakes_of(
    platform: &Platform,
    site: &SiteId,
    kana: &str,
    birth_day: Day,
) -> anyhow::Result<Vec<Namesake>> {
    let mut all = Vec::new();
    for (person, same_birth_day) in store::namesakes(platform, site, kana, birth_day).await? {
        let cases = cases_of(platform.db(), &person).await?;
        let here = |c: CaseView| {
            let takes_part = c.members.iter().any(|m| m.person == person);
            (c.site == *site && takes_part).then_some(c.id)
        };
        all.push(Namesake {
            cases: cases.into_iter().filter_map(here).collect(),
            same_birth_day,
            person,
        });
    }
    Ok(all)
}

/// Registered sex of a person (FHIR administrative gender): what the sex check of the pipeline compares with.
///
/// # Errors
/// If the store or the key store fails.
pub async fn sex(platform: &Platform, id: &PersonId) -> anyhow::Result<Option<String>> {
    Ok(store::identity(platform, id).await?.map(|i| i.sex))
}

/// An identity opened outside the treating team, as neighbours show it. The reason in words stays sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningView {
    /// Its id.
    pub id: String,
    /// What is known of it.
    pub opening: OpeningState,
}

/// Every opening of a case's identities, newest first: for the case page and for the patient's own page.
///
/// # Errors
/// If the store fails.
pub async fn openings(db: &Db, case: &CaseId) -> Result<Vec<OpeningView>, Error> {
    let all = store::openings(db, Some(case), 1000).await?;
    Ok(all.into_iter().map(OpeningView::of).collect())
}

/// The latest openings of all cases, newest first: for the security officer.
///
/// # Errors
/// If the store fails.
pub async fn latest_openings(db: &Db, limit: i64) -> Result<Vec<OpeningView>, Error> {
    let all = store::openings(db, None, limit).await?;
    Ok(all.into_iter().map(OpeningView::of).collect())
}

impl OpeningView {
    fn of((id, opening): (String, OpeningState)) -> Self {
        Self { id, opening }
    }
}

/// By what right somebody sees who the participants of a case are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Treats the patient at this site.
    Treating,
    /// Through an approved opening, until then.
    Opened {
        /// Which opening.
        opening: String,
        /// When it is over.
        until: At,
    },
}

/// Whether the caller sees who the participants are, and by what right; `None` if not. The decision point decides:
/// `identity.read` for the treating team, else `identity.read_opened`, which only an opening permits that was asked by
/// this account, approved by another and is not over.
///
/// # Errors
/// A problem other than a denial.
pub async fn sight(
    platform: &Platform,
    caller: &Caller,
    case: &CaseView,
) -> Result<Option<Sight>, Problem> {
    let on = resource_of(case).holding(Holds::Identity);
    if caller.sees(platform, "identity.read", &on).await?.is_some() {
        return Ok(Some(Sight::Treating));
    }
    let now = platform.now();
    let open = openings(platform.db(), &case.id).await?;
    let mut open = open
        .into_iter()
        .filter(|o| o.opening.opens_for(&caller.account, now));
    let Some((id, until)) = open.find_map(|o| Some((o.id, o.opening.until?))) else {
        return Ok(None);
    };
    let mut on = on.in_state("identity_opened");
    (on.kind, on.id) = ("opening", id.clone());
    let sees = caller.sees(platform, "identity.read_opened", &on).await?;
    let Some(actor) = sees else { return Ok(None) };
    crate::jobs::used(platform, &id, &case.id, actor).await?;
    Ok(Some(Sight::Opened { opening: id, until }))
}

/// The case as a thing that policies judge.
#[must_use]
pub fn resource_of(case: &CaseView) -> Resource {
    let resource = Resource::new("case", case.id.as_str())
        .of_case(&case.id)
        .at_site(&case.site)
        .in_state(case.status.code())
        .withdrawn(case.status == CaseStatus::Withdrawn);
    match case.proband() {
        Some(person) => resource.of_person(person),
        None => resource,
    }
}

impl From<CaseState> for CaseView {
    fn from(state: CaseState) -> Self {
        let CaseState {
            id,
            kind,
            site,
            project,
            members,
            removed,
            status,
            eligibility,
            registered_at,
            dead,
            ..
        } = state;
        Self {
            id,
            kind,
            site,
            project,
            members,
            removed,
            status,
            eligibility,
            registered_at,
            dead,
        }
    }
}

impl SiteView {
    fn of(id: SiteId, state: SiteState) -> Self {
        let SiteState {
            kind,
            code,
            name,
            approvals,
        } = state;
        let approved = approvals
            .iter()
            .any(|a| a.until.is_none_or(|until| a.from <= until));
        Self {
            id,
            kind,
            code,
            name,
            approved,
            approvals,
        }
    }
}
