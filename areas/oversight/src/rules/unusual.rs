//! What is unusual in what an account did, each by a rule with its reason. Pure. It is a reason to ask, never a verdict: the
//! platform does not know who was on call.

use std::collections::{BTreeMap, BTreeSet};

use ::words::{At, CaseId, Text, text};
use auth::{Holds, ReviewLimits as Limits, Unusual, Use};

/// Roles that work for all hospitals, by tasks.
pub const BY_TASK: [&str; 2] = ["analyst", "curator"];
/// Roles of those who treat at one hospital.
const TREATS: [&str; 3] = ["coordinator", "physician", "counsellor"];

const HOUR: i64 = 3_600_000_000;

/// When somebody of a role had something to do in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Since when.
    pub since: At,
    /// Until when; absent while it waits.
    pub until: Option<At>,
}

/// What the rules need to know beside the uses.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The hospital of each case.
    pub hospitals: BTreeMap<String, String>,
    /// The tasks of each role that works by tasks, by role and case.
    pub turns: BTreeMap<(String, String), Vec<Turn>>,
}

/// The name of a rule and why it asks.
#[must_use]
pub fn reason(rule: &str, limits: &Limits) -> Option<(Text, Text)> {
    let (many, from, until) = (limits.many_cases, limits.night_from, limits.night_until);
    Some(match rule {
        "many" => (
            text!("1時間に多数の症例", "many cases in an hour"),
            text!(
                ("1時間に{many}件を超える症例を開いています。"),
                ("More than {many} cases were opened within an hour.")
            ),
        ),
        "elsewhere" => (
            text!("他施設の症例", "a case of another hospital"),
            text!(
                "自分の施設ではない病院の症例を、診療の役割で開いています。",
                "A case of another hospital was opened in a role of treatment."
            ),
        ),
        "night" => (
            text!("夜間", "at night"),
            text!(
                ("{from}時から{until}時のあいだに、個人のデータを開いています。"),
                ("Data about a person was opened between {from}:00 and {until}:00.")
            ),
        ),
        "untasked" => (
            text!("仕事のない症例", "a case without a task"),
            text!(
                "その時期にこの役割の仕事がない症例の、個人のデータを開いています。",
                "Data about a person was opened in a case in which this role had nothing to do then."
            ),
        ),
        _ => return None,
    })
}

/// Everything unusual, rule by rule.
#[must_use]
pub fn unusual(uses: &[Use], known: &Known, limits: &Limits) -> Vec<Unusual> {
    let night = uses.iter().filter(|u| personal(u) && at_night(u, limits));
    let elsewhere = uses.iter().filter(|u| elsewhere(u, known));
    let untasked = uses
        .iter()
        .filter(|u| personal(u) && untasked(u, known, limits));
    [
        many(uses, limits),
        told("elsewhere", elsewhere),
        told("night", night),
        told("untasked", untasked),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn personal(one: &Use) -> bool {
    one.holds != Holds::None
}

fn told<'a>(rule: &str, mut found: impl Iterator<Item = &'a Use>) -> Option<Unusual> {
    let first = found.next()?;
    let rest: i64 = found.map(|u| u.times).sum();
    Some(Unusual {
        rule: rule.to_owned(),
        times: first.times + rest,
        first: first.first,
        case: Some(first.case.clone()),
    })
}

/// Hours of the clock with too many cases.
fn many(uses: &[Use], limits: &Limits) -> Option<Unusual> {
    let mut hours: BTreeMap<i64, BTreeSet<&CaseId>> = BTreeMap::new();
    for one in uses {
        let hour = one.first.micros().div_euclid(HOUR);
        hours.entry(hour).or_default().insert(&one.case);
    }
    let mut found = hours.iter().filter(|(_, c)| c.len() > limits.many_cases);
    let (hour, _) = found.next()?;
    Some(Unusual {
        rule: "many".to_owned(),
        times: i64::try_from(1 + found.count()).unwrap_or(i64::MAX),
        first: At::from_micros(hour * HOUR),
        case: None,
    })
}

fn elsewhere(one: &Use, known: &Known) -> bool {
    let (Some(own), true) = (&one.site, TREATS.contains(&one.role.as_str())) else {
        return false;
    };
    let hospital = known.hospitals.get(one.case.as_str());
    hospital.is_some_and(|h| h != own.as_str())
}

/// A use lies within one hour of the clock, and Japan is whole hours away.
fn at_night(one: &Use, limits: &Limits) -> bool {
    let hour = (one.first.micros().div_euclid(HOUR) + 9).rem_euclid(24);
    let (from, until) = (limits.night_from, limits.night_until);
    if from <= until {
        from <= hour && hour < until
    } else {
        from <= hour || hour < until
    }
}

fn untasked(one: &Use, known: &Known, limits: &Limits) -> bool {
    if !BY_TASK.contains(&one.role.as_str()) {
        return false;
    }
    let turns = known
        .turns
        .get(&(one.role.clone(), one.case.as_str().to_owned()));
    let covers = |turn: &Turn| {
        let over = turn.until.map(|end| end.plus_days(limits.grace_days));
        turn.since <= one.last && over.is_none_or(|over| one.first < over)
    };
    !turns.is_some_and(|turns| turns.iter().any(covers))
}

/// When the next review is due, from where the last one ended.
#[must_use]
pub fn due(reviewed_until: At, limits: &Limits) -> At {
    reviewed_until.plus_days(limits.period_days)
}
