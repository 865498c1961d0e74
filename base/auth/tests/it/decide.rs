//! Accounts and grants, decided without a store.

use auth::{Account, Command, Event, Facts, Grant, Refusal, State};
use ledger::Aggregate as _;
use words::{AccountId, At, PersonId, SiteId};

use crate::stage::NOW;

fn facts(by: &str) -> Facts {
    Facts {
        account: AccountId::parse("ac-1").unwrap(),
        now: NOW,
        by: AccountId::parse(by).unwrap(),
    }
}

fn given(events: &[Event]) -> Option<State> {
    events.iter().fold(None, Account::evolve)
}

fn opened(person: Option<&str>) -> Event {
    Event::Opened {
        at: NOW,
        person: person.map(|p| PersonId::parse(p).unwrap()),
    }
}

fn grant(role: &str, site: Option<&str>) -> Command {
    let site = site.map(|s| SiteId::parse(s).unwrap());
    Command::Grant {
        id: "gr-1".to_owned(),
        role: role.to_owned(),
        site,
        from: NOW,
        until: Some(NOW.plus_days(30)),
    }
}

fn decide(state: Option<&State>, command: Command, by: &str) -> Result<Vec<Event>, Refusal> {
    Account::decide(state, command, &facts(by))
}

#[test]
fn a_role_is_held_at_its_site_for_its_period() {
    let state = given(&[opened(None)]);
    let events = decide(state.as_ref(), grant("physician", Some("site-a")), "admin").unwrap();
    let state = events.iter().fold(state, Account::evolve).unwrap();
    assert_eq!(state.in_force(NOW).len(), 1);
    assert_eq!(state.in_force(At::from_micros(NOW.micros() - 1)).len(), 0);
    assert_eq!(state.in_force(NOW.plus_days(30)).len(), 0);
}

#[test]
fn role_and_site_must_fit() {
    let staff = given(&[opened(None)]);
    let cases = [
        (
            grant("physician", None),
            Refusal::Site("physician".to_owned()),
        ),
        (
            grant("analyst", Some("site-a")),
            Refusal::Site("analyst".to_owned()),
        ),
        (
            grant("emperor", None),
            Refusal::UnknownRole("emperor".to_owned()),
        ),
        (
            grant("system", None),
            Refusal::UnknownRole("system".to_owned()),
        ),
        (
            grant("member", None),
            Refusal::UnknownRole("member".to_owned()),
        ),
        (grant("patient", None), Refusal::NotAParticipant),
    ];
    for (command, refusal) in cases {
        assert_eq!(decide(staff.as_ref(), command, "admin"), Err(refusal));
    }
    let participant = given(&[opened(Some("pt-1"))]);
    assert!(decide(participant.as_ref(), grant("patient", None), "admin").is_ok());
}

#[test]
fn nobody_grants_to_himself() {
    let state = given(&[opened(None)]);
    assert_eq!(
        decide(state.as_ref(), grant("admin", None), "ac-1"),
        Err(Refusal::OneselfGrant)
    );
}

#[test]
fn a_revoked_grant_ends_at_once_and_only_once() {
    let revoke = || Command::Revoke {
        id: "gr-1".to_owned(),
    };
    let state = given(&[opened(None)]);
    assert_eq!(
        decide(state.as_ref(), revoke(), "admin"),
        Err(Refusal::NoSuchGrant)
    );
    let granted = decide(state.as_ref(), grant("analyst", None), "admin").unwrap();
    let state = granted.iter().fold(state, Account::evolve);
    let revoked = decide(state.as_ref(), revoke(), "admin").unwrap();
    let state = revoked.iter().fold(state, Account::evolve);
    assert!(state.as_ref().unwrap().in_force(NOW).is_empty());
    assert_eq!(
        decide(state.as_ref(), revoke(), "admin"),
        Err(Refusal::NoSuchGrant)
    );
}

#[test]
fn a_closed_account_holds_nothing_and_takes_nothing() {
    let state = given(&[
        opened(None),
        Event::Closed {
            at: NOW,
            by: AccountId::parse("admin").unwrap(),
        },
    ]);
    assert_eq!(
        decide(state.as_ref(), grant("analyst", None), "admin"),
        Err(Refusal::NotOpen)
    );
    assert_eq!(
        decide(state.as_ref(), Command::Open { person: None }, "admin"),
        Err(Refusal::AlreadyOpen)
    );
}

#[test]
fn an_account_that_was_closed_by_mistake_opens_again_as_it_was() {
    let grant = decide(
        given(&[opened(None)]).as_ref(),
        grant("analyst", None),
        "admin",
    );
    let closed = Event::Closed {
        at: NOW.plus_days(1),
        by: AccountId::parse("admin").unwrap(),
    };
    let mut events = [vec![opened(None)], grant.unwrap(), vec![closed]].concat();
    let state = given(&events);
    assert_eq!(
        decide(state.as_ref(), Command::Reopen, "ac-1"),
        Err(Refusal::NotOpen),
        "not by its holder"
    );
    assert_eq!(
        decide(given(&events[..2]).as_ref(), Command::Reopen, "admin"),
        Err(Refusal::AlreadyOpen)
    );
    events.push(Event::Reopened {
        at: NOW.plus_days(3),
        by: AccountId::parse("admin").unwrap(),
    });
    let state = given(&events).unwrap();
    let holds = |days| state.in_force(NOW.plus_days(days)).len();
    assert_eq!((holds(0), holds(2), holds(4)), (1, 0, 1));
}

#[test]
fn every_event_ever_released_decodes() {
    let read = |text| serde_json::from_str::<Event>(text).unwrap();
    let opened = read(include_str!("golden/opened.json"));
    let granted = read(include_str!("golden/granted.json"));
    let revoked = read(include_str!("golden/revoked.json"));
    let key_added = read(include_str!("golden/key_added.json"));
    let key_revoked = read(include_str!("golden/key_revoked.json"));
    let closed = read(include_str!("golden/closed.json"));
    let reopened = read(include_str!("golden/reopened.json"));
    let linked = read(include_str!("golden/linked.json"));
    let unlinked = read(include_str!("golden/unlinked.json"));
    let events = [
        opened,
        granted.clone(),
        revoked,
        key_added,
        key_revoked,
        closed,
    ];
    let state = given(&events).unwrap();
    assert!(state.keys["AAECAw"].revoked_at.is_some());
    let Event::Granted { grant } = granted else {
        panic!("not a grant")
    };
    assert_eq!(
        grant,
        Grant {
            revoked_at: None,
            revoked_by: None,
            ..state.grants["gr-1"].clone()
        }
    );
    assert!(state.closed_at.is_some());
    let state = Account::evolve(Some(state), &reopened).unwrap();
    assert_eq!((state.closed_at, state.shut.len()), (None, 1));
    let state = Account::evolve(Some(state), &linked);
    let state = Account::evolve(state, &unlinked).unwrap();
    assert!(state.links.values().all(|l| l.ended_at.is_some()) && state.links.len() == 1);
}

#[test]
fn an_identity_is_linked_by_somebody_else_once_and_ends_with_the_account() {
    let identity = || "an identity".to_owned();
    let link = || Command::Link {
        identity: identity(),
    };
    let state = given(&[opened(None)]);
    assert_eq!(
        decide(state.as_ref(), link(), "ac-1"),
        Err(Refusal::OneselfGrant)
    );
    let events = decide(state.as_ref(), link(), "admin").unwrap();
    let state = events.iter().fold(state, Account::evolve);
    assert_eq!(
        decide(state.as_ref(), link(), "admin"),
        Err(Refusal::LinkedAlready)
    );
    let closed = decide(state.as_ref(), Command::Close, "admin").unwrap();
    let state = closed.iter().fold(state, Account::evolve).unwrap();
    assert!(state.links["an identity"].ended_at.is_some());
    let end = Command::Unlink {
        identity: identity(),
    };
    assert_eq!(decide(Some(&state), end, "admin"), Err(Refusal::NotOpen));
}
