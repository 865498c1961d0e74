use analysis::decide::{Command, Decision, Run};
use analysis::words::{Answer, Status};
use ledger::{CheckpointKey, Ledger};
use words::{Actor, Context};

use crate::decide::{NOW, case, consent, facts, gate, plan, results};

#[tokio::test]
async fn a_run_is_kept_and_its_edges_are_told_on_both_engines() {
    for t in store::testing::both().await {
        let mut migrations = ledger::migrations();
        migrations.extend(analysis::migrations());
        store::migrate(&t.db, &migrations).await.unwrap();
        let ledger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        let context = Context::new(NOW, Actor::system())
            .on(&case())
            .resting_on(consent());
        let good = results(vec![gate(Answer::Pass, false)]);
        let decision = Decision {
            accept: true,
            reason: None,
        };
        for command in [
            plan(),
            Command::Start,
            Command::Finish(Box::new(good)),
            Command::Decide(decision),
        ] {
            ledger
                .execute::<Run>("run-1", command, &facts(), &context)
                .await
                .unwrap();
        }
        let found = ledger
            .find::<Run>("status", "accepted".into())
            .await
            .unwrap();
        assert_eq!((found[0].0.as_str(), found[0].1.version), ("run-1", 4));
        let view = analysis::facts::accepted_run(&t.db, &case())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(view.output("qc.json").unwrap().bytes, 2);
        let edges = analysis::facts::provenance(&t.db, &case()).await.unwrap();
        assert_eq!((edges.len(), edges[0].to_name.as_str()), (2, "qc.json"));
        let withdraw = Command::Withdraw {
            consent: "c-1".to_owned(),
            forget_at: NOW,
        };
        let done = ledger
            .execute::<Run>("run-1", withdraw, &facts(), &context)
            .await
            .unwrap();
        assert_eq!(done.state.unwrap().status, Status::Withdrawn);
        assert!(
            analysis::facts::accepted_run(&t.db, &case())
                .await
                .unwrap()
                .is_none()
        );
    }
}
