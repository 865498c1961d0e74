//! The work itself, on both engines.

use interpretation::decide::Status;
use interpretation::facts;

use crate::upstream::{given, good, import, withdraw};

#[tokio::test]
async fn a_driver_is_tiered_and_a_passenger_of_the_same_gene_is_not_lifted() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        import(&given.stage).await;
        given.accept_run("run-1", &good()).await;
        given.stage.settle().await;
        let (platform, case) = (&given.stage.platform, given.case_id());
        let state = facts::ready(platform, &case).await.unwrap().unwrap();
        assert_eq!(state.outcome.unwrap().variants, 2);
        let found = facts::findings(platform, &case).await.unwrap();
        let tiers: Vec<_> = found.iter().map(|f| (f.pos, f.tier.as_deref())).collect();
        assert_eq!(tiers, [(18, Some("II-C")), (21, Some("III"))]);
        let [driver, passenger] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert!(driver.evidence[0].defining && driver.evidence[0].item == "EID1");
        let context = &passenger.evidence[0];
        assert_eq!((context.item.as_str(), context.defining), ("EID2", false));
        assert!(
            context.text.ja.contains("数えていません"),
            "{}",
            context.text.ja
        );
        assert!(
            context.text.en.contains("not counted"),
            "{}",
            context.text.en
        );
        // The ledger has ids and digests; the variant is nowhere in it.
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let own = events.iter().filter(|e| e.kind == "interpretation");
        for event in own {
            let text = event.payload.to_string();
            assert!(!text.contains("GENE1") && !text.contains("L2P"), "{text}");
        }
        let work = platform.settings().data_dir.join("work");
        let left = std::fs::read_dir(&work).map_or(0, Iterator::count);
        assert_eq!(left, 0, "nothing stays unsealed");
    }
}

#[tokio::test]
async fn after_a_withdrawal_findings_are_gone_and_before_it_work_stops() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        import(&given.stage).await;
        let (platform, case) = (&given.stage.platform, given.case_id());
        given.accept_run("run-1", &good()).await;
        given.stage.settle().await;
        assert_eq!(facts::findings(platform, &case).await.unwrap().len(), 2);
        // Another run was accepted and waits for its annotation when the person withdraws.
        given.supersede("run-1").await;
        given.accept_run("run-2", &good()).await;
        web::run_reactions(platform, &given.stage.areas)
            .await
            .unwrap();
        let waiting = facts::standing(platform, &case).await.unwrap().unwrap();
        assert_eq!(waiting.status, Status::Requested);
        withdraw(&given.stage, &given.case, &given.person).await;
        given.stage.settle().await;
        assert!(facts::ready(platform, &case).await.unwrap().is_none());
        assert!(facts::findings(platform, &case).await.unwrap().is_empty());
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let last = |id: &str| {
            let own = events.iter().rfind(|e| e.id == id);
            own.map(|e| e.event.clone()).unwrap_or_default()
        };
        assert_eq!(
            (last("int.run-1"), last("int.run-2")),
            ("withdrawn".to_owned(), "withdrawn".to_owned())
        );
        assert_eq!(
            platform.ledger().open_jobs().await.unwrap().1,
            0,
            "none stuck"
        );
    }
}
