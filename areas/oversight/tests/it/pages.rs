//! The inbox of every role, the list of cases, the search, and who could: what each is shown, and what not.

use serde_json::json;
use web::testing::Stage;

use crate::api::{areas, register, register_as};

async fn stage(db: store::Db) -> Stage {
    web::testing::platform(db, areas()).await
}

async fn get(stage: &Stage, path: &str, token: &str) -> String {
    let (status, page) = stage.page(path, Some(token)).await;
    assert_eq!(status, 200, "{path}: {page}");
    page
}

#[tokio::test]
async fn every_role_has_a_first_page_with_its_own_tasks_only() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let consents = format!("/cases/{case}/consents");
        for role in auth::roles() {
            let site = match role.bound {
                auth::Bound::Site => Some("hospital-a"),
                auth::Bound::Centre => None,
                auth::Bound::Person | auth::Bound::Implied => continue,
            };
            let token = stage.sign_in(&role.id, site).await;
            let page = get(&stage, "/", &token).await;
            let mine = matches!(role.id.as_str(), "coordinator" | "physician");
            let inbox = page.split("id=\"others\"").next().unwrap_or_default();
            assert_eq!(inbox.contains(&consents), mine, "{}: {page}", role.id);
            assert!(page.contains("きょう済ませたこと"), "{}", role.id);
        }
    }
}

#[tokio::test]
async fn what_was_done_today_is_told_to_who_did_it() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let (case, _) = register_as(&stage).await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        assert!(get(&stage, "/", &coordinator).await.contains("あと14日"));
        stage.pass_days(16);
        let late = get(&stage, "/", &coordinator).await;
        assert!(
            late.contains("2日超過") && late.contains("status problem"),
            "{late}"
        );
        let office = stage.sign_in("office", None).await;
        let board = get(&stage, "/", &office).await;
        assert!(board.contains("/cases?late=yes"), "{board}");
        let list = get(&stage, "/cases?late=yes", &office).await;
        assert!(list.contains(&case), "{list}");
        let none = get(&stage, "/cases?state=report_signed", &office).await;
        assert!(
            !none.contains(&case) && none.contains("あてはまる症例はありません"),
            "{none}"
        );
    }
}

#[tokio::test]
async fn the_list_goes_on_where_the_page_before_ended() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        register(&stage).await;
        for n in 0..52 {
            let case = json!({
                "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
                "members": [{ "relation": "proband", "name": "見本", "kana": "ミホン", "birth_day": "1970-05-01",
                    "sex": "female", "patient_number": format!("9{n:05}") }] });
            let (status, said) = stage
                .call("POST", "/api/cases", Some(&coordinator), case)
                .await;
            assert!(status < 300, "{said}");
        }
        let first = get(&stage, "/cases", &coordinator).await;
        let links = |page: &str| page.matches("class=\"number\" href=\"/cases/").count();
        assert_eq!((links(&first), first.contains("53件")), (50, true));
        let next = first
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|r| r.split('"').next());
        let next = next
            .unwrap_or_else(|| panic!("a way on"))
            .replace("&amp;", "&");
        let second = get(&stage, &next, &coordinator).await;
        assert_eq!(
            (links(&second), second.contains("rel=\"next\"")),
            (3, false)
        );
        let stranger = stage.sign_in("coordinator", Some("hospital-b")).await;
        assert_eq!(links(&get(&stage, "/cases", &stranger).await), 0);
    }
}

#[tokio::test]
async fn a_case_is_found_by_number_and_name_by_those_who_may() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        stage.settle().await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        let curator = stage.sign_in("curator", None).await;
        let stranger = stage.sign_in("coordinator", Some("hospital-b")).await;
        let wide: String = case
            .chars()
            .map(|c| match c {
                '0'..='9' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
                _ => '－',
            })
            .collect();
        for (typed, by_coordinator, by_curator) in [
            (case.as_str(), 303, 303),
            (wide.as_str(), 303, 303),
            ("0012345", 303, 200),
            ("%E3%83%9F%E3%83%9B%E3%83%B3", 200, 200),
        ] {
            let path = format!("/search?q={}", web::page::encode(typed).replace("%25", "%"));
            let (status, page) = stage.page(&path, Some(&coordinator)).await;
            assert_eq!(status, by_coordinator, "{typed}: {page}");
            assert!(
                status == 303 || page.contains(&format!("href=\"/cases/{case}\"")),
                "{typed}: {page}"
            );
            let (status, page) = stage.page(&path, Some(&curator)).await;
            assert_eq!(status, by_curator, "{typed}: {page}");
            assert!(
                status == 303 || page.contains("見つかりませんでした"),
                "{typed}: {page}"
            );
            let page = get(&stage, &path, &stranger).await;
            let nothing = get(&stage, "/search?q=0999-01-00001", &stranger).await;
            let answer = |page: &str| page.split("</form>").last().map(str::to_owned);
            assert_eq!(answer(&page), answer(&nothing), "{typed} tells nothing");
        }
        // the family name or the given name, in any spelling; never a beginning of one
        for (typed, found) in [
            ("はなこ", true),
            ("ﾐﾎﾝ", true),
            ("ミホンハナコ", true),
            ("ミホ", false),
        ] {
            let page = get(
                &stage,
                &format!("/search?q={}", web::page::encode(typed)),
                &coordinator,
            )
            .await;
            assert_eq!(page.contains(&format!("/cases/{case}")), found, "{typed}");
        }
    }
}

/// Notes a gene of a case as the index does.
async fn note(stage: &Stage, case: &str, gene: &str, secondary: bool) {
    let key = blob::KeyId::index("gene");
    let print = stage.platform.blobs().fingerprint(&key, gene.as_bytes());
    let print = print.unwrap_or_else(|e| panic!("{e}"));
    let sql = "INSERT INTO oversight_gene (print, case_id, secondary) VALUES ($1, $2, $3)";
    let args = vec![(&print).into(), case.into(), secondary.into()];
    let write = store::Write::new(sql, args);
    let done = stage.platform.db().run(write).await;
    done.unwrap_or_else(|e| panic!("{e}"));
}

#[tokio::test]
async fn a_gene_is_found_by_who_may_read_findings_and_by_nobody_else() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        stage.settle().await;
        note(&stage, &case, "EGFR", false).await;
        note(&stage, &case, "BRCA1", true).await;
        let here = format!("/cases/{case}/findings");
        for (role, site, found) in [
            ("physician", Some("hospital-a"), true),
            ("curator", None, true),
            ("analyst", None, true),
            ("coordinator", Some("hospital-a"), false),
            ("physician", Some("hospital-b"), false),
            ("office", None, false),
        ] {
            let token = stage.sign_in(role, site).await;
            let page = get(&stage, "/search?q=egfr", &token).await;
            assert_eq!(page.contains(&here), found, "{role}: {page}");
            // what the patient was not tested for is not found, whoever asks
            let page = get(&stage, "/search?q=BRCA1", &token).await;
            assert!(!page.contains(&here), "{role}: {page}");
            assert!(page.contains("見つかりませんでした"), "{role}");
        }
        let rows = t.db.all("SELECT print FROM oversight_gene", vec![]).await;
        let rows = rows.unwrap_or_else(|e| panic!("{e}"));
        let plain = |r: &store::Row| r.text(0).is_ok_and(|p| p.contains("EGFR"));
        assert!(!rows.is_empty() && !rows.iter().any(plain));
    }
}

#[tokio::test]
async fn who_could_on_a_day_follows_the_grants_of_that_day() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let security = stage.sign_in("security", None).await;
        stage.sign_in("physician", Some("hospital-b")).await;
        stage.pass_days(10);
        stage.sign_in("physician", Some("hospital-a")).await;
        let could = async |day: &str| {
            get(
                &stage,
                &format!("/access/could?case={case}&day={day}"),
                &security,
            )
            .await
        };
        let before = could("2026-04-05").await;
        assert!(
            before.contains("coordinator.hospital-a") && before.contains("identity-read"),
            "{before}"
        );
        assert!(!before.contains("physician.hospital-a"), "not granted yet");
        let after = could("2026-04-14").await;
        assert!(
            after.contains("physician.hospital-a") && after.contains("finding-read-site"),
            "{after}"
        );
        assert!(
            !after.contains("physician.hospital-b"),
            "another hospital never could"
        );
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        for path in [
            format!("/access/could?case={case}&day=2026-04-14"),
            "/access/could?case=none&day=2026-04-14".to_owned(),
        ] {
            let (status, _) = stage.page(&path, Some(&physician)).await;
            assert_eq!(status, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn every_tab_opens_for_its_readers_and_denies_like_nothing_for_others() {
    for t in store::testing::both().await {
        let stage = stage(t.db.clone()).await;
        let case = register(&stage).await;
        let physician = stage.sign_in("physician", Some("hospital-a")).await;
        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        for tab in [
            "clinical",
            "specimens",
            "data",
            "findings",
            "family",
            "panel",
            "report",
            "history",
        ] {
            let page = get(&stage, &format!("/cases/{case}/{tab}"), &physician).await;
            assert!(page.contains("aria-current=\"page\""), "{tab}");
            let (there, denied) = stage
                .page(&format!("/cases/{case}/{tab}"), Some(&stranger))
                .await;
            let (nowhere, same) = stage
                .page(&format!("/cases/0999-01-00001/{tab}"), Some(&stranger))
                .await;
            assert_eq!((there, nowhere), (403, 403), "{tab}");
            assert_eq!(
                denied.replace(&case, ""),
                same.replace("0999-01-00001", ""),
                "{tab}"
            );
        }
    }
}
