use ledger::{Along, Failed, NewJob};
use store::Write;

use crate::counter::{BelowZero, Command, Counter, Event, context, ledger};

#[tokio::test]
async fn row_events_and_company_are_written_together() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let along = Along {
            writes: vec![Write::new(
                "INSERT INTO note (id, body) VALUES ($1, $2)",
                vec!["n1".into(), vec![1_u8, 2].into()],
            )],
            ..Along::default()
        };
        let done = ledger
            .execute_along::<Counter>("a", Command::Add(3), &(), &context(), along)
            .await
            .unwrap();
        assert_eq!((done.version, done.seq, done.state.unwrap().n), (1, 1, 3));
        let note =
            t.db.one("SELECT body FROM note WHERE id = 'n1'", vec![])
                .await
                .unwrap()
                .unwrap();
        assert_eq!(note.bytes(0).unwrap(), [1, 2]);
        let found = ledger.find::<Counter>("n", 3.into()).await.unwrap();
        assert_eq!(found.len(), 1);
    }
}

#[tokio::test]
async fn a_refusal_writes_nothing() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let refused = ledger
            .execute::<Counter>("a", Command::Add(-1), &(), &context())
            .await;
        assert!(matches!(refused, Err(Failed::Refused(BelowZero))));
        assert!(ledger.events_after(0, 10).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_failing_companion_takes_its_own_decision_down_and_no_other() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let twice = || Along {
            writes: vec![Write::new(
                "INSERT INTO note (id) VALUES ($1)",
                vec!["same".into()],
            )],
            ..Along::default()
        };
        let context = context();
        let (a, b, c) = tokio::join!(
            ledger.execute_along::<Counter>("a", Command::Add(1), &(), &context, twice()),
            ledger.execute_along::<Counter>("b", Command::Add(1), &(), &context, twice()),
            ledger.execute::<Counter>("c", Command::Add(1), &(), &context),
        );
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);
        assert!(c.is_ok());
        assert_eq!(ledger.events_after(0, 10).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn sixty_four_callers_lose_no_decision() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let ledger = ledger.clone();
            tasks.spawn(async move {
                let id = if n % 8 == 0 {
                    "shared".to_owned()
                } else {
                    format!("own-{n}")
                };
                ledger
                    .execute::<Counter>(&id, Command::Add(1), &(), &context())
                    .await
                    .map(|_| ())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        let shared = ledger.load::<Counter>("shared").await.unwrap().unwrap();
        assert_eq!((shared.state.n, shared.version), (8, 8));
        assert_eq!(ledger.events_after(0, 100).await.unwrap().len(), 64);
    }
}

#[tokio::test]
async fn two_people_at_once_the_second_is_told() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        ledger
            .execute::<Counter>("a", Command::Add(1), &(), &context())
            .await
            .unwrap();
        let seen = || Along {
            expect: Some(1),
            ..Along::default()
        };
        ledger
            .execute_along::<Counter>("a", Command::Add(1), &(), &context(), seen())
            .await
            .unwrap();
        let second = ledger
            .execute_along::<Counter>("a", Command::Add(1), &(), &context(), seen())
            .await;
        assert!(matches!(second, Err(Failed::Stale)));
    }
}

#[tokio::test]
async fn events_come_back_as_they_went_in() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        let case = words::CaseId::parse("0123-04-00057").unwrap();
        let consent = words::ConsentRef {
            id: "c1".to_owned(),
            version: 4,
            form: "cancer-adult@1".to_owned(),
        };
        let context = context().on(&case).resting_on(consent.clone());
        ledger
            .execute::<Counter>("a", Command::Paint("indigo"), &(), &context)
            .await
            .unwrap();
        ledger
            .execute::<Counter>("b", Command::Add(1), &(), &crate::counter::context())
            .await
            .unwrap();
        let events = ledger.events_of_case(&case).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(
            (events[0].event.as_str(), events[0].consent.as_ref()),
            ("painted", Some(&consent))
        );
        let event: Event = serde_json::from_value(events[0].payload.clone()).unwrap();
        assert!(matches!(event, Event::Painted { colour } if colour == "indigo"));
    }
}

#[tokio::test]
async fn a_reaction_hears_each_event_until_it_says_so() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        for _ in 0..3 {
            ledger
                .execute::<Counter>("a", Command::Add(1), &(), &context())
                .await
                .unwrap();
        }
        let heard = ledger.unheard("r", &["counter"], 2).await.unwrap();
        assert_eq!(heard.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2]);
        ledger.heard("r", 2).await.unwrap();
        let heard = ledger.unheard("r", &["counter", "other"], 2).await.unwrap();
        assert_eq!(heard.iter().map(|e| e.seq).collect::<Vec<_>>(), [3]);
        assert!(ledger.unheard("r", &["other"], 2).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_job_with_the_same_key_is_enqueued_once() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        for _ in 0..2 {
            let job = NewJob {
                kind: "x",
                payload: serde_json::json!(null),
                key: "k".to_owned(),
            };
            let along = Along {
                jobs: vec![job],
                ..Along::default()
            };
            ledger
                .execute_along::<Counter>("a", Command::Add(1), &(), &context(), along)
                .await
                .unwrap();
        }
        assert_eq!(ledger.open_jobs().await.unwrap(), (1, 0));
    }
}
