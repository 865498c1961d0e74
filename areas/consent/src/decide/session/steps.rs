//! What may be done at which step.

use super::{SessionCommand as C, SessionEvent as E, SessionFacts};
use words::Signed;

use crate::{
    decide::Refusal,
    rules::{asked_again, r2_complete, r3_proxy_and_assent::may_decide, r5_remote_talk},
    words::{
        AGREE, Answers, Giver, Place, Proxy, ProxyRelation,
        form::{self, Form, ItemKind},
        session::{End, Invitation, Session, Step},
        teaching,
    },
};

type Decided = Result<Vec<E>, Refusal>;

/// The first step that is not done.
#[must_use]
pub fn step(session: &Session) -> Step {
    let undone = [
        (session.letters.is_none(), Step::Welcome),
        (session.giver.is_none(), Step::Who),
        (session.cards < teaching::cards(), Step::Cards),
        (!session.items_read, Step::Items),
        (!session.check_over, Step::Check),
        (session.talk.is_none(), Step::Talk),
        (!agreed(session), Step::Mandatory),
        (!session.chosen, Step::Choices),
        (!session.reviewed, Step::Review),
        (session.identity.is_none(), Step::Identity),
        (session.signature.is_none(), Step::Sign),
        (session.end.is_none(), Step::Countersign),
    ];
    let found = undone.into_iter().find(|(undone, _)| *undone);
    found.map_or(Step::Receipt, |(_, step)| step)
}

pub(super) fn invite(invitation: Box<Invitation>, facts: &SessionFacts) -> Decided {
    let form =
        form::find(&invitation.form).ok_or_else(|| Refusal::Form(invitation.form.clone()))?;
    if !form.in_force_on(facts.now.day()) {
        return Err(Refusal::Form(invitation.form.clone()));
    }
    // no committee approved it: nobody is even asked, except in a demonstration
    if !facts.samples && !form.is_approved() {
        return Err(Refusal::Unapproved(form.reference()));
    }
    match &facts.in_force {
        Some((id, Some(_))) if invitation.supersedes.as_ref() == Some(id) => {}
        Some((id, _)) => return Err(Refusal::InForceAlready(id.clone())),
        None => {}
    }
    Ok(vec![E::Invited {
        invitation,
        by: facts.actor.clone(),
        at: facts.now,
    }])
}

pub(super) fn go(session: &Session, command: C, facts: &SessionFacts) -> Decided {
    if let C::Record { consent } = &command {
        return record(session, consent, facts);
    }
    if session.end.is_some() {
        return Err(Refusal::Ended);
    }
    match &command {
        C::Expire if session.signature.is_none() && session.invitation.until <= facts.now => {
            return end(End::Expired, facts);
        }
        C::Close => return end(End::Closed, facts),
        C::Expire => return Ok(vec![]),
        // what was signed in time is countersigned later all the same
        C::Countersign(signed) => return countersign(session, signed),
        _ if session.invitation.until <= facts.now => return Err(Refusal::Expired),
        C::HandOver(method) => {
            return Ok(vec![E::HandedOver {
                method: *method,
                by: facts.actor.clone(),
                at: facts.now,
            }]);
        }
        C::Reply { .. } => return reply(session, command, facts),
        _ if session.signature.is_some() => return Err(Refusal::SignedAlready),
        _ => {}
    }
    match command {
        C::Begin(letters) => Ok(vec![E::Begun { letters }]),
        C::Who { giver, proxy } => who(session, giver, proxy, facts),
        C::ReadCards(cards) => {
            after(session, Step::Cards)?;
            let cards = cards.min(teaching::cards()).max(session.cards);
            Ok(news(cards > session.cards, E::CardsRead { cards }))
        }
        C::ReadItems => {
            after(session, Step::Items)?;
            Ok(news(!session.items_read, E::ItemsRead {}))
        }
        C::Ask { id, item, digest } => {
            after(session, Step::Who)?;
            Ok(vec![E::Asked {
                id,
                item,
                digest,
                at: facts.now,
            }])
        }
        C::Check(right) => check(session, right),
        C::Talk { place, remote } => {
            after(session, Step::Who)?;
            if place == Place::Remote && !r5_remote_talk::is_sound(remote) {
                return Err(Refusal::Remote);
            }
            Ok(vec![E::Talked {
                by: facts.actor.clone(),
                at: facts.now,
                place,
                remote: remote.filter(|_| place == Place::Remote),
            }])
        }
        C::Agree { answers, child } => agree(session, answers, child),
        C::Decline => decline(session, facts),
        C::Choose(answers) => choose(session, answers),
        C::Review => {
            after(session, Step::Review)?;
            Ok(news(!session.reviewed, E::Reviewed {}))
        }
        C::Identify { check, authority } => {
            after(session, Step::Cards)?;
            let by_video = session
                .talk
                .as_ref()
                .is_some_and(|t| t.place == Place::Remote);
            if by_video && r5_remote_talk::is_face_to_face(check) {
                return Err(Refusal::NotFaceToFace);
            }
            let proxy = session.proxy.clone().map(|p| Proxy { authority, ..p });
            if session.giver == Some(Giver::Proxy)
                && !may_decide(proxy.as_ref(), facts.age.ok_or(Refusal::AgeUnknown)?)
            {
                return Err(Refusal::NoAuthority);
            }
            let authority = authority.filter(|_| session.proxy.is_some());
            let by = facts.actor.clone();
            Ok(vec![E::Identified {
                check,
                by,
                authority,
            }])
        }
        C::Sign(digest) => sign(session, digest, facts),
        C::Invite(_)
        | C::Record { .. }
        | C::Close
        | C::Expire
        | C::HandOver(_)
        | C::Reply { .. }
        | C::Countersign(_) => Err(Refusal::RecordStands),
    }
}

/// Every step before this one must be done.
fn after(session: &Session, wanted: Step) -> Result<(), Refusal> {
    let first = step(session);
    if first < wanted {
        return Err(Refusal::NotYet(first.text()));
    }
    Ok(())
}

fn news(is_new: bool, event: E) -> Vec<E> {
    if is_new { vec![event] } else { vec![] }
}

fn end(end: End, facts: &SessionFacts) -> Decided {
    Ok(vec![E::Ended { end, at: facts.now }])
}

fn who(session: &Session, giver: Giver, proxy: Option<Proxy>, facts: &SessionFacts) -> Decided {
    after(session, Step::Who)?;
    let ages = form::ages();
    let age = facts.age.ok_or(Refusal::AgeUnknown)?;
    match (giver, &proxy) {
        (Giver::Person, _) if age < ages.self_from => {
            return Err(Refusal::ProxyNeeded(ages.self_from));
        }
        (Giver::Proxy, None) => return Err(Refusal::NoRelation),
        (Giver::Proxy, Some(p)) if p.relation == ProxyRelation::Other && !p.other_given => {
            return Err(Refusal::OtherRelation);
        }
        _ => {}
    }
    let why = facts.in_force.as_ref().and_then(|(_, why)| why.as_ref());
    if !asked_again::may_give(why, giver) {
        return Err(Refusal::OtherIsAsked);
    }
    let proxy = proxy.filter(|_| giver == Giver::Proxy);
    let same = session.giver == Some(giver)
        && session.proxy.as_ref().map(|p| p.relation) == proxy.as_ref().map(|p| p.relation);
    Ok(news(!same, E::GiverSaid { giver, proxy }))
}

fn check(session: &Session, right: std::collections::BTreeMap<String, bool>) -> Decided {
    after(session, Step::Check)?;
    let all = right.values().all(|r| *r);
    let mut events = news(!right.is_empty(), E::Checked { right });
    // leaving it is always possible; what was missed was shown again
    if all && !session.check_over {
        events.push(E::CheckLeft {});
    }
    Ok(events)
}

/// The form of a session.
fn form_of(session: &Session) -> Result<&'static Form, Refusal> {
    let form = &session.invitation.form;
    form::find(form).ok_or_else(|| Refusal::Form(form.clone()))
}

/// The assent form, where a proxy decides for a child that is asked as well.
fn child_form(session: &Session) -> Option<&'static Form> {
    let (form, _) = session.invitation.assent.as_ref()?;
    form::find(form).filter(|_| session.giver == Some(Giver::Proxy))
}

/// Whether every mandatory item was agreed to, by the child as well.
fn agreed(session: &Session) -> bool {
    let all = |form: &Form, answers: &Answers| {
        let mut must = form.items.iter().filter(|i| i.kind == ItemKind::Mandatory);
        must.all(|i| answers.get(&i.code).is_some_and(|a| a == AGREE))
    };
    let own = form::find(&session.invitation.form).is_some_and(|f| all(f, &session.answers));
    own && child_form(session).is_none_or(|f| all(f, &session.child))
}

fn agree(session: &Session, answers: Answers, child: Answers) -> Decided {
    after(session, Step::Mandatory)?;
    let form = form_of(session)?;
    let wrong = |form: &Form, given: &Answers| {
        given.iter().find_map(|(code, answer)| {
            let item = form.item(code).filter(|i| i.kind == ItemKind::Mandatory);
            match item {
                Some(item) if item.takes(answer) => None,
                Some(item) => Some(Refusal::Answer(item.text.clone())),
                None => Some(Refusal::NotAChoice(code.clone())),
            }
        })
    };
    if let Some(refusal) = wrong(form, &answers) {
        return Err(refusal);
    }
    if !child.is_empty() {
        let form = child_form(session).ok_or(Refusal::AssentNeeded)?;
        if let Some(refusal) = wrong(form, &child) {
            return Err(refusal);
        }
    }
    Ok(vec![E::Agreed { answers, child }])
}

/// Items answered with no; a child's no stands for itself.
fn decline(session: &Session, facts: &SessionFacts) -> Decided {
    let no = |answers: &Answers| -> Vec<String> {
        let no = answers.iter().filter(|(_, a)| *a == crate::words::DISAGREE);
        no.map(|(code, _)| code.clone()).collect()
    };
    let mut items = no(&session.answers);
    items.extend(no(&session.child));
    end(End::Declined { items }, facts)
}

fn choose(session: &Session, answers: Answers) -> Decided {
    after(session, Step::Choices)?;
    let form = form_of(session)?;
    let mut all = session.answers.clone();
    for (code, answer) in answers {
        let item = form.item(&code).filter(|i| i.kind == ItemKind::Choice);
        let item = item.ok_or(Refusal::NotAChoice(code))?;
        if !item.takes(&answer) {
            return Err(Refusal::Answer(item.text.clone()));
        }
        all.insert(item.code.clone(), answer);
    }
    let shown = |all: &Answers, code: &str| form.item(code).is_some_and(|i| i.shown(all));
    let before = all.clone();
    all.retain(|code, _| shown(&before, code));
    let complete = r2_complete::answers(form, &all).is_none();
    Ok(vec![E::Chosen {
        answers: all,
        complete,
    }])
}

/// Nothing is signed with a question open, a step left out, or nobody's identity checked.
fn sign(session: &Session, digest: words::Digest, facts: &SessionFacts) -> Decided {
    let open = session.open_questions();
    if open > 0 {
        return Err(Refusal::OpenQuestions(open));
    }
    after(session, Step::Sign)?;
    Ok(vec![E::Signed {
        digest,
        at: facts.now,
    }])
}

fn reply(session: &Session, command: C, facts: &SessionFacts) -> Decided {
    let C::Reply { id, digest } = command else {
        return Err(Refusal::NoQuestion);
    };
    if !session.questions.contains_key(&id) {
        return Err(Refusal::NoQuestion);
    }
    Ok(vec![E::Replied {
        id,
        digest,
        by: facts.actor.clone(),
        at: facts.now,
    }])
}

/// The key answered for this very record, or nothing is countersigned.
fn countersign(session: &Session, signed: &Signed) -> Decided {
    after(session, Step::Countersign)?;
    if session.seen().as_ref() != Some(&signed.statement.digest) {
        return Err(Refusal::NotSigned);
    }
    Ok(vec![E::Countersigned {
        signed: Box::new(signed.clone()),
    }])
}

fn record(session: &Session, consent: &str, facts: &SessionFacts) -> Decided {
    match &session.end {
        Some(End::Recorded { consent: made }) if made == consent => return Ok(vec![]),
        Some(_) => return Err(Refusal::Ended),
        None => {}
    }
    after(session, Step::Countersign)?;
    if session.countersigned.is_none() {
        return Err(Refusal::NotSigned);
    }
    let consent = consent.to_owned();
    end(End::Recorded { consent }, facts)
}
