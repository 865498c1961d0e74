//! What is short of a limit: the centre decides; top-ups are judged and taken in together. Several flow cells. Duplicates.

use serde_json::{Value, json};

use crate::{
    given::{fastq_from, gzip},
    http::{Given, files, given, line, named},
};

/// A pair of one lane: reads `from..from + reads`.
fn lane(lane: usize, flowcell: &str, from: usize, reads: usize) -> Vec<Vec<u8>> {
    [1, 2]
        .map(|mate| gzip(&fastq_from(mate, lane, flowcell, from..from + reads)))
        .to_vec()
}

fn lines(lane: usize, pair: &[Vec<u8>]) -> Vec<Value> {
    let line = |(at, bytes): (usize, &Vec<u8>)| {
        line(&named(lane, at + 1), at + 1, &lane.to_string(), bytes)
    };
    pair.iter().enumerate().map(line).collect()
}

impl Given {
    /// Delivers pairs, each of its lane.
    async fn deliver_lanes(&self, lanes: &[(usize, &[Vec<u8>])]) -> String {
        for (number, pair) in lanes {
            let files: Vec<_> = (1..).map(|mate| named(*number, mate)).zip(*pair).collect();
            self.lay(&files);
        }
        let files = lanes.iter().flat_map(|(n, pair)| lines(*n, pair));
        self.take(self.manifest_of(files.collect())).await
    }

    async fn decide(&self, delivery: &str, decision: &str) -> (u16, Value) {
        let path = format!("/api/deliveries/{delivery}/decide");
        let answer = self.centre(&path, json!({ "decision": decision })).await;
        self.stage.settle().await;
        answer
    }
}

#[tokio::test]
async fn a_top_up_is_judged_on_the_sum_and_taken_in_as_one() {
    for t in store::testing::both().await {
        let given = given(t.db.clone()).await;
        // 0.8 Mb each; the limit is 1 Mb
        let (first, second) = (lane(1, "FCX", 0, 4_000), lane(2, "FCX", 4_000, 4_000));
        let short = given.deliver_lanes(&[(1, &first)]).await;
        let said = given.reasons(&short).await;
        assert_eq!(
            said["reasons"][0]["detail"]["measure"],
            json!("yield_gb"),
            "{said}"
        );
        assert_eq!(given.stage_of_specimen().await, "qc_failed");

        let manifest = given.manifest_of(lines(2, &second));
        let (_, refused) = given.announce(manifest.clone(), "upload").await;
        assert_eq!(
            refused["code"],
            json!("E-SEQUENCING-UNDECIDED"),
            "{refused}"
        );
        let by_vendor = given
            .stage
            .call(
                "POST",
                &format!("/api/deliveries/{short}/decide"),
                Some(&given.vendor),
                json!({ "decision": "topup" }),
            )
            .await;
        assert_eq!(by_vendor.0, 403, "the centre decides");

        assert_eq!(given.decide(&short, "topup").await.0, 200);
        assert_eq!(given.decide(&short, "topup").await.0, 200, "twice is once");
        assert_eq!(
            given.decide(&short, "stop").await.1["code"],
            json!("E-SEQUENCING-DECIDED")
        );
        let told = given.reasons(&short).await;
        assert_eq!(told["decision"], json!("topup"));
        assert!(
            told["task"]["ja"].as_str().unwrap().contains("追加分だけ"),
            "{told}"
        );
        assert_eq!(given.stage_of_specimen().await, "qc_failed_topup");

        let (_, refused) = given
            .announce(given.manifest_of(lines(1, &second)), "upload")
            .await;
        assert_eq!(
            refused["code"],
            json!("E-SEQUENCING-NAME-TAKEN"),
            "{refused}"
        );
        // the very reads again, under other names
        let mut renamed = lines(1, &first);
        for (file, mate) in renamed.iter_mut().zip(1..) {
            file["name"] = json!(named(3, mate));
        }
        given.lay(&[(named(3, 1), &first[0]), (named(3, 2), &first[1])]);
        let again = given.take(given.manifest_of(renamed)).await;
        let said = given.reasons(&again).await;
        assert_eq!(
            said["reasons"][0]["detail"],
            json!({ "reason": "duplicate", "delivery": short }),
            "{said}"
        );

        let topped = given.deliver_lanes(&[(2, &second)]).await;
        let said = given.delivery(&topped).await;
        assert_eq!(
            (&said["status"], &said["merged"]),
            (&json!("accepted"), &json!([short])),
            "{said} {}",
            given.reasons(&topped).await
        );
        assert_eq!(given.delivery(&short).await["status"], json!("merged"));
        assert_eq!(given.stage_of_specimen().await, "accepted");
        let case = words::CaseId::parse(given.case.as_str()).unwrap();
        let sets = sequencing::facts::accepted(&t.db, &case).await.unwrap();
        assert_eq!(
            (
                sets.len(),
                sets[0].files.len(),
                sets[0].reads_digest.reads()
            ),
            (1, 4, 16_000)
        );
        let key = blob::KeyId::member(&case, &sets[0].person);
        for file in &sets[0].files {
            assert!(
                given
                    .stage
                    .platform
                    .blobs()
                    .get(&key, &file.blob)
                    .await
                    .is_ok()
            );
        }
    }
}

#[tokio::test]
async fn a_repeat_starts_anew_and_a_stop_ends_the_order() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let few = lane(1, "FCX", 0, 1_000);
    let short = given.deliver_lanes(&[(1, &few)]).await;
    assert_eq!(given.decide(&short, "repeat").await.0, 200);
    assert_eq!(given.stage_of_specimen().await, "qc_failed_repeat");
    // a broken delivery needs no decision, and cannot be topped up
    let mut cut = files();
    cut[0].truncate(9_000);
    let broken = given.deliver(&cut, &cut).await;
    assert_eq!(
        given.decide(&broken, "topup").await.1["code"],
        json!("E-SEQUENCING-NOT-WHOLE")
    );
    let short = given.deliver_lanes(&[(1, &few)]).await;
    assert_eq!(given.delivery(&short).await["status"], json!("quarantined"));
    assert_eq!(given.decide(&short, "stop").await.0, 200);
    let order = given.get(&format!("/api/orders/{}", given.order)).await;
    assert_eq!(
        (&order["status"], &order["items"][0]["stage"]),
        (&json!("stopped"), &json!("qc_failed_stop")),
        "{order}"
    );
    let (_, said) = given.announce(given.manifest(&files()), "upload").await;
    assert_eq!(said["code"], json!("E-SEQUENCING-ORDER-STATUS"));
    let orders = format!("/api/cases/{}/orders", given.case);
    let (status, _) = given.centre(&orders, json!({ "vendor": "vendor" })).await;
    assert_eq!(status, 201, "the centre may order anew");
}

#[tokio::test]
async fn one_delivery_may_hold_several_lanes_and_flow_cells() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let (one, two) = (lane(1, "FCX", 0, 4_000), lane(2, "FCY", 4_000, 4_000));
    let mut other = lines(2, &two);
    for file in &mut other {
        file["flowcell"] = json!("FCY");
    }
    for (number, pair) in [(1, &one), (2, &two)] {
        let files: Vec<_> = (1..).map(|mate| named(number, mate)).zip(pair).collect();
        given.lay(&files);
    }
    let all = [lines(1, &one), other].concat();
    let id = given.take(given.manifest_of(all)).await;
    assert_eq!(
        given.delivery(&id).await["status"],
        json!("accepted"),
        "{}",
        given.reasons(&id).await
    );
}

#[tokio::test]
async fn what_the_vendor_measured_and_the_order_of_reads_are_checked() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let good = files();
    given.lay(&[(named(1, 1), &good[0]), (named(1, 2), &good[1])]);
    let mut manifest = given.manifest(&good);
    manifest["files"][1]["q30"] = json!(80.0);
    let id = given.take(manifest).await;
    let said = given.reasons(&id).await;
    assert_eq!(
        said["reasons"][0]["detail"]["measure"],
        json!("q30"),
        "{said}"
    );
    let records = crate::given::fastq(2, 6_000, "FCX");
    let lines: Vec<&str> = records.lines().collect();
    let turned: String = lines.chunks(4).rev().map(|r| r.join("\n") + "\n").collect();
    let turned = vec![good[0].clone(), gzip(&turned)];
    let id = given.deliver(&turned, &turned).await;
    let said = given.reasons(&id).await;
    assert_eq!(said["reasons"][0]["check"], json!("pairs"), "{said}");
    assert!(
        said["reasons"][0]["text"]["ja"]
            .as_str()
            .unwrap()
            .contains("順序"),
        "{said}"
    );
}
