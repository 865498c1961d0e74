//! The page of confirm, counsel, explain: from the signed panel report to the letter for the family, by forms alone.

use serde_json::json;
use words::Digest;

use crate::api::{CASE, Story};
use crate::form::post;

async fn sent(story: &Story, who: &str, act: &str, fields: &[(&str, &str)]) {
    let path = format!("/return/{CASE}{act}");
    let (status, to) = post(&story.stage, &path, who, fields).await;
    assert_eq!(
        (status, to.as_str()),
        (303, format!("/return/{CASE}").as_str()),
        "{act}: {to}"
    );
}

async fn shown(story: &Story, who: &str) -> String {
    let (status, page) = story
        .stage
        .page(&format!("/return/{CASE}"), Some(who))
        .await;
    assert_eq!(status, 200, "{page}");
    page
}

const TOLD: &[(&str, &str)] = &[
    ("meeting", "onsite"),
    ("attended", "oneself"),
    ("attended", "partner"),
    ("copy_given", "yes"),
];

#[tokio::test]
async fn by_forms_alone_to_the_explanation_and_the_letter_on_both_databases() {
    for t in store::testing::both().await {
        let story = Story::begin(t.db.clone()).await;
        let (doctor, counsellor) = (story.physician.clone(), story.counsellor.clone());
        let page = shown(&story, &doctor).await;
        for unmet in [
            "確認検査の結果（G1）",
            "遺伝カウンセリングの実施",
            "説明書の署名",
        ] {
            assert!(page.contains(unmet), "{unmet}: {page}");
        }
        let early = post(
            &story.stage,
            &format!("/return/{CASE}/explained"),
            &doctor,
            TOLD,
        )
        .await;
        assert!(
            early.0 == 409 && early.1.contains("E-DISCLOSURE-NO-LAY"),
            "{early:?}"
        );
        assert!(early.1.contains("入力した内容は下に残っています"));

        let order = [
            ("finding", "f-egfr"),
            ("field", "test-f-egfr"),
            ("test-f-egfr", "sanger"),
        ];
        sent(&story, &doctor, "/order", &order).await;
        let twice = post(
            &story.stage,
            &format!("/return/{CASE}/order"),
            &doctor,
            &order,
        )
        .await;
        assert!(twice.1.contains("E-DISCLOSURE-ORDERED-ALREADY"));
        let unsaid = [("finding", "f-egfr"), ("field", "result-f-egfr")];
        let unsaid = post(
            &story.stage,
            &format!("/return/{CASE}/result"),
            &doctor,
            &unsaid,
        )
        .await;
        assert_eq!(unsaid.0, 400, "a result is never presumed");
        let yes = [
            ("finding", "f-egfr"),
            ("field", "result-f-egfr"),
            ("result-f-egfr", "yes"),
        ];
        sent(&story, &doctor, "/result", &yes).await;

        sent(
            &story,
            &doctor,
            "/counselling",
            &[("urgency", "soon"), ("ground", "heredity")],
        )
        .await;
        let slot = [
            ("slot-day", "2026-04-20"),
            ("slot-time", "14:30"),
            ("slot-meeting", "onsite"),
        ];
        sent(&story, &counsellor, "/slot", &slot).await;
        assert!(shown(&story, &counsellor).await.contains("2026年4月20日"));
        let appointment = format!("/return/{CASE}/appointment");
        let (status, sheet) = story.stage.fetch(&appointment, Some(&story.patient)).await;
        assert!(
            status == 200 && sheet.starts_with(b"%PDF-"),
            "the patient has the own appointment"
        );
        sent(
            &story,
            &counsellor,
            "/held",
            &[("step", "done"), ("held-meeting", "onsite")],
        )
        .await;
        let said = "ご両親の病歴について話した <script>alert(1)</script>";
        sent(&story, &counsellor, "/summary", &[("summary", said)]).await;
        let page = shown(&story, &doctor).await;
        assert!(
            page.contains("ご両親の病歴") && !page.contains("<script>alert"),
            "{page}"
        );

        let lay = json!({"reason": "confirmation", "confirmations": {"f-egfr": true}});
        story.ok(&doctor, "reports/lay", lay).await;
        story.stage.settle().await;
        story.sign(&doctor, "lay").await;
        assert!(shown(&story, &doctor).await.contains("説明できます"));
        let nobody = post(
            &story.stage,
            &format!("/return/{CASE}/explained"),
            &doctor,
            &[("meeting", "onsite")],
        )
        .await;
        assert!(nobody.1.contains("E-DISCLOSURE-NOBODY"), "{nobody:?}");
        assert_eq!(
            story.lay(&story.patient).await.0,
            409,
            "not before it was explained"
        );
        let to_sign = format!("/return/{CASE}/to-sign");
        let (status, page) = post(&story.stage, &to_sign, &doctor, TOLD).await;
        assert!(
            status == 200 && page.contains("ご本人、配偶者・パートナー"),
            "{page}"
        );
        let digest = page.split("data-digest=\"").nth(1);
        let digest = digest.and_then(|rest| rest.split('"').next());
        let digest: Digest = digest
            .unwrap_or_default()
            .parse()
            .unwrap_or_else(|e| panic!("{e}"));
        let explained = format!("/return/{CASE}/explained");
        let (status, page) = post(&story.stage, &explained, &doctor, TOLD).await;
        assert!(
            status == 409 && page.contains("E-DISCLOSURE-UNSIGNED"),
            "{page}"
        );
        let purpose = "explanation.record";
        let signature = story.stage.signature(&doctor, purpose, CASE, &digest).await;
        let signature = signature.to_string();
        let mut signed = TOLD.to_vec();
        signed.push(("signature", &signature));
        sent(&story, &doctor, "/explained", &signed).await;
        assert_eq!(story.lay(&story.patient).await.0, 200);
        let code = shown(&story, &doctor).await;
        let code = code.split("署名").nth(1).unwrap_or_default().to_owned();
        assert!(code.contains("<code>"), "the code stands there: {code}");

        sent(
            &story,
            &counsellor,
            "/letters",
            &[("to", "sibling"), ("finding", "f-brca2")],
        )
        .await;
        let letter = format!("/return/{CASE}/letters/0");
        let (status, pdf) = story.stage.fetch(&letter, Some(&story.patient)).await;
        assert!(status == 200 && pdf.starts_with(b"%PDF-"));
        let (status, _) = story
            .stage
            .fetch(&format!("/return/{CASE}/letters/1"), Some(&doctor))
            .await;
        assert_eq!(status, 404);
        let flaws = web::prove(&story.stage.platform, &story.stage.areas).await;
        let flaws = flaws.unwrap_or_else(|e| panic!("{e:?}")).flaws;
        assert!(flaws.is_empty(), "every sealed paper is there: {flaws:?}");
    }
}

#[tokio::test]
async fn what_the_person_does_not_want_to_know_stands_nowhere_on_the_page() {
    let t = store::testing::sqlite().await;
    let story = Story::begin(t.db.clone()).await;
    assert!(shown(&story, &story.counsellor).await.contains("BRCA2"));
    story.fake.change(|c| {
        c.choices
            .insert("ror.secondary_now".to_owned(), "no".to_owned());
    });
    for who in [&story.counsellor, &story.physician] {
        let page = shown(&story, who).await;
        assert!(
            !page.contains("BRCA2") && !page.contains("f-brca2"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn other_people_find_no_door() {
    let t = store::testing::sqlite().await;
    let story = Story::begin(t.db.clone()).await;
    let other = words::PersonId::parse("p-2").unwrap_or_else(|e| panic!("{e}"));
    let other = story.stage.sign_in_patient(&other).await;
    let elsewhere = story.stage.sign_in("physician", Some("hosp-b")).await;
    for who in [&other, &elsewhere] {
        for rest in ["", "/letters/0", "/appointment", "/ready"] {
            let mut answers = Vec::new();
            for case in [CASE, "0999-01-00001"] {
                let path = format!("/return/{case}{rest}");
                let (status, said) = story.stage.page(&path, Some(who)).await;
                assert_eq!(status, 403, "{path}");
                answers.push(said.replace(case, "CASE"));
            }
            assert_eq!(
                answers[0], answers[1],
                "{rest}: there or not, the answer is the same"
            );
        }
        let (status, _) = post(
            &story.stage,
            &format!("/return/{CASE}/explained"),
            who,
            TOLD,
        )
        .await;
        assert_eq!(status, 403);
    }
    let (status, _) = story
        .stage
        .page(&format!("/return/{CASE}"), Some(&story.patient))
        .await;
    assert_eq!(status, 403, "the page is for staff");
}
