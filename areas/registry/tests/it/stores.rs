use ledger::{CheckpointKey, Kind, Ledger};
use registry::decide::{CaseAggregate, CaseCommand};
use words::{Actor, Context};

use crate::decide::{facts, id, rare, register, trio};

#[tokio::test]
async fn a_case_is_kept_and_proven_on_both_engines() {
    for t in store::testing::both().await {
        let mut migrations = ledger::migrations();
        migrations.extend(registry::migrations());
        store::migrate(&t.db, &migrations).await.unwrap();
        let ledger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        let context = Context::new(facts().now, Actor::system()).on(&id());
        for command in [register(rare(), trio()), CaseCommand::Activate] {
            ledger
                .execute::<CaseAggregate>(id().as_str(), command, &facts(), &context)
                .await
                .unwrap();
        }
        let found = registry::facts::case(&t.db, &id()).await.unwrap().unwrap();
        assert_eq!((found.members.len(), found.status.code()), (3, "active"));
        let verified = ledger::verify(&t.db, &[Kind::of::<CaseAggregate>()], ledger.public_key())
            .await
            .unwrap();
        assert_eq!((verified.rows, verified.faults.len()), (1, 0));
    }
}
