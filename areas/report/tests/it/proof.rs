//! A row of a stored object, removed behind the program's back, is missed by the report that refers to it.

use std::collections::BTreeMap;

use blob::KeyId;
use report::decide::report::{Command, Draft, Facts, Reason, Report};
use report::words::{Kind, report_id};
use store::Write;
use web::testing::Stage;
use words::{Actor, Context};

use crate::sample::{at, case, digest};

/// A drafted report whose content is sealed.
async fn drafted(stage: &Stage) {
    let sealed = report::jobs::seal(&stage.platform, &case(), &"content").await;
    let draft = Draft {
        data: sealed.unwrap_or_else(|e| panic!("{e:#}")),
        basis: digest("b"),
        findings: vec![],
        level_max: 0,
        releases: vec![],
        confirmations: BTreeMap::new(),
        rests_on: vec![],
        reason: Reason::First,
        levels: None,
    };
    let kind = Kind::Analysis;
    let make = Command::Draft {
        case: case(),
        kind,
        draft,
    };
    let facts = Facts {
        now: at(),
        consented: true,
        analysis_signed: false,
        panel_closed: false,
        panel_report_signed: false,
        openers: vec![],
    };
    let context = Context::new(at(), Actor::system()).on(&case());
    let id = report_id(&case(), kind);
    let ledger = stage.platform.ledger();
    let done = ledger.execute::<Report>(&id, make, &facts, &context).await;
    assert!(done.is_ok());
}

async fn flaws(stage: &Stage) -> Vec<String> {
    let proof = web::prove(&stage.platform, &stage.areas).await;
    let proof = proof.unwrap_or_else(|e| panic!("{e:#}"));
    assert_eq!(proof.checked, 1);
    let said = proof.flaws.iter();
    said.map(|f| format!("{} {}", f.ja, f.en)).collect()
}

#[tokio::test]
async fn an_object_that_is_no_longer_recorded_is_missed_unless_it_was_forgotten() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![report::area()]).await;
        drafted(&stage).await;
        assert_eq!(flaws(&stage).await, Vec::<String>::new());
        let gone = Write::new("DELETE FROM blob_object", vec![]);
        let gone = t.db.run(gone).await.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(gone, 1);
        let said = flaws(&stage).await;
        let id = report_id(&case(), Kind::Analysis);
        assert!(
            matches!(said.as_slice(), [one] if one.contains(&id) && one.contains("控えから戻")),
            "{said:?}"
        );
        let key = KeyId::case(&case());
        let forgotten = stage.platform.blobs().forget(&key).await;
        assert!(forgotten.is_ok());
        assert_eq!(flaws(&stage).await, Vec::<String>::new());
    }
}
