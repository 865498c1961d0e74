//! Telling a person: confirmed first, counselled where needed, explained by a person, only then opened on the screen.

mod refusal;

use std::collections::BTreeMap;

use ledger::Aggregate;
use report::facts::{ConfirmTest, PanelOutcome, Return, permits};
use serde::{Deserialize, Serialize};
use words::{At, CaseId, Day, Digest};

use crate::rules::{self, Item, Verdict};
use crate::words::{Attendee, Confirmation, Counselling, Explanation, Meeting, six_months_after};

pub use refusal::Refusal;

/// The disclosure of one case; its id is the case's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The case.
    pub case: CaseId,
    /// Finding → confirmatory test.
    pub tests: BTreeMap<String, Confirmation>,
    /// Where counselling stands.
    pub counselling: Counselling,
    /// The latest explanation.
    pub explained: Option<Explanation>,
    /// When the person first opened the report that was explained.
    pub opened_at: Option<At>,
    /// When the next follow-up is due.
    pub follow_up_due: Option<Day>,
    /// How many follow-ups were recorded.
    pub follow_ups: u32,
    /// Consent was withdrawn.
    pub stopped: bool,
    /// After withdrawing, the person still wants results that matter for care.
    pub care_wanted: bool,
}

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
    /// A person explained the results.
    Explain(Told),
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
#[derive(Debug, Clone)]
pub struct Told {
    /// The findings explained; none means all that may be told.
    pub findings: Option<Vec<String>>,
    /// How they met.
    pub meeting: Meeting,
    /// Who was there.
    pub attended: Vec<Attendee>,
    /// A copy on paper was handed over.
    pub copy_given: bool,
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

impl Aggregate for Disclosure {
    const KIND: &'static str = "disclosure";
    const TABLE: &'static str = "disclosure_disclosure";
    type State = Self;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Self>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        let case = || facts.case.clone();
        match command {
            Command::Stop => {
                let stopped = state.is_some_and(|s| s.stopped);
                Ok(if stopped {
                    vec![]
                } else {
                    vec![Event::Stopped { case: case() }]
                })
            }
            Command::Resume => Ok(match state {
                Some(state) if state.stopped => vec![Event::Resumed],
                _ => vec![],
            }),
            Command::WantCare(wanted) => {
                let stopped = state.ok_or(Refusal::NotStopped)?.stopped;
                if stopped {
                    Ok(vec![Event::CareWanted { wanted }])
                } else {
                    Err(Refusal::NotStopped)
                }
            }
            // What was explained stays the person's own, also after a withdrawal.
            Command::OpenLay => open_lay(state, facts),
            _ if state.is_some_and(|s| s.stopped && !s.care_wanted) => Err(Refusal::Withdrawn),
            Command::Order { finding, test } => order(state, finding, test, facts).map(|e| vec![e]),
            Command::Answer {
                finding,
                confirmed,
                report,
            } => answer(state, finding, confirmed, report).map(|e| vec![e]),
            Command::Counsel { step, meeting } => {
                counsel(state, step, meeting, case()).map(|e| vec![e])
            }
            Command::Explain(told) => explain(state, told, facts),
            Command::PlanFollowUp(due) => {
                let told = state.and_then(|s| s.explained.as_ref());
                told.ok_or(Refusal::NotExplained)
                    .map(|_| vec![Event::FollowUpDue { due }])
            }
            Command::FollowUp { status } => follow_up(state, status, facts),
        }
    }

    fn evolve(state: Option<Self>, event: &Event) -> Option<Self> {
        let mut d = state.or_else(|| begun(event))?;
        d.apply(event);
        Some(d)
    }

    fn columns(state: &Self) -> Vec<(&'static str, store::Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("status", state.status().into()),
            (
                "follow_up_due",
                state.follow_up_due.map(|d| d.to_string()).into(),
            ),
        ]
    }
}

/// The events that can be a case's first.
fn begun(event: &Event) -> Option<Disclosure> {
    let (Event::ConfirmOrdered { case, .. }
    | Event::CounsellingRequested { case }
    | Event::CounsellingDone { case, .. }
    | Event::CounsellingDeclined { case }
    | Event::Explained { case, .. }
    | Event::Stopped { case }) = event
    else {
        return None;
    };
    Some(Disclosure {
        case: case.clone(),
        tests: BTreeMap::new(),
        counselling: Counselling::None,
        explained: None,
        opened_at: None,
        follow_up_due: None,
        follow_ups: 0,
        stopped: false,
        care_wanted: false,
    })
}

impl Disclosure {
    /// Finding → confirmed or not, for tests with an answer.
    #[must_use]
    pub fn confirmations(&self) -> BTreeMap<String, bool> {
        let answered = self
            .tests
            .iter()
            .filter_map(|(f, t)| t.confirmed.map(|c| (f.clone(), c)));
        answered.collect()
    }

    /// The state word of the row.
    #[must_use]
    pub fn status(&self) -> &'static str {
        let answers: Vec<_> = self.tests.values().map(|t| t.confirmed).collect();
        match (&self.explained, answers.as_slice()) {
            _ if self.stopped && !self.care_wanted => "withdrawn",
            (Some(_), _) if self.follow_ups > 0 => "follow_up",
            (Some(_), _) => "explained_to_patient",
            (None, []) => "counselling",
            (None, all) if all.iter().any(Option::is_none) => "confirm_ordered",
            (None, all) if all.contains(&Some(true)) => "confirmed",
            (None, _) => "not_confirmed",
        }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::ConfirmOrdered {
                finding, test, at, ..
            } => {
                let ordered = Confirmation {
                    test: *test,
                    ordered_at: *at,
                    confirmed: None,
                    report: None,
                };
                self.tests.insert(finding.clone(), ordered);
            }
            Event::Confirmed { finding, report } => self.answered(finding, true, report),
            Event::NotConfirmed { finding, report } => self.answered(finding, false, report),
            Event::CounsellingRequested { .. } => self.counselling = Counselling::Requested,
            Event::CounsellingDone { .. } => self.counselling = Counselling::Done,
            Event::CounsellingDeclined { .. } => self.counselling = Counselling::Declined,
            Event::Explained { explanation, .. } => {
                self.explained = Some(explanation.clone());
                self.opened_at = None;
            }
            Event::LayOpened { at, .. } => self.opened_at = Some(*at),
            Event::FollowUpDue { due } => self.follow_up_due = Some(*due),
            Event::FollowedUp { .. } => {
                self.follow_ups += 1;
                self.follow_up_due = None;
            }
            Event::Stopped { .. } => {
                self.stopped = true;
                self.follow_up_due = None;
            }
            Event::Resumed => self.stopped = false,
            Event::CareWanted { wanted } => self.care_wanted = *wanted,
        }
    }

    fn answered(&mut self, finding: &str, confirmed: bool, report: &Option<Digest>) {
        if let Some(test) = self.tests.get_mut(finding) {
            test.confirmed = Some(confirmed);
            test.report.clone_from(report);
        }
    }
}

fn order(
    state: Option<&Disclosure>,
    finding: String,
    test: ConfirmTest,
    facts: &Facts,
) -> Result<Event, Refusal> {
    let panel = facts
        .panel
        .as_ref()
        .filter(|_| facts.panel_report_signed)
        .ok_or(Refusal::TooEarly)?;
    let asked = panel.outcomes.iter().find(|o| o.finding == finding);
    let asked = asked
        .filter(|o| o.give_back == Return::AfterConfirmation)
        .ok_or_else(|| Refusal::NotAsked(finding.clone()))?;
    let standing = state.and_then(|s| s.tests.get(&asked.finding));
    // A test without an answer may not be ordered again; after an answer it may be repeated.
    if standing.is_some_and(|t| t.confirmed.is_none()) {
        return Err(Refusal::OrderedAlready(finding));
    }
    Ok(Event::ConfirmOrdered {
        case: facts.case.clone(),
        finding,
        test,
        asked_by: format!("panel:{}@{}", panel.panel, panel.version),
        at: facts.now,
    })
}

fn answer(
    state: Option<&Disclosure>,
    finding: String,
    confirmed: bool,
    report: Option<Digest>,
) -> Result<Event, Refusal> {
    let test = state
        .and_then(|s| s.tests.get(&finding))
        .ok_or_else(|| Refusal::NotOrdered(finding.clone()))?;
    if test.confirmed.is_some() {
        return Err(Refusal::AnsweredAlready(finding));
    }
    Ok(if confirmed {
        Event::Confirmed { finding, report }
    } else {
        Event::NotConfirmed { finding, report }
    })
}

fn counsel(
    state: Option<&Disclosure>,
    step: Counselling,
    meeting: Option<Meeting>,
    case: CaseId,
) -> Result<Event, Refusal> {
    let stands = state.map_or(Counselling::None, |s| s.counselling);
    match step {
        Counselling::Requested if stands != Counselling::Requested => {
            Ok(Event::CounsellingRequested { case })
        }
        Counselling::Done => Ok(Event::CounsellingDone { case, meeting }),
        Counselling::Declined if stands != Counselling::Declined => {
            Ok(Event::CounsellingDeclined { case })
        }
        _ => Err(Refusal::NothingNew),
    }
}

fn explain(state: Option<&Disclosure>, told: Told, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let panel = facts.panel.as_ref().filter(|_| facts.panel_report_signed);
    let panel = panel.ok_or(Refusal::TooEarly)?;
    let lay = facts.lay.as_ref().ok_or(Refusal::NoLay)?;
    let open = may_be_told(state, panel, facts)?;
    // The paper must know the answers of the tests: a report drafted before them speaks of an open test.
    if lay.confirmations != state.map(Disclosure::confirmations).unwrap_or_default() {
        return Err(Refusal::LayOutdated);
    }
    if !lay.printed {
        return Err(Refusal::NoLay);
    }
    let findings = told.findings.unwrap_or_else(|| open.clone());
    if let Some(other) = findings.iter().find(|f| !open.contains(f)) {
        return Err(Refusal::MayNotTell(other.clone()));
    }
    attendance(&told.attended, facts)?;
    let explanation = Explanation {
        at: facts.now,
        by: facts.account.clone(),
        role: facts.role.clone(),
        meeting: told.meeting,
        attended: told.attended,
        copy_given: told.copy_given,
        findings,
        lay: format!("report:{}@{}", lay.report, lay.version),
        lay_version: lay.version,
    };
    let case = facts.case.clone();
    let due = six_months_after(facts.now.day());
    Ok(vec![
        Event::Explained { case, explanation },
        Event::FollowUpDue { due },
    ])
}

/// The findings whose gate is open; refused while any wanted finding still waits for its test or for counselling.
fn may_be_told(
    state: Option<&Disclosure>,
    panel: &PanelOutcome,
    facts: &Facts,
) -> Result<Vec<String>, Refusal> {
    let confirmations = state.map(Disclosure::confirmations).unwrap_or_default();
    let counselling = state.map_or(Counselling::None, |s| s.counselling);
    let mut by_verdict: BTreeMap<Verdict, Vec<String>> = BTreeMap::new();
    for outcome in &panel.outcomes {
        let item = Item {
            wanted: permits(outcome.aim, &facts.choices),
            confirmed: confirmations.get(&outcome.finding).copied(),
            counselling,
            outcome: outcome.clone(),
        };
        let same = by_verdict.entry(rules::judge(&item)).or_default();
        same.push(outcome.finding.clone());
    }
    if let Some(waiting) = by_verdict.remove(&Verdict::Unconfirmed) {
        return Err(Refusal::Unconfirmed(waiting));
    }
    if let Some(waiting) = by_verdict.remove(&Verdict::Uncounselled) {
        return Err(Refusal::Uncounselled(waiting));
    }
    Ok(by_verdict.remove(&Verdict::Open).unwrap_or_default())
}

/// Somebody who decides must be there; relatives only if the person agreed and they want to know themselves.
fn attendance(attended: &[Attendee], facts: &Facts) -> Result<(), Refusal> {
    if !attended
        .iter()
        .any(|a| matches!(a, Attendee::Oneself | Attendee::Proxy))
    {
        return Err(Refusal::Nobody);
    }
    for kin in attended.iter().filter(|a| a.is_kin()) {
        let own = kin.relation().and_then(|r| facts.others.get(r));
        if let Some(answers) = own {
            if answers.get("ror.primary_now").map(String::as_str) == Some("no") {
                return Err(Refusal::NotToKnow(*kin));
            }
        } else if !report::facts::relatives(&facts.choices) {
            return Err(Refusal::RelativeNotAgreed(*kin));
        }
    }
    Ok(())
}

fn open_lay(state: Option<&Disclosure>, facts: &Facts) -> Result<Vec<Event>, Refusal> {
    let state = state.ok_or(Refusal::NotExplained)?;
    let explained = state.explained.as_ref().ok_or(Refusal::NotExplained)?;
    let first = state.opened_at.is_none() && facts.role == "patient";
    let opened = Event::LayOpened {
        version: explained.lay_version,
        at: facts.now,
    };
    Ok(if first { vec![opened] } else { vec![] })
}

fn follow_up(
    state: Option<&Disclosure>,
    status: String,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    state
        .and_then(|s| s.explained.as_ref())
        .ok_or(Refusal::NotExplained)?;
    if !["alive", "deceased", "unknown"].contains(&status.as_str()) {
        return Err(Refusal::NoSuchStatus(status));
    }
    let last = status == "deceased";
    let mut events = vec![Event::FollowedUp { status }];
    if !last {
        events.push(Event::FollowUpDue {
            due: six_months_after(facts.now.day()),
        });
    }
    Ok(events)
}
