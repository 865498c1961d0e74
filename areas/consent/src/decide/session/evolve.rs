//! What an event makes of the state.

use super::SessionEvent as E;
use crate::words::session::{Question, Session, Talk, Tried};

pub(super) fn evolve(state: Option<Session>, event: &E) -> Option<Session> {
    if let E::Invited { invitation, by, at } = event {
        return Some(Session {
            invitation: (**invitation).clone(),
            invited: (by.clone(), *at),
            method: None,
            letters: None,
            giver: None,
            proxy: None,
            cards: 0,
            items_read: false,
            questions: std::collections::BTreeMap::new(),
            checks: std::collections::BTreeMap::new(),
            check_over: false,
            talk: None,
            answers: crate::words::Answers::new(),
            child: crate::words::Answers::new(),
            chosen: false,
            reviewed: false,
            identity: None,
            signature: None,
            countersigned: None,
            end: None,
        });
    }
    let mut session = state?;
    match event {
        E::Invited { .. } => {}
        E::HandedOver { method, .. } => session.method = Some(*method),
        E::Begun { letters } => session.letters = Some(*letters),
        E::GiverSaid { giver, proxy } => {
            // what staff saw of another proxy does not count for this one
            session.identity = None;
            session.reviewed = false;
            session.giver = Some(*giver);
            session.proxy.clone_from(proxy);
        }
        E::CardsRead { cards } => session.cards = *cards,
        E::ItemsRead {} => session.items_read = true,
        E::Asked {
            id,
            item,
            digest,
            at,
        } => {
            let question = Question {
                item: item.clone(),
                digest: digest.clone(),
                asked_at: *at,
                answered: None,
            };
            session.questions.insert(id.clone(), question);
        }
        E::Replied { id, digest, by, at } => {
            if let Some(question) = session.questions.get_mut(id) {
                question.digest = digest.clone();
                question.answered = Some((by.clone(), *at));
            }
        }
        E::Checked { right } => tried(&mut session, right),
        E::CheckLeft {} => session.check_over = true,
        E::Talked {
            by,
            at,
            place,
            remote,
        } => {
            session.talk = Some(Talk {
                by: by.clone(),
                at: *at,
                place: *place,
                remote: *remote,
            });
        }
        E::Agreed { answers, child } => {
            session.answers.extend(answers.clone());
            session.child.extend(child.clone());
            session.reviewed = false;
        }
        E::Chosen { answers, complete } => {
            session.answers.clone_from(answers);
            session.chosen = *complete;
            session.reviewed = false;
        }
        E::Reviewed {} => session.reviewed = true,
        E::Identified {
            check,
            by,
            authority,
        } => {
            session.identity = Some((*check, by.clone()));
            if let Some(proxy) = session.proxy.as_mut() {
                proxy.authority = *authority;
            }
        }
        E::Signed { digest, at } => session.signature = Some((digest.clone(), *at)),
        E::Countersigned { signed } => session.countersigned = Some(signed.clone()),
        E::Ended { end, .. } => session.end = Some(end.clone()),
    }
    Some(session)
}

fn tried(session: &mut Session, right: &std::collections::BTreeMap<String, bool>) {
    for (code, right) in right {
        let tries = session.checks.get(code).map_or(0, |t| t.tries) + 1;
        let now = Tried {
            right: *right,
            tries,
        };
        session.checks.insert(code.clone(), now);
    }
}
