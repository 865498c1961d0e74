//! The words of registration: kinds of case, relations, classes, sites and their approval.

pub mod calendar;
pub mod death;
pub mod kana;
pub mod opening;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use words::{Day, PersonId, SiteId, Text, text};

/// The two fields of the programme.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// がん領域.
    Cancer,
    /// 難病領域.
    Rare,
}

/// How a member stands to the proband.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 発端者: the patient.
    Proband,
    /// 母.
    Mother,
    /// 父.
    Father,
}

/// The three classes of rare disease of the action plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RareClass {
    /// 単一遺伝子性疾患.
    Monogenic,
    /// 多因子性疾患.
    Multifactorial,
    /// 診断困難な疾患.
    Undiagnosed,
}

/// Groups for which the expert committee may approve patients outside the three conditions (action plan, ※2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionCategory {
    /// 希少がん.
    RareCancer,
    /// AYA世代のがん.
    Aya,
    /// 小児がん.
    Childhood,
    /// 遺伝性のがん.
    Hereditary,
    /// 治療抵抗性の難治性のがん.
    TreatmentResistant,
    /// 症例数が少なく日本人に特徴的に多いがん.
    CharacteristicOfJapan,
    /// 日本人症例のゲノム情報が十分に集積されていないがん種.
    UnderRepresented,
}

/// Where a case stands for the registry. Later stages belong to later areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Outside the three conditions; waits for the expert committee.
    AwaitingException,
    /// Registered; the proband has not consented yet.
    Registered,
    /// The proband's consent is in force.
    Active,
    /// The proband withdrew.
    Withdrawn,
    /// The proband died. Death is not a withdrawal.
    Deceased,
}

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// A hospital that registers patients.
    Hospital,
    /// A sequencing vendor.
    Vendor,
    /// The analysis and data centre.
    Centre,
    /// A biobank.
    Biobank,
}

/// How a hospital analyses: A runs the unified pipeline itself, B leaves it to the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum System {
    /// 体制A.
    A,
    /// 体制B.
    B,
}

/// An approval by the expert committee: from its first day to its last, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// For which field; absent for sites that register nobody.
    pub kind: Option<CaseKind>,
    /// A or B; absent for sites that register nobody.
    pub system: Option<System>,
    /// First day.
    pub from: Day,
    /// Last day; open if absent.
    pub until: Option<Day>,
    /// Reference of the committee's decision.
    pub reference: String,
}

impl Approval {
    /// Whether the approval holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A participant in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who, pseudonymous.
    pub person: PersonId,
    /// In which relation to the proband.
    pub relation: Relation,
}

/// The ground on which a case is registered, as the site declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Eligibility {
    /// Cancer: the three conditions of the action plan, ※1.
    Cancer {
        /// Enough tissue or blood can be obtained.
        enough_specimen: bool,
        /// Cure by surgery or other treatment is unlikely.
        refractory: bool,
        /// Alive at the start of the analysis, and some treatment can be expected.
        alive_and_treatable: bool,
        /// The group under which the committee is asked, if a condition is not met.
        #[serde(default)]
        exception: Option<ExceptionCategory>,
    },
    /// Rare disease: one of three classes with its own conditions.
    Rare {
        /// Which class.
        class: RareClass,
        /// A genetic disease was diagnosed.
        #[serde(default)]
        genetic_disease_diagnosed: bool,
        /// Whole-exome analysis found no known causal gene.
        #[serde(default)]
        exome_negative: bool,
        /// Development of treatment from the genome can be expected.
        #[serde(default)]
        treatment_development_expected: bool,
        /// A certain number of cases can be gathered.
        #[serde(default)]
        enough_cases: bool,
        /// Existing genetic and other tests did not give a diagnosis.
        #[serde(default)]
        existing_tests_inconclusive: bool,
    },
}

impl Eligibility {
    /// The field it is for.
    #[must_use]
    pub fn kind(&self) -> CaseKind {
        match self {
            Self::Cancer { .. } => CaseKind::Cancer,
            Self::Rare { .. } => CaseKind::Rare,
        }
    }
}

impl CaseKind {
    /// The code used in rows and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cancer => "cancer",
            Self::Rare => "rare",
        }
    }

    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Cancer => text!("がん領域", "cancer"),
            Self::Rare => text!("難病領域", "rare disease"),
        }
    }

    /// The project number used when none is given.
    #[must_use]
    pub fn project(self) -> &'static str {
        match self {
            Self::Cancer => "01",
            Self::Rare => "02",
        }
    }
}

impl Relation {
    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Proband => text!("発端者", "proband"),
            Self::Mother => text!("母", "mother"),
            Self::Father => text!("父", "father"),
        }
    }
}

impl CaseStatus {
    /// The code used in rows and policies.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AwaitingException => "awaiting_exception",
            Self::Registered => "registered",
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
            Self::Deceased => "deceased",
        }
    }
}

/// The number of a case, `FFFF-PP-CCCCC`: facility, project, running number. `None` if a part does not fit.
#[must_use]
pub fn case_number(facility: &str, project: &str, running: u32) -> Option<words::CaseId> {
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(facility, 4) || !digits(project, 2) || !(1..=99_999).contains(&running) {
        return None;
    }
    words::CaseId::parse(format!("{facility}-{project}-{running:05}")).ok()
}

/// The site that a case belongs to and its approvals, as decisions need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteOnDay {
    /// The site.
    pub id: SiteId,
    /// Its facility number.
    pub code: String,
    /// Its approvals.
    pub approvals: Vec<Approval>,
}
