//! Rows on both databases.

use disclosure::decide::{Command, Disclosure};
use disclosure::store::{confirmations, disclosure, due, migrations};
use disclosure::words::{Attendee, Counselling, Meeting};
use ledger::{CheckpointKey, Ledger};
use report::facts::ConfirmTest;
use words::{Actor, Context};

use crate::decide::facts;
use crate::sample::{at, case};

#[tokio::test]
async fn rows_answer_what_neighbours_ask() {
    for t in store::testing::both().await {
        let mut all = ledger::migrations();
        all.extend(migrations());
        store::migrate(&t.db, &all)
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        let ledger = Ledger::open(t.db.clone(), CheckpointKey::throw_away());
        let context = Context::new(at(), Actor::system()).on(&case());
        let told = disclosure::decide::Told {
            findings: None,
            meeting: Meeting::Video,
            attended: vec![Attendee::Oneself],
            copy_given: true,
            not_to_know: false,
        };
        let facts_now = facts();
        let lay = facts_now
            .lay
            .as_ref()
            .map(disclosure::decide::Lay::reference);
        let digest = told.digest(&case(), &lay.unwrap_or_default());
        let signed = crate::sample::signed("explanation.record", &digest);
        let commands = [
            Command::Order {
                finding: "f-egfr".to_owned(),
                test: ConfirmTest::Sanger,
            },
            Command::Answer {
                finding: "f-egfr".to_owned(),
                confirmed: true,
                report: None,
            },
            Command::Counsel {
                step: Counselling::Done,
                meeting: None,
            },
            Command::Explain(told, Some(signed)),
        ];
        for command in commands {
            let done = ledger
                .execute::<Disclosure>(case().as_str(), command, &facts(), &context)
                .await;
            assert!(done.is_ok());
        }
        let known = confirmations(&t.db, &case())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(known.get("f-egfr"), Some(&true));
        let row = disclosure(&t.db, &case())
            .await
            .unwrap_or_else(|e| panic!("{e:?}"));
        let day = row
            .and_then(|d| d.follow_up_due)
            .unwrap_or_else(|| panic!("no day"));
        let on = due(&t.db, day).await.unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(on, [(case(), "2026-10-03".to_owned())]);
        assert_eq!(
            due(&t.db, day.plus(-1))
                .await
                .unwrap_or_else(|e| panic!("{e:?}")),
            []
        );
    }
}
