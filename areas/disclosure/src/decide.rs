//! Telling a person: confirmed first, counselled where needed, explained by a person, only then opened on the screen.

mod after;
mod before;
mod event;
mod explain;
mod receipt;
mod refusal;
mod thread;

use std::collections::BTreeMap;

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{At, CaseId, Day, Digest};

use crate::words::{Confirmation, Counselling, Explanation, FamilyLetter, Talk};

pub use event::{Command, Event, Facts, Lay, Told};
pub use explain::verdicts;
pub use receipt::{Receipt, ReceiptEvent, ReceiptRefusal};
pub use refusal::Refusal;
pub use thread::{LONGEST, Said, Thread, ThreadCommand, ThreadEvent, ThreadFacts, ThreadRefusal};

/// The disclosure of one case; its id is the case's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The case.
    pub case: CaseId,
    /// Finding → confirmatory test.
    pub tests: BTreeMap<String, Confirmation>,
    /// Where counselling stands.
    pub counselling: Counselling,
    /// What is known of the latest counselling.
    #[serde(default)]
    pub talk: Talk,
    /// Letters for relatives.
    #[serde(default)]
    pub letters: Vec<FamilyLetter>,
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
            Command::OpenLay => after::open_lay(state, facts),
            _ if state.is_some_and(|s| s.stopped && !s.care_wanted) => Err(Refusal::Withdrawn),
            Command::Order { finding, test } => {
                before::order(state, finding, test, facts).map(|e| vec![e])
            }
            Command::Answer {
                finding,
                confirmed,
                report,
            } => before::answer(state, finding, confirmed, report).map(|e| vec![e]),
            Command::Counsel { step, meeting } => {
                before::counsel(state, step, meeting, case()).map(|e| vec![e])
            }
            Command::Ask { urgency, ground } => {
                before::ask(state, urgency, ground, facts).map(|e| vec![e])
            }
            Command::Schedule { slot, meeting } => {
                before::schedule(state, slot, meeting, facts).map(|e| vec![e])
            }
            Command::Summarise(summary) => before::summarise(state, summary).map(|e| vec![e]),
            Command::Write {
                to,
                findings,
                letter,
            } => after::write(state, to, findings, letter, facts).map(|e| vec![e]),
            Command::Explain(told, signed) => explain::explain(state, told, signed, facts),
            Command::PlanFollowUp(due) => {
                let told = state.and_then(|s| s.explained.as_ref());
                told.ok_or(Refusal::NotExplained)
                    .map(|_| vec![Event::FollowUpDue { due }])
            }
            Command::FollowUp { status } => after::follow_up(state, status, facts),
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
    | Event::CounsellingRequested { case, .. }
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
        talk: Talk::default(),
        letters: Vec::new(),
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
            Event::CounsellingRequested {
                urgency,
                ground,
                at,
                ..
            } => {
                self.counselling = Counselling::Requested;
                self.talk = Talk {
                    asked_at: *at,
                    urgency: *urgency,
                    ground: *ground,
                    ..Talk::default()
                };
            }
            Event::CounsellingScheduled { slot, meeting } => {
                self.counselling = Counselling::Scheduled;
                self.talk.slot = Some(*slot);
                self.talk.meeting = Some(*meeting);
            }
            Event::CounsellingSummarised { summary } => self.talk.summary = Some(summary.clone()),
            Event::CounsellingDone { meeting, .. } => {
                self.counselling = Counselling::Done;
                self.talk.meeting = meeting.or(self.talk.meeting);
            }
            Event::LetterWritten { letter } => self.letters.push(letter.clone()),
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
