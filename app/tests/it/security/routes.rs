//! Every route times every role: no session, no answer; no right in the matrix, the same bytes as for what is not there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use auth::Bound;
use words::AccountId;

use super::{
    house::{Answer, House},
    listed::{Route, body, form, of_document, of_pages},
};
use crate::unknown::nowhere;

/// Which roles may do an action in any state of any thing, by the committed matrix.
struct Matrix(BTreeMap<String, BTreeSet<String>>);

impl Matrix {
    fn read() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalog/permissions.tsv");
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let head: Vec<&str> = lines.next().unwrap().split('\t').collect();
        let mut may: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            let roles = may.entry(cells[0].to_owned()).or_default();
            let allowed = head.iter().zip(&cells).filter(|(_, cell)| **cell == "○");
            roles.extend(allowed.map(|(role, _)| (*role).to_owned()));
        }
        Self(may)
    }

    /// Whether no session is needed.
    fn is_open(&self, actions: &[String]) -> bool {
        let guest = |action: &String| self.0.get(action).is_some_and(|r| r.contains("guest"));
        actions.iter().any(guest)
    }

    fn may(&self, role: &str, action: &str) -> bool {
        let roles = self
            .0
            .get(action)
            .unwrap_or_else(|| panic!("{action} is not in the matrix"));
        roles.contains(role) || roles.contains("member")
    }
}

/// Routes without a caller: what they decide by, since nobody is named in the log.
const DOORS: [&str; 5] = [
    "/sign-in",
    "/language",
    "/invitations",
    "/tablet",
    "/api/openapi.json",
];

fn is_door(path: &str) -> bool {
    let below = |door: &&str| path == *door || path.starts_with(&format!("{door}/"));
    DOORS.iter().any(below)
}

/// What could not be read is said before anything is looked up, and says the same to everybody.
fn is_unread(answer: &Answer) -> bool {
    matches!(answer.status, 400 | 415 | 422)
}

/// Every route with a body that it may read.
fn all(house: &House) -> Vec<(Route, String)> {
    let form = form();
    let documented = of_document(house).into_iter().map(|(route, _)| {
        let sent = if route.is_safe() {
            String::new()
        } else {
            body(house, &route)
        };
        (route, sent)
    });
    let pages = of_pages().into_iter().map(|route| {
        let sent = if route.is_safe() { "" } else { &form };
        (route, sent.to_owned())
    });
    documented.chain(pages).collect()
}

#[tokio::test]
async fn nobody_gets_an_answer_without_a_session() {
    let Some(house) = House::open().await else {
        return;
    };
    let documented: BTreeMap<Route, Vec<String>> = of_document(&house).into_iter().collect();
    let (matrix, mut closed) = (Matrix::read(), 0);
    for (route, body) in all(&house) {
        let open = documented.get(&route).is_some_and(|a| matrix.is_open(a));
        if open || is_door(&route.path) {
            continue;
        }
        let thing = route.thing(&house).unwrap_or_default();
        let answer = house
            .ask(&route.method, &route.at(&thing), None, &body)
            .await;
        let shown = answer.status == 303 && answer.header("location").starts_with("/sign-in?");
        assert!(
            answer.status == 401 || (route.is_page() && route.is_safe() && shown),
            "{route:?}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(
            !answer.text().contains(&house.case) || route.path.contains('{'),
            "{route:?}"
        );
        closed += 1;
    }
    assert!(closed > 200, "{closed}");
}

/// What a route asks for first, learnt from the log of somebody without any role; none where the body could not be read, or
/// where nothing is asked of a caller.
async fn asks(house: &House, nobody: &AccountId, route: &Route, sent: &str) -> Vec<String> {
    let thing = route.thing(house).unwrap_or_default();
    let (token, since) = (house.token(nobody).await, house.platform.now());
    house
        .ask(&route.method, &route.at(&thing), Some(&token), sent)
        .await;
    let asked = house.asked(nobody, since).await.into_iter();
    let asked: BTreeSet<String> = asked.map(|(action, _)| action).collect();
    asked.into_iter().collect()
}

#[tokio::test]
async fn every_route_denies_who_has_no_right_like_what_is_not_there() {
    let Some(house) = House::open().await else {
        return;
    };
    let (matrix, nobody) = (Matrix::read(), house.somebody("").await);
    let mut tokens = Vec::new();
    for role in auth::roles().iter().filter(|r| r.bound != Bound::Implied) {
        let account = house.somebody(&role.id).await;
        tokens.push((role.id.as_str(), house.token(&account).await));
    }
    let documented: BTreeMap<Route, Vec<String>> = of_document(&house).into_iter().collect();
    let mut denied = 0;
    for (route, sent) in all(&house) {
        let own = documented.get(&route);
        let asked = asks(&house, &nobody, &route, &sent).await;
        if is_door(&route.path) || own.is_some_and(|a| matrix.is_open(a)) {
            continue;
        }
        let actions = own.cloned().unwrap_or(asked);
        for (role, token) in &tokens {
            // who has the right in any state would change something: what they may is tested in the areas
            if actions.iter().any(|action| matrix.may(role, action)) {
                continue;
            }
            denied += same(&house, &route, &sent, (role, token)).await;
        }
    }
    assert!(denied > 1000, "{denied}");
}

/// Asks about a thing that is there and one that is not: how many denials that were.
async fn same(house: &House, route: &Route, sent: &str, (role, token): (&str, &str)) -> u32 {
    let thing = route.thing(house);
    let here = thing.clone().unwrap_or_default();
    let at = |thing: &str| route.at(thing);
    let first = house
        .ask(&route.method, &at(&here), Some(token), sent)
        .await;
    let said = first.text();
    let status = first.status;
    assert!(
        matches!(status, 403 | 404) || is_unread(&first),
        "{role} {route:?}: {status} {said}"
    );
    if let Some(thing) = thing {
        let missing = nowhere(&thing, &house.case);
        let second = house
            .ask(&route.method, &at(&missing), Some(token), sent)
            .await;
        let same = said.replace(&thing, &missing);
        assert_eq!(
            (second.status, second.text()),
            (status, same),
            "{role} {route:?}"
        );
    }
    u32::from(!is_unread(&first))
}
