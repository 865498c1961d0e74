use registry::facts::{namesakes, namesakes_of};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{Day, PersonId, SiteId};

use crate::api::{member, site};

async fn register(stage: &Stage, token: &str, proband: Value) -> PersonId {
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let body = json!({ "eligibility": eligibility, "members": [proband] });
    let (status, case) = stage.call("POST", "/api/cases", Some(token), body).await;
    assert_eq!(status, 201, "{case}");
    PersonId::parse(case["members"][0]["person"].as_str().unwrap()).unwrap()
}

fn named(number: &str, kana: &str, born: &str) -> Value {
    let mut member = member("proband", number);
    member["kana"] = json!(kana);
    member["birth_day"] = json!(born);
    member
}

#[tokio::test]
async fn people_of_one_name_are_found_and_their_name_is_nowhere() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), vec![registry::area()]).await;
        site(&stage).await;
        let token = stage.sign_in("physician", Some("hospital-a")).await;
        let first = register(&stage, &token, named("1", "ミホン ハナコ", "1970-05-01")).await;
        let second = register(&stage, &token, named("2", "ﾐﾎﾝ ﾊﾅｺ", "1980-01-01")).await;
        let third = register(&stage, &token, named("3", "ミホン ハナエ", "1970-05-01")).await;

        let here = SiteId::parse("hospital-a").unwrap();
        let found = namesakes(&stage.platform, &here, &first).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (&found[0].person, found[0].same_birth_day),
            (&second, false)
        );
        assert_eq!(found[0].cases[0].as_str(), "0123-01-00002");
        assert!(
            namesakes(&stage.platform, &here, &third)
                .await
                .unwrap()
                .is_empty()
        );

        let born = Day::new(1970, 5, 1).unwrap();
        let asked = namesakes_of(&stage.platform, &here, "みほん はなこ", born)
            .await
            .unwrap();
        let same: Vec<bool> = asked.iter().map(|n| n.same_birth_day).collect();
        assert_eq!((same.len(), same.iter().filter(|s| **s).count()), (2, 1));
        let elsewhere = SiteId::parse("hospital-b").unwrap();
        let asked = namesakes_of(&stage.platform, &elsewhere, "ミホンハナコ", born)
            .await
            .unwrap();
        assert!(asked.is_empty(), "another hospital learns nothing");

        let rows =
            t.db.all("SELECT name, name_and_birth FROM registry_namesake", vec![])
                .await
                .unwrap();
        for row in rows {
            assert!(
                [row.text(0).unwrap(), row.text(1).unwrap()]
                    .iter()
                    .all(|p| p.len() == 64)
            );
        }
    }
}
