//! The patient's own pages: receipts that prove themselves, other people's doors, the end of all messages, who used the data.

use disclosure::jobs::{Doubt, check};
use ledger::{Broken, CheckpointKey};
use oversight::rules::used::{Group, Look, Purpose, used};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{Actor, At, CaseId, Context, PersonId};

use crate::{api::areas, upstream};

pub fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap_or_else(|e| panic!("{e}"))
}

async fn begun(db: store::Db) -> (Stage, String, String) {
    let stage = web::testing::platform(db, areas()).await;
    let (case, person) = upstream::case(&stage).await;
    upstream::consent(&stage, &case, &person).await;
    stage.settle().await;
    (stage, case, person)
}

const PAGES: [&str; 6] = ["", "/choices", "/result", "/questions", "/used", "/papers"];

#[tokio::test]
async fn every_page_opens_in_both_languages_and_leads_to_the_withdrawal_in_two_taps() {
    for t in store::testing::both().await {
        let (stage, case, id) = begun(t.db.clone()).await;
        let patient = stage.sign_in_patient(&person(&id)).await;
        for page in PAGES {
            let path = format!("/my/{case}{page}");
            let (status, said) = stage.page(&path, Some(&patient)).await;
            assert_eq!(status, 200, "{path}: {said}");
        }
        let (_, home) = stage.page(&format!("/my/{case}"), Some(&patient)).await;
        assert!(
            home.contains(&format!("/my/{case}/withdraw")) && home.contains("いまここ"),
            "{home}"
        );
        let (_, choices) = stage
            .page(&format!("/my/{case}/choices"), Some(&patient))
            .await;
        assert!(choices.contains("/consents/"), "{choices}");
        let (_, used) = stage
            .page(&format!("/my/{case}/used"), Some(&patient))
            .await;
        assert!(used.contains("病院のコーディネーター"), "{used}");
        assert!(!used.contains("coordinator."), "nobody's account: {used}");
    }
}

#[tokio::test]
async fn another_patients_pages_answer_like_missing_ones() {
    for t in store::testing::both().await {
        let (stage, case, id) = begun(t.db.clone()).await;
        let stranger = stage.sign_in_patient(&person("p-stranger")).await;
        for page in PAGES {
            let mut answers = Vec::new();
            for number in [case.as_str(), "0999-01-00001"] {
                let (status, said) = stage
                    .page(&format!("/my/{number}{page}"), Some(&stranger))
                    .await;
                assert_eq!(status, 403, "{page}: {said}");
                answers.push(said.replace(number, "CASE"));
            }
            assert_eq!(answers[0], answers[1], "{page}");
        }
        let own = consent::facts::of_person(&t.db, &person(&id)).await;
        let own = own.unwrap_or_else(|e| panic!("{e:?}"));
        let id = &own[0].id;
        for receipt in [format!("/receipts/{id}"), "/receipts/c-nobody".to_owned()] {
            let (status, _) = stage.page(&receipt, Some(&stranger)).await;
            assert_eq!(status, 403, "{receipt}");
        }
        let physician = stage.sign_in("physician", Some(upstream::HOSPITAL)).await;
        let (status, _) = stage.page(&format!("/my/{case}"), Some(&physician)).await;
        assert_eq!(status, 403, "the page is the patient's");
    }
}

#[tokio::test]
async fn a_receipt_proves_itself_and_a_changed_one_is_named() {
    for t in store::testing::both().await {
        let (stage, case, id) = begun(t.db.clone()).await;
        let patient = stage.sign_in_patient(&person(&id)).await;
        let consents = consent::facts::of_person(&t.db, &person(&id)).await;
        let consent = consents.unwrap_or_else(|e| panic!("{e:?}"))[0].id.clone();
        let path = format!("/receipts/{consent}");
        let (status, pdf) = stage.fetch(&path, Some(&patient)).await;
        assert!(status == 200 && pdf.starts_with(b"%PDF-") && pdf.ends_with(b"%%EOF\n"));
        let key = stage.platform.ledger().public_key().to_owned();
        let sound = check(&pdf, &key).unwrap_or_else(|doubt| panic!("{doubt:?}"));
        assert_eq!(sound.proof.event.case.as_deref(), Some(case.as_str()));
        // asked for again, the same paper is recorded once
        let (_, again) = stage.fetch(&path, Some(&patient)).await;
        let again = check(&again, &key).unwrap_or_else(|doubt| panic!("{doubt:?}"));
        assert_eq!(again.proof.event.seq, sound.proof.event.seq);

        let doubt = |bytes: &[u8], key: &str| check(bytes, key).err();
        let mut altered = pdf.clone();
        altered[100] ^= 1;
        assert_eq!(doubt(&altered, &key), Some(Doubt::Document));
        let other = CheckpointKey::throw_away();
        assert_eq!(
            doubt(&pdf, other.public()),
            Some(Doubt::Broken(Broken::OtherKey))
        );
        let text = String::from_utf8_lossy(&pdf).into_owned();
        assert!(text.contains("%kumihimo-receipt-1"));
        let cut = pdf.iter().rposition(|b| *b == b'{').unwrap_or_default();
        assert_eq!(doubt(&pdf[..cut], &key), Some(Doubt::NoProof));
        let mut longer = pdf.clone();
        longer.extend_from_slice(b"%more\n");
        assert_eq!(doubt(&longer, &key), Some(Doubt::Tail));
        let mut role = pdf.clone();
        let at = role
            .windows(10)
            .rposition(|w| w == b"\"patient\",".as_slice());
        role[at.unwrap_or_else(|| panic!("the role stands in the proof")) + 1] = b'P';
        assert_eq!(doubt(&role, &key), Some(Doubt::Broken(Broken::Event)));
    }
}

#[tokio::test]
async fn the_certificate_of_a_withdrawal_proves_itself_too() {
    let t = store::testing::sqlite().await;
    let (stage, case, id) = begun(t.db.clone()).await;
    upstream::withdraw(&stage, &case, &id).await;
    stage.settle().await;
    let patient = stage.sign_in_patient(&person(&id)).await;
    let (_, papers) = stage
        .page(&format!("/my/{case}/papers"), Some(&patient))
        .await;
    let path = papers.split("href=\"").find_map(|rest| {
        let path = rest.split('"').next()?;
        path.ends_with(".withdrawal").then(|| path.to_owned())
    });
    let path = path.unwrap_or_else(|| panic!("{papers}"));
    let (status, pdf) = stage.fetch(&path, Some(&patient)).await;
    assert_eq!(status, 200);
    let key = stage.platform.ledger().public_key().to_owned();
    assert!(check(&pdf, &key).is_ok());
    let (_, home) = stage.page(&format!("/my/{case}"), Some(&patient)).await;
    assert!(
        home.contains("取りやめの状況と証明") && !home.contains("同意を取りやめる"),
        "{home}"
    );
}

#[tokio::test]
async fn after_a_death_the_page_asks_nothing_any_more() {
    let t = store::testing::sqlite().await;
    let (stage, case, id) = begun(t.db.clone()).await;
    let number = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
    let context = Context::new(stage.platform.now(), Actor::system()).on(&number);
    let now = stage.platform.now();
    let died = registry::decide::CaseCommand::Die(person(&id));
    let facts = registry::decide::CaseFacts::at(now);
    let done = stage
        .platform
        .ledger()
        .execute::<registry::decide::CaseAggregate>(&case, died, &facts, &context)
        .await;
    assert!(done.is_ok());
    stage.settle().await;
    let patient = stage.sign_in_patient(&person(&id)).await;
    let (_, home) = stage.page(&format!("/my/{case}"), Some(&patient)).await;
    assert!(home.contains("お悔やみ"), "{home}");
    for gone in ["/questions", "/choices", "/withdraw", "/result"] {
        assert!(
            !home.contains(&format!("/my/{case}{gone}")),
            "{gone}: {home}"
        );
    }
    assert!(home.contains("/papers"));
    let (_, questions) = stage
        .page(&format!("/my/{case}/questions"), Some(&patient))
        .await;
    assert!(!questions.contains("<textarea"), "{questions}");
}

#[tokio::test]
async fn what_was_asked_is_shown_to_the_patient_and_notes_are_not() {
    for t in store::testing::both().await {
        let (stage, case, id) = begun(t.db.clone()).await;
        let patient = stage.sign_in_patient(&person(&id)).await;
        let (_, before) = stage
            .page(&format!("/my/{case}/questions"), Some(&patient))
            .await;
        let around = report::around();
        let parsed = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let known = around.case(&stage.platform, &parsed).await;
        let known = known
            .unwrap_or_else(|e| panic!("{e:?}"))
            .unwrap_or_else(|| panic!("no case"));
        let write = async |writes: disclosure::jobs::Writes, text: &'static str| {
            let done =
                disclosure::jobs::write(&stage.platform, &known, Actor::system(), writes, text)
                    .await;
            done.unwrap_or_else(|e| panic!("{e}"));
        };
        write(disclosure::jobs::Writes::Note, "内部のメモです").await;
        let (_, after) = stage
            .page(&format!("/my/{case}/questions"), Some(&patient))
            .await;
        assert_eq!(
            before, after,
            "a note of staff changes nothing for the patient"
        );
        write(
            disclosure::jobs::Writes::Question,
            "いつ<script>alert(1)</script>",
        )
        .await;
        write(disclosure::jobs::Writes::Answer(2), "来週です").await;
        let (_, after) = stage
            .page(&format!("/my/{case}/questions"), Some(&patient))
            .await;
        assert!(
            after.contains("来週です") && !after.contains("<script>alert"),
            "{after}"
        );
        assert!(!after.contains("内部のメモ"));
    }
}

fn look(day: i64, role: &str, action: &str) -> Look {
    Look {
        at: Context::new(At::from_micros(0), Actor::system())
            .at
            .plus_days(day),
        role: role.to_owned(),
        action: action.to_owned(),
    }
}

#[test]
fn uses_are_told_by_day_group_and_purpose_and_never_by_what_was_found() {
    let day = |n| Some(At::from_micros(0).plus_days(n));
    let plain = [
        look(1, "coordinator", "identity.read"),
        look(1, "coordinator", "identity.read"),
        look(2, "physician", "clinical.read"),
        look(30, "physician", "case.read"),
    ];
    let told = used(&plain, day(10), day(20));
    let seen: Vec<_> = told
        .iter()
        .map(|u| (u.group, u.purposes.iter().copied().collect()))
        .collect();
    let expected: Vec<(Group, Vec<Purpose>)> = vec![
        (Group::Care, vec![Purpose::Progress]),
        (Group::Care, vec![Purpose::Clinical]),
        (Group::Coordinator, vec![Purpose::Identity]),
    ];
    assert_eq!(seen, expected, "newest first, once a day, no counts");
    // the same person with findings that nobody told of yet: more looks of more people, on other days
    let mut found = plain.to_vec();
    found.extend([
        look(11, "physician", "case.read"),
        look(12, "counsellor", "identity.read"),
        look(13, "curator", "finding.judge"),
        look(25, "counsellor", "counselling.record"),
        look(26, "physician", "confirm.order"),
        look(27, "counsellor", "finding.read"),
        look(28, "curator", "report.read"),
    ]);
    assert_eq!(used(&found, day(10), day(20)), told);
    let as_counsellor = [look(2, "counsellor", "clinical.read")];
    let as_physician = [look(2, "physician", "clinical.read")];
    assert_eq!(
        used(&as_counsellor, None, None),
        used(&as_physician, None, None)
    );
}

/// A child of three with both parents; the mother gave the consent.
pub async fn family(stage: &Stage) -> (String, String, String) {
    let office = stage.sign_in("office", None).await;
    let approvals = json!([{ "kind": "rare", "system": "A", "from": "2026-01-01", "until": null, "reference": "c-1" }]);
    let site = json!({ "id": upstream::HOSPITAL, "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model Hospital" }, "approvals": approvals });
    let (status, said) = stage.call("POST", "/api/sites", Some(&office), site).await;
    assert_eq!(status, 201, "{said}");
    let physician = stage.sign_in("physician", Some(upstream::HOSPITAL)).await;
    let member = |relation, born, number| json!({ "relation": relation, "name": "見本", "kana": "ミホン", "birth_day": born, "sex": "female", "patient_number": number });
    let members = [
        member("proband", "2023-01-01", "1"),
        member("mother", "1985-01-01", "2"),
        member("father", "1984-01-01", "3"),
    ];
    let eligibility =
        json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
    let case = json!({ "eligibility": eligibility, "members": members });
    let (status, case) = stage
        .call("POST", "/api/cases", Some(&physician), case)
        .await;
    assert_eq!(status, 201, "{case}");
    let person = |n: usize| {
        case["members"][n]["person"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let form =
        consent::words::form::find("icf-rare-adult@1.0").unwrap_or_else(|| panic!("no form"));
    let asked = form.items.iter().filter_map(|item| {
        let item = serde_json::to_value(item).unwrap_or_default();
        let answer = if item["kind"] == "mandatory" {
            "agree"
        } else {
            "not_set"
        };
        let code = item["code"].as_str()?.to_owned();
        item["when"].is_null().then(|| (code, json!(answer)))
    });
    let answers: serde_json::Map<String, Value> = asked.collect();
    let record = json!({
        "case": case["id"], "person": person(0), "form": "icf-rare-adult@1.0", "form_sha256": form.digest,
        "giver": "proxy", "proxy": { "relation": "mother" }, "answers": answers,
        "explained": { "place": "onsite", "method": "e_onsite" }, "identity_check": "face_to_face",
        "signature_sha256": words::Digest::of(b"signature"),
    });
    let (status, said) = stage
        .call("POST", "/api/consents", Some(&physician), record)
        .await;
    assert_eq!(status, 201, "{said}");
    stage.settle().await;
    let id = case["id"].as_str().unwrap_or_default().to_owned();
    (id, person(1), person(2))
}

#[tokio::test]
async fn the_parent_who_consented_acts_for_the_child_and_the_other_does_not() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), areas()).await;
        let (case, mother, father) = family(&stage).await;
        let mother = stage.sign_in_patient(&person(&mother)).await;
        let father = stage.sign_in_patient(&person(&father)).await;
        let (status, home) = stage.page(&format!("/my/{case}"), Some(&mother)).await;
        assert!(
            status == 200 && home.contains("患者さんの代わりに"),
            "{home}"
        );
        let (status, home) = stage.page(&format!("/my/{case}"), Some(&father)).await;
        assert!(
            status == 200 && !home.contains("患者さんの代わりに"),
            "{home}"
        );
        assert!(
            !home.contains("/questions") && !home.contains("/result"),
            "{home}"
        );
        let path = format!("/api/cases/{case}/questions");
        let asks = json!({ "text": "次はいつですか" });
        let (status, said) = stage.call("POST", &path, Some(&mother), asks.clone()).await;
        assert_eq!(status, 201, "{said}");
        let (status, _) = stage.call("POST", &path, Some(&father), asks).await;
        assert_eq!(status, 403);
        let (status, said) = stage
            .page(&format!("/my/{case}/questions"), Some(&mother))
            .await;
        assert!(status == 200 && said.contains("次はいつですか"), "{said}");
        let (status, said) = stage
            .page(&format!("/my/{case}/questions"), Some(&father))
            .await;
        assert!(status == 403 && !said.contains("次はいつですか"), "{said}");
        // the report of the child stays closed to both until it was explained, and to the father for good
        let lay = format!("/api/cases/{case}/lay");
        assert_eq!(stage.fetch(&lay, Some(&mother)).await.0, 409);
        assert_eq!(stage.fetch(&lay, Some(&father)).await.0, 403);
    }
}
