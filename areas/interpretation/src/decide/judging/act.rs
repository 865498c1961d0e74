//! Who may say what, and what it makes of the verdict.

use words::{AccountId, At};

use super::{Judge, Judged, JudgingEvent, NotJudged, Proposal};
use crate::words::{Given, Origin, Reading, Stage, Verdict};

/// Tiers as they are written.
pub(crate) const TIERS: [&str; 6] = ["I-A", "I-B", "II-C", "II-D", "III", "IV"];

/// Decides.
pub(super) fn decide(
    state: Option<&Judged>,
    command: Judge,
    facts: &Proposal,
) -> Result<Vec<JudgingEvent>, NotJudged> {
    let stage = state.map_or(Stage::Open, |s| s.stage);
    if let Judge::Withdraw { at } = command {
        let stands = state.is_some() && stage != Stage::Withdrawn;
        return Ok(stands
            .then_some(JudgingEvent::Withdrawn { at })
            .into_iter()
            .collect());
    }
    if stage == Stage::Withdrawn {
        return Err(NotJudged::Withdrawn);
    }
    if !facts.stands {
        return Err(NotJudged::Unknown);
    }
    match command {
        Judge::Read(given) => {
            check(&given.reading, facts)?;
            read(state, stage, given, facts)
        }
        Judge::Agree { by, at } => agree(state, stage, by, at),
        Judge::Remark { by, remark } if stage == Stage::Discussion => {
            Ok(vec![JudgingEvent::Remarked { by, remark }])
        }
        Judge::Remark { .. } => Err(NotJudged::NoDiscussion),
        Judge::Reopen { at, reason } if stage == Stage::Decided => {
            let reason = reason.ok_or(NotJudged::ReasonMissing)?;
            Ok(vec![JudgingEvent::Reopened { at, reason }])
        }
        Judge::Reopen { .. } => Err(NotJudged::NotDecided),
        Judge::Withdraw { .. } => Ok(vec![]),
    }
}

/// Grades exist and fit where the variant comes from; what differs from the proposal has a reason.
fn check(reading: &Reading, facts: &Proposal) -> Result<(), NotJudged> {
    let tier = reading.tier.as_deref();
    let exists = (1..=3).contains(&reading.level) && tier.is_none_or(|t| TIERS.contains(&t));
    if !exists {
        return Err(NotJudged::NoSuchGrade);
    }
    let fits = match reading.origin {
        Origin::Somatic => reading.class.is_none(),
        Origin::Germline => tier.is_none(),
        Origin::Unknown => true,
    };
    if !fits {
        return Err(NotJudged::GradeOfOther);
    }
    if differs(reading, facts) && reading.reason.is_none() {
        return Err(NotJudged::ReasonMissing);
    }
    Ok(())
}

/// Whether a reading says something else than the machine.
#[must_use]
pub(crate) fn differs(reading: &Reading, facts: &Proposal) -> bool {
    let class = match (reading.class, facts.class.as_deref()) {
        (None, None) => true,
        (Some(class), Some(written)) => class.is(written),
        // a tier takes the place of a class where the origin was settled anew, which differs by itself
        _ => false,
    };
    let same = reading.verdict == Verdict::Accepted
        && reading.tier == facts.tier
        && class
        && reading.level == facts.level
        && reading.origin == facts.origin;
    !same
}

fn read(
    state: Option<&Judged>,
    stage: Stage,
    given: Given,
    facts: &Proposal,
) -> Result<Vec<JudgingEvent>, NotJudged> {
    let first = state.and_then(|s| s.first.as_ref());
    match (stage, first) {
        (Stage::First, Some(first)) if first.by != given.by => {
            let agrees = first.reading.same(&given.reading);
            if !agrees && given.reading.reason.is_none() {
                return Err(NotJudged::ReasonMissing);
            }
            Ok(vec![JudgingEvent::SecondRead { given, agrees }])
        }
        (Stage::Open | Stage::First, _) => Ok(vec![JudgingEvent::FirstRead {
            case: facts.case.clone(),
            interpretation: facts.interpretation.clone(),
            finding: facts.finding.clone(),
            given,
        }]),
        (Stage::Discussion, _) => Ok(discuss(state, given)),
        _ => Err(NotJudged::Decided),
    }
}

/// A third person ends a discussion; one of the two proposes, unless the other has proposed the same.
fn discuss(state: Option<&Judged>, given: Given) -> Vec<JudgingEvent> {
    let of = |g: Option<&Given>| g.is_some_and(|g| g.by == given.by);
    let both = state.is_some_and(|s| of(s.first.as_ref()) || of(s.second.as_ref()));
    let waiting = state.and_then(|s| s.proposed.as_ref());
    let met = waiting.is_some_and(|p| p.by != given.by && p.reading.same(&given.reading));
    if both && !met {
        vec![JudgingEvent::Proposed { given }]
    } else {
        vec![JudgingEvent::Settled { given }]
    }
}

/// Agreement takes over the words of the other, as a reading of one's own.
fn agree(
    state: Option<&Judged>,
    stage: Stage,
    by: AccountId,
    at: At,
) -> Result<Vec<JudgingEvent>, NotJudged> {
    let with = match (stage, state) {
        (Stage::First, Some(state)) => state.first.as_ref(),
        (Stage::Discussion, Some(state)) => state.proposed.as_ref(),
        _ => None,
    };
    let with = with.ok_or(NotJudged::NothingWaits)?;
    if with.by == by {
        return Err(NotJudged::SamePerson);
    }
    let given = Given {
        by,
        at,
        reading: with.reading.clone(),
    };
    Ok(vec![match stage {
        Stage::First => JudgingEvent::SecondRead {
            given,
            agrees: true,
        },
        _ => JudgingEvent::Settled { given },
    }])
}

fn begun(event: &JudgingEvent) -> Option<Judged> {
    let JudgingEvent::FirstRead {
        case,
        interpretation,
        finding,
        given,
    } = event
    else {
        return None;
    };
    Some(Judged {
        case: case.clone(),
        interpretation: interpretation.clone(),
        finding: finding.clone(),
        stage: Stage::Open,
        since: given.at,
        first: None,
        second: None,
        proposed: None,
        decided: None,
        sealed: Vec::new(),
    })
}

/// What an event makes of the state.
pub(super) fn evolve(state: Option<Judged>, event: &JudgingEvent) -> Option<Judged> {
    let mut state = match state {
        Some(state) => state,
        None => begun(event)?,
    };
    match event {
        JudgingEvent::FirstRead { given, .. } => {
            state.keep(given);
            state.to(Stage::First, given.at);
            state.first = Some(given.clone());
        }
        JudgingEvent::SecondRead { given, agrees } => {
            state.keep(given);
            state.second = Some(given.clone());
            if *agrees {
                state.decide(given);
            } else {
                state.to(Stage::Discussion, given.at);
            }
        }
        JudgingEvent::Proposed { given } => {
            state.keep(given);
            state.proposed = Some(given.clone());
        }
        JudgingEvent::Remarked { remark, .. } => state.sealed.push(remark.clone()),
        JudgingEvent::Settled { given } => {
            state.keep(given);
            state.decide(given);
        }
        JudgingEvent::Reopened { at, reason } => {
            state.sealed.push(reason.clone());
            state.to(Stage::Open, *at);
            state.first = None;
            state.second = None;
            state.proposed = None;
            state.decided = None;
        }
        JudgingEvent::Withdrawn { at } => state.to(Stage::Withdrawn, *at),
    }
    Some(state)
}

impl Judged {
    fn to(&mut self, stage: Stage, at: At) {
        self.stage = stage;
        self.since = at;
    }

    fn decide(&mut self, given: &Given) {
        self.to(Stage::Decided, given.at);
        self.proposed = None;
        self.decided = Some(given.clone());
    }

    fn keep(&mut self, given: &Given) {
        let reading = &given.reading;
        for digest in reading.sentence.iter().chain(&reading.reason) {
            if !self.sealed.contains(digest) {
                self.sealed.push(digest.clone());
            }
        }
    }
}
