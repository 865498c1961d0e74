//! Asked again: at an age of deciding, after a change of capacity; and how long a proxy acts.

use consent::{
    decide::{Command, Event, Refusal},
    rules::asked_again::{Acts, acts, grew_up, may_give},
    words::{Authority, Because, Giver, Proxy, ProxyRelation, Record, Status},
};

use crate::decide::{decided, facts, given, record, state};

fn mother(authority: Option<Authority>) -> Proxy {
    Proxy {
        relation: ProxyRelation::Mother,
        other_given: false,
        authority,
    }
}

#[test]
fn the_highest_age_reached_since_then_asks_again() {
    let age = |then, now| match grew_up(Giver::Proxy, then, now) {
        Some(Because::Age { age }) => age,
        _ => 0,
    };
    assert_eq!((age(9, 15), age(9, 16), age(9, 17)), (0, 16, 16));
    assert_eq!((age(9, 18), age(17, 18), age(16, 17)), (18, 18, 0));
    assert_eq!(age(40, 41), 0, "an adult had a proxy for another reason");
    assert_eq!(
        grew_up(Giver::Person, 16, 18),
        None,
        "who consented in person goes on"
    );
}

#[test]
fn a_proxy_acts_until_majority_or_until_the_person_decides() {
    let parent = mother(None);
    let by_court = mother(Some(Authority::CourtOrder));
    let decides = Because::Capacity { decides: true };
    assert_eq!(acts(&parent, None, 9, 15), Acts::Fully);
    assert_eq!(acts(&parent, None, 9, 16), Acts::Partly);
    assert_eq!(acts(&by_court, None, 9, 16), Acts::Fully);
    assert_eq!(acts(&by_court, None, 9, 18), Acts::No);
    assert_eq!(acts(&by_court, None, 40, 60), Acts::Fully);
    assert_eq!(acts(&by_court, Some(&decides), 40, 41), Acts::No);
    assert!(may_give(Some(&decides), Giver::Person) && !may_give(Some(&decides), Giver::Proxy));
}

/// An adult for whom the mother speaks by the physician's record.
fn spoken_for() -> (Record, Vec<Event>) {
    let mut by_proxy = record();
    by_proxy.giver = Giver::Proxy;
    by_proxy.proxy = Some(mother(Some(Authority::ClinicalRecord)));
    let events = decided(&[], Command::Give(Box::new(by_proxy.clone())), &facts()).unwrap();
    (by_proxy, events)
}

fn capacity(decides: bool) -> Command {
    Command::AskAgain(Because::Capacity { decides })
}

#[test]
fn who_regains_the_capacity_to_decide_is_asked_in_person() {
    let (by_proxy, mut events) = spoken_for();
    assert_eq!(
        decided(&events, capacity(false), &facts()),
        Err(Refusal::NoReason)
    );
    events.extend(decided(&events, capacity(true), &facts()).unwrap());
    let consent = state(&events);
    assert_eq!(consent.status, Status::ReconsentRequired);
    assert!(consent.status.in_force(), "until the person has answered");
    assert_eq!(
        decided(&events, capacity(true), &facts()),
        Ok(vec![]),
        "once"
    );

    let mut asked = facts();
    asked.in_force = Some(("c-1".to_owned(), consent.again));
    let give = |mut new: Record| {
        new.supersedes = Some("c-1".to_owned());
        decided(&[], Command::Give(Box::new(new)), &asked)
    };
    assert_eq!(give(by_proxy), Err(Refusal::OtherIsAsked));
    let own = give(record()).unwrap();
    assert!(matches!(own.last(), Some(Event::Activated { .. })));
}

#[test]
fn who_loses_it_is_spoken_for_by_a_proxy_with_authority() {
    let mut events = given();
    assert_eq!(
        decided(&events, capacity(true), &facts()),
        Err(Refusal::NoReason)
    );
    events.extend(decided(&events, capacity(false), &facts()).unwrap());
    let mut asked = facts();
    asked.in_force = Some(("c-1".to_owned(), state(&events).again));
    let mut new = record();
    new.supersedes = Some("c-1".to_owned());
    let refused = decided(&[], Command::Give(Box::new(new.clone())), &asked);
    assert_eq!(refused, Err(Refusal::OtherIsAsked));
    new.giver = Giver::Proxy;
    new.proxy = Some(mother(None));
    let refused = decided(&[], Command::Give(Box::new(new.clone())), &asked);
    assert_eq!(
        refused,
        Err(Refusal::NoAuthority),
        "a mother of an adult shows why"
    );
    new.proxy = Some(mother(Some(Authority::GuardianshipRegister)));
    assert!(decided(&[], Command::Give(Box::new(new)), &asked).is_ok());
}

#[test]
fn a_child_below_the_age_of_deciding_is_spoken_for_whatever_the_capacity() {
    let (_, events) = spoken_for();
    let mut young = facts();
    young.age = Some(15);
    assert_eq!(
        decided(&events, capacity(true), &young),
        Err(Refusal::NoReason)
    );
}
