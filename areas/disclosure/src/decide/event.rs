//! What somebody may want, what happens, and what the decision must be told.

use std::collections::BTreeMap;

use report::facts::{ConfirmTest, PanelOutcome};
use serde::{Deserialize, Serialize};
use words::{At, CaseId, Day, Digest, Signed};

use crate::words::{Attendee, Counselling, Explanation, FamilyLetter, Ground, Meeting, Urgency};

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Order a confirmatory test.
    Order {
        /// The finding.
        finding: String,
        /// The test.
        test: ConfirmTest,
    },
    /// Record its answer.
    Answer {
        /// The finding.
        finding: String,
        /// Confirmed, or explicitly not.
        confirmed: bool,
        /// Digest of the laboratory's report.
        report: Option<Digest>,
    },
    /// Counselling was requested, held or declined.
    Counsel {
        /// Where it stands now.
        step: Counselling,
        /// How they met.
        meeting: Option<Meeting>,
    },
    /// Counselling is asked for, with how soon and why.
    Ask {
        /// How soon.
        urgency: Urgency,
        /// Why.
        ground: Ground,
    },
    /// A time is set, or another one.
    Schedule {
        /// The time.
        slot: At,
        /// How they meet.
        meeting: Meeting,
    },
    /// What was talked about was written down.
    Summarise(Digest),
    /// A person explained the results, and signs for it.
    Explain(Told, Option<Box<Signed>>),
    /// A letter for a relative was written.
    Write {
        /// For whom.
        to: Attendee,
        /// The explained findings it names.
        findings: Vec<String>,
        /// The sealed file.
        letter: Digest,
    },
    /// The person opens the report.
    OpenLay,
    /// Set another day for the follow-up.
    PlanFollowUp(Day),
    /// A follow-up was held.
    FollowUp {
        /// `alive`, `deceased`, `unknown`.
        status: String,
    },
    /// Consent was withdrawn.
    Stop,
    /// The withdrawal was taken back.
    Resume,
    /// After withdrawing: are results that matter for care still wanted?
    WantCare(bool),
}

/// An explanation as the person who gave it reports it.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The findings explained; none means all that may be told.
    pub findings: Option<Vec<String>>,
    /// How they met.
    pub meeting: Meeting,
    /// Who was there.
    pub attended: Vec<Attendee>,
    /// A copy on paper was handed over.
    pub copy_given: bool,
    /// The person does not want to know of anything beside the disease itself.
    pub not_to_know: bool,
}

impl Told {
    /// What the one who explained signs: the SHA-256 of `{case, lay, findings, meeting, attended, copy_given,
    /// not_to_know}` as JSON, in this order, with `lay` as `report:ID@VERSION`.
    #[must_use]
    pub fn digest(&self, case: &CaseId, lay: &str) -> Digest {
        #[derive(Serialize)]
        struct Record<'a> {
            case: &'a CaseId,
            lay: &'a str,
            #[serde(flatten)]
            told: &'a Told,
        }
        let record = Record {
            case,
            lay,
            told: self,
        };
        Digest::of(&serde_json::to_vec(&record).unwrap_or_default())
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A confirmatory test was ordered.
    ConfirmOrdered {
        /// The case.
        case: CaseId,
        /// The finding.
        finding: String,
        /// The test.
        test: ConfirmTest,
        /// The panel that asked for it, `panel:ID@VERSION`.
        asked_by: String,
        /// When.
        at: At,
    },
    /// It confirmed the finding.
    Confirmed {
        /// The finding.
        finding: String,
        /// Digest of the laboratory's report.
        #[serde(default)]
        report: Option<Digest>,
    },
    /// It did not confirm the finding.
    NotConfirmed {
        /// The finding.
        finding: String,
        /// Digest of the laboratory's report.
        #[serde(default)]
        report: Option<Digest>,
    },
    /// Counselling was requested.
    CounsellingRequested {
        /// The case.
        case: CaseId,
        /// How soon.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        urgency: Option<Urgency>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<Ground>,
        /// When it was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<At>,
    },
    /// A time for counselling was set.
    CounsellingScheduled {
        /// The time.
        slot: At,
        /// How they meet.
        meeting: Meeting,
    },
    /// What was talked about was written down.
    CounsellingSummarised {
        /// The sealed summary.
        summary: Digest,
    },
    /// Counselling was held.
    CounsellingDone {
        /// The case.
        case: CaseId,
        /// How they met.
        #[serde(default)]
        meeting: Option<Meeting>,
    },
    /// Counselling was declined, in writing.
    CounsellingDeclined {
        /// The case.
        case: CaseId,
    },
    /// A person explained the results.
    Explained {
        /// The case.
        case: CaseId,
        /// The explanation.
        #[serde(flatten)]
        explanation: Explanation,
    },
    /// A letter for a relative was written.
    LetterWritten {
        /// The letter.
        #[serde(flatten)]
        letter: FamilyLetter,
    },
    /// The person opened the report for the first time.
    LayOpened {
        /// Its version.
        version: i64,
        /// When.
        at: At,
    },
    /// The next follow-up is due.
    FollowUpDue {
        /// The day.
        due: Day,
    },
    /// A follow-up was held.
    FollowedUp {
        /// `alive`, `deceased`, `unknown`.
        status: String,
    },
    /// Consent was withdrawn: nothing more is told.
    Stopped {
        /// The case.
        case: CaseId,
    },
    /// The withdrawal was taken back.
    Resumed,
    /// After withdrawing, results that matter for care are still wanted, or not.
    CareWanted {
        /// The answer.
        wanted: bool,
    },
}

/// The patient's report as it stands.
#[derive(Debug, Clone)]
pub struct Lay {
    /// Its id.
    pub report: String,
    /// The signed version.
    pub version: i64,
    /// It is printed.
    pub printed: bool,
    /// Answers of confirmatory tests that it knows.
    pub confirmations: BTreeMap<String, bool>,
}

impl Lay {
    /// As records name it, `report:ID@VERSION`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("report:{}@{}", self.report, self.version)
    }
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// The case.
    pub case: CaseId,
    /// Who acts.
    pub account: String,
    /// The role used.
    pub role: String,
    /// The closed panel.
    pub panel: Option<PanelOutcome>,
    /// The panel report is signed.
    pub panel_report_signed: bool,
    /// The signed report for the patient.
    pub lay: Option<Lay>,
    /// The person's choices (`ror.*`) in the consent in force.
    pub choices: BTreeMap<String, String>,
    /// Other participants' choices: `mother` → answers.
    pub others: BTreeMap<String, BTreeMap<String, String>>,
}
