//! Whom an account acts for: given, recalled, given again; never by oneself; both databases.

use auth::{Acting, Ground, MandateCommand, MandateEvent, MandateRefusal, Represented, Resource};
use ledger::Failed;
use words::{Actor, CaseId, PersonId};

use crate::stage::{NOW, auth, id, open_patient};

#[test]
fn golden_events_are_read_for_ever() {
    let read = |text: &str| serde_json::from_str::<MandateEvent>(text).unwrap();
    let given = read(include_str!("golden/given.json"));
    assert!(matches!(given, MandateEvent::Given { ground, .. } if ground.relation == "mother"));
    let recalled = read(include_str!("golden/recalled.json"));
    assert!(matches!(recalled, MandateEvent::Recalled { .. }));
}

#[tokio::test]
async fn a_mandate_is_given_and_recalled_by_somebody_else() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open_patient(&auth, "mother").await;
        let account = id("mother");
        let (person, case) = (
            PersonId::parse("pe-child").unwrap(),
            CaseId::parse("0123-04-00057").unwrap(),
        );
        let acting = Acting {
            account: &account,
            person: &person,
            case: &case,
        };
        let give = || {
            MandateCommand::Give(Ground {
                relation: "mother".to_owned(),
                consent: "co-1".to_owned(),
            })
        };
        let staff = Actor::system();
        let own = Actor {
            account: account.clone(),
            ..staff.clone()
        };
        let oneself = auth.entrust(&acting, give(), &own, NOW).await;
        assert!(matches!(
            oneself,
            Err(Failed::Refused(MandateRefusal::Oneself))
        ));
        auth.entrust(&acting, give(), &staff, NOW).await.unwrap();
        assert!(auth.mandate(&acting).await.unwrap().unwrap().in_force(NOW));
        let twice = auth.entrust(&acting, give(), &staff, NOW).await;
        assert!(matches!(
            twice,
            Err(Failed::Refused(MandateRefusal::Already))
        ));
        let later = NOW.plus_days(1);
        auth.entrust(&acting, MandateCommand::Recall, &staff, later)
            .await
            .unwrap();
        assert!(
            !auth
                .mandate(&acting)
                .await
                .unwrap()
                .unwrap()
                .in_force(later)
        );
        let twice = auth
            .entrust(&acting, MandateCommand::Recall, &staff, later)
            .await;
        assert!(matches!(
            twice,
            Err(Failed::Refused(MandateRefusal::Recalled))
        ));
        auth.entrust(&acting, give(), &staff, later).await.unwrap();
        assert_eq!(auth.mandates(&account).await.unwrap().len(), 1);
        assert_eq!(auth.mandates_in(&case).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_proxy_acts_only_where_the_thing_says_so_and_not_for_a_young_person_in_private() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open_patient(&auth, "mother").await;
        let account = id("mother");
        let (staff, period) = (Actor::system(), (NOW, None));
        let granted = auth.grant(&account, "patient", None, period, &staff, NOW);
        granted.await.unwrap();
        let who = auth.who(&account, NOW).await.unwrap().unwrap();
        let child = PersonId::parse("pe-child").unwrap();
        for (represented, case, report, choices) in [
            (Represented::No, None, None, None),
            (Represented::Partly, Some("proxy"), None, None),
            (
                Represented::Fully,
                Some("proxy"),
                Some("proxy"),
                Some("proxy"),
            ),
        ] {
            let on = Resource::new("case", "0123-04-00057")
                .of_person(&child)
                .represented(represented);
            for (action, role) in [
                ("case.read", case),
                ("lay.read", report),
                ("consent.amend", choices),
            ] {
                let said = auth.may(&who, action, &on, None, NOW).await;
                let acted = said.ok().map(|a| a.role);
                assert_eq!(acted.as_deref(), role, "{action} {represented:?}");
            }
        }
    }
}
