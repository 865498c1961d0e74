//! Taking rights at once and the periodic review, on both engines.

use auth::{
    Auth, Filter, Found, Held, Kind, Mark, NotSignedIn, Refusal, RelyingParty, Review, ReviewEvent,
    ReviewRefusal, SignInFailed,
};
use ledger::{Aggregate as _, Failed};
use store::{Write, testing::both};
use words::{AccountId, Actor, At, CaseId, Signed, SiteId, Statement};

use crate::stage::{NOW, auth, id, open};

const WHY: &str = "退職したため";

fn officer() -> Actor {
    Actor {
        account: id("ac-officer"),
        role: "security".to_owned(),
        site: None,
    }
}

async fn with_roles(auth: &Auth, account: &str, roles: &[(&str, Option<&str>)]) -> Vec<String> {
    open(auth, account).await;
    let mut grants = Vec::new();
    for (role, site) in roles {
        let site = site.map(|s| SiteId::parse(s).unwrap());
        let given = auth
            .grant(&id(account), role, site, (NOW, None), &Actor::system(), NOW)
            .await;
        grants.push(given.unwrap());
    }
    grants
}

/// The list as the officer's page would make it.
async fn list(auth: &Auth) -> Vec<(AccountId, Found)> {
    let accounts = auth.accounts().await.unwrap().into_iter();
    let found = accounts.map(|(account, state)| {
        let held = state.in_force(NOW).into_iter().map(|g| Held {
            grant: g.id,
            role: g.role,
            site: g.site,
        });
        let found = Found {
            held: held.collect(),
            last: None,
            uses: 0,
            cases: 0,
            opened: 0,
            unusual: Vec::new(),
        };
        (account, found)
    });
    found.collect()
}

fn refused<T: std::fmt::Debug, R: words::Refusal + std::fmt::Debug>(
    done: Result<T, Failed<R>>,
) -> R {
    match done.unwrap_err() {
        Failed::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_right_that_is_taken_is_gone_at_the_next_request() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let grants = with_roles(&auth, "ac-1", &[("curator", None), ("analyst", None)]).await;
        let session = auth.open_session(&id("ac-1"), NOW).await.unwrap();
        let token = auth
            .issue_token(&id("ac-1"), NOW.plus_days(1), NOW)
            .await
            .unwrap();
        let none = auth
            .revoke_now(&id("ac-1"), None, "　 ", &officer(), NOW)
            .await;
        assert_eq!(refused(none), Refusal::NoReason);
        let own = Actor {
            account: id("ac-1"),
            ..officer()
        };
        let own = auth.revoke_now(&id("ac-1"), None, WHY, &own, NOW).await;
        assert_eq!(refused(own), Refusal::OneselfGrant);
        let holder = auth
            .holder(Kind::Session, &session.secret, NOW)
            .await
            .unwrap();
        assert_eq!(holder.grants.len(), 2, "nothing happened yet");

        auth.revoke_now(&id("ac-1"), Some(&grants[0]), WHY, &officer(), NOW)
            .await
            .unwrap();
        for (kind, secret) in [
            (Kind::Session, &session.secret),
            (Kind::Token, &token.secret),
        ] {
            let next = auth.holder(kind, secret, NOW).await.unwrap_err();
            assert!(
                matches!(next, SignInFailed::Refused(NotSignedIn::Invalid)),
                "{next:?}"
            );
        }
        let left = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap().grants;
        assert_eq!(
            left.iter().map(|g| g.role.as_str()).collect::<Vec<_>>(),
            ["analyst"]
        );
        auth.revoke_now(&id("ac-1"), None, WHY, &officer(), NOW)
            .await
            .unwrap();
        assert!(
            auth.who(&id("ac-1"), NOW)
                .await
                .unwrap()
                .unwrap()
                .grants
                .is_empty()
        );
        let again = auth
            .revoke_now(&id("ac-1"), None, WHY, &officer(), NOW)
            .await;
        assert_eq!(refused(again), Refusal::NoSuchGrant);

        let (_, state) = auth.accounts().await.unwrap().remove(0);
        let why = state.grants[&grants[0]].why.clone().unwrap();
        assert_eq!(auth.said(&why).await.unwrap().as_deref(), Some(WHY));
        let (looked, flaws) = auth.prove_reviews().await.unwrap();
        assert_eq!((looked, flaws.len()), (2, 0));
        t.db.run(Write::new("DELETE FROM auth_reason", vec![]))
            .await
            .unwrap();
        assert_eq!(
            auth.prove_reviews().await.unwrap().1.len(),
            2,
            "a lost reason is named"
        );
    }
}

async fn signed(auth: &Auth, review: &str) -> Signed {
    let at = RelyingParty::at("http://127.0.0.1:8080").unwrap();
    let officer = id("ac-officer");
    let key = match auth.soft_key(&officer).await.unwrap() {
        Some(key) => key,
        None => auth.give_soft_key(&at, &officer, NOW).await.unwrap(),
    };
    let digest = auth.review(review).await.unwrap().unwrap().content();
    let said = Statement {
        purpose: "access.sign".to_owned(),
        thing: review.to_owned(),
        digest: digest.clone(),
        account: officer.clone(),
        roles: vec!["security".to_owned()],
        at: NOW,
    };
    let asked = auth.ask_to_sign(&at, said, NOW).await.unwrap();
    let answer = key.assert(&asked.options, &at.origin);
    let about = (&officer, "access.sign", review, &digest);
    auth.signed(&at, about, (&asked.ceremony, &answer), NOW)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_review_marks_every_account_and_is_signed() {
    for t in both().await {
        let auth = auth(&t.db).await;
        with_roles(&auth, "ac-officer", &[("security", None)]).await;
        let two = with_roles(&auth, "ac-1", &[("curator", None), ("analyst", None)]).await;
        with_roles(&auth, "ac-2", &[("physician", Some("site-a"))]).await;
        with_roles(&auth, "ac-3", &[("office", None)]).await;
        let session = auth.open_session(&id("ac-2"), NOW).await.unwrap();
        let (by, later) = (officer(), NOW.plus_days(1));
        let review = auth
            .begin_review(&list(&auth).await, &by, later)
            .await
            .unwrap();
        let second = auth.begin_review(&list(&auth).await, &by, later).await;
        assert_eq!(refused(second), ReviewRefusal::Another);

        let mark = async |account: &str, mark, taken: &[String], why: &str| {
            auth.mark(&review, (&id(account), mark, taken), why, &by, later)
                .await
        };
        assert_eq!(
            refused(mark("ac-1", Mark::Keep, &[], "").await),
            ReviewRefusal::NoReason
        );
        assert_eq!(
            refused(mark("ac-1", Mark::Narrow, &two, WHY).await),
            ReviewRefusal::Taken
        );
        assert_eq!(
            refused(mark("ac-9", Mark::Keep, &[], WHY).await),
            ReviewRefusal::NotListed
        );
        assert_eq!(
            refused(mark("ac-officer", Mark::Keep, &[], WHY).await),
            ReviewRefusal::Oneself
        );
        mark("ac-1", Mark::Narrow, &two[..1], WHY).await.unwrap();
        let left = auth.who(&id("ac-1"), later).await.unwrap().unwrap().grants;
        assert_eq!(left.len(), 1, "done at once");
        mark("ac-2", Mark::Revoke, &[], WHY).await.unwrap();
        let next = auth.holder(Kind::Session, &session.secret, later).await;
        assert!(next.is_err(), "the session is over");

        let early = signed(&auth, &review).await;
        let early = auth.sign_review(&review, early, &by, later).await;
        assert_eq!(refused(early), ReviewRefusal::Unmarked(1));
        let old = signed(&auth, &review).await;
        mark("ac-3", Mark::Keep, &[], "業務に必要").await.unwrap();
        let old = auth.sign_review(&review, old, &by, later).await;
        assert_eq!(refused(old), ReviewRefusal::OtherContent);
        let now = signed(&auth, &review).await;
        auth.sign_review(&review, now, &by, later).await.unwrap();
        assert_eq!(
            refused(mark("ac-3", Mark::Revoke, &[], WHY).await),
            ReviewRefusal::Over
        );
        assert_eq!(auth.reviewed_until().await.unwrap(), Some(later));

        let verified = ledger::verify(&t.db, &auth::kinds(), "").await.unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
        assert!(auth.prove_reviews().await.unwrap().1.is_empty());
        let sql = "UPDATE access_review_line SET found = '{}' WHERE account = 'ac-3'";
        t.db.run(Write::new(sql, vec![])).await.unwrap();
        let flaws = auth.prove_reviews().await.unwrap().1;
        assert!(
            flaws[0].en.contains("the list of access review"),
            "{flaws:?}"
        );
    }
}

#[tokio::test]
async fn uses_are_gathered_by_case_and_hour() {
    for t in both().await {
        let auth = auth(&t.db).await;
        with_roles(&auth, "ac-1", &[("physician", Some("site-a"))]).await;
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        for (minute, case) in [
            (0, "0101-01-00001"),
            (5, "0101-01-00001"),
            (70, "0101-01-00001"),
            (71, "0101-01-00002"),
        ] {
            let on = auth::Resource::new("case", case)
                .of_case(&CaseId::parse(case).unwrap())
                .at_site(&SiteId::parse("site-a").unwrap());
            auth.may(&who, "case.read", &on, None, NOW.plus_seconds(60 * minute))
                .await
                .unwrap();
        }
        let uses = auth.uses(&id("ac-1"), NOW, NOW.plus_days(1)).await.unwrap();
        let seen: Vec<_> = uses.iter().map(|u| (u.case.as_str(), u.times)).collect();
        assert_eq!(
            seen,
            [
                ("0101-01-00001", 2),
                ("0101-01-00001", 1),
                ("0101-01-00002", 1)
            ]
        );
        assert_eq!(
            auth.last_use(&id("ac-1")).await.unwrap(),
            Some(NOW.plus_seconds(60 * 71))
        );
        assert_eq!(auth.last_use(&id("ac-2")).await.unwrap(), None);
        let before = At::from_micros(NOW.micros() - 1);
        assert!(
            auth.uses(&id("ac-1"), before, NOW)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(auth.accesses(&Filter::default(), 9).await.unwrap().len(), 4);
    }
}

#[test]
fn every_event_of_a_review_decodes() {
    let read = |text| serde_json::from_str::<ReviewEvent>(text).unwrap();
    let events = [
        read(include_str!("golden/begun.json")),
        read(include_str!("golden/marked.json")),
        read(include_str!("golden/signed.json")),
    ];
    let review = events.iter().fold(None, Review::evolve).unwrap();
    assert_eq!(review.marks[&id("ac-1")].taken, ["gr-1"]);
    assert_eq!(review.unmarked(&id("ac-security")).count(), 0);
    assert!(review.signed.is_some());
}
