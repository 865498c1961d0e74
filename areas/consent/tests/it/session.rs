//! The thirteen steps, decided without a world: order, interruptions, and what stops a signature.

use std::collections::BTreeMap;

use consent::{
    decide::{Refusal, SessionAggregate, SessionCommand as C, SessionEvent, SessionFacts, step},
    words::{
        Answers, Authority, Giver, IdentityCheck, Method, Place, Proxy, ProxyRelation, Remote,
        form::{self, ItemKind},
        session::{End, Invitation, Letters, STEPS, Session, Step},
        teaching,
    },
};
use ledger::Aggregate as _;
use words::{AccountId, CaseId, Digest, PersonId, Refusal as _, Signed, Statement};

use crate::decide::{NOW, answers};

const FORM: &str = "icf-rare-adult@1.0";

pub fn invitation() -> Invitation {
    let form = form::find(FORM).unwrap();
    let assent = form::find("assent-child@1.0").unwrap();
    Invitation {
        case: CaseId::parse("0123-02-00001").unwrap(),
        person: PersonId::parse("p-1").unwrap(),
        form: form.reference(),
        form_digest: form.digest.clone().unwrap(),
        assent: Some((assent.reference(), assent.digest.clone().unwrap())),
        supersedes: None,
        until: NOW.plus_days(30),
    }
}

fn facts(age: i32) -> SessionFacts {
    SessionFacts {
        now: NOW,
        actor: AccountId::parse("coordinator").unwrap(),
        age: Some(age),
        samples: true,
        in_force: None,
    }
}

/// A session on its way, with everything that happened to it.
struct Way {
    events: Vec<SessionEvent>,
    facts: SessionFacts,
}

impl Way {
    fn of(age: i32) -> Self {
        let mut way = Self {
            events: Vec::new(),
            facts: facts(age),
        };
        way.go(C::Invite(Box::new(invitation())));
        way
    }

    fn state(&self) -> Session {
        let all = self.events.iter();
        all.fold(None, SessionAggregate::evolve).unwrap()
    }

    fn try_it(&self, command: C) -> Result<Vec<SessionEvent>, Refusal> {
        let state = (!self.events.is_empty()).then(|| self.state());
        SessionAggregate::decide(state.as_ref(), command, &self.facts)
    }

    fn go(&mut self, command: C) -> &mut Self {
        let said = format!("{command:?}");
        let events = self.try_it(command);
        self.events
            .extend(events.unwrap_or_else(|e| panic!("{said}: {e}")));
        self
    }

    fn no(&self, command: C) -> &'static str {
        let said = format!("{command:?}");
        let refused = self.try_it(command).err();
        refused.unwrap_or_else(|| panic!("{said} passed")).code()
    }

    fn step(&self) -> Step {
        step(&self.state())
    }
}

fn items(form: &str, kind: ItemKind) -> Answers {
    let all = answers(form);
    let form = form::find(form).unwrap();
    let of = |code: &String| form.item(code).is_some_and(|i| i.kind == kind);
    all.into_iter().filter(|(code, _)| of(code)).collect()
}

fn ask(id: &str) -> C {
    C::Ask {
        id: id.to_owned(),
        item: "data_use".to_owned(),
        digest: Digest::of(b"sealed"),
    }
}

fn reply(id: &str) -> C {
    C::Reply {
        id: id.to_owned(),
        digest: Digest::of(b"sealed again"),
    }
}

fn by_hand() -> C {
    C::Identify {
        check: IdentityCheck::FaceToFace,
        authority: None,
    }
}

/// A key's answer over the record of a session.
fn countersign(session: &Session) -> C {
    let statement = Statement {
        purpose: "consent.give".to_owned(),
        thing: "cs-1".to_owned(),
        digest: session.seen().unwrap(),
        account: AccountId::parse("coordinator").unwrap(),
        roles: vec!["coordinator@hospital-a".to_owned()],
        at: NOW,
    };
    C::Countersign(Box::new(Signed {
        statement,
        origin: "http://localhost".to_owned(),
        credential: "key".to_owned(),
        assertion: serde_json::json!({ "id": "key" }),
    }))
}

fn talk(place: Place, remote: Option<Remote>) -> C {
    C::Talk { place, remote }
}

fn agree(child: bool) -> C {
    let child = match child {
        true => items("assent-child@1.0", ItemKind::Mandatory),
        false => Answers::new(),
    };
    C::Agree {
        answers: items(FORM, ItemKind::Mandatory),
        child,
    }
}

fn myself() -> C {
    C::Who {
        giver: Giver::Person,
        proxy: None,
    }
}

fn proxy(relation: ProxyRelation) -> C {
    C::Who {
        giver: Giver::Proxy,
        proxy: Some(Proxy {
            relation,
            other_given: false,
            authority: None,
        }),
    }
}

/// Up to the talk.
fn told(way: &mut Way, who: C) {
    way.go(C::HandOver(Method::EOnsite))
        .go(C::Begin(Letters::Large))
        .go(who)
        .go(C::ReadCards(teaching::cards()))
        .go(C::ReadItems)
        .go(C::Check(BTreeMap::from([("check.stop".to_owned(), false)])))
        .go(C::Check(BTreeMap::new()))
        .go(talk(Place::Onsite, None));
}

/// An adult through all thirteen steps, with one question.
pub fn every() -> Vec<SessionEvent> {
    let mut way = Way::of(40);
    told(&mut way, myself());
    way.go(ask("q-1"))
        .go(reply("q-1"))
        .go(agree(false))
        .go(C::Choose(items(FORM, ItemKind::Choice)))
        .go(C::Review)
        .go(by_hand())
        .go(C::Sign(Digest::of(b"signature")));
    way.go(countersign(&way.state())).go(C::Record {
        consent: "c-1".to_owned(),
    });
    way.events
}

#[test]
fn an_adult_goes_through_thirteen_steps_and_the_record_passes_the_rules() {
    let mut way = Way::of(40);
    let mut reached = vec![way.step()];
    for command in [
        C::Begin(Letters::Normal),
        myself(),
        C::ReadCards(teaching::cards()),
        C::ReadItems,
        C::Check(BTreeMap::new()),
        talk(Place::Onsite, None),
        agree(false),
        C::Choose(items(FORM, ItemKind::Choice)),
        C::Review,
        by_hand(),
        C::Sign(Digest::of(b"signature")),
    ] {
        way.go(command);
        reached.push(way.step());
    }
    let record = || C::Record {
        consent: "c-1".to_owned(),
    };
    assert_eq!(way.no(record()), "E-CONSENT-NOT-SIGNED", "staff sign too");
    let mut other = way.state();
    other
        .answers
        .insert("ror.relatives".to_owned(), "no".to_owned());
    assert_eq!(way.no(countersign(&other)), "E-CONSENT-NOT-SIGNED");
    way.go(countersign(&way.state())).go(record());
    reached.push(way.step());
    assert_eq!(reached, STEPS);
    let record = way.state().record().unwrap();
    let known = consent::rules::Known {
        day: NOW.day(),
        age: Some(40),
        relation: registry::facts::Relation::Proband,
        domain: "rare",
        exists: false,
        samples: true,
        again: None,
    };
    let verdict = consent::rules::judge(&record, &known);
    assert_eq!(verdict, consent::rules::Verdict::Pass);
}

#[test]
fn nothing_is_answered_before_it_was_explained_and_nothing_signed_with_a_question_open() {
    let mut way = Way::of(40);
    assert_eq!(way.no(C::ReadCards(1)), "E-CONSENT-NOT-YET");
    way.go(C::Begin(Letters::Normal))
        .go(myself())
        .go(C::ReadCards(3));
    assert_eq!(way.state().cards, 3, "half read is kept");
    way.go(C::ReadCards(teaching::cards()))
        .go(C::ReadItems)
        .go(C::Check(BTreeMap::new()));
    assert_eq!(way.no(agree(false)), "E-CONSENT-NOT-YET");
    way.go(talk(Place::Onsite, None))
        .go(agree(false))
        .go(C::Choose(items(FORM, ItemKind::Choice)))
        .go(ask("q-1"))
        .go(C::Review)
        .go(by_hand());
    let sign = || C::Sign(Digest::of(b"signature"));
    assert_eq!(way.no(sign()), "E-CONSENT-OPEN-QUESTIONS");
    assert_eq!(way.no(reply("q-2")), "E-CONSENT-NO-QUESTION");
    way.go(reply("q-1")).go(sign());
    assert_eq!(
        way.no(C::Choose(Answers::new())),
        "E-CONSENT-SIGNED-ALREADY"
    );
}

#[test]
fn a_change_after_the_review_is_reviewed_again_and_a_missed_check_is_no_barrier() {
    let mut way = Way::of(40);
    told(&mut way, myself());
    assert_eq!(way.step(), Step::Mandatory, "a missed check is left behind");
    way.go(agree(false))
        .go(C::Choose(items(FORM, ItemKind::Choice)))
        .go(C::Review)
        .go(by_hand());
    let no = Answers::from([("ror.secondary_now".to_owned(), "not_set".to_owned())]);
    way.go(C::Choose(no));
    assert_eq!(way.step(), Step::Review);
}

#[test]
fn by_video_both_show_a_document_in_private() {
    let mut way = Way::of(40);
    way.go(C::Begin(Letters::Normal)).go(myself());
    let half = Remote {
        documents_shown: true,
        private_place: false,
    };
    assert_eq!(way.no(talk(Place::Remote, None)), "E-CONSENT-REMOTE");
    assert_eq!(way.no(talk(Place::Remote, Some(half))), "E-CONSENT-REMOTE");
    let whole = Remote {
        private_place: true,
        ..half
    };
    way.go(talk(Place::Remote, Some(whole)));
    assert_eq!(way.state().talk.unwrap().remote, Some(whole));
}

#[test]
fn a_child_needs_a_parent_is_asked_as_well_and_its_no_ends_it() {
    let mut way = Way::of(9);
    way.go(C::Begin(Letters::Normal));
    assert_eq!(way.no(myself()), "E-CONSENT-PROXY-NEEDED");
    let mut way = Way::of(9);
    told(&mut way, proxy(ProxyRelation::Mother));
    way.go(agree(false));
    assert_eq!(way.step(), Step::Mandatory, "the child was not asked");
    way.go(agree(true));
    assert_eq!(way.step(), Step::Choices);
    let mut child = items("assent-child@1.0", ItemKind::Mandatory);
    child.insert("child.agree".to_owned(), "disagree".to_owned());
    way.go(C::Agree {
        answers: Answers::new(),
        child,
    });
    assert_eq!(way.step(), Step::Mandatory);
    way.go(C::Decline);
    let items = vec!["child.agree".to_owned()];
    assert_eq!(way.state().end, Some(End::Declined { items }));
    assert_eq!(way.no(C::Review), "E-CONSENT-ENDED");
}

#[test]
fn a_proxy_without_authority_is_refused() {
    let mut way = Way::of(40);
    told(&mut way, proxy(ProxyRelation::Spouse));
    assert_eq!(way.no(by_hand()), "E-CONSENT-NO-AUTHORITY");
    way.go(C::Identify {
        check: IdentityCheck::FaceToFace,
        authority: Some(Authority::CourtOrder),
    });
    let seen = way.state().proxy.unwrap().authority;
    assert_eq!(seen, Some(Authority::CourtOrder));
    // another proxy has shown nothing yet
    way.go(proxy(ProxyRelation::Sibling));
    assert!(way.state().identity.is_none());
}

#[test]
fn an_unapproved_form_invites_nobody_outside_a_demonstration() {
    let mut way = Way {
        events: Vec::new(),
        facts: facts(40),
    };
    way.facts.samples = false;
    let invite = || C::Invite(Box::new(invitation()));
    assert_eq!(way.no(invite()), "E-CONSENT-FORM-UNAPPROVED");
    way.facts.samples = true;
    way.facts.in_force = Some(("c-9".to_owned(), None));
    assert_eq!(way.no(invite()), "E-CONSENT-IN-FORCE-ALREADY");
}

#[test]
fn an_invitation_ends() {
    let mut way = Way::of(40);
    assert!(way.try_it(C::Expire).unwrap().is_empty(), "not yet");
    way.facts.now = NOW.plus_days(31);
    assert_eq!(way.no(C::Begin(Letters::Normal)), "E-CONSENT-EXPIRED");
    way.go(C::Expire);
    assert_eq!(way.state().state(), "expired");
}

#[test]
fn two_versions_are_compared_item_by_item_and_word_by_word() {
    use consent::words::diff::{Fate, pieces, rows};
    let (old, new) = (
        form::find("icf-cancer-adult@1.0").unwrap(),
        form::find("icf-cancer-adult@1.1").unwrap(),
    );
    let rows = rows(old, new);
    let of = |fate| rows.iter().filter(|r| r.fate == fate).count();
    assert_eq!(
        (of(Fate::Added), of(Fate::Reworded), of(Fate::Removed)),
        (1, 1, 0)
    );
    let (before, after) = pieces("a b c ", "a x c ", words::Lang::En);
    let marked = |all: Vec<consent::words::diff::Piece>| {
        let all = all.into_iter().filter(|p| p.differs);
        all.map(|p| p.text).collect::<Vec<_>>()
    };
    assert_eq!(
        (marked(before), marked(after)),
        (vec!["b ".to_owned()], vec!["x ".to_owned()])
    );
}
