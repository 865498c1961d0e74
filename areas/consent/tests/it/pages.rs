//! Consent at the doors through real pages, on both engines.

use consent::words::form::{self, ItemKind};
use serde_json::{Value, json};
use web::testing::Stage;
use words::{CaseId, PersonId};

use crate::visitor::Visitor;

const CASE: &str = "0123-01-00001";

async fn stage(db: store::Db, synthetic: bool) -> Stage {
    let areas = vec![registry::area(), consent::area()];
    web::testing::platform_with(db, areas, |s| s.synthetic = synthetic).await
}

/// A hospital with one adult cancer patient.
async fn cancer(stage: &Stage) -> PersonId {
    let eligibility = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let member = json!({ "relation": "proband", "name": "見本 花子", "kana": "ミホン ハナコ", "birth_day": "1980-01-01", "sex": "female", "patient_number": "1" });
    registered(stage, "cancer", eligibility, json!([member])).await
}

async fn registered(stage: &Stage, kind: &str, eligibility: Value, members: Value) -> PersonId {
    let office = stage.sign_in("office", None).await;
    let approvals = json!([{ "kind": kind, "system": "A", "from": "2026-01-01", "until": null, "reference": "c-1" }]);
    let site = json!({ "id": "hospital-a", "kind": "hospital", "code": "0123", "name": { "ja": "見本病院", "en": "Model Hospital" }, "approvals": approvals });
    let made = stage.call("POST", "/api/sites", Some(&office), site).await;
    assert_eq!(made.0, 201, "{}", made.1);
    let physician = stage.sign_in("physician", Some("hospital-a")).await;
    let body = json!({ "eligibility": eligibility, "members": members });
    let (status, case) = stage
        .call("POST", "/api/cases", Some(&physician), body)
        .await;
    assert_eq!(status, 201, "{case}");
    PersonId::parse(case["members"][0]["person"].as_str().unwrap()).unwrap()
}

/// Invited: the path of the procedure.
async fn invited(staff: &mut Visitor, person: &PersonId) -> String {
    let answer = staff
        .post(&format!("/cases/{CASE}/consents/{person}"), &[])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    staff.path.clone()
}

/// Steps 1 to 5.
async fn read(patient: &mut Visitor, who: &[(&str, &str)]) {
    let step = async |patient: &mut Visitor, n: u8, fields: &[(&str, &str)]| {
        let answer = patient.post(&format!("/tablet/step/{n}"), fields).await;
        assert_eq!(answer.status, 200, "step {n}: {}", answer.text());
    };
    step(patient, 1, &[("letters", "large")]).await;
    step(patient, 2, who).await;
    step(patient, 3, &[("card", "99")]).await;
    step(patient, 4, &[]).await;
    step(patient, 5, &[]).await;
    assert_eq!(patient.path, "/tablet/step/6");
}

fn agreed(reference: &str, prefix: &str) -> Vec<(String, String)> {
    let form = form::find(reference).unwrap();
    let items = form.items.iter().filter(|i| i.kind == ItemKind::Mandatory);
    items
        .map(|i| (format!("{prefix}{}", i.code), "agree".to_owned()))
        .collect()
}

fn fields(all: &[(String, String)]) -> Vec<(&str, &str)> {
    all.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

/// Steps 7 to 9: agrees to everything, chooses nothing.
async fn decided(patient: &mut Visitor, reference: &str) {
    let all = agreed(reference, "item.");
    patient.post("/tablet/step/7", &fields(&all)).await;
    assert_eq!(patient.path, "/tablet/step/8");
    let form = form::find(reference).unwrap();
    let seen = form
        .items
        .iter()
        .filter(|i| i.kind == ItemKind::Choice && i.when.is_none());
    let seen: Vec<_> = seen.map(|i| ("seen", i.code.as_str())).collect();
    patient.post("/tablet/step/8", &seen).await;
    assert_eq!(patient.path, "/tablet/step/9");
    patient.post("/tablet/step/9", &[]).await;
    assert_eq!(patient.path, "/tablet/step/10");
}

#[tokio::test]
async fn a_tablet_opens_one_consent_and_nothing_else_and_thirteen_steps_make_the_record() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), true).await;
        let person = cancer(&stage).await;
        let mut staff = Visitor::staff(&stage, "coordinator", "coordinator.a").await;
        let desk = invited(&mut staff, &person).await;
        let mut tablet = Visitor::of(&stage, "coordinator.a").await;
        tablet.post(&format!("{desk}/tablet"), &[]).await;
        assert_eq!(tablet.path, "/tablet/step/1");
        assert!(tablet.has("kumi_consent") && !tablet.has("kumi_session"));
        // every other address answers as to a stranger, also the one it came from
        let mut stranger = Visitor::new(&stage);
        for path in [
            desk.as_str(),
            &format!("/cases/{CASE}/consents"),
            "/consents/forms",
            "/paper/cp-1",
            "/my/x/withdraw",
        ] {
            let (seen, wanted) = (tablet.get(path).await, stranger.get(path).await);
            assert_eq!(
                (seen.status, &seen.body),
                (wanted.status, &wanted.body),
                "{path}"
            );
            assert!(tablet.path.starts_with("/sign-in"), "{path}");
        }
        let wrote = tablet
            .post(&format!("{desk}/talk"), &[("place", "onsite")])
            .await;
        assert_eq!(wrote.status, 401, "the tablet is not staff");

        read(&mut tablet, &[("giver", "self")]).await;
        assert_eq!(
            tablet.post("/tablet/step/7", &[]).await.status,
            409,
            "not explained yet"
        );
        // interrupted: the next visit goes on where it was left
        tablet.get("/tablet/step/0").await;
        assert_eq!(tablet.path, "/tablet/step/6");
        let script = "<script>alert(1)</script>";
        tablet
            .post("/tablet/ask", &[("question", script), ("item", "data_use")])
            .await;
        let shown = staff.get(&desk).await.text();
        assert!(
            !shown.contains(script) && shown.contains("&lt;script&gt;"),
            "{shown}"
        );
        staff
            .post(&format!("{desk}/talk"), &[("place", "onsite")])
            .await;
        decided(&mut tablet, "icf-cancer-adult@1.0").await;
        let checked = staff
            .post(&format!("{desk}/identity"), &[("check", "face_to_face")])
            .await;
        assert_eq!(checked.status, 200);
        let open = tablet
            .post("/tablet/step/11", &[("name", "見本 花子")])
            .await;
        assert_eq!(open.status, 409);
        assert!(
            open.text().contains("E-CONSENT-OPEN-QUESTIONS"),
            "{}",
            open.text()
        );
        assert!(
            open.text().contains("見本 花子"),
            "what was typed is still there"
        );
        let question = between(&shown, "name=\"question\" value=\"", "\"");
        staff
            .post(
                &format!("{desk}/reply"),
                &[
                    ("question", &question),
                    (&format!("answer-{question}"), "はい"),
                ],
            )
            .await;
        tablet
            .post("/tablet/step/11", &[("name", "見本 花子")])
            .await;
        assert_eq!(tablet.path, "/tablet/step/12");
        assert_eq!(
            tablet.get("/tablet/receipt").await.status,
            409,
            "not countersigned"
        );
        let done = countersign(&stage, &mut staff, &desk).await;
        assert_eq!(done.status, 200, "{}", done.text());
        stage.settle().await;
        let found = consent::facts::in_force(&t.db, &person)
            .await
            .unwrap()
            .unwrap();
        let nothing = found
            .answers
            .values()
            .all(|a| a == "agree" || a == "not_set");
        assert!(nothing, "nothing is presumed: {:?}", found.answers);
        let receipt = tablet.get("/tablet/receipt").await;
        assert_eq!(
            (receipt.status, receipt.body.get(..4)),
            (200, Some(b"%PDF".as_slice()))
        );
        let proof = web::prove(&stage.platform, &stage.areas).await.unwrap();
        assert!(proof.flaws.is_empty(), "{:?}", proof.flaws);
        let events = stage.platform.ledger().events_after(0, 1000).await.unwrap();
        let told =
            serde_json::to_string(&events.iter().map(|e| &e.payload).collect::<Vec<_>>()).unwrap();
        assert!(
            !told.contains("alert") && !told.contains("花子"),
            "free text is not in the ledger"
        );
        assert_eq!(tablet.post("/tablet/leave", &[]).await.status, 200);
        assert!(!tablet.has("kumi_consent"));
    }
}

/// Staff sign with the key of their account what the page asks for.
async fn countersign(stage: &Stage, staff: &mut Visitor, desk: &str) -> crate::visitor::Answer {
    let page = staff.get(desk).await.text();
    let digest = between(&page, "data-digest=\"", "\"").parse().unwrap();
    let thing = between(&page, "data-thing=\"", "\"");
    let unsigned = staff.post(&format!("{desk}/countersign"), &[]).await;
    assert_eq!(unsigned.status, 400, "nothing is recorded without a key");
    let token = staff.token.clone();
    let answer = stage
        .signature(&token, "consent.give", &thing, &digest)
        .await;
    let answer = answer.to_string();
    staff
        .post(&format!("{desk}/countersign"), &[("signature", &answer)])
        .await
}

fn between(text: &str, from: &str, to: &str) -> String {
    let (_, rest) = text
        .split_once(from)
        .unwrap_or_else(|| panic!("{from} is not in {text}"));
    rest.split_once(to).unwrap().0.to_owned()
}

#[tokio::test]
async fn a_letter_opens_once_and_a_child_is_asked_beside_the_parent() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), true).await;
        let eligibility =
            json!({ "kind": "rare", "class": "undiagnosed", "existing_tests_inconclusive": true });
        let child = json!({ "relation": "proband", "name": "見本", "kana": "ミホン", "birth_day": "2012-04-20", "sex": "male", "patient_number": "1" });
        let parent = json!({ "relation": "mother", "name": "見本 母", "kana": "ミホン ハハ", "birth_day": "1980-04-20", "sex": "female", "patient_number": "2" });
        let person = registered(&stage, "rare", eligibility, json!([child, parent])).await;
        let mut staff = Visitor::staff(&stage, "physician", "physician.b").await;
        staff
            .post(&format!("/cases/0123-02-00001/consents/{person}"), &[])
            .await;
        let desk = staff.path.clone();
        let pdf = staff.post(&format!("{desk}/letter"), &[]).await;
        assert_eq!(pdf.body.get(..4), Some(b"%PDF".as_slice()));
        let said = crate::api::text_of(&pdf.body);
        assert!(said.contains("見本・倫理審査未承認"), "{said}");
        let after = said.split_once("One-timecode").unwrap().1;
        let code: String = after.chars().take(19).collect();

        let mut home = Visitor::new(&stage);
        assert_eq!(
            home.post("/tablet", &[("code", "AAAA-AAAA-AAAA-AAAA")])
                .await
                .status,
            403
        );
        home.post("/tablet", &[("code", &code)]).await;
        assert_eq!(home.path, "/tablet/step/1", "{code}");
        let mut thief = Visitor::new(&stage);
        assert_eq!(
            thief.post("/tablet", &[("code", &code)]).await.status,
            403,
            "used up"
        );

        home.post("/tablet/step/1", &[]).await;
        let alone = home.post("/tablet/step/2", &[("giver", "self")]).await;
        assert!(alone.text().contains("E-CONSENT-PROXY-NEEDED"));
        read(&mut home, &[("giver", "proxy"), ("relation", "mother")]).await;
        let video = [("place", "remote"), ("remote", "documents")];
        assert_eq!(
            staff.post(&format!("{desk}/talk"), &video).await.status,
            409
        );
        let video = [
            ("place", "remote"),
            ("remote", "documents"),
            ("remote", "private"),
        ];
        assert_eq!(
            staff.post(&format!("{desk}/talk"), &video).await.status,
            200
        );
        let mut all = agreed("icf-rare-adult@1.0", "item.");
        home.post("/tablet/step/7", &fields(&all)).await;
        assert_eq!(home.path, "/tablet/step/7", "the child was not asked");
        all.extend(agreed("assent-child@1.0", "child."));
        home.post("/tablet/step/7", &fields(&all)).await;
        decided(&mut home, "icf-rare-adult@1.0").await;
        staff
            .post(&format!("{desk}/identity"), &[("check", "video_mutual")])
            .await;
        // drawn, not written; a tap alone is no signature
        let tap = [("name", ""), ("drawn", "1,1")];
        let refused = home.post("/tablet/step/11", &tap).await;
        assert!(
            refused.text().contains("E-CONSENT-NOT-SIGNED"),
            "{}",
            refused.text()
        );
        let drawn = "10,20 30,40 50,60 70,80;90,20 110,40 130,60 150,80";
        home.post("/tablet/step/11", &[("name", ""), ("drawn", drawn)])
            .await;
        let page = staff.get(&desk).await.text();
        assert!(page.contains("M10 20L30 40L50 60L70 80M90 20"), "{page}");
        countersign(&stage, &mut staff, &desk).await;
        let found = consent::facts::in_force(&t.db, &person)
            .await
            .unwrap()
            .unwrap();

        // the child may decide at sixteen: asked again, in force until then, and then in person
        assert_eq!(consent::sweep(&stage.platform).await.unwrap(), 0);
        stage.pass_days(365 * 2 + 60);
        consent::sweep(&stage.platform).await.unwrap();
        let view = consent::facts::consent(&t.db, &found.reference.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(view.consent.status.code(), "reconsent_required");
        assert!(
            consent::facts::in_force(&t.db, &person)
                .await
                .unwrap()
                .is_some()
        );
        let events = stage
            .platform
            .ledger()
            .events_of_case(&CaseId::parse("0123-02-00001").unwrap())
            .await
            .unwrap();
        assert!(events.iter().any(|e| e.event == "reconsent_required"));

        // of age: asked once more for that reason, and the mother does not act any more
        let asks = web::Asks {
            account: words::AccountId::parse("ac-mother").unwrap(),
            holder: mother(&t.db).await,
            case: CaseId::parse("0123-02-00001").unwrap(),
            person: person.clone(),
        };
        let acts = consent::facts::represents(&stage.platform, &asks).await;
        assert_eq!(acts.unwrap(), auth::Represented::Partly);
        stage.pass_days(365 * 2 + 1);
        // nobody is asked for the dead; a record by mistake changes nothing
        let staff = Visitor::staff(&stage, "coordinator", "coordinator.d").await;
        let door = format!("/api/cases/0123-02-00001/members/{person}/death");
        let (died, back) = (json!({ "source": "family" }), json!({ "mistake": "alive" }));
        let (status, said) = stage.call("PUT", &door, Some(&staff.token), died).await;
        assert_eq!(status, 200, "{said}");
        consent::sweep(&stage.platform).await.unwrap();
        let told = view.consent.record.answers.get("ror.relatives");
        let expected = match told.map(String::as_str) {
            Some("yes") => auth::Represented::Partly,
            _ => auth::Represented::No,
        };
        let acts = consent::facts::represents(&stage.platform, &asks).await;
        assert_eq!(acts.unwrap(), expected);
        let door = format!("{door}/correct");
        let (status, said) = stage.call("POST", &door, Some(&staff.token), back).await;
        assert_eq!(status, 200, "{said}");
        for _ in 0..2 {
            consent::sweep(&stage.platform).await.unwrap();
        }
        let events = stage
            .platform
            .ledger()
            .events_after(0, 10_000)
            .await
            .unwrap();
        let raised: Vec<_> = events
            .iter()
            .filter(|e| e.event == "reconsent_required")
            .map(|e| e.payload["because"]["age"].clone())
            .collect();
        assert_eq!(raised, [16, 18]);
        let acts = consent::facts::represents(&stage.platform, &asks).await;
        assert_eq!(acts.unwrap(), auth::Represented::No);
        let mut staff = Visitor::staff(&stage, "coordinator", "coordinator.b").await;
        let list = staff.get("/cases/0123-02-00001/consents").await.text();
        assert!(list.contains("成年"), "{list}");
        let begun = staff
            .post(&format!("/cases/0123-02-00001/consents/{person}"), &[])
            .await;
        assert!(begun.status < 400, "{}", begun.text());
    }
}

/// The mother of the child of the test.
async fn mother(db: &store::Db) -> words::PersonId {
    let case = CaseId::parse("0123-02-00001").unwrap();
    let case = registry::facts::case(db, &case).await.unwrap().unwrap();
    case.member(registry::facts::Relation::Mother)
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_sample_takes_no_consent_in_production() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), false).await;
        let person = cancer(&stage).await;
        let mut staff = Visitor::staff(&stage, "coordinator", "coordinator.a").await;
        let list = staff.get(&format!("/cases/{CASE}/consents")).await.text();
        assert!(list.contains("見本です"), "{list}");
        let refused = staff
            .post(&format!("/cases/{CASE}/consents/{person}"), &[])
            .await;
        assert_eq!(refused.status, 409);
        assert!(
            refused.text().contains("E-CONSENT-FORM-UNAPPROVED"),
            "{}",
            refused.text()
        );
        let refused = staff
            .upload(&format!("/paper/new/{CASE}/{person}"), b"%PDF-1.7 scan")
            .await;
        assert!(refused.text().contains("E-CONSENT-FORM-UNAPPROVED"));
        // and by the API, where the record itself is refused
        let form = form::find("icf-cancer-adult@1.0").unwrap();
        let body = json!({
            "case": CASE, "person": person, "form": form.reference(), "form_sha256": form.digest, "giver": "self",
            "answers": crate::decide::answers("icf-cancer-adult@1.0"), "explained": { "place": "onsite", "method": "e_onsite" },
            "identity_check": "face_to_face", "signature_sha256": words::Digest::of(b"s"),
        });
        let token = stage.sign_in("physician", Some("hospital-a")).await;
        let (status, refused) = stage
            .call("POST", "/api/consents", Some(&token), body)
            .await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("E-CONSENT-FORM-UNAPPROVED"))
        );
    }
}

#[tokio::test]
async fn a_paper_typed_twice_with_a_difference_is_settled_by_another() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), true).await;
        let person = cancer(&stage).await;
        let mut first = Visitor::staff(&stage, "coordinator", "coordinator.a").await;
        let mut second = Visitor::staff(&stage, "physician", "physician.b").await;
        let new = format!("/paper/new/{CASE}/{person}");
        let bad = first.upload(&new, b"MZ not a scan").await;
        assert!(bad.text().contains("E-CONSENT-SCAN"), "{}", bad.text());
        first.upload(&new, b"%PDF-1.7 scan").await;
        let paper = first.path.clone();
        assert_eq!(
            first.get(&format!("{paper}/scan")).await.body,
            b"%PDF-1.7 scan"
        );
        let mut entry = agreed("icf-cancer-adult@1.0", "item.");
        for (name, value) in [
            ("giver", "self"),
            ("signed_on", "2026-04-02"),
            ("check", "face_to_face"),
            ("item.ror.secondary_now", "yes"),
        ] {
            entry.push((name.to_owned(), value.to_owned()));
        }
        first.post(&format!("{paper}/typed"), &fields(&entry)).await;
        let again = first.post(&format!("{paper}/typed"), &fields(&entry)).await;
        assert!(again.text().contains("E-CONSENT-SAME-PERSON"));
        entry.last_mut().unwrap().1 = "no".to_owned();
        let page = second
            .post(&format!("{paper}/typed"), &fields(&entry))
            .await
            .text();
        assert!(
            page.contains("right.ror.secondary_now") && !page.contains("right.signed_on"),
            "{page}"
        );
        let undecided = second.post(&format!("{paper}/settled"), &[]).await;
        assert!(undecided.text().contains("E-CONSENT-UNDECIDED"));
        let done = second
            .post(
                &format!("{paper}/settled"),
                &[("right.ror.secondary_now", "1")],
            )
            .await;
        assert_eq!(done.status, 200, "{}", done.text());
        let found = consent::facts::in_force(&t.db, &person)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.answers["ror.secondary_now"], "no");
        let view = consent::facts::consent(&t.db, &found.reference.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            view.consent.record.signature,
            Some(words::Digest::of(b"%PDF-1.7 scan"))
        );

        // turning on what was not wished is explained once, then done; a sample of staff's own withdrawal page
        let choices = format!("/consents/{}/choices", found.reference.id);
        let wish = [("item.ror.secondary_now", "yes")];
        let told = second.post(&choices, &wish).await.text();
        assert!(told.contains("遺伝カウンセラー"), "{told}");
        let wish = [("item.ror.secondary_now", "yes"), ("explained", "yes")];
        assert_eq!(second.post(&choices, &wish).await.status, 200);
        let now = consent::facts::in_force(&t.db, &person)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(now.answers["ror.secondary_now"], "yes");
        let withdraw = format!("/consents/{}/withdraw", found.reference.id);
        let unchecked = second
            .post(&withdraw, &[("scope", "all"), ("by", "self")])
            .await;
        assert!(unchecked.text().contains("E-CONSENT-NO-IDENTITY-CHECK"));
        second
            .post(
                &withdraw,
                &[("scope", "all"), ("by", "self"), ("check", "face_to_face")],
            )
            .await;
        assert!(second.path.ends_with("/withdrawal"), "{}", second.path);
        let back = format!("/consents/{}/withdrawal/take-back", found.reference.id);
        second.post(&back, &[("check", "face_to_face")]).await;
        assert!(
            consent::facts::in_force(&t.db, &person)
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_new_version_asks_again_through_the_same_steps() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), true).await;
        let person = cancer(&stage).await;
        let form = form::find("icf-cancer-adult@1.0").unwrap();
        let body = json!({
            "case": CASE, "person": person, "form": form.reference(), "form_sha256": form.digest, "giver": "self",
            "answers": crate::decide::answers("icf-cancer-adult@1.0"), "explained": { "place": "onsite", "method": "e_onsite" },
            "identity_check": "face_to_face", "signature_sha256": words::Digest::of(b"s"),
        });
        let token = stage.sign_in("physician", Some("hospital-a")).await;
        let (_, old) = stage
            .call("POST", "/api/consents", Some(&token), body)
            .await;
        let office = stage.sign_in("office", None).await;
        let ask = json!({ "form": "icf-cancer-adult@1.1" });
        let campaign = async |token: &str| {
            stage
                .call("POST", "/api/consents/campaigns", Some(token), ask.clone())
                .await
        };
        assert_eq!(campaign(&office).await.0, 409, "it has not begun");
        stage.pass_days(365);
        let office = stage.sign_in("office", None).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        assert_eq!(campaign(&physician).await.0, 403);
        assert_eq!(campaign(&office).await, (200, json!({ "asked": 1 })));
        assert_eq!(
            campaign(&office).await,
            (200, json!({ "asked": 0 })),
            "once"
        );
        let mut staff = Visitor::staff(&stage, "coordinator", "coordinator.a").await;
        let list = staff.get(&format!("/cases/{CASE}/consents")).await.text();
        assert!(
            list.contains("再同意") && list.contains("icf-cancer-adult@1.1"),
            "{list}"
        );
        let diff = staff
            .get("/consents/forms/icf-cancer-adult@1.0/icf-cancer-adult@1.1")
            .await
            .text();
        assert!(diff.contains("<ins>") && diff.contains("見本・倫理審査未承認"));
        let desk = invited(&mut staff, &person).await;
        let mut tablet = Visitor::of(&stage, "coordinator.a").await;
        tablet.post(&format!("{desk}/tablet"), &[]).await;
        read(&mut tablet, &[("giver", "self")]).await;
        staff
            .post(&format!("{desk}/talk"), &[("place", "onsite")])
            .await;
        decided(&mut tablet, "icf-cancer-adult@1.1").await;
        staff
            .post(&format!("{desk}/identity"), &[("check", "patient_card")])
            .await;
        tablet
            .post("/tablet/step/11", &[("name", "見本 花子")])
            .await;
        let done = countersign(&stage, &mut staff, &desk).await;
        assert_eq!(done.status, 200, "{}", done.text());
        let found = consent::facts::in_force(&t.db, &person)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.reference.form, "icf-cancer-adult@1.1");
        let before = consent::facts::consent(&t.db, old["id"].as_str().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(before.consent.status.code(), "superseded");
    }
}

#[tokio::test]
async fn the_person_withdraws_as_easily_as_consenting() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone(), true).await;
        let person = cancer(&stage).await;
        let form = form::find("icf-cancer-adult@1.0").unwrap();
        let body = json!({
            "case": CASE, "person": person, "form": form.reference(), "form_sha256": form.digest, "giver": "self",
            "answers": crate::decide::answers("icf-cancer-adult@1.0"), "explained": { "place": "onsite", "method": "e_onsite" },
            "identity_check": "face_to_face", "signature_sha256": words::Digest::of(b"s"),
        });
        let token = stage.sign_in("physician", Some("hospital-a")).await;
        let (_, given) = stage
            .call("POST", "/api/consents", Some(&token), body)
            .await;
        let id = given["id"].as_str().unwrap();
        stage.sign_in_patient(&person).await;
        let mut patient = Visitor::of(&stage, &format!("patient.{person}")).await;
        let page = patient.get(&format!("/my/{CASE}/withdraw")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("消せないもの") && page.text().contains("法令"));
        let missing = patient.get("/my/0123-01-99999/withdraw").await;
        assert_eq!(missing.status, 403);
        patient
            .post(&format!("/consents/{id}/withdraw"), &[("scope", "all")])
            .await;
        assert!(patient.path.ends_with("/withdrawal"), "{}", patient.path);
        assert!(
            consent::facts::in_force(&t.db, &person)
                .await
                .unwrap()
                .is_none()
        );
        patient
            .post(&format!("/consents/{id}/withdrawal/shorten"), &[])
            .await;
        stage.settle().await;
        let done = consent::facts::withdrawal(&t.db, id)
            .await
            .unwrap()
            .unwrap();
        assert!(done.certified_at.is_some());
    }
}
