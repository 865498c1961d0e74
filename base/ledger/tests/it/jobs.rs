use crate::counter::{Command, Counter, context, ledger};

#[tokio::test]
async fn a_job_is_claimed_once_and_comes_back_when_its_worker_dies() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        ledger
            .execute::<Counter>("a", Command::Paint("indigo"), &(), &context())
            .await
            .unwrap();
        let now = context().at.plus_seconds(1);
        let job = ledger.claim(now).await.unwrap().unwrap();
        assert_eq!(
            (job.kind.as_str(), job.attempt, &job.payload["id"]),
            ("counter.dry", 1, &"a".into())
        );
        assert!(ledger.claim(now).await.unwrap().is_none());
        // the worker was killed: a minute later another one takes over
        let later = now.plus_seconds(61);
        let again = ledger.claim(later).await.unwrap().unwrap();
        assert_eq!(again.attempt, 2);
        ledger.finish(&again).await.unwrap();
        assert!(ledger.claim(later.plus_days(1)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_job_that_keeps_failing_waits_for_a_person() {
    for t in store::testing::both().await {
        let ledger = ledger(&t).await;
        ledger
            .execute::<Counter>("a", Command::Paint("indigo"), &(), &context())
            .await
            .unwrap();
        let mut now = context().at.plus_seconds(1);
        for attempt in 1..=5 {
            let job = ledger.claim(now).await.unwrap().unwrap();
            assert_eq!(job.attempt, attempt);
            ledger.fail(&job, "the tool crashed", now).await.unwrap();
            assert!(
                ledger.claim(now).await.unwrap().is_none(),
                "it must wait before the next try"
            );
            now = now.plus_seconds(120);
        }
        assert!(ledger.claim(now.plus_days(1)).await.unwrap().is_none());
        assert_eq!(ledger.open_jobs().await.unwrap(), (0, 1));
    }
}
