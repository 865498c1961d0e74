//! A finding with what people said of it.

use words::Text;

use super::sentence;
use crate::decide::judging::Judged;
use crate::decide::{State, Verdict};
use crate::words::{Finding, JudgedBy};

/// Judgements of the time before second readers.
pub fn before(finding: &mut Finding, state: &State) {
    if let Some(judged) = state.judged.get(&finding.id) {
        finding.verdict = Some(judged.verdict.word().to_owned());
        finding.level = judged.level.unwrap_or(finding.level);
        finding.tier = judged.tier.clone().or(finding.tier.take());
    }
}

/// The verdict that stands takes the place of what was proposed; who read it is told either way.
pub fn with(finding: &mut Finding, judged: &Judged, sentence: Option<Text>) {
    let who = |given: &Option<crate::words::Given>| given.as_ref().map(|g| g.by.clone());
    finding.judged = Some(JudgedBy {
        stage: judged.stage,
        since: judged.since,
        first: who(&judged.first),
        second: who(&judged.second),
        decided: who(&judged.decided),
    });
    let Some(decided) = &judged.decided else {
        return;
    };
    let reading = &decided.reading;
    let class = reading.class.map(|c| {
        let said = finding.class.take().filter(|written| c.is(written));
        said.unwrap_or_else(|| c.written().to_owned())
    });
    let graded = reading.tier != finding.tier || class != finding.class;
    finding.verdict = Some(reading.verdict.word().to_owned());
    finding.level = reading.level;
    finding.origin = reading.origin;
    finding.tier.clone_from(&reading.tier);
    finding.class = class;
    match sentence {
        Some(sentence) => finding.text = sentence,
        None if graded => {
            if let Some(again) = sentence::judged(finding, reading.class) {
                finding.text = again;
            }
        }
        None => {}
    }
}

/// How many findings that are not held back were judged not to report.
pub fn rejected<'a>(state: &State, judged: impl Iterator<Item = &'a Judged>) -> usize {
    let held = state.outcome.as_ref().map_or(&[][..], |o| &o.held);
    let mut out: std::collections::BTreeSet<&str> = state
        .judged
        .iter()
        .filter(|(_, j)| j.verdict == Verdict::Rejected)
        .map(|(id, _)| id.as_str())
        .collect();
    for one in judged {
        match one.decided.as_ref().map(|g| g.reading.verdict) {
            Some(Verdict::Rejected) => out.insert(&one.finding),
            Some(_) => out.remove(one.finding.as_str()),
            None => false,
        };
    }
    out.into_iter()
        .filter(|id| !held.iter().any(|h| h == id))
        .count()
}
