//! Given what an account did, what is unusual? Each rule with what it finds and what it leaves alone.

use std::collections::BTreeMap;

use auth::{Holds, ReviewLimits, Use, review_limits};
use oversight::rules::unusual::{Known, Turn, due, reason, unusual};
use words::{At, CaseId, SiteId};

/// Noon of a Tuesday in Japan.
const NOON: At = At::from_micros(1_775_012_400_000_000);

fn hours(n: i64) -> At {
    NOON.plus_seconds(3_600 * n)
}

fn used(role: &str, site: Option<&str>, case: usize, at: At) -> Use {
    Use {
        role: role.to_owned(),
        site: site.map(|s| SiteId::parse(s).unwrap_or_else(|e| panic!("{e}"))),
        case: CaseId::parse(format!("0101-01-{case:05}")).unwrap_or_else(|e| panic!("{e}")),
        action: "finding.read".to_owned(),
        holds: Holds::Genomic,
        first: at,
        last: at,
        times: 1,
    }
}

fn physician(case: usize, at: At) -> Use {
    used("physician", Some("hospital-a"), case, at)
}

fn known() -> Known {
    let hospitals = (0..100).map(|n| (format!("0101-01-{n:05}"), "hospital-a".to_owned()));
    Known {
        hospitals: hospitals.collect(),
        turns: BTreeMap::new(),
    }
}

fn found(uses: &[Use], known: &Known) -> Vec<(String, i64)> {
    let all = unusual(uses, known, review_limits());
    all.into_iter().map(|u| (u.rule, u.times)).collect()
}

#[test]
fn a_day_of_work_is_not_unusual() {
    let day: Vec<Use> = (0..60)
        .map(|n| physician(n, hours(n as i64 % 8 - 3)))
        .collect();
    assert_eq!(found(&day, &known()), []);
}

#[test]
fn many_cases_within_an_hour_are() {
    let limit = review_limits().many_cases;
    let uses = |n: usize| (0..n).map(|c| physician(c, NOON)).collect::<Vec<_>>();
    assert_eq!(found(&uses(limit), &known()), []);
    assert_eq!(found(&uses(limit + 1), &known()), [("many".to_owned(), 1)]);
    // the same case again and again is one case
    let again: Vec<Use> = (0..99).map(|_| physician(1, NOON)).collect();
    assert_eq!(found(&again, &known()), []);
}

#[test]
fn another_hospital_is_in_a_role_of_treatment_only() {
    let mut known = known();
    known
        .hospitals
        .insert("0101-01-00007".to_owned(), "hospital-b".to_owned());
    assert_eq!(
        found(&[physician(7, NOON)], &known),
        [("elsewhere".to_owned(), 1)]
    );
    let vendor = used("vendor", Some("vendor-a"), 7, NOON);
    assert_eq!(found(&[vendor], &known), []);
    assert_eq!(
        found(&[physician(999, NOON)], &known),
        [],
        "not known is not elsewhere"
    );
}

#[test]
fn the_night_counts_for_data_about_persons() {
    for (hour, night) in [(9, false), (10, true), (16, true), (17, false)] {
        let at = hours(hour);
        assert_eq!(
            !found(&[physician(1, at)], &known()).is_empty(),
            night,
            "{hour} hours after noon"
        );
        let number = Use {
            holds: Holds::None,
            ..physician(1, at)
        };
        assert_eq!(found(&[number], &known()), []);
    }
    let day = ReviewLimits {
        night_from: 1,
        night_until: 3,
        ..review_limits().clone()
    };
    let at = |h| unusual(&[physician(1, hours(h))], &known(), &day).len();
    assert_eq!(
        (at(12), at(13), at(15)),
        (0, 1, 0),
        "a night within one day"
    );
}

#[test]
fn a_curator_opens_what_there_is_a_task_for() {
    let curator = |at| used("curator", None, 1, at);
    let untasked = [("untasked".to_owned(), 1)];
    assert_eq!(found(&[curator(NOON)], &known()), untasked);
    let mut known = known();
    let turn = Turn {
        since: NOON,
        until: Some(hours(1)),
    };
    let key = ("curator".to_owned(), "0101-01-00001".to_owned());
    known.turns.insert(key, vec![turn]);
    assert_eq!(found(&[curator(hours(-1))], &known), untasked, "before");
    assert_eq!(found(&[curator(NOON)], &known), []);
    assert_eq!(
        found(&[curator(hours(24 * 7))], &known),
        [],
        "days of grace"
    );
    assert_eq!(
        found(&[curator(hours(24 * 7 + 1))], &known),
        untasked,
        "long after"
    );
    let analyst = used("analyst", None, 1, NOON);
    assert_eq!(found(&[analyst], &known), untasked, "another role's task");
    assert_eq!(
        found(&[used("office", None, 1, NOON)], &known),
        [],
        "does not work by tasks"
    );
}

#[test]
fn every_rule_has_its_reason_and_reviews_fall_due() {
    for rule in ["many", "elsewhere", "night", "untasked"] {
        let (label, why) = reason(rule, review_limits()).unwrap_or_else(|| panic!("{rule}"));
        assert!(!label.ja.is_empty() && !why.en.is_empty(), "{rule}");
    }
    assert!(reason("other", review_limits()).is_none());
    assert_eq!(
        due(NOON, review_limits()),
        NOON.plus_days(92),
        "the catalogue was read"
    );
}
