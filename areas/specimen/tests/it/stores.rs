use ledger::{CheckpointKey, Kind, Ledger};
use specimen::decide::Tube;
use words::Context;

use crate::decide::{case, consent, number, way};

#[tokio::test]
async fn a_way_is_kept_and_proven_on_both_engines() {
    for t in store::testing::both().await {
        let mut migrations = ledger::migrations();
        migrations.extend(specimen::migrations());
        store::migrate(&t.db, &migrations).await.unwrap();
        let ledger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        for (command, facts) in way() {
            let context = Context::new(facts.now, facts.actor.clone())
                .on(&case())
                .resting_on(consent());
            ledger
                .execute::<Tube>(number().as_str(), command, &facts, &context)
                .await
                .unwrap();
        }
        let found = ledger
            .find::<Tube>("case_id", (&case()).into())
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.version, 6);
        let by_status = ledger
            .find::<Tube>("status", "accepted".into())
            .await
            .unwrap();
        assert_eq!(by_status[0].0, number().as_str());
        let events = ledger.events_of_case(&case()).await.unwrap();
        assert!(events.iter().all(|e| e.consent == Some(consent())));
        let verified = ledger::verify(&t.db, &[Kind::of::<Tube>()], ledger.public_key())
            .await
            .unwrap();
        assert_eq!((verified.rows, verified.faults.len()), (1, 0));
    }
}
