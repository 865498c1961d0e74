//! Rows on both databases.

use std::collections::BTreeMap;

use ledger::{CheckpointKey, Ledger};
use report::decide::report::{Command, Draft, Facts, Reason, Report};
use report::store::{migrations, panel_outcome, signed};
use report::words::{Kind, report_id};
use words::{Actor, Context};

use crate::sample::{at, case, digest};

#[tokio::test]
async fn the_version_in_force_is_what_neighbours_see() {
    for t in store::testing::both().await {
        let mut all = ledger::migrations();
        all.extend(migrations());
        store::migrate(&t.db, &all)
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        let ledger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        let id = report_id(&case(), Kind::Analysis);
        let facts = Facts {
            now: at(),
            consented: true,
            analysis_signed: false,
            panel_closed: false,
            panel_report_signed: false,
            openers: vec![],
        };
        let context = Context::new(at(), Actor::system()).on(&case());
        let draft = Draft {
            data: digest("d"),
            basis: digest("b"),
            findings: vec!["f".to_owned()],
            level_max: 2,
            releases: vec![],
            confirmations: BTreeMap::new(),
            rests_on: vec![],
            reason: Reason::First,
            levels: None,
        };
        let sign = Command::Sign {
            digest: digest("d"),
            signer: ("c".to_owned(), "curator".to_owned()),
            signed: Some(crate::sample::signed("analysis_report.sign", &digest("d"))),
        };
        let make = Command::Draft {
            case: case(),
            kind: Kind::Analysis,
            draft,
        };
        for (command, expected) in [(make, None), (sign, Some(1))] {
            let done = ledger
                .execute::<Report>(&id, command, &facts, &context)
                .await;
            assert!(done.is_ok());
            let seen = signed(&t.db, &case(), Kind::Analysis)
                .await
                .unwrap_or_else(|e| panic!("{e:?}"));
            assert_eq!(seen.map(|s| s.version), expected);
        }
        let found = ledger
            .find::<Report>("case_id", (&case()).into())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(found.len(), 1);
        let outcome = panel_outcome(&t.db, &case())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(outcome, None);
    }
}
