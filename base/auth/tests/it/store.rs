//! Accounts, sessions, tokens, decisions and their log, on both engines.

use auth::{Denied, Filter, Holds, Kind, NotSignedIn, Resource, SignInFailed, code_at};
use store::testing::both;
use words::{Actor, At, CaseId, PersonId, SiteId};

use crate::stage::{NOW, PASSWORD, auth, id, open, open_patient};

fn refused(failed: SignInFailed) -> NotSignedIn {
    match failed {
        SignInFailed::Refused(refusal) => refusal,
        SignInFailed::Failed(e) => panic!("{e:?}"),
    }
}

#[tokio::test]
async fn password_and_code_open_the_door_once() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let opened = open_patient(&auth, "ac-1").await;
        let code = code_at(&opened.totp, NOW).unwrap();
        let account = auth
            .sign_in("ac-1@example", PASSWORD, &code, NOW)
            .await
            .unwrap();
        assert_eq!(account, id("ac-1"));
        let again = auth.sign_in("ac-1@example", PASSWORD, &code, NOW).await;
        assert_eq!(
            refused(again.unwrap_err()),
            NotSignedIn::Wrong,
            "a code counts once"
        );
        let later = NOW.plus_seconds(60);
        let wide: String = code_at(&opened.totp, later)
            .unwrap()
            .chars()
            .map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap())
            .collect();
        assert!(
            auth.sign_in(" ac-1@example ", PASSWORD, &wide, later)
                .await
                .is_ok(),
            "full-width digits are digits"
        );
        assert_eq!(
            auth.profile(&account).await.unwrap().unwrap().name,
            "組紐 花子"
        );
    }
}

#[tokio::test]
async fn five_failures_lock_for_a_quarter_of_an_hour() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let opened = open_patient(&auth, "ac-1").await;
        for _ in 0..5 {
            let tried = auth.sign_in("ac-1@example", "wrong", "000000", NOW).await;
            assert_eq!(refused(tried.unwrap_err()), NotSignedIn::Wrong);
        }
        let code = code_at(&opened.totp, NOW).unwrap();
        let locked = auth.sign_in("ac-1@example", PASSWORD, &code, NOW).await;
        assert_eq!(
            refused(locked.unwrap_err()),
            NotSignedIn::Locked {
                until: NOW.plus_seconds(900)
            }
        );
        let later = NOW.plus_seconds(901);
        let code = code_at(&opened.totp, later).unwrap();
        assert!(
            auth.sign_in("ac-1@example", PASSWORD, &code, later)
                .await
                .is_ok()
        );
        let nobody = auth.sign_in("nobody", PASSWORD, &code, later).await;
        assert_eq!(refused(nobody.unwrap_err()), NotSignedIn::Wrong);
    }
}

#[tokio::test]
async fn sessions_and_tokens_end() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let token = auth
            .issue_token(&id("ac-1"), NOW.plus_days(400), NOW)
            .await
            .unwrap();
        assert_eq!(token.expires, NOW.plus_days(90), "no token lives longer");
        assert!(
            auth.holder(Kind::Token, &token.secret, NOW.plus_days(89))
                .await
                .is_ok()
        );
        let over = auth
            .holder(Kind::Token, &token.secret, NOW.plus_days(90))
            .await;
        assert_eq!(refused(over.unwrap_err()), NotSignedIn::Expired);
        let session = auth.open_session(&id("ac-1"), NOW).await.unwrap();
        assert!(
            auth.holder(Kind::Session, &session.secret, NOW.plus_seconds(1_700))
                .await
                .is_ok()
        );
        assert!(
            auth.holder(Kind::Session, &session.secret, NOW.plus_seconds(3_400))
                .await
                .is_ok(),
            "use keeps it open"
        );
        let idle = auth
            .holder(
                Kind::Session,
                &session.secret,
                NOW.plus_seconds(3_400 + 1_800),
            )
            .await;
        assert_eq!(refused(idle.unwrap_err()), NotSignedIn::Expired);
        auth.revoke(Kind::Token, &token.secret).await.unwrap();
        let revoked = auth.holder(Kind::Token, &token.secret, NOW).await;
        assert_eq!(refused(revoked.unwrap_err()), NotSignedIn::Invalid);
        let forged = auth.holder(Kind::Token, "made up", NOW).await;
        assert_eq!(refused(forged.unwrap_err()), NotSignedIn::Invalid);
    }
}

fn finding(site: &str) -> Resource {
    Resource::new("finding", "fi-1")
        .of_case(&CaseId::parse("0123-04-00057").unwrap())
        .of_person(&PersonId::parse("pt-1").unwrap())
        .at_site(&SiteId::parse(site).unwrap())
        .in_state("active")
        .holding(Holds::Genomic)
}

#[tokio::test]
async fn every_decision_is_in_the_log_with_its_rule() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let site = SiteId::parse("site-a").unwrap();
        let until = NOW.plus_days(10);
        auth.grant(
            &id("ac-1"),
            "physician",
            Some(site.clone()),
            (NOW, Some(until)),
            &Actor::system(),
            NOW,
        )
        .await
        .unwrap();
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        let actor = auth
            .may(
                &who,
                "finding.read",
                &finding("site-a"),
                Some("treatment"),
                NOW,
            )
            .await
            .unwrap();
        assert_eq!((actor.role.as_str(), actor.site), ("physician", Some(site)));
        let other = auth
            .may(
                &who,
                "finding.read",
                &finding("site-b"),
                None,
                NOW.plus_seconds(1),
            )
            .await;
        assert!(matches!(other, Err(Denied::Refused { .. })));
        let unknown = auth
            .may(
                &who,
                "finding.burn",
                &finding("site-a"),
                None,
                NOW.plus_seconds(2),
            )
            .await;
        assert!(
            matches!(unknown, Err(Denied::Refused { .. })),
            "an action that is not declared is denied"
        );
        let withdrawn = auth
            .may(
                &who,
                "confirm.order",
                &finding("site-a").withdrawn(true),
                None,
                NOW.plus_seconds(3),
            )
            .await;
        let Err(Denied::Refused { rules, text, .. }) = withdrawn else {
            panic!("not denied")
        };
        assert_eq!(rules, ["withdrawn-use"]);
        assert!(text.ja.contains("撤回"));
        let gone = auth.who(&id("ac-1"), until).await.unwrap().unwrap();
        assert!(
            auth.may(&gone, "finding.read", &finding("site-a"), None, until)
                .await
                .is_err(),
            "the period is over"
        );

        let filter = Filter {
            case: Some(CaseId::parse("0123-04-00057").unwrap()),
            ..Filter::default()
        };
        let log = auth.accesses(&filter, 100).await.unwrap();
        let told: Vec<_> = log
            .iter()
            .rev()
            .map(|e| (e.action.as_str(), e.allowed, e.rule.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("finding.read", true, "finding-read-site"),
                ("finding.read", false, ""),
                ("finding.burn", false, ""),
                ("confirm.order", false, "withdrawn-use"),
                ("finding.read", false, ""),
            ]
        );
        assert_eq!(log.last().unwrap().purpose.as_deref(), Some("treatment"));
        let nobody = Filter {
            person: Some(PersonId::parse("pt-2").unwrap()),
            ..Filter::default()
        };
        assert!(auth.accesses(&nobody, 100).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn without_a_log_the_answer_is_no() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        auth.grant(
            &id("ac-1"),
            "curator",
            None,
            (NOW, None),
            &Actor::system(),
            NOW,
        )
        .await
        .unwrap();
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        t.db.run(store::Write::new(
            "ALTER TABLE access_log RENAME TO lost_log",
            vec![],
        ))
        .await
        .unwrap();
        let asked = auth
            .may(&who, "finding.read", &finding("site-a"), None, NOW)
            .await;
        assert!(matches!(asked, Err(Denied::NotLogged(_))));
    }
}

#[tokio::test]
async fn who_could_on_that_day_is_in_the_ledger() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let by = Actor {
            account: id("ac-admin"),
            role: "admin".to_owned(),
            site: None,
        };
        let grant = auth
            .grant(&id("ac-1"), "analyst", None, (NOW, None), &by, NOW)
            .await
            .unwrap();
        auth.revoke_grant(&id("ac-1"), &grant, &by, NOW.plus_days(5))
            .await
            .unwrap();
        let on = |days: i64| NOW.plus_days(days);
        let held: Vec<usize> = {
            let mut held = Vec::new();
            for at in [At::from_micros(NOW.micros() - 1), on(0), on(4), on(5)] {
                held.push(auth.held_at(at).await.unwrap().len());
            }
            held
        };
        assert_eq!(held, [0, 1, 1, 0]);
        auth.close_account(&id("ac-1"), &by, on(6)).await.unwrap();
        assert!(auth.who(&id("ac-1"), on(6)).await.unwrap().is_none());
        let verified = ledger::verify(&t.db, &auth::kinds(), "").await.unwrap();
        assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    }
}

#[tokio::test]
async fn many_decisions_at_once_are_all_in_the_log() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        auth.grant(
            &id("ac-1"),
            "curator",
            None,
            (NOW, None),
            &Actor::system(),
            NOW,
        )
        .await
        .unwrap();
        let who = auth.who(&id("ac-1"), NOW).await.unwrap().unwrap();
        let mut asked = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let (auth, who) = (auth.clone(), who.clone());
            asked.spawn(async move {
                auth.may(&who, "finding.read", &finding("site-a"), None, NOW)
                    .await
                    .is_ok()
            });
        }
        assert!(asked.join_all().await.into_iter().all(|may| may));
        assert_eq!(
            auth.accesses(&Filter::default(), 1_000)
                .await
                .unwrap()
                .len(),
            64
        );
    }
}

#[tokio::test]
async fn after_three_locks_only_another_person_opens_again() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let opened = open_patient(&auth, "ac-1").await;
        let mut now = NOW;
        for _ in 0..3 {
            for _ in 0..5 {
                let tried = auth.sign_in("ac-1@example", "wrong", "000000", now).await;
                assert_eq!(refused(tried.unwrap_err()), NotSignedIn::Wrong);
            }
            now = now.plus_seconds(901);
        }
        now = now.plus_days(30);
        let code = code_at(&opened.totp, now).unwrap();
        let tried = auth.sign_in("ac-1@example", PASSWORD, &code, now).await;
        assert_eq!(refused(tried.unwrap_err()), NotSignedIn::LockedOut);
        assert!(
            auth.unlock(&id("ac-1"), &id("ac-1")).await.is_err(),
            "not the own one"
        );
        auth.unlock(&id("ac-1"), &id("desk")).await.unwrap();
        assert!(
            auth.sign_in("ac-1@example", PASSWORD, &code, now)
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a_password_opens_no_account_of_staff() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let opened = open(&auth, "ac-1").await;
        let code = code_at(&opened.totp, NOW).unwrap();
        let tried = auth.sign_in("ac-1@example", PASSWORD, &code, NOW).await;
        assert_eq!(refused(tried.unwrap_err()), NotSignedIn::Wrong);
    }
}
